// Transactions that are undone.

#include <algorithm>

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

void Expectation::Look(const v1::ReverseTransactionRequest& r) {
  const int32_t day = DayNumber(r.effective_date());
  CountsFor(day);
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  const Model::Movement* movement =
      model_.FindMovement(IdIn(r.award()), SequenceIn(r.transaction()));
  if (movement == nullptr) return void(Against(journal::REFUSAL_REASON_TRANSACTION_NOT_FOUND));
  asked_ = movement->pence;
  AgainstUnless(movement->reversed_entry == 0, journal::REFUSAL_REASON_ALREADY_REVERSED);
  AgainstUnless(day >= movement->day && day <= today_, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  LookAtPurses(*movement);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  PostBack(*award, *movement);
  const int64_t available = AvailableAfter();
  journal::TransactionReversed& reversed = *entry_.mutable_transaction_reversed();
  reversed.set_original_entry(movement->entry);
  reversed.set_original_day(movement->day);
  reversed.set_reason(r.reason());
  reversed.set_amount_pence(movement->pence);
  reversed.set_available_after_pence(available);
  for (const Model::Load& load : model_.loads_) {
    if (load.entry != movement->entry) continue;
    reversed.set_fund_id(load.fund);
    reversed.set_contribution_pence(load.contribution);
    reversed.set_limit_counted_pence(load.counted);
  }
}

void Expectation::LookAtPurses(const Model::Movement& movement) {
  static const std::map<journal::AccountKind, journal::PurseKind> kPurses = {
      {journal::ACCOUNT_KIND_COUNCIL_PURSE, journal::PURSE_KIND_COUNCIL},
      {journal::ACCOUNT_KIND_CONTRIBUTION_PURSE, journal::PURSE_KIND_CONTRIBUTION},
      {journal::ACCOUNT_KIND_OWN_PURSE, journal::PURSE_KIND_OWN}};
  Model::Purses purses = model_.PursesOf(movement.award);
  for (const journal::Posting& leg : movement.legs) {
    const auto purse = kPurses.find(leg.account());
    if (purse == kPurses.end()) continue;
    AgainstUnless(purses[{leg.limit_year(), purse->second}] >= leg.amount_pence(),
                  journal::REFUSAL_REASON_PURSE_TOO_SMALL);
  }
}

// A load's council part is promised again while the award is approved and goes on, whether or not
// it had been promised before. All else runs back, leg by leg.
void Expectation::PostBack(const Model::Award& award, const Model::Movement& movement) {
  for (const Model::Load& load : model_.loads_) {
    if (load.entry == movement.entry && award.is_running()) Commit(load.fund, load.council());
  }
  for (const journal::Posting& leg : movement.legs) {
    if (leg.phase() == journal::PHASE_PENDING) continue;
    journal::Posting& back = *entry_.add_postings();
    back = leg;
    back.set_amount_pence(-leg.amount_pence());
  }
}

}  // namespace cardledger::simulation
