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
  LookForReversalPlace(IdIn(r.award()));
  AgainstUnless(day >= movement->day && day <= today_, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  LookAtPurses(*movement);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  journal::TransactionReversed& reversed = *entry_.mutable_transaction_reversed();
  for (const Model::Load& load : model_.loads_) {
    if (load.entry == movement->entry) TakeBack(*award, load, reversed);
  }
  PostBack(*movement);
  const int64_t available = AvailableAfter();
  reversed.set_original_entry(movement->entry);
  reversed.set_original_day(movement->day);
  reversed.set_reason(r.reason());
  reversed.set_amount_pence(movement->pence);
  reversed.set_available_after_pence(available);
}

void Expectation::LookForReversalPlace(const std::string& award) {
  constexpr int64_t kReversalsMax = 1'000;
  const auto undone = [&](const Model::Movement& movement) {
    return movement.award == award && movement.reversed_entry != 0;
  };
  const int64_t number = std::count_if(model_.loads_.begin(), model_.loads_.end(), undone) +
                         std::count_if(model_.cash_.begin(), model_.cash_.end(), undone);
  AgainstUnless(number < kReversalsMax, journal::REFUSAL_REASON_RECORDS_FULL);
}

void Expectation::LookAtPurses(const Model::Movement& movement) {
  static const std::map<journal::AccountKind, journal::PurseKind> kinds = {
      {journal::ACCOUNT_KIND_COUNCIL_PURSE, journal::PURSE_KIND_COUNCIL},
      {journal::ACCOUNT_KIND_CONTRIBUTION_PURSE, journal::PURSE_KIND_CONTRIBUTION},
      {journal::ACCOUNT_KIND_OWN_PURSE, journal::PURSE_KIND_OWN}};
  Model::Purses purses = model_.PursesOf(movement.award);
  for (const journal::Posting& leg : movement.legs) {
    const auto purse = kinds.find(leg.account());
    if (purse == kinds.end()) continue;
    AgainstUnless(purses[{leg.limit_year(), purse->second}] >= leg.amount_pence(),
                  journal::REFUSAL_REASON_PURSE_TOO_SMALL);
  }
}

// As if the load had never been: what is expected of the person, and what is promised while the
// award is approved and goes on.
void Expectation::TakeBack(const Model::Award& award, const Model::Load& load,
                           journal::TransactionReversed& reversed) {
  Model without = model_;
  for (Model::Load& each : without.loads_) {
    if (each.entry == load.entry) each.reversed_entry = model_.position_ + 1;
  }
  for (const Model::Part& part : award.parts) {
    if (part.fund != load.fund) continue;
    Model::Part then = part;
    then.contribution = without.ExpectedContribution(load.award, award, part, award.end);
    Commit(load.fund, without.Committed(load.award, then) - model_.Committed(load.award, part));
    reversed.set_expected_contribution_pence(then.contribution);
  }
  reversed.set_fund_id(load.fund);
  reversed.set_contribution_pence(load.contribution);
  reversed.set_limit_counted_pence(load.counted);
}

// Leg by leg; a load's to the funds that bear its money now.
void Expectation::PostBack(const Model::Movement& movement) {
  for (const journal::Posting& leg : movement.legs) {
    if (leg.phase() == journal::PHASE_PENDING) continue;
    if (leg.account() == journal::ACCOUNT_KIND_COUNCIL_PURSE) continue;
    if (leg.account() == journal::ACCOUNT_KIND_FUND) {
      GiveBack(movement);
      continue;
    }
    journal::Posting& back = *entry_.add_postings();
    back = leg;
    back.set_amount_pence(-leg.amount_pence());
  }
}

// First to the fund that loaded it, as far as its money still stands there; then to the others, by
// year.
void Expectation::GiveBack(const Model::Movement& movement) {
  const auto load = std::find_if(model_.loads_.begin(), model_.loads_.end(),
                                 [&](const auto& each) { return each.entry == movement.entry; });
  std::map<std::string, int64_t> standing = model_.StandingOf(load->award);
  int64_t left = load->council();
  const auto give = [&](const std::string& fund) {
    const int64_t pence = std::clamp<int64_t>(standing[fund], 0, left);
    if (pence == 0) return;
    left -= pence;
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, pence, fund);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_COUNCIL_PURSE, -pence, "", load->limit_year);
  };
  give(load->fund);
  for (const Model::Part& part : model_.awards_.at(load->award).parts) {
    if (part.fund != load->fund) give(part.fund);
  }
}

}  // namespace cardledger::simulation
