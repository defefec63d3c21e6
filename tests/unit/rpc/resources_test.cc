#include "services/rpc/resources.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "services/domain/names.h"
#include "services/domain/state.h"

namespace cardledger::rpc {
namespace {

const domain::PersonId kPerson = domain::IdFromBytes<domain::PersonId>(std::string(16, '\x2a'));
const domain::FundId kFund = domain::IdFromBytes<domain::FundId>(std::string(16, '\x2b'));
const domain::ProviderId kProvider =
    domain::IdFromBytes<domain::ProviderId>(std::string(16, '\x2c'));

TEST(ResourcesTest, Fund_showsWhereItsBudgetIs) {
  store::v1::FundRow row;
  row.set_code("TIER3");
  row.set_financial_year(2026);
  store::v1::FundAmounts& amounts = *row.mutable_amounts();
  amounts.set_allocated_pence(1'000);
  amounts.set_committed_pence(200);
  amounts.set_loaded_pence(300);
  amounts.set_recovered_pence(40);
  v1::Fund fund;
  FillFund(kFund, row, fund);
  EXPECT_EQ(fund.name(), "funds/2b2b2b2b-2b2b-2b2b-2b2b-2b2b2b2b2b2b");
  EXPECT_EQ(fund.allocated_pence(), 1'000);
  EXPECT_EQ(fund.committed_pence(), 200);
  EXPECT_EQ(fund.loaded_pence(), 300);
  EXPECT_EQ(fund.recovered_pence(), 40);
  EXPECT_EQ(fund.available_pence(), 540);
  amounts.set_carried_pence(-25);
  FillFund(kFund, row, fund);
  EXPECT_EQ(fund.carried_pence(), -25);
  EXPECT_EQ(fund.available_pence(), domain::AvailableOf(row));
}

TEST(ResourcesTest, Provider_isShownWithItsName_andWithoutOneOnceThatIsErased) {
  store::v1::ProviderRow row;
  row.set_kind(journal::v1::PROVIDER_KIND_VOLUNTARY);
  v1::Provider provider;
  FillProvider(kProvider, row, "Helping Hands", provider);
  EXPECT_EQ(provider.name(), "providers/2c2c2c2c-2c2c-2c2c-2c2c-2c2c2c2c2c2c");
  EXPECT_EQ(provider.display_name(), "Helping Hands");
  EXPECT_EQ(provider.kind(), journal::v1::PROVIDER_KIND_VOLUNTARY);
  FillProvider(kProvider, row, "", provider);
  EXPECT_EQ(provider.display_name(), "");
}

store::v1::ReferralRow ReferralOf(journal::v1::ReferralKind kind) {
  store::v1::ReferralRow row;
  row.set_person_id(kPerson.ToBytes());
  row.set_award_id(std::string(16, '\x2d'));
  row.set_opened_by("worker-1");
  journal::v1::Referral& asked = *row.mutable_referral();
  asked.set_kind(kind);
  asked.set_amount_pence(7'500);
  asked.set_deadline_day(domain::ParseIsoDay("2026-07-20")->number());
  asked.set_senior("Head of Service");
  return row;
}

TEST(ResourcesTest, Referral_forALimit_namesItsYearAndNoFund) {
  store::v1::ReferralRow row = ReferralOf(journal::v1::REFERRAL_KIND_ANNUAL_LIMIT);
  row.mutable_referral()->set_limit_first_day(domain::ParseIsoDay("2026-04-01")->number());
  v1::Referral referral;
  FillReferral(42, row, referral);
  EXPECT_EQ(referral.name(), "referrals/42");
  EXPECT_EQ(referral.kind(), journal::v1::REFERRAL_KIND_ANNUAL_LIMIT);
  EXPECT_EQ(referral.award(), "awards/2d2d2d2d-2d2d-2d2d-2d2d-2d2d2d2d2d2d");
  EXPECT_EQ(referral.person(), domain::PersonName(kPerson));
  EXPECT_EQ(referral.amount_pence(), 7'500);
  EXPECT_EQ(referral.limit_first_date().month(), 4);
  EXPECT_EQ(referral.fund(), "");
  EXPECT_EQ(referral.deadline_date().day(), 20);
  EXPECT_EQ(referral.opened_by(), "worker-1");
  EXPECT_EQ(referral.senior(), "Head of Service");
}

TEST(ResourcesTest, Referral_forABudget_namesItsFundAndNoYear) {
  store::v1::ReferralRow row = ReferralOf(journal::v1::REFERRAL_KIND_BUDGET);
  row.mutable_referral()->set_fund_id(kFund.ToBytes());
  v1::Referral referral;
  FillReferral(42, row, referral);
  EXPECT_EQ(referral.fund(), domain::FundName(kFund));
  EXPECT_FALSE(referral.has_limit_first_date());
}

TEST(ResourcesTest, ReferralState_followsFromItsDecision) {
  store::v1::ReferralRow row;
  EXPECT_EQ(StateOf(row), v1::REFERRAL_STATE_OPEN);
  row.set_decided_entry(50);
  EXPECT_EQ(StateOf(row), v1::REFERRAL_STATE_DECLINED);
  row.set_approved(true);
  EXPECT_EQ(StateOf(row), v1::REFERRAL_STATE_APPROVED);
}

domain::ActivePolicy Policy(uint64_t entry, int32_t valid_from) {
  domain::ActivePolicy policy;
  policy.activated_entry = entry;
  policy.valid_from = domain::Day(valid_from);
  policy.sha256 = std::string(32, '\x01');
  policy.scheme.mutable_annual_limit()->set_pence(1'000);
  return policy;
}

// Approved, from `start` to `end`.
store::v1::AwardRow AwardOf(const char* start, const char* end) {
  store::v1::AwardRow award;
  award.set_step(store::v1::AWARD_STEP_APPROVED);
  award.set_approved_by("approver-1");
  award.set_start_day(domain::ParseIsoDay(start)->number());
  award.set_end_day(domain::ParseIsoDay(end)->number());
  return award;
}

void AddPart(int32_t year, int64_t committed, store::v1::AwardRow& award) {
  store::v1::AwardPartRow& part = *award.add_parts();
  part.set_financial_year(year);
  part.set_committed_pence(committed);
}

void AddUse(const char* day, int64_t pence, store::v1::AwardRow& award) {
  award.add_limit_use_days(domain::ParseIsoDay(day)->number());
  award.add_limit_use_pence(pence);
}

v1::GetEntitlementStatusResponse EntitlementOn(const char* day,
                                               const std::vector<store::v1::AwardRow>& awards,
                                               const domain::ActivePolicy& policy,
                                               const store::v1::PersonRow& person = {}) {
  domain::AwardRows rows;
  for (const store::v1::AwardRow& award : awards) rows.push_back(&award);
  v1::GetEntitlementStatusResponse status;
  FillEntitlement(kPerson, person, rows, policy, *domain::ParseIsoDay(day), status);
  return status;
}

TEST(ResourcesTest, Entitlement_countsTheYearAlone) {
  std::vector<store::v1::AwardRow> awards(2, AwardOf("2026-03-01", "2026-05-01"));
  for (store::v1::AwardRow& award : awards) {
    AddPart(2025, 999, award);
    AddPart(2026, 70, award);
    AddUse("2026-03-31", 999, award);
    AddUse("2026-04-01", 150, award);
  }
  const v1::GetEntitlementStatusResponse status = EntitlementOn("2026-07-06", awards, Policy(9, 0));
  EXPECT_EQ(status.limit_year(), 2026);
  EXPECT_EQ(status.first_date().month(), 4);
  EXPECT_EQ(status.last_date().year(), 2027);
  EXPECT_EQ(status.used_pence(), 300);
  EXPECT_EQ(status.planned_pence(), 140);
  EXPECT_EQ(status.remaining_pence(), 700);
  EXPECT_EQ(status.policy_sequence(), 9u);
}

TEST(ResourcesTest, Entitlement_showsExceptionsBesideTheLimit) {
  store::v1::PersonRow person;
  store::v1::LimitExceptionRow& exception = *person.mutable_course()->add_exceptions();
  exception.set_limit_first_day(domain::ParseIsoDay("2026-04-01")->number());
  exception.set_amount_pence(500);
  std::vector<store::v1::AwardRow> awards(1, AwardOf("2026-07-06", "2026-09-27"));
  AddUse("2026-07-06", 1'200, awards[0]);
  const v1::GetEntitlementStatusResponse status =
      EntitlementOn("2026-07-06", awards, Policy(9, 0), person);
  EXPECT_EQ(status.limit_pence(), 1'000);
  EXPECT_EQ(status.exceptions_pence(), 500);
  EXPECT_EQ(status.remaining_pence(), 300);
}

// The limit year runs from 6 July; the award's first part ends on 31 March, its second on 31 July.
TEST(ResourcesTest, Entitlement_byAwardYears_plansACommitmentForTheYearInWhichItEnds) {
  domain::ActivePolicy policy = Policy(9, 0);
  policy.scheme.mutable_limit_year()->set_limit_year(policy::v1::LIMIT_YEAR_AWARD_YEAR);
  std::vector<store::v1::AwardRow> awards(1, AwardOf("2026-07-06", "2027-07-31"));
  AddPart(2026, 70, awards[0]);
  AddPart(2027, 40, awards[0]);
  const auto first = EntitlementOn("2026-07-06", awards, policy);
  EXPECT_EQ(first.first_date().month(), 7);
  EXPECT_EQ(first.last_date().day(), 5);
  EXPECT_EQ(first.planned_pence(), 70);
  EXPECT_EQ(EntitlementOn("2027-07-06", awards, policy).planned_pence(), 40);
}

TEST(ResourcesTest, Entitlement_underALoweredLimit_leavesNothingRatherThanLess) {
  std::vector<store::v1::AwardRow> awards(1, AwardOf("2026-07-06", "2026-09-27"));
  AddUse("2026-07-06", 1'500, awards[0]);
  EXPECT_EQ(EntitlementOn("2026-07-06", awards, Policy(9, 0)).remaining_pence(), 0);
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
