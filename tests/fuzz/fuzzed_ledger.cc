#include "tests/fuzz/fuzzed_ledger.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>

#include "services/domain/fold.h"
#include "services/domain/limits.h"
#include "services/domain/london_time.h"
#include "services/domain/people.h"
#include "services/domain/validate.h"
#include "services/engine/due_commands.h"
#include "tests/support/sample_journal.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr size_t kDueKind = std::variant_size_v<domain::Request> - 1;
static_assert(std::is_same_v<std::variant_alternative_t<kDueKind, domain::Request>, v1::DueStep>);

constexpr char kReferenceKey[] = "a key of thirty-two bytes, to be";
constexpr uint64_t kNoRun = 99'999;

// What the second byte of a step says.
constexpr uint8_t kSubjects = 0x03;
constexpr uint8_t kSafeguardingLead = 0x04;
constexpr uint8_t kInTheLastRun = 0x08;
constexpr uint8_t kInNoRunThatStands = 0x10;
constexpr uint8_t kClockUnsure = 0x20;

journal::Caller CallerIn(uint8_t how) {
  static constexpr absl::string_view kNames[] = {"anna", "sam", "frank", "lena"};
  journal::Caller caller = CallerOf(kNames[how & kSubjects], {journal::ROLE_APPROVER});
  if ((how & kSafeguardingLead) != 0) caller.add_roles(journal::ROLE_SAFEGUARDING_LEAD);
  return caller;
}

const FuzzedLedger::Entries& Genesis() {
  static const auto* const entries = new FuzzedLedger::Entries{
      domain::MakeGenesis(domain::IdFromBytes<domain::LedgerId>(std::string(16, 'L')),
                          journal::LEDGER_KIND_SANDBOX, SampleOptions().now_us)};
  return *entries;
}

const FuzzedLedger::Entries& Sample() {
  static const auto* const entries = new FuzzedLedger::Entries(SampleEntries());
  return *entries;
}

void FoldAll(const FuzzedLedger::Entries& entries, domain::State& state) {
  domain::ChangedRows changed;
  for (const journal::Entry& entry : entries) {
    CARDLEDGER_CHECK(domain::Fold(entry, state, changed).ok(), "where it begins can be folded");
  }
}

domain::ActivePolicy Compiled(absl::string_view text, const store::v1::PolicyRow& row) {
  domain::PolicyText policy;
  CARDLEDGER_CHECK(domain::ParsePolicyText(text, policy).empty(), "the sample's policy is one");
  return {row.activated_entry(), domain::ValidFrom(policy.scheme), row.sha256(), policy.scheme};
}

std::string BytesOf(const domain::Decision& decision) {
  std::string bytes;
  for (const journal::Entry& entry : decision.entries) bytes += entry.SerializeAsString();
  return bytes;
}

}  // namespace

const FuzzedLedger& FuzzedLedger::NewLedger() {
  static const FuzzedLedger* const made = [] {
    auto* ledger = new FuzzedLedger(Genesis());
    FoldAll(Genesis(), ledger->state_);
    ledger->now_us_ = ledger->state_.last_recorded_time_us;
    return ledger;
  }();
  return *made;
}

const FuzzedLedger& FuzzedLedger::SampleLedger() {
  static const FuzzedLedger* const made = [] {
    auto* ledger = new FuzzedLedger(Sample());
    domain::State& state = ledger->state_;
    FoldAll(Sample(), state);
    ledger->now_us_ = state.last_recorded_time_us;
    CARDLEDGER_CHECK(state.policies.size() == 2, "the sample activates two policies");
    ledger->policies_.Add(Compiled(TestPolicyText(), state.policies[0]));
    ledger->policies_.Add(Compiled(SamplePolicyText(), state.policies[1]));
    return ledger;
  }();
  return *made;
}

FuzzedLedger FuzzedLedger::After(FuzzInput input) {
  FuzzedLedger ledger = input.TakeByte() % 2 == 0 ? NewLedger() : SampleLedger();
  while (!input.empty()) ledger.Step(input);
  ledger.CheckFunds();
  return ledger;
}

void FuzzedLedger::Step(FuzzInput& input) {
  const size_t kind = input.TakeByte() % (kDueKind + 1);
  const uint8_t how = input.TakeByte();
  const absl::string_view bytes = input.TakePiece();
  if (kind == kDueKind) return LetTimePass(bytes);
  [&]<size_t... kKind>(std::index_sequence<kKind...>) {
    ((kind == kKind ? Ask<std::variant_alternative_t<kKind, domain::Request>>(bytes, how) : void()),
     ...);
  }
  (std::make_index_sequence<kDueKind>());
}

