#include "services/engine/batch.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/decide.h"
#include "services/domain/limits.h"
#include "services/domain/people.h"
#include "services/domain/person_reference.h"
#include "services/engine/errors.h"
#include "services/engine/partial_state.h"
#include "services/engine/reads.h"

namespace cardledger::engine {
namespace {

constexpr size_t kRowsBetweenClockReadings = 16;
// One command adds at most 64 entries of 64 KiB, so a batch that stops here, with the rows of a
// checkpoint of some hundred funds, stays below the store's bound.
constexpr size_t kBatchBytesMax = size_t{3} << 20;
static_assert(kBatchBytesMax + domain::kEntriesPerCommandMax * (domain::kEntryBytesMax + 1) <=
              storage::kBatchBytesMax / 4);

absl::Status UnknownStatus() {
  return WithReason(absl::UnavailableError("outcome unknown: retry with the same request id"),
                    kReasonOutcomeUnknown);
}

absl::Status NotWrittenStatus() {
  return WithReason(absl::UnavailableError("the batch was not written; nothing of it is stored"),
                    kReasonLatched);
}

absl::Status ReusedStatus() {
  return WithReason(absl::InvalidArgumentError(
                        "request_id was used before with other content; a new command takes a new "
                        "UUID, a retry repeats the first exactly"),
                    kReasonRequestIdReused);
}

absl::Status DeadlineStatus() {
  return WithReason(
      absl::DeadlineExceededError("the deadline passed before the decision; nothing was stored"),
      kReasonDeadlinePassed);
}

absl::Status UnreadableStatus(const absl::Status& cause) {
  return WithReason(absl::UnavailableError(cause.message()), kReasonStoreUnreadable);
}

absl::Status ClockUnsureStatus(absl::string_view doubt) {
  return WithReason(absl::UnavailableError(
                        absl::StrCat("the ledger does not write while its clock is in doubt (",
                                     doubt, "); it must agree again, or an operator confirms it")),
                    kReasonClockUnsure);
}

}  // namespace

Batch::Batch(const EngineOptions& options, WriterState& writing,
             std::shared_ptr<const ReadView> view)
    : options_(options),
      writing_(writing),
      view_(std::move(view)),
      journal_(writing.state, writing.tree, *options.vault, *writing.references) {
  const size_t count = std::min(writing_.interactive.size(), domain::kInteractivePerBatchMax);
  interactive_.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    interactive_.push_back({std::move(writing_.interactive.front()), UnknownStatus()});
    writing_.interactive.pop_front();
  }
  bulk_rows_max_ =
      count == 0 ? domain::kBulkRowsPerBatchMax : domain::kBulkRowsBesideInteractiveMax;
}

void Batch::Decide() {
  clock_ = writing_.clock_guard.Read(writing_.state.last_recorded_time_us);
  if (const absl::Status found = LookUpRequests(); !found.ok()) {
    FailAll(UnreadableStatus(found));
    return;
  }
  DecideInteractive();
  DecideBulk();
}

// Asks the store for all request ids this batch may meet, in one call.
absl::Status Batch::LookUpRequests() {
  std::vector<std::string> keys;
  for (const Interactive& each : interactive_) {
    if (each.work.command) keys.push_back(RequestKey(each.work.command->request_id));
  }
  const size_t keys_max = keys.size() + bulk_rows_max_;
  for (const std::unique_ptr<BulkWork>& work : writing_.bulk) {
    for (size_t i = work->outcomes.size(); i < work->rows.size() && keys.size() < keys_max; ++i) {
      keys.push_back(RequestKey(work->rows[i].request_id));
    }
  }
  CARDLEDGER_ASSIGN_OR_RETURN(auto values, options_.store->MultiGet(*view_->snapshot, keys));
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!values[i]) continue;
    const std::optional<RequestRow> row = DecodeRequestRow(*values[i]);
    if (!row) return absl::DataLossError("a request row cannot be read");
    decided_before_[std::move(keys[i])] = *row;
  }
  return absl::OkStatus();
}

void Batch::DecideInteractive() {
  size_t done = 0;
  for (; done < interactive_.size() && journal_.bytes() < kBatchBytesMax; ++done) {
    auto& [work, outcome] = interactive_[done];
    if (!work.command) {
      outcome = absl::InlinedVector<journal::v1::Entry, 1>();
    } else if (AnswerKnown(*work.command, outcome)) {
      continue;
    } else if (work.deadline_us < options_.clock->WallMicroseconds()) {
      outcome = DeadlineStatus();
    } else {
      DecideNew(*work.command, outcome);
    }
  }
  // What did not fit goes first next time.
  for (; interactive_.size() > done; interactive_.pop_back()) {
    writing_.interactive.push_front(std::move(interactive_.back().work));
  }
}

