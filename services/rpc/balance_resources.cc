#include "services/rpc/balance_resources.h"

#include <algorithm>
#include <cstdint>

#include "services/domain/money.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

// Adds what stands in the purses to `balance`.
template <typename Balance>
void AddPurses(const store::v1::AwardRow& row, Balance& balance) {
  for (const store::v1::PurseRow& purse : row.purses()) {
    balance.set_posted_pence(domain::AddPence(balance.posted_pence(), purse.posted_pence()));
    balance.set_pending_pence(domain::AddPence(balance.pending_pence(), purse.pending_pence()));
  }
  balance.set_available_pence(domain::AddPence(balance.posted_pence(), balance.pending_pence()));
}

}  // namespace

void AddBalance(const domain::AwardId& id, const store::v1::AwardRow& row,
                v1::GetPersonBalanceResponse& balance) {
  v1::AwardBalance& award = *balance.add_awards();
  award.set_award(domain::AwardName(id));
  AddPurses(row, award);
  AddPurses(row, balance);
}

void FillCardBalance(const domain::CardId& id, const store::v1::CardRow& card, bool usable,
                     const store::v1::AwardRow& award, v1::GetCardBalanceResponse& balance) {
  balance.set_card(domain::CardName(id));
  balance.set_award(AwardNameOf(card.award_id()));
  balance.set_usable(usable);
  AddPurses(award, balance);
  if (!usable) balance.set_available_pence(0);
  int64_t payment = std::max<int64_t>(balance.available_pence(), 0);
  for (const int64_t limit : {card.limits().payment_pence(), card.limits().daily_pence()}) {
    if (limit != 0) payment = std::min(payment, limit);
  }
  balance.set_payment_max_pence(payment);
}

}  // namespace cardledger::rpc
