#include "services/domain/transaction.h"

#include <string>

#include "services/domain/dates.h"
#include "services/domain/names.h"
#include "services/domain/purses.h"

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

v1::TransactionState TransactionStateOf(const journal::Entry& entry, uint64_t reversal) {
  if (entry.has_refused()) return v1::TRANSACTION_STATE_REFUSED;
  return reversal == 0 ? v1::TRANSACTION_STATE_POSTED : v1::TRANSACTION_STATE_REVERSED;
}

void FillTransaction(const journal::Entry& entry, uint64_t reversal, v1::Transaction& transaction) {
  transaction.set_name(TransactionName(entry.sequence()));
  transaction.set_kind(TransactionKindOf(entry));
  transaction.set_state(TransactionStateOf(entry, reversal));
  *transaction.mutable_effective_date() = DateOf(Day(entry.effective_day()));
  *transaction.mutable_record_time() = TimestampOf(entry.recorded_time_us());
  transaction.set_amount_pence(ChangeOf(entry).Total());
  transaction.set_balance_pence(SumsOf(entry.award_after()).Total());
  if (entry.has_award_loaded()) {
    transaction.set_requested_pence(entry.award_loaded().amount_pence());
    transaction.set_emergency(entry.award_loaded().approve_by_day() != 0);
  } else if (entry.has_refused()) {
    transaction.set_requested_pence(entry.refused().requested_pence());
    transaction.set_refusal_reason(std::string(ReasonName(entry.refused().reason())));
  }
  const uint64_t related =
      entry.has_transaction_reversed() ? entry.transaction_reversed().original_entry() : reversal;
  if (related != 0) transaction.set_related(TransactionName(related));
  transaction.set_scheduled(IsScheduled(entry));
}

}  // namespace cardledger::domain
