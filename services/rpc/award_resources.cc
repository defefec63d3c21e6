#include "services/rpc/award_resources.h"

#include "services/domain/money.h"
#include "services/rpc/award_terms.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

void FillFunding(const store::v1::AwardRow& row, v1::Award& award) {
  int64_t pence = 0;
  for (const store::v1::AwardPartRow& part : row.parts()) {
    v1::AwardFunding& funding = *award.add_funding();
    funding.set_fund(FundNameOf(part.fund_id()));
    funding.set_amount_pence(part.amount_pence());
    funding.set_committed_pence(part.committed_pence());
    funding.set_loaded_pence(part.loaded_pence());
    funding.set_contribution_pence(part.contribution_pence());
    funding.set_instalment_pence(part.instalment_pence());
    funding.set_last_instalment_pence(part.last_instalment_pence());
    pence = domain::AddPence(pence, part.amount_pence());
  }
  award.set_amount_pence(pence);
}

void FillPendingExtension(const store::v1::AwardCourseRow& course, v1::PendingExtension& pending) {
  *pending.mutable_end_date() = DateOf(course.extension().end_day());
  for (const journal::v1::FundPart& part : course.extension().added()) {
    v1::AwardFunding& funding = *pending.add_funding();
    funding.set_fund(FundNameOf(part.fund_id()));
    funding.set_amount_pence(part.amount_pence());
  }
  pending.set_proposed_by(course.extension_by());
}

void FillAgreement(const journal::v1::AgreementRecorded& agreement,
                   v1::DirectPaymentAgreement& shown) {
  shown.set_version(agreement.version());
  shown.set_choice(agreement.choice());
  *shown.mutable_signed_date() = DateOf(agreement.signed_day());
}

// What has happened to it beyond loads.
void FillCourse(const store::v1::AwardCourseRow& course, v1::Award& award) {
  if (course.has_agreement()) FillAgreement(course.agreement(), *award.mutable_agreement());
  for (const store::v1::WeeklyContributionRow& weekly : course.contributions()) {
    v1::WeeklyContribution& shown = *award.add_contributions();
    *shown.mutable_from_date() = DateOf(weekly.from_day());
    shown.set_weekly_pence(weekly.weekly_pence());
  }
  if (course.extension_entry() != 0) {
    FillPendingExtension(course, *award.mutable_pending_extension());
  }
  award.set_extended(course.extended());
  award.set_outcome(course.outcome());
  for (const std::string& card : course.card_ids()) award.add_cards(CardNameOf(card));
}

}  // namespace

v1::AwardState StateOf(const store::v1::AwardRow& row, domain::Day today) {
  switch (row.step()) {
    case store::v1::AWARD_STEP_PROPOSED:
      return v1::AWARD_STATE_PROPOSED;
    case store::v1::AWARD_STEP_CANCELLED:
      return v1::AWARD_STATE_CANCELLED;
    case store::v1::AWARD_STEP_ENDED:
      return v1::AWARD_STATE_ENDED;
    case store::v1::AWARD_STEP_APPROVED:
      if (today < domain::Day(row.start_day())) return v1::AWARD_STATE_APPROVED;
      if (today > domain::Day(row.end_day())) return v1::AWARD_STATE_ENDED;
      return v1::AWARD_STATE_ACTIVE;
    default:
      return v1::AWARD_STATE_UNSPECIFIED;
  }
}

void FillAward(const domain::AwardId& id, const store::v1::AwardRow& row, domain::Day today,
               v1::Award& award) {
  award.set_name(domain::AwardName(id));
  award.set_person(PersonNameOf(row.person_id()));
  award.set_state(StateOf(row, today));
  award.set_power(row.power());
  award.set_delivery(row.delivery());
  *award.mutable_start_date() = DateOf(row.start_day());
  *award.mutable_end_date() = DateOf(row.end_day());
  FillFunding(row, award);
  award.set_proposed_by(row.proposed_by());
  award.set_approved_by(row.approved_by());
  award.set_funding_model(FundingModelOf(row.funding_model(), row.delivery()));
  FillTerms(row.terms(), award);
  if (row.has_schedule()) {
    // An award that was ended or cancelled takes no more instalments.
    const bool goes_on = row.step() == store::v1::AWARD_STEP_APPROVED;
    FillSchedule(row.schedule().frequency(), row.schedule().first_due_day(),
                 goes_on ? row.schedule().next_due_day() : 0, *award.mutable_schedule());
  }
  FillCourse(row.course(), award);
}

}  // namespace cardledger::rpc