void Batch::DecideBulk() {
  const int64_t end_us = options_.clock->MonotonicMicroseconds() + domain::kBulkDecidingUsMax;
  for (size_t rows = 0; !writing_.bulk.empty() && rows < bulk_rows_max_; ++rows) {
    BulkWork& work = *writing_.bulk.front();
    if (journal_.bytes() >= kBatchBytesMax) return;
    const bool look_at_clock = rows > 0 && rows % kRowsBetweenClockReadings == 0;
    if (look_at_clock && options_.clock->MonotonicMicroseconds() > end_us) return;

    const size_t place = work.outcomes.size();
    work.outcomes.emplace_back(UnknownStatus());
    ++bulk_rows_;
    const domain::Command& row = work.rows[place];
    if (!AnswerKnown(row, work.outcomes[place])) DecideNew(row, work.outcomes[place]);
    if (work.outcomes.size() < work.rows.size()) continue;
    finished_bulk_.push_back(std::move(writing_.bulk.front()));
    writing_.bulk.pop_front();
  }
}

bool Batch::AnswerKnown(const domain::Command& command, Outcome& outcome) {
  if (const auto here = decided_here_.find(command.request_id); here != decided_here_.end()) {
    outcome = AnswerAgain(**here->second, command);
    return true;
  }
  if (decided_before_.empty()) return false;
  const auto before = decided_before_.find(RequestKey(command.request_id));
  if (before == decided_before_.end()) return false;
  outcome = Replay(before->second, command);
  return true;
}

void Batch::DecideNew(const domain::Command& command, Outcome& outcome) {
  const bool confirms_clock = std::holds_alternative<v1::ConfirmClockRequest>(command.request);
  if (!clock_.doubt.empty() && !confirms_clock) {
    outcome = ClockUnsureStatus(clock_.doubt);
    return;
  }
  const absl::StatusOr<std::optional<journal::v1::Entry>> original = FindOriginal(command);
  if (!original.ok()) {
    outcome = UnreadableStatus(original.status());
    return;
  }
  const auto by_reference = [this](const domain::ReferenceHash& hash) {
    return PersonByReference(hash);
  };
  const domain::DecisionContext context{clock_.recorded_us,    *writing_.policies,
                                        !clock_.doubt.empty(), options_.vault->reference_key(),
                                        by_reference,          *original ? &**original : nullptr,
                                        options_.random_bytes};
  domain::Decision decision = domain::Decide(command, writing_.state, context);
  journal_.Append(command.request_id, decision);
  if (decision.policy) AddPolicy(decision);
  if (decision.entries[0].has_clock_confirmed()) ConfirmClock();
  outcome = std::move(decision.entries);
  decided_here_.emplace(command.request_id, &outcome);
}

// In the store, or among what this batch has decided and not yet written.
absl::StatusOr<std::optional<journal::v1::Entry>> Batch::FindOriginal(
    const domain::Command& command) const {
  const uint64_t sequence = domain::OriginalOf(command);
  if (sequence <= view_->position) return ReadOriginalOf(command, *options_.store, *view_);
  for (const auto& [id, outcome] : decided_here_) {
    for (const journal::v1::Entry& entry : **outcome) {
      if (entry.sequence() == sequence) return std::optional(entry);
    }
  }
  return std::optional<journal::v1::Entry>();
}

Outcome Batch::AnswerAgain(absl::InlinedVector<journal::v1::Entry, 1> entries,
                           const domain::Command& command) const {
  const absl::string_view fingerprint(reinterpret_cast<const char*>(command.fingerprint.data()),
                                      command.fingerprint.size());
  if (entries[0].fingerprint() != fingerprint) return ReusedStatus();
  if (NamesAnotherPerson(command, entries[0])) return ReusedStatus();
  return entries;
}

// A case reference stands in no fingerprint, as it describes a person. It is compared through the
// index instead: or an id used for two people would answer the second with the first. Where the
// reference was put right or erased since, nothing is left to compare with, and a retry is answered
// as it was.
bool Batch::NamesAnotherPerson(const domain::Command& command,
                               const journal::v1::Entry& entry) const {
  const auto* request = std::get_if<v1::RegisterPersonRequest>(&command.request);
  if (request == nullptr) return false;
  const std::optional<domain::PersonId> named = PersonByReference(
      domain::HashCaseReference(options_.vault->reference_key(), request->case_reference()));
  if (named && named->bytes() == entry.person_id()) return false;
  const store::v1::PersonRow* answered =
      domain::FindPerson(writing_.state, domain::IdFromBytes<domain::PersonId>(entry.person_id()));
  if (answered == nullptr) return true;
  const uint64_t recorded_by = domain::ReferenceEntryOf(*answered);
  return recorded_by != 0 && recorded_by <= entry.sequence();
}

