#include "services/rpc/award_resources.h"

#include <string>

#include "gtest/gtest.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

const std::string kId(16, '\x2a');
constexpr char kUuid[] = "2a2a2a2a-2a2a-2a2a-2a2a-2a2a2a2a2a2a";
const domain::AwardId kAward = domain::IdFromBytes<domain::AwardId>(kId);
constexpr int32_t kMonday = 20'640;  // 2026-07-06

TEST(AwardResourcesTest, AwardState_followsFromStepAndDates) {
  store::v1::AwardRow row;
  row.set_start_day(100);
  row.set_end_day(110);
  const struct {
    store::v1::AwardStep step;
    int32_t today;
    v1::AwardState state;
  } cases[] = {
      {store::v1::AWARD_STEP_PROPOSED, 105, v1::AWARD_STATE_PROPOSED},
      {store::v1::AWARD_STEP_PROPOSED, 200, v1::AWARD_STATE_PROPOSED},
      {store::v1::AWARD_STEP_CANCELLED, 105, v1::AWARD_STATE_CANCELLED},
      {store::v1::AWARD_STEP_APPROVED, 99, v1::AWARD_STATE_APPROVED},
      {store::v1::AWARD_STEP_APPROVED, 100, v1::AWARD_STATE_ACTIVE},
      {store::v1::AWARD_STEP_APPROVED, 110, v1::AWARD_STATE_ACTIVE},
      {store::v1::AWARD_STEP_APPROVED, 111, v1::AWARD_STATE_ENDED},
      {store::v1::AWARD_STEP_ENDED, 105, v1::AWARD_STATE_ENDED},
      {store::v1::AWARD_STEP_ENDED, 200, v1::AWARD_STATE_ENDED},
  };
  for (const auto& [step, today, state] : cases) {
    row.set_step(step);
    EXPECT_EQ(StateOf(row, domain::Day(today)), state) << today;
  }
}

store::v1::AwardRow ApprovedRow() {
  store::v1::AwardRow row;
  row.set_person_id(kId);
  row.set_step(store::v1::AWARD_STEP_APPROVED);
  row.set_delivery(journal::DELIVERY_DIRECT_PAYMENT);
  row.set_start_day(kMonday);
  row.set_end_day(kMonday + 83);
  return row;
}

v1::Award Shown(const store::v1::AwardRow& row) {
  v1::Award award;
  FillAward(kAward, row, domain::Day(kMonday), award);
  return award;
}

TEST(AwardResourcesTest, Award_ofWhichNothingWasSaid_showsWhatThatMeans) {
  const v1::Award award = Shown(ApprovedRow());
  EXPECT_EQ(award.state(), v1::AWARD_STATE_ACTIVE);
  EXPECT_EQ(award.funding_model(), journal::FUNDING_MODEL_HOLDER_BALANCE);
  EXPECT_EQ(award.contribution_mode(), journal::CONTRIBUTION_MODE_NET);
  EXPECT_EQ(award.spend_order(), journal::SPEND_ORDER_PERSON_FIRST);
  EXPECT_FALSE(award.has_schedule());
  EXPECT_FALSE(award.has_blocks());
  EXPECT_FALSE(award.has_agreement());
  EXPECT_FALSE(award.has_pending_extension());
  EXPECT_FALSE(award.extended());
}

