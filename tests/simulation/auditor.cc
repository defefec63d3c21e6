#include "tests/simulation/auditor.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

#include "cardledger/v1/fields.pb.h"
#include "services/domain/due_steps.h"
#include "services/domain/retention.h"
#include "services/engine/details.h"
#include "services/engine/keys.h"
#include "tests/simulation/compare_entries.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/row_check.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

std::string FingerprintBytes(const domain::Command& command) {
  return std::string(command.fingerprint.begin(), command.fingerprint.end());
}

bool IsSealed(const google::protobuf::FieldDescriptor& field) {
  return field.options().GetExtension(v1::sealed_text);
}

// Blanks what is not decided by.
void BlankSealed(google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (IsSealed(*field)) {
      reflection.ClearField(&message, field);
    } else if (field->message_type() != nullptr && !field->is_repeated()) {
      BlankSealed(*reflection.MutableMessage(&message, field));
    }
  }
}

// People are told apart by their reference in any case.
struct Plain {
  template <typename Request>
  std::string operator()(Request request) const {
    BlankSealed(request);
    if constexpr (requires { request.case_reference(); }) {
      request.set_case_reference(absl::AsciiStrToUpper(request.case_reference()));
    }
    request.clear_request_id();
    return absl::StrCat(Request::descriptor()->full_name(), "|", request.SerializeAsString());
  }
};

// What of a request is sealed beside its entry, in the order of the commitments.
struct Sealed {
  template <typename Request>
  std::vector<std::string> operator()(const Request& request) const {
    std::vector<std::string> texts;
    const auto add = [&texts](const std::string& text) {
      if (!text.empty()) texts.push_back(text);
    };
    if constexpr (requires { request.case_reference(); }) {
      add(absl::AsciiStrToUpper(request.case_reference()));
    }
    if constexpr (requires { request.goal(); }) add(request.goal());
    if constexpr (requires { request.blocks(); }) add(request.blocks().risk_decision());
    if constexpr (requires { request.display_name(); }) add(request.display_name());
    if constexpr (requires { request.supporter_name(); }) add(request.supporter_name());
    if constexpr (requires { request.representative_name(); }) add(request.representative_name());
    if constexpr (requires { request.evidence(); }) add(request.evidence());
    if constexpr (requires { request.needs(); }) add(request.needs().ShortDebugString());
    if constexpr (requires { request.needs_met(); }) add(request.needs_met());
    if constexpr (requires { add(request.reason()); }) add(request.reason());
    if constexpr (requires { request.reference(); }) add(request.reference());
    if constexpr (requires { request.note(); }) add(request.note());
    return texts;
  }
  // An approval takes no note.
  std::vector<std::string> operator()(const v1::DecideErasureRequest& request) const {
    if (request.approve() || request.note().empty()) return {};
    return {request.note()};
  }
  std::vector<std::string> operator()(const v1::RectifyDetailRequest& request) const {
    const bool is_reference = request.kind() == journal::DETAIL_KIND_CASE_REFERENCE;
    std::vector<std::string> texts = {is_reference ? absl::AsciiStrToUpper(request.text())
                                                   : request.text()};
    if (!request.note().empty()) texts.push_back(request.note());
    return texts;
  }
};

// Communication needs are sealed as text of a message, in whatever spelling.
std::string Normalised(const store::v1::DetailRow& row) {
  v1::CommunicationNeeds needs;
  if (row.kind() != journal::DETAIL_KIND_COMMUNICATION_NEEDS ||
      !google::protobuf::TextFormat::ParseFromString(row.text(), &needs)) {
    return row.text();
  }
  return needs.ShortDebugString();
}

// Whether a later entry of the same batch has erased the detail.
bool ErasedSince(const storage::KvStore& store, const engine::ReadView& view,
                 const journal::Entry& entry, int place) {
  const auto person =
      engine::Reader(store, view).Person(domain::IdFromBytes<domain::PersonId>(entry.person_id()));
  return person.ok() && *person &&
         domain::IsErased(**person, entry.sequence(), entry.details(place).kind());
}

bool IsByTheLedger(const journal::Entry& entry) {
  const auto& roles = entry.caller().roles();
  return std::find(roles.begin(), roles.end(), journal::ROLE_LEDGER) != roles.end();
}

}  // namespace

std::string ContentOf(const domain::Command& command) {
  return absl::StrCat(command.caller.subject(), "|", std::visit(Plain{}, command.request));
}

