#include "services/domain/transaction.h"

#include <string>

#include "services/domain/dates.h"
#include "services/domain/money.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

int64_t PostedPence(const PurseBriefs& purses) {
  int64_t pence = 0;
  for (const PurseBrief& purse : purses) pence = AddPence(pence, purse.posted_pence);
  return pence;
}

}  // namespace

v1::TransactionState TransactionStateOf(const EntryBrief& entry, uint64_t reversal) {
  if (entry.refused) return v1::TRANSACTION_STATE_REFUSED;
  return reversal == 0 ? v1::TRANSACTION_STATE_POSTED : v1::TRANSACTION_STATE_REVERSED;
}

void FillTransaction(const EntryBrief& entry, uint64_t reversal, v1::Transaction& transaction) {
  transaction.set_name(TransactionName(entry.sequence));
  transaction.set_kind(entry.kind);
  transaction.set_state(TransactionStateOf(entry, reversal));
  *transaction.mutable_effective_date() = DateOf(Day(entry.effective_day));
  *transaction.mutable_record_time() = TimestampOf(entry.recorded_time_us);
  transaction.set_amount_pence(PostedPence(entry.moved));
  transaction.set_balance_pence(PostedPence(entry.after));
  transaction.set_requested_pence(entry.requested_pence);
  transaction.set_emergency(entry.emergency);
  if (entry.refused) transaction.set_refusal_reason(std::string(ReasonName(entry.refusal_reason)));
  const uint64_t related = entry.reverses != 0 ? entry.reverses : reversal;
  if (related != 0) transaction.set_related(TransactionName(related));
  transaction.set_scheduled(entry.scheduled);
}

}  // namespace cardledger::domain