TEST(AwardResourcesTest, Award_showsItsPartsAndTheirSum) {
  store::v1::AwardRow row = ApprovedRow();
  for (const int64_t pence : {700, 300}) {
    store::v1::AwardPartRow& part = *row.add_parts();
    part.set_fund_id(kId);
    part.set_amount_pence(pence);
    part.set_committed_pence(pence - 100);
    part.set_loaded_pence(60);
    part.set_contribution_pence(40);
    part.set_instalment_pence(25);
  }
  const v1::Award award = Shown(row);
  EXPECT_EQ(award.amount_pence(), 1'000);
  ASSERT_EQ(award.funding_size(), 2);
  EXPECT_EQ(award.funding(0).fund(), std::string("funds/") + kUuid);
  EXPECT_EQ(award.funding(0).amount_pence(), 700);
  EXPECT_EQ(award.funding(0).committed_pence(), 600);
  EXPECT_EQ(award.funding(0).loaded_pence(), 60);
  EXPECT_EQ(award.funding(0).contribution_pence(), 40);
  EXPECT_EQ(award.funding(0).instalment_pence(), 25);
}

TEST(AwardResourcesTest, Terms_areShownAsTheyWereSaid) {
  store::v1::AwardRow row = ApprovedRow();
  row.set_funding_model(journal::FUNDING_MODEL_CENTRAL_FLOAT);
  store::v1::AwardTermsRow& terms = *row.mutable_terms();
  terms.add_shares()->set_basis_points(10'000);
  terms.set_contribution_mode(journal::CONTRIBUTION_MODE_GROSS);
  terms.set_spend_order(journal::SPEND_ORDER_PRO_RATA);
  terms.add_allowed_categories(5'411);
  terms.mutable_blocks()->add_categories(7'995);
  terms.mutable_blocks()->set_risk_review_day(kMonday);
  terms.add_earmarks()->set_provider_id(kId);
  const v1::Award award = Shown(row);
  EXPECT_EQ(award.funding_model(), journal::FUNDING_MODEL_CENTRAL_FLOAT);
  EXPECT_EQ(award.shares(0).basis_points(), 10'000);
  EXPECT_EQ(award.contribution_mode(), journal::CONTRIBUTION_MODE_GROSS);
  EXPECT_EQ(award.spend_order(), journal::SPEND_ORDER_PRO_RATA);
  EXPECT_EQ(award.allowed_categories(0), 5'411);
  EXPECT_EQ(award.blocks().categories(0), 7'995);
  EXPECT_EQ(award.blocks().risk_review_date().day(), 6);
  EXPECT_EQ(award.earmarks(0).provider(), std::string("providers/") + kUuid);
}

TEST(AwardResourcesTest, Schedule_showsItsNextDayWhileTheAwardGoesOn) {
  store::v1::AwardRow row = ApprovedRow();
  row.mutable_schedule()->set_frequency(journal::LOAD_FREQUENCY_WEEKLY);
  row.mutable_schedule()->set_first_due_day(kMonday);
  EXPECT_FALSE(Shown(row).schedule().has_next_due_date());
  row.mutable_schedule()->set_next_due_day(kMonday + 7);
  EXPECT_EQ(Shown(row).schedule().first_due_date().day(), 6);
  EXPECT_EQ(Shown(row).schedule().next_due_date().day(), 13);
  for (const auto step : {store::v1::AWARD_STEP_CANCELLED, store::v1::AWARD_STEP_ENDED}) {
    row.set_step(step);
    EXPECT_FALSE(Shown(row).schedule().has_next_due_date());
    EXPECT_EQ(Shown(row).schedule().first_due_date().day(), 6);
  }
}

// It takes no first due date when it is proposed.
TEST(AwardResourcesTest, Schedule_ofOneOff_showsNoFirstDay) {
  store::v1::AwardRow row = ApprovedRow();
  row.mutable_schedule()->set_frequency(journal::LOAD_FREQUENCY_ONE_OFF);
  row.mutable_schedule()->set_first_due_day(kMonday);
  EXPECT_FALSE(Shown(row).schedule().has_first_due_date());
}

TEST(AwardResourcesTest, Course_isShownAsFarAsItWent) {
  store::v1::AwardRow row = ApprovedRow();
  store::v1::AwardCourseRow& course = *row.mutable_course();
  course.mutable_agreement()->set_version("2026.1");
  course.mutable_agreement()->set_choice(journal::PAYMENT_CHOICE_CARD);
  course.mutable_agreement()->set_signed_day(kMonday);
  store::v1::WeeklyContributionRow& weekly = *course.add_contributions();
  weekly.set_from_day(kMonday + 1);
  weekly.set_weekly_pence(1'250);
  course.set_outcome(journal::OUTCOME_PAID_WORK);
  course.add_card_ids(kId);
  const v1::Award award = Shown(row);
  EXPECT_EQ(award.agreement().version(), "2026.1");
  EXPECT_EQ(award.agreement().choice(), journal::PAYMENT_CHOICE_CARD);
  EXPECT_EQ(award.agreement().signed_date().day(), 6);
  EXPECT_EQ(award.contributions(0).from_date().day(), 7);
  EXPECT_EQ(award.contributions(0).weekly_pence(), 1'250);
  EXPECT_EQ(award.outcome(), journal::OUTCOME_PAID_WORK);
  EXPECT_EQ(award.cards(0), std::string("cards/") + kUuid);
}

TEST(AwardResourcesTest, Extension_isPendingUntilItIsDecided) {
  store::v1::AwardRow row = ApprovedRow();
  store::v1::AwardCourseRow& course = *row.mutable_course();
  course.set_extension_entry(50);
  course.set_extension_by("worker-1");
  course.mutable_extension()->set_end_day(kMonday + 100);
  journal::FundPart& added = *course.mutable_extension()->add_added();
  added.set_fund_id(kId);
  added.set_amount_pence(400);
  const v1::Award pending = Shown(row);
  EXPECT_EQ(pending.pending_extension().end_date().month(), 10);
  EXPECT_EQ(pending.pending_extension().funding(0).amount_pence(), 400);
  EXPECT_EQ(pending.pending_extension().proposed_by(), "worker-1");
  course.set_extension_entry(0);
  course.set_extended(true);
  EXPECT_FALSE(Shown(row).has_pending_extension());
  EXPECT_TRUE(Shown(row).extended());
}

}  // namespace
}  // namespace cardledger::rpc
