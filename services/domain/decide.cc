#include "services/domain/decide.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "services/domain/award_amounts.h"
#include "services/domain/card_number.h"
#include "services/domain/decider.h"
#include "services/domain/limits.h"
#include "services/domain/london_time.h"
#include "services/domain/person_erased.h"
#include "services/domain/sealed_detail.h"

namespace cardledger::domain {
namespace {

void WriteHead(const Command& command, const State& state, const DecisionContext& context,
               journal::v1::Entry& entry) {
  CARDLEDGER_CHECK(context.now_us >= state.last_recorded_time_us, "recorded time never goes back");
  entry.set_sequence(state.position + 1);
  entry.set_recorded_time_us(context.now_us);
  entry.set_request_id(command.request_id.ToBytes());
  entry.set_fingerprint(std::string(command.fingerprint.begin(), command.fingerprint.end()));
  *entry.mutable_caller() = command.caller;
  entry.set_rules_revision(kRulesRevision);
}

// Nobody else's text gets here with the number of a payment card in it. What the issuer tells us is
// done: a stolen card must not stay open over a note.
bool IsFromIssuer(const journal::v1::Caller& caller) {
  return std::find(caller.roles().begin(), caller.roles().end(), journal::v1::ROLE_ISSUER_SYSTEM) !=
         caller.roles().end();
}

// A refusal keeps what says whom it concerns and when, and drops the rest.
void Refuse(const Refusal& refusal, Decision& decision, journal::v1::Entry& entry) {
  entry.clear_postings();
  entry.clear_details();
  entry.clear_card_number_masked();
  *entry.mutable_refused() = refusal.refused();
  decision.details.clear();
  decision.reference.reset();
  decision.policy.reset();
}

void StateAmountsAfter(const State& state, journal::v1::Entry& entry) {
  if (entry.award_id().empty()) return;
  const store::v1::AwardRow* award = FindAward(state, IdFromBytes<AwardId>(entry.award_id()));
  if (award == nullptr) {  // proposed by this entry: nothing stands on it yet
    entry.mutable_award_after();
    return;
  }
  AmountsAfter(entry, *award, *entry.mutable_award_after());
  entry.set_previous_award_entry(award->last_entry());
}

// An entry that is in no award's chain is in its person's.
void NamePersonEntryBefore(const State& state, journal::v1::Entry& entry) {
  if (entry.person_id().empty() || !entry.award_id().empty()) return;
  const auto* person = FindPerson(state, IdFromBytes<PersonId>(entry.person_id()));
  // One that is registered by this entry does not stand yet.
  if (person != nullptr) entry.set_previous_person_entry(person->last_entry());
}

void NameEntriesBefore(const State& state, journal::v1::Entry& entry) {
  StateAmountsAfter(state, entry);
  NamePersonEntryBefore(state, entry);
}

// The entries after the first: one for each further thing that the command changes.
void AppendFurther(Decider& decider) {
  // Read before the first push_back, which may move the first entry.
  const int32_t effective_day = decider.entry.effective_day();
  const int32_t accounting_period = decider.entry.accounting_period();
  for (journal::v1::Entry& entry : decider.further) {
    WriteHead(decider.command, decider.state, decider.context, entry);
    entry.set_sequence(decider.state.position + 1 + decider.decision.entries.size());
    entry.set_effective_day(effective_day);
    entry.set_accounting_period(accounting_period);
    NameEntriesBefore(decider.state, entry);
    decider.decision.entries.push_back(std::move(entry));
  }
}

}  // namespace

void Decider::TakeEffectOn(Day day) {
  entry.set_effective_day(day.number());
  entry.set_accounting_period(AccountingPeriodOf(day));
}

void Decider::Concern(const AwardId& id, const store::v1::AwardRow& award) {
  entry.set_award_id(id.ToBytes());
  entry.set_person_id(award.person_id());
}

void Decider::Seal(journal::v1::DetailKind kind, absl::string_view text) {
  if (text.empty()) return;
  store::v1::DetailRow& detail = decision.details.emplace_back();
  detail.set_kind(kind);
  detail.set_salt(context.random_bytes(kSaltBytes));
  detail.set_text(IsFromIssuer(entry.caller()) ? MaskCardNumbers(text) : std::string(text));
  if (detail.text() != text) entry.set_card_number_masked(true);
  *entry.add_details() = CommitmentTo(detail);
}

Decision Decide(const Command& command, const State& state, const DecisionContext& context) {
  Decision decision;
  journal::v1::Entry& entry = decision.entries.emplace_back();
  WriteHead(command, state, context, entry);
  Decider decider{command,  state, context,           LondonDay(context.now_us),
                  decision, entry, PostingSet(entry), {}};
  decider.TakeEffectOn(decider.today);
  const MaybeRefusal refusal = UnlessErased(
      decider,
      std::visit([&decider](const auto& request) { return DecideRequest(decider, request); },
                 command.request));
  if (refusal) Refuse(*refusal, decision, entry);
  NameEntriesBefore(state, entry);
  if (!refusal) AppendFurther(decider);
  CARDLEDGER_CHECK(decision.entries.size() <= kEntriesPerCommandMax, "a command makes few entries");
  return decision;
}

journal::v1::Entry MakeGenesis(const LedgerId& ledger_id, journal::v1::LedgerKind kind,
                               int64_t now_us) {
  journal::v1::Entry entry;
  entry.set_sequence(1);
  entry.set_recorded_time_us(now_us);
  const Day today = LondonDay(now_us);
  entry.set_effective_day(today.number());
  entry.set_accounting_period(AccountingPeriodOf(today));
  entry.set_request_id(ledger_id.ToBytes());
  entry.set_rules_revision(kRulesRevision);
  journal::v1::LedgerCreated& created = *entry.mutable_ledger_created();
  created.set_ledger_id(ledger_id.ToBytes());
  created.set_kind(kind);
  created.set_journal_format(kJournalFormat);
  return entry;
}

}  // namespace cardledger::domain