void Auditor::Note(const domain::Command& command, Findings& findings) {
  const std::string key = absl::StrCat(command.request_id.bytes(), FingerprintBytes(command));
  Noted noted{command, ContentOf(command)};
  std::vector<Noted>& known = commands_[key];
  for (const Noted& each : known) {
    const bool same = each.content == noted.content;
    if (same &&
        std::visit(Sealed{}, each.command.request) == std::visit(Sealed{}, command.request)) {
      return;
    }
    // A case reference describes a person and stands in no fingerprint.
    if (!same && !std::holds_alternative<v1::RegisterPersonRequest>(command.request)) {
      findings.push_back("two contents have one fingerprint: " + noted.content);
    }
  }
  known.push_back(std::move(noted));
}

std::optional<Auditor::Standing> Auditor::FindRequest(const domain::RequestId& id) const {
  const auto found = standing_.find(id.ToBytes());
  return found == standing_.end() ? std::nullopt : std::optional(found->second);
}

base::Sha256Digest Auditor::RootAt(uint64_t position) const {
  Merkle tree;
  for (uint64_t i = 0; i < position; ++i) tree.Append(entries_[i]);
  return tree.Root();
}

void Auditor::Reopened(const storage::KvStore& store, const engine::ReadView& view, Moment moment,
                       Findings& findings) {
  if (view.position < entries_.size()) {
    findings.push_back(absl::StrCat("the ledger came back with ", view.position, " entries of ",
                                    entries_.size(), " that were seen"));
    return;
  }
  const auto stored = engine::Reader(store, view).Entries(1, entries_.size());
  if (!stored.ok()) return findings.push_back(stored.status().ToString());
  for (size_t i = 0; i < stored->size(); ++i) {
    if ((*stored)[i].bytes == entries_[i]) continue;
    findings.push_back(absl::StrCat("entry ", i + 1, " has changed"));
  }
  Follow(store, view, moment, findings);
}

void Auditor::Follow(const storage::KvStore& store, const engine::ReadView& view, Moment moment,
                     Findings& findings) {
  clock_confirmed_last_ = false;
  due_steps_last_ = 0;
  if (view.position < entries_.size()) {
    return findings.push_back("a view stands before one that was seen");
  }
  const auto added =
      engine::Reader(store, view).Entries(entries_.size() + 1, view.position - entries_.size());
  if (!added.ok()) return findings.push_back(added.status().ToString());
  if (added->size() != view.position - entries_.size()) {
    return findings.push_back("entries are missing before the view's position");
  }
  for (size_t first = 0; first < added->size();) {
    const journal::Entry& head = (*added)[first].entry;
    Entries entries;
    for (size_t i = first; i < added->size(); ++i) {
      if ((*added)[i].entry.request_id() != head.request_id()) break;
      entries.push_back((*added)[i].entry);
      entries_.push_back((*added)[i].bytes);
      tree_.Append((*added)[i].bytes);
    }
    first += entries.size();
    Judge(entries, OpenDetails(store, view, head, findings), moment, findings);
  }
  if (tree_.Root() != view.root) findings.push_back("the view's root is not its entries' root");
  if (model_.last_recorded_us() != view.recorded_time_us) {
    findings.push_back("the view's recorded time is not its last entry's");
  }
  CheckRows(model_, store, view, findings);
}

void Auditor::Judge(const Entries& entries, const Texts& sealed, Moment& moment,
                    Findings& findings) {
  const journal::Entry& entry = entries.front();
  if (entry.sequence() == 1) {
    JudgeGenesis(entry, findings);
    model_.Began(entry);
    return;
  }
  const std::optional<Noted> cause = FindCause(entries, sealed, moment, findings);
  if (!cause) return;
  const Standing standing{entry.sequence(), entries.size(), cause->content};
  if (!standing_.try_emplace(entry.request_id(), standing).second) {
    findings.push_back("a request was decided twice: " + entry.ShortDebugString());
  }
  if (moment.clock_unsure && !entry.has_clock_confirmed()) {
    findings.push_back("decided while the clock was in doubt: " + entry.ShortDebugString());
  }
  const auto* due = std::get_if<v1::DueStep>(&cause->command.request);
  if (due != nullptr) JudgeOrder(*due, entry, findings);
  for (const journal::Entry& each : entries) model_.Happened(each, cause->command);
  if (entry.has_clock_confirmed()) {
    moment.clock_unsure = false;
    clock_confirmed_last_ = true;
  }
}

std::optional<Auditor::Noted> Auditor::FindCause(const Entries& entries, const Texts& sealed,
                                                 const Moment& moment, Findings& findings) const {
  std::string wrong = "nobody asked for it: " + entries.front().ShortDebugString();
  for (const Noted& each : CandidatesFor(entries.front(), findings)) {
    wrong = CompareEntries(model_.Expect(each.command, moment), entries,
                           LondonDayNumber(moment.recorded_us));
    if (!wrong.empty()) continue;
    if (sealed.empty() || sealed == std::visit(Sealed{}, each.command.request)) return each;
    wrong = "what is sealed beside it is not what was sent";
  }
  findings.push_back(absl::StrCat("entry ", entries.front().sequence(), ": ", wrong));
  return std::nullopt;
}

