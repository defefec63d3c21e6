#include "services/domain/work.h"

#include "gtest/gtest.h"

#include "services/domain/dates.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

const AwardId kAward = IdFromBytes<AwardId>(std::string(16, '\x0a'));
const Day kStart = *ParseIsoDay("2026-07-06");
const Day kEnd = kStart + 83;  // twelve weeks

store::v1::AwardRow ApprovedAward() {
  store::v1::AwardRow award;
  award.set_person_id(std::string(16, '\x0b'));
  award.set_step(store::v1::AWARD_STEP_APPROVED);
  award.set_start_day(kStart.number());
  award.set_end_day(kEnd.number());
  store::v1::AwardPartRow& part = *award.add_parts();
  part.set_financial_year(2026);
  part.set_amount_pence(96'000);
  part.set_instalment_pence(8'000);
  return award;
}

void SetCouncilBalance(int64_t pence, store::v1::AwardRow& award) {
  store::v1::PurseRow& purse = *award.add_purses();
  purse.set_kind(journal::PURSE_KIND_COUNCIL);
  purse.set_limit_year(2026);
  purse.set_posted_pence(pence);
}

policy::v1::SchemePolicy PolicyOf(int32_t surplus_days, int32_t ending_soon_days) {
  policy::v1::SchemePolicy policy;
  if (surplus_days != 0) policy.mutable_surplus_above()->set_days(surplus_days);
  if (ending_soon_days != 0) policy.mutable_ending_soon()->set_days(ending_soon_days);
  return policy;
}

std::vector<AwardWork> WorkOf(v1::WorkKind kind, const store::v1::AwardRow& award, Day today) {
  return WorkOn(kind, kAward, award, {.today = today});
}

TEST(WorkTest, ProposedAward_waitsForApproval_dueOnItsFirstDay) {
  store::v1::AwardRow award = ApprovedAward();
  EXPECT_TRUE(WorkOf(v1::WORK_KIND_TO_APPROVE, award, kStart).empty());
  award.set_step(store::v1::AWARD_STEP_PROPOSED);
  const std::vector<AwardWork> work = WorkOf(v1::WORK_KIND_TO_APPROVE, award, kStart);
  ASSERT_EQ(work.size(), 1u);
  EXPECT_EQ(work[0].item.name(), work[0].item.award());
  EXPECT_EQ(work[0].item.amount_pence(), 96'000);
  EXPECT_EQ(DayOf(work[0].item.due_date()), kStart);
  EXPECT_FALSE(work[0].item.overdue());
  EXPECT_TRUE(WorkOf(v1::WORK_KIND_TO_APPROVE, award, kStart + 1)[0].item.overdue());
}

TEST(WorkTest, ProposedExtension_waitsForApproval_dueWhenTheAwardWouldEnd) {
  store::v1::AwardRow award = ApprovedAward();
  award.mutable_course()->set_extension_entry(40);
  award.mutable_course()->mutable_extension()->add_added()->set_amount_pence(500);
  const std::vector<AwardWork> work = WorkOf(v1::WORK_KIND_TO_APPROVE, award, kStart);
  ASSERT_EQ(work.size(), 1u);
  EXPECT_EQ(DayOf(work[0].item.due_date()), kEnd);
  EXPECT_EQ(work[0].item.amount_pence(), 500);
  award.set_released(true);  // nobody can approve it any more
  EXPECT_TRUE(WorkOf(v1::WORK_KIND_TO_APPROVE, award, kEnd + 1).empty());
}

TEST(WorkTest, Reviews_areOfTheRiskDecisionAndOfEachEmergencyLoad) {
  store::v1::AwardRow award = ApprovedAward();
  award.mutable_terms()->mutable_blocks()->set_risk_review_day(kStart.number() + 30);
  for (const uint64_t entry : {50u, 60u}) {
    store::v1::EmergencyLoadRow& load = *award.mutable_course()->add_emergencies();
    load.set_load_entry(entry);
    load.set_approve_by_day(kStart.number() + 1);
    load.set_amount_pence(2'500);
  }
  const std::vector<AwardWork> work = WorkOf(v1::WORK_KIND_REVIEW, award, kStart + 2);
  ASSERT_EQ(work.size(), 3u);
  EXPECT_EQ(work[0].place, 0u);
  EXPECT_EQ(work[0].item.name(), work[0].item.award());
  EXPECT_FALSE(work[0].item.overdue());
  EXPECT_EQ(work[1].place, 50u);
  EXPECT_EQ(work[1].item.name(), "transactions/50");
  EXPECT_TRUE(work[1].item.overdue());
  EXPECT_EQ(work[1].item.amount_pence(), 2'500);
  EXPECT_EQ(work[2].item.name(), "transactions/60");
  // An award that is over needs no review of its blocks.
  EXPECT_EQ(WorkOf(v1::WORK_KIND_REVIEW, award, kEnd + 1).size(), 2u);
}

TEST(WorkTest, Ending_isListedSoManyDaysBefore_andUntilAnOutcomeIsRecorded) {
  store::v1::AwardRow award = ApprovedAward();
  EXPECT_TRUE(WorkOf(v1::WORK_KIND_ENDING, award, kEnd + (-15)).empty());
  EXPECT_EQ(WorkOf(v1::WORK_KIND_ENDING, award, kEnd + (-14)).size(), 1u);
  const policy::v1::SchemePolicy policy = PolicyOf(0, 3);
  EXPECT_TRUE(WorkOn(v1::WORK_KIND_ENDING, kAward, award, {kEnd + (-4), &policy}).empty());
  EXPECT_EQ(WorkOn(v1::WORK_KIND_ENDING, kAward, award, {kEnd + (-3), &policy}).size(), 1u);
  EXPECT_TRUE(WorkOf(v1::WORK_KIND_ENDING, award, kEnd + 100)[0].item.overdue());
  for (const store::v1::AwardStep step :
       {store::v1::AWARD_STEP_PROPOSED, store::v1::AWARD_STEP_CANCELLED,
        store::v1::AWARD_STEP_ENDED}) {
    award.set_step(step);
    EXPECT_TRUE(WorkOf(v1::WORK_KIND_ENDING, award, kEnd + 100).empty());
  }
}

TEST(WorkTest, Surplus_ofAnAwardThatGoesOn_isAboveSoManyWeeksOfItsSchedule) {
  const policy::v1::SchemePolicy policy = PolicyOf(56, 0);  // eight weeks
  const struct {
    journal::LoadFrequency frequency;
    int64_t may_stand;
  } cases[] = {
      {journal::LOAD_FREQUENCY_WEEKLY, 64'000},
      {journal::LOAD_FREQUENCY_FOUR_WEEKLY, 16'000},
      {journal::LOAD_FREQUENCY_MONTHLY, 8 * int64_t{1'847}},  // 8,000 x 12 / 52 = 1,846.2
      {journal::LOAD_FREQUENCY_ONE_OFF, 64'000},              // 96,000 over twelve weeks
      {journal::LOAD_FREQUENCY_UNSPECIFIED, 64'000},          // without a schedule
  };
  for (const auto& [frequency, may_stand] : cases) {
    store::v1::AwardRow award = ApprovedAward();
    if (frequency != journal::LOAD_FREQUENCY_UNSPECIFIED) {
      award.mutable_schedule()->set_frequency(frequency);
    }
    SetCouncilBalance(may_stand, award);
    EXPECT_EQ(SurplusOf(award, {kStart, &policy}), 0) << frequency;
    SetCouncilBalance(5, award);
    EXPECT_EQ(SurplusOf(award, {kStart, &policy}), 5) << frequency;
    EXPECT_EQ(SurplusOf(award, {.today = kStart}), 0) << "no policy";
  }
}

TEST(WorkTest, Surplus_ofAnAwardThatHasEnded_isAllTheCouncilsMoneyAndNoOther) {
  store::v1::AwardRow award = ApprovedAward();
  SetCouncilBalance(700, award);
  store::v1::PurseRow& own = *award.add_purses();
  own.set_kind(journal::PURSE_KIND_OWN);
  own.set_posted_pence(900);
  EXPECT_EQ(SurplusOf(award, {.today = kEnd}), 0);
  EXPECT_EQ(SurplusOf(award, {.today = kEnd + 1}), 700);
  award.set_step(store::v1::AWARD_STEP_ENDED);
  EXPECT_EQ(SurplusOf(award, {.today = kStart}), 700);
  const std::vector<AwardWork> work = WorkOf(v1::WORK_KIND_SURPLUS, award, kStart);
  ASSERT_EQ(work.size(), 1u);
  EXPECT_EQ(work[0].item.amount_pence(), 700);
  EXPECT_FALSE(work[0].item.has_due_date());
}

TEST(WorkTest, SafeguardingBlock_isReviewed_andNoOtherIs) {
  store::v1::CardRow card;
  card.set_award_id(kAward.ToBytes());
  card.set_person_id(std::string(16, '\x0b'));
  card.set_step(store::v1::CARD_STEP_BLOCKED);
  card.set_expiry_day((kStart + 100).number());
  const auto id = IdFromBytes<CardId>(std::string(16, '\x0c'));
  EXPECT_FALSE(ReviewOf(id, card, {.today = kStart}));
  card.set_review_day(kStart.number());
  const auto review = ReviewOf(id, card, {.today = kStart + 1});
  ASSERT_TRUE(review);
  EXPECT_EQ(review->name(), "cards/" + id.ToString());
  EXPECT_TRUE(review->overdue());
  EXPECT_FALSE(ReviewOf(id, card, {.today = kStart + 101}));  // expired: it can be used no more
  card.set_step(store::v1::CARD_STEP_CLOSED);
  EXPECT_FALSE(ReviewOf(id, card, {.today = kStart}));
}

TEST(WorkTest, Referral_waitsUntilItIsDecided) {
  store::v1::ReferralRow referral;
  referral.set_award_id(kAward.ToBytes());
  referral.set_person_id(std::string(16, '\x0b'));
  referral.mutable_referral()->set_kind(journal::REFERRAL_KIND_ANNUAL_LIMIT);
  referral.mutable_referral()->set_amount_pence(300);
  referral.mutable_referral()->set_deadline_day(kStart.number());
  const auto decision = DecisionOn(77, referral, {.today = kStart});
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->name(), "referrals/77");
  EXPECT_EQ(decision->amount_pence(), 300);
  EXPECT_FALSE(decision->overdue());
  referral.set_decided_entry(78);
  EXPECT_FALSE(DecisionOn(77, referral, {.today = kStart}));
}

}  // namespace
}  // namespace cardledger::domain
