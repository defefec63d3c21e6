#include "services/domain/entry_brief.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// The rules that did not yet mark a refused load.
constexpr uint32_t kFirstRules = 1;

bool IsRefusedLoad(const journal::Entry& entry) {
  const journal::Refused& refused = entry.refused();
  if (entry.rules_revision() != kFirstRules) return refused.load();
  return !entry.award_id().empty() && refused.requested_pence() > 0 &&
         refused.reason() != journal::REFUSAL_REASON_BUDGET_EXCEEDED;
}

bool IsScheduled(const journal::Entry& entry) {
  return entry.award_loaded().has_instalment() || entry.refused().has_instalment() ||
         entry.has_balance_carried_forward();
}

PurseBriefs MovedBy(const journal::Entry& entry) {
  PurseBriefs moved;
  for (const journal::Posting& posting : entry.postings()) {
    const auto kind = PurseOf(posting.account());
    if (!kind) continue;
    PurseBrief& purse = moved.emplace_back();
    purse.kind = *kind;
    purse.limit_year = posting.limit_year();
    const bool posted = posting.phase() == journal::PHASE_POSTED;
    (posted ? purse.posted_pence : purse.pending_pence) = posting.amount_pence();
  }
  return moved;
}

PurseBriefs StandingAfter(const journal::Entry& entry) {
  PurseBriefs after;
  for (const journal::PurseAmounts& amounts : entry.award_after().purses()) {
    after.push_back({.kind = amounts.kind(),
                     .limit_year = amounts.limit_year(),
                     .posted_pence = amounts.posted_pence(),
                     .pending_pence = amounts.pending_pence()});
  }
  return after;
}

}  // namespace

v1::TransactionKind TransactionKindOf(const journal::Entry& entry) {
  switch (entry.event_case()) {
    case journal::Entry::kAwardLoaded:
      return v1::TRANSACTION_KIND_LOAD;
    case journal::Entry::kContributionReceived:
      return v1::TRANSACTION_KIND_CONTRIBUTION;
    case journal::Entry::kOwnMoneyAdded:
      return v1::TRANSACTION_KIND_OWN_MONEY;
    case journal::Entry::kOwnMoneyRepaid:
      return v1::TRANSACTION_KIND_OWN_MONEY_REPAID;
    case journal::Entry::kTransactionReversed:
      return v1::TRANSACTION_KIND_REVERSAL;
    case journal::Entry::kBalanceCarriedForward:
      return v1::TRANSACTION_KIND_CARRIED_FORWARD;
    case journal::Entry::kRefused:
      return IsRefusedLoad(entry) ? v1::TRANSACTION_KIND_LOAD : v1::TRANSACTION_KIND_UNSPECIFIED;
    default:
      return v1::TRANSACTION_KIND_UNSPECIFIED;
  }
}

EntryBrief BriefOf(const journal::Entry& entry) {
  EntryBrief brief;
  brief.sequence = entry.sequence();
  brief.previous = entry.previous_award_entry();
  brief.recorded_time_us = entry.recorded_time_us();
  brief.effective_day = entry.effective_day();
  brief.kind = TransactionKindOf(entry);
  brief.refused = entry.has_refused();
  brief.refusal_reason = entry.refused().reason();
  brief.scheduled = IsScheduled(entry);
  brief.emergency = entry.award_loaded().approve_by_day() != 0;
  brief.reverses = entry.transaction_reversed().original_entry();
  brief.requested_pence =
      brief.refused ? entry.refused().requested_pence() : entry.award_loaded().amount_pence();
  brief.moved = MovedBy(entry);
  brief.after = StandingAfter(entry);
  return brief;
}

PurseSums SumsOf(const PurseBriefs& purses) {
  PurseSums sums;
  for (const PurseBrief& purse : purses) sums.Add(purse.kind, purse.posted_pence);
  return sums;
}

}  // namespace cardledger::domain