std::optional<domain::PersonId> Batch::PersonByReference(const domain::ReferenceHash& hash) const {
  for (const auto& [person, sequence] : writing_.references->Find(hash)) {
    const store::v1::PersonRow* row = domain::FindPerson(writing_.state, person);
    if (row != nullptr && domain::ReferenceEntryOf(*row) == sequence) return person;
  }
  return std::nullopt;
}

Outcome Batch::Replay(const RequestRow& row, const domain::Command& command) {
  auto stored = Reader(*options_.store, *view_).Entries(row.first_sequence, row.entry_count);
  if (!stored.ok()) return UnreadableStatus(stored.status());
  absl::InlinedVector<journal::v1::Entry, 1> entries;
  for (Reader::StoredEntry& each : *stored) entries.push_back(std::move(each.entry));
  if (entries.empty()) return UnreadableStatus(absl::DataLossError("a request has no entries"));
  return AnswerAgain(std::move(entries), command);
}

void Batch::AddPolicy(const domain::Decision& decision) {
  domain::Policies policies = *writing_.policies;
  const domain::PolicyText& text = *decision.policy;
  policies.Add({decision.entries[0].sequence(), domain::ValidFrom(text.scheme),
                std::string(base::AsBytes(text.sha256)), text.scheme});
  writing_.policies = std::make_shared<const domain::Policies>(std::move(policies));
}

void Batch::ConfirmClock() {
  writing_.clock_guard.Confirm();
  clock_.doubt.clear();
}

storage::ApplyResult Batch::Write() {
  storage::ApplyResult result = WriteKeysAndEntries();
  if (result.outcome == storage::ApplyOutcome::kOk) result = FinishErasures();
  if (result.outcome != storage::ApplyOutcome::kOk) {
    FailAll(result.outcome == storage::ApplyOutcome::kUnknown ? UnknownStatus()
                                                              : NotWrittenStatus());
  }
  return result;
}

// Keys first: a detail whose key is lost can never be read, and a key without details harms nobody.
storage::ApplyResult Batch::WriteKeysAndEntries() {
  const storage::WriteBatch& batch = journal_.Finish();
  absl::Status keys = journal_.sealed();
  if (keys.ok()) keys = options_.vault->Commit();
  if (!keys.ok()) {
    return {storage::ApplyOutcome::kFailedNothingWritten, std::string(keys.message())};
  }
  return writing_.writer->Apply(batch, writing_.writer->sequence());
}

// The entries stand, so that a failure is finished by the next process that opens the ledger.
storage::ApplyResult Batch::FinishErasures() {
  for (const Erasure& erasure : journal_.erasures()) {
    const absl::Status finished =
        Finish(erasure, *options_.store, *writing_.writer, *options_.vault);
    if (!finished.ok()) {
      return {storage::ApplyOutcome::kUnknown, std::string(finished.message())};
    }
  }
  return {storage::ApplyOutcome::kOk, ""};
}

void Batch::FailAll(const absl::Status& status) {
  for (Interactive& each : interactive_) each.outcome = status;
  std::move(writing_.bulk.begin(), writing_.bulk.end(), std::back_inserter(finished_bulk_));
  writing_.bulk.clear();
  for (std::unique_ptr<BulkWork>& work : finished_bulk_) {
    work->outcomes.resize(work->standing, Outcome(status));
    work->outcomes.resize(work->rows.size(), Outcome(status));
  }
}

Completer::Work Batch::TakeAnswers(uint64_t published_position) {
  Completer::Work completed;
  completed.position = published_position;
  completed.answers.reserve(interactive_.size() + finished_bulk_.size());
  for (Interactive& each : interactive_) {
    completed.answers.emplace_back(
        [done = std::move(each.work.done), outcome = std::move(each.outcome)]() mutable {
          done(std::move(outcome));
        });
  }
  for (std::unique_ptr<BulkWork>& work : finished_bulk_) {
    completed.answers.emplace_back(
        [work = std::move(work)]() { work->done(std::move(work->outcomes)); });
  }
  for (const std::unique_ptr<BulkWork>& work : writing_.bulk) {
    work->standing = work->outcomes.size();
  }
  return completed;
}

}  // namespace cardledger::engine