template <typename Request>
void FuzzedLedger::Ask(absl::string_view bytes, uint8_t how) {
  Request request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  if (!domain::Validate(request).empty()) return;
  const bool clock_unsure = (how & kClockUnsure) != 0;
  // The engine decides nothing else then.
  if (clock_unsure && !std::is_same_v<Request, v1::ConfirmClockRequest>) return;
  uint64_t run_entry = (how & kInTheLastRun) != 0 ? last_run_ : 0;
  if ((how & kInNoRunThatStands) != 0) run_entry = kNoRun;
  Do(domain::MakeCommand(std::move(request), CallerIn(how), run_entry), clock_unsure);
}

void FuzzedLedger::LetTimePass(absl::string_view hours) {
  constexpr int64_t kHourUs = 3'600 * kMicrosecondsPerSecond;
  if (!hours.empty()) now_us_ += static_cast<uint8_t>(hours[0]) * kHourUs;
  while (true) {
    const auto due = engine::DueCommands(state_.due, domain::LondonDay(now_us_));
    if (due.empty()) return;
    for (const domain::Command& command : due) Do(command, false);
  }
}

void FuzzedLedger::Do(const domain::Command& command, bool clock_unsure) {
  // An id used twice never comes to a decision in the engine: the store knows it.
  if (!answered_.insert(command.request_id).second) return;
  const domain::Decision decision = Decide(command, clock_unsure);
  CARDLEDGER_CHECK(BytesOf(decision) == BytesOf(Decide(command, clock_unsure)),
                   "a command is decided alike again");
  Keep(decision);
}

domain::Decision FuzzedLedger::Decide(const domain::Command& command, bool clock_unsure) const {
  // Every person gets another id, whatever was decided before.
  SeededRandom random(state_.persons.size());
  const auto random_bytes = [&random](size_t count) { return random.Bytes(count); };
  const auto by_reference = [this](const domain::ReferenceHash& hash) {
    return PersonByReference(hash);
  };
  const domain::DecisionContext context{now_us_,      policies_,
                                        clock_unsure, kReferenceKey,
                                        by_reference, EntryAt(domain::OriginalOf(command)),
                                        random_bytes};
  return domain::Decide(command, state_, context);
}

void FuzzedLedger::Keep(const domain::Decision& decision) {
  const journal::Entry& first = decision.entries.front();
  domain::ChangedRows changed;
  for (const journal::Entry& entry : decision.entries) {
    CARDLEDGER_CHECK(entry.ByteSizeLong() <= domain::kEntryBytesMax, "an entry is at most 64 KiB");
    CARDLEDGER_CHECK(domain::Fold(entry, state_, changed).ok(), "what was decided can be folded");
    CARDLEDGER_CHECK(domain::CheckTrialBalance(state_.totals).ok(), "the books are balanced");
    decided_.push_back(entry);
  }
  if (first.has_run_started()) last_run_ = first.sequence();
  if (decision.reference) {
    persons_by_reference_[*decision.reference] = {
        domain::IdFromBytes<domain::PersonId>(first.person_id()), first.sequence()};
  }
  if (decision.policy) {
    policies_.Add({first.sequence(), domain::ValidFrom(decision.policy->scheme),
                   std::string(base::AsBytes(decision.policy->sha256)), decision.policy->scheme});
  }
}

std::optional<domain::PersonId> FuzzedLedger::PersonByReference(
    const domain::ReferenceHash& hash) const {
  const auto found = persons_by_reference_.find(hash);
  if (found == persons_by_reference_.end()) return std::nullopt;
  const auto& [person, sequence] = found->second;
  const bool current = domain::ReferenceEntryOf(*domain::FindPerson(state_, person)) == sequence;
  return current ? std::optional(person) : std::nullopt;
}

const journal::Entry* FuzzedLedger::EntryAt(uint64_t sequence) const {
  if (sequence == 0) return nullptr;
  if (sequence <= before_->size()) return &(*before_)[sequence - 1];
  const uint64_t place = sequence - before_->size() - 1;
  return place < decided_.size() ? &decided_[place] : nullptr;
}

// Each fund reserves what its awards have been promised.
void FuzzedLedger::CheckFunds() const {
  std::map<std::string, int64_t> committed;
  for (const auto& [id, award] : state_.awards) {
    for (const store::v1::AwardPartRow& part : award.parts()) {
      committed[part.fund_id()] += part.committed_pence();
    }
  }
  for (const auto& [id, fund] : state_.funds) {
    CARDLEDGER_CHECK(fund.amounts().committed_pence() == committed[id.ToBytes()],
                     "a fund reserves what its awards have been promised");
  }
}

}  // namespace cardledger::tests
