#include "services/rpc/resources.h"

#include "gtest/gtest.h"

namespace cardledger::rpc {
namespace {

const domain::PersonId kPerson = domain::IdFromBytes<domain::PersonId>(std::string(16, '\x2a'));
const domain::FundId kFund = domain::IdFromBytes<domain::FundId>(std::string(16, '\x2b'));

TEST(ResourcesTest, AwardState_followsFromStepAndDates) {
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
  };
  for (const auto& [step, today, state] : cases) {
    row.set_step(step);
    EXPECT_EQ(StateOf(row, domain::Day(today)), state) << today;
  }
}

TEST(ResourcesTest, Fund_showsCommitmentsAsPositive) {
  store::v1::FundRow row;
  row.set_allocated_pence(1'000);
  row.set_loaded_pence(300);
  row.set_posted_pence(700);
  row.set_pending_pence(-200);
  v1::Fund fund;
  FillFund(kFund, row, fund);
  EXPECT_EQ(fund.committed_pence(), 200);
  EXPECT_EQ(fund.available_pence(), 500);
  EXPECT_EQ(fund.allocated_pence() - fund.committed_pence() - fund.loaded_pence(),
            fund.available_pence());
}

domain::ActivePolicy Policy(uint64_t entry, int32_t valid_from) {
  domain::ActivePolicy policy;
  policy.activated_entry = entry;
  policy.valid_from = domain::Day(valid_from);
  policy.sha256 = std::string(32, '\x01');
  policy.scheme.mutable_annual_limit()->set_pence(1'000);
  return policy;
}

TEST(ResourcesTest, Entitlement_countsTheYearAlone) {
  std::vector<store::v1::AwardRow> awards(2);
  for (store::v1::AwardRow& award : awards) {
    for (const int32_t year : {2025, 2026}) {
      store::v1::LimitUseRow& use = *award.add_limit_uses();
      use.set_limit_year(year);
      use.set_used_pence(year == 2026 ? 150 : 999);
      store::v1::AwardPartRow& part = *award.add_parts();
      part.set_financial_year(year);
      part.set_committed_pence(year == 2026 ? 70 : 999);
    }
  }
  const domain::Day day = *domain::ParseIsoDay("2026-07-06");
  v1::GetEntitlementStatusResponse status;
  FillEntitlement(kPerson, awards, Policy(9, 0), day, status);
  EXPECT_EQ(status.limit_year(), 2026);
  EXPECT_EQ(status.first_date().month(), 4);
  EXPECT_EQ(status.last_date().year(), 2027);
  EXPECT_EQ(status.used_pence(), 300);
  EXPECT_EQ(status.planned_pence(), 140);
  EXPECT_EQ(status.remaining_pence(), 700);
  EXPECT_EQ(status.policy_sequence(), 9u);
}

TEST(ResourcesTest, Entitlement_underALoweredLimit_leavesNothingRatherThanLess) {
  std::vector<store::v1::AwardRow> awards(1);
  awards[0].add_limit_uses()->set_limit_year(2026);
  awards[0].mutable_limit_uses(0)->set_used_pence(1'500);
  v1::GetEntitlementStatusResponse status;
  FillEntitlement(kPerson, awards, Policy(9, 0), *domain::ParseIsoDay("2026-07-06"), status);
  EXPECT_EQ(status.remaining_pence(), 0);
}

TEST(ResourcesTest, PolicyStanding_followsFromDatesAndOrder) {
  domain::Policies policies;
  policies.Add(Policy(2, 100));
  policies.Add(Policy(3, 200));
  policies.Add(Policy(4, 200));
  policies.Add(Policy(5, 300));
  const auto standing = [&policies](size_t i) {
    return StandingOf(policies, policies.activated()[i], domain::Day(250));
  };
  EXPECT_EQ(standing(0), v1::POLICY_STANDING_PAST);
  EXPECT_EQ(standing(1), v1::POLICY_STANDING_REPLACED);
  EXPECT_EQ(standing(2), v1::POLICY_STANDING_IN_FORCE);
  EXPECT_EQ(standing(3), v1::POLICY_STANDING_UPCOMING);
}

}  // namespace
}  // namespace cardledger::rpc
