// Approving, cancelling and ending awards; a direct payment's agreement.

#include <algorithm>

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

void Expectation::Look(const v1::ApproveAwardRequest& r) {
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookIfCancelled(*award);
  LookIfEnded(*award);
  LookIfDeceased(model_.persons_.at(award->person));
  AgainstUnless(!award->was_approved, journal::REFUSAL_REASON_AWARD_ALREADY_APPROVED);
  AgainstUnless(award->proposer != command_.caller.subject(),
                journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
  const std::string id = IdIn(r.award());
  int64_t whole = 0;
  for (const Model::Part& part : award->parts) whole += part.pence;
  LookAtBand(whole, {journal::REFUSAL_REASON_BUDGET_EXCEEDED});
  int64_t committed = 0;
  for (const Model::Part& part : award->parts) {
    const int64_t council = model_.Left(id, part) - model_.StillExpected(id, part);
    asked_ = council;
    LookForBudget(*award, part, council, model_.PolicyFor(today_));
    Commit(part.fund, council);
    committed += council;
  }
  journal::AwardApproved& approved = *entry_.mutable_award_approved();
  approved.set_committed_pence(committed);
  approved.set_next_due_day(Model::NextDueDay(*award, award->end));
}

void Expectation::Look(const v1::CancelAwardRequest& r) {
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookIfCancelled(*award);
  LookIfEnded(*award);
  const std::string id = IdIn(r.award());
  // Nor may other money be on it, which nobody would give back.
  bool is_empty = model_.Loaded(id) == 0;
  for (const auto& [purse, pence] : model_.PursesOf(id)) is_empty &= pence == 0;
  AgainstUnless(is_empty, journal::REFUSAL_REASON_AWARD_HAS_LOADS);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  journal::AwardCancelled& cancelled = *entry_.mutable_award_cancelled();
  cancelled.set_reason(r.reason());
  cancelled.set_released_pence(ReleaseAll(id, *award));
}

void Expectation::Look(const v1::EndAwardRequest& r) {
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookIfCancelled(*award);
  // One on which something was loaded in an emergency cannot be cancelled.
  AgainstUnless(award->step != Model::Step::kProposed || model_.Loaded(IdIn(r.award())) > 0,
                journal::REFUSAL_REASON_AWARD_NOT_APPROVED);
  AgainstUnless(award->step != Model::Step::kEnded, journal::REFUSAL_REASON_AWARD_ENDED);
  const int32_t last = DayNumber(r.last_date());
  int32_t first_accepted = award->released ? award->end : award->start;
  if (award->carried_year != 0) {
    first_accepted = std::max(first_accepted, FirstOfApril(award->carried_year + 1));
  }
  for (const Model::Load& load : model_.loads_) {
    if (load.award != IdIn(r.award()) || load.reversed_entry != 0) continue;
    first_accepted = std::max(first_accepted, load.day);
  }
  AgainstUnless(last >= first_accepted && last <= std::min(award->end, today_),
                journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  journal::AwardEnded& ended = *entry_.mutable_award_ended();
  ended.set_last_day(last);
  ended.set_outcome(r.outcome());
  ended.set_released_pence(ReleaseAll(IdIn(r.award()), *award));
}

void Expectation::Look(const v1::RecordAgreementRequest& r) {
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookIfCancelled(*award);
  LookIfEnded(*award);
  AgainstUnless(award->delivery == journal::DELIVERY_DIRECT_PAYMENT,
                journal::REFUSAL_REASON_RESTRICTION_NOT_ALLOWED);
  const int32_t signed_day = DayNumber(r.agreement().signed_date());
  AgainstUnless(signed_day <= today_, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  journal::AgreementRecorded& recorded = *entry_.mutable_agreement_recorded();
  recorded.set_version(r.agreement().version());
  recorded.set_choice(r.agreement().choice());
  recorded.set_signed_day(signed_day);
}

}  // namespace cardledger::simulation