std::vector<Auditor::Noted> Auditor::CandidatesFor(const journal::Entry& entry,
                                                   Findings& findings) const {
  if (IsByTheLedger(entry)) return DueStepBehind(entry, findings);
  const auto noted = commands_.find(entry.request_id() + entry.fingerprint());
  return noted == commands_.end() ? std::vector<Noted>() : noted->second;
}

// Its kind is the one whose derived request id the entry has.
std::vector<Auditor::Noted> Auditor::DueStepBehind(const journal::Entry& entry,
                                                   Findings& findings) const {
  if (entry.award_id().size() != base::Uuid::kBytes) return {};
  journal::Caller ledger;
  ledger.set_subject("ledger");
  ledger.add_roles(journal::ROLE_LEDGER);
  const auto award = domain::IdFromBytes<domain::AwardId>(entry.award_id());
  for (const v1::DueKind kind :
       {v1::DUE_KIND_CARRY_FORWARD, v1::DUE_KIND_INSTALMENT, v1::DUE_KIND_RELEASE}) {
    const domain::DueStepAt at{domain::Day(entry.effective_day()), kind};
    domain::Command command = domain::MakeCommand(domain::MakeDueStep({at, award}), ledger);
    if (command.request_id.bytes() != entry.request_id()) continue;
    if (FingerprintBytes(command) != entry.fingerprint()) {
      findings.push_back("a due step has another fingerprint: " + entry.ShortDebugString());
    }
    std::string content = ContentOf(command);
    return {{std::move(command), std::move(content)}};
  }
  return {};
}

// Steps go by day and kind. What is taken now was chosen after the last step of another day or
// kind; all that was due by itself then must have come before.
void Auditor::JudgeOrder(const v1::DueStep& request, const journal::Entry& entry,
                         Findings& findings) {
  const Model::DueStep step{entry.effective_day(), request.kind()};
  for (const auto& [id, award] : model_.awards()) {
    const std::optional<Model::DueStep> next = Model::NextStepOf(award);
    const bool was_known = award.last_entry <= last_step_entry_;
    if (step == last_step_ || !was_known || !next || *next >= step) continue;
    findings.push_back(absl::StrCat("a due step was taken before ", v1::DueKind_Name(next->kind),
                                    " of day ", next->day, " of ", NameOf("awards", id), ": ",
                                    entry.ShortDebugString()));
  }
  ++due_steps_last_;
  last_step_ = step;
  last_step_entry_ = entry.sequence();
}

void Auditor::ExpectNothingDue(Moment moment, Findings& findings) const {
  const int32_t today = LondonDayNumber(moment.recorded_us);
  for (const auto& [id, award] : model_.awards()) {
    const std::optional<Model::DueStep> next = Model::NextStepOf(award);
    if (!next || next->day > today) continue;
    findings.push_back(absl::StrCat(v1::DueKind_Name(next->kind), " of day ", next->day,
                                    " was left undone for ", NameOf("awards", id)));
  }
}

std::string Auditor::EntryBytes(const Standing& standing) const {
  std::string bytes;
  for (uint64_t i = 0; i < standing.entries; ++i) bytes += entries_[standing.sequence - 1 + i];
  return bytes;
}

void Auditor::JudgeGenesis(const journal::Entry& entry, Findings& findings) const {
  if (entry.sequence() != 1 || entry.ledger_created().ledger_id().size() != base::Uuid::kBytes ||
      entry.ledger_created().kind() != journal::LEDGER_KIND_SANDBOX ||
      entry.ledger_created().journal_format() == 0 || entry.postings_size() > 0) {
    findings.push_back("the first entry: " + entry.ShortDebugString());
  }
}

// The sealed texts stand beside the entry and answer its commitments.
Auditor::Texts Auditor::OpenDetails(const storage::KvStore& store, const engine::ReadView& view,
                                    const journal::Entry& entry, Findings& findings) {
  Texts texts;
  for (int i = 0; i < entry.details_size(); ++i) {
    const auto read =
        engine::Reader(store, view).Detail(engine::PlaceOf(entry, static_cast<uint8_t>(i)));
    if (read.ok() && !*read && ErasedSince(store, view, entry, i)) return {};
    const store::v1::DetailRow row =
        read.ok() ? read->value_or(store::v1::DetailRow()) : store::v1::DetailRow();
    if (base::AsBytes(base::HmacSha256(row.salt(), row.text())) != entry.details(i).commitment()) {
      findings.push_back(absl::StrCat("entry ", entry.sequence(), ": sealed detail ", i,
                                      " does not answer its commitment"));
    }
    texts.push_back(Normalised(row));
  }
  return texts;
}

}  // namespace cardledger::simulation
