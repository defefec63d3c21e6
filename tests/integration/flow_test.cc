// The one flow everything stands on, through generated stubs: a budget allocated, an award proposed
// by one person and approved by another, money loaded up to the annual limit and not a penny
// beyond, the balance and the entitlement served.

#include "gtest/gtest.h"

#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

struct Setting {
  const char* name;
  Backing backing;
  Transport transport;
};

class FlowTest : public ::testing::TestWithParam<Setting> {
 protected:
  FlowTest() : ledger_(GetParam().backing, GetParam().transport) {}

  v1::Fund ReadFund(const std::string& name) {
    v1::GetFundRequest request;
    request.set_name(name);
    return ledger_.Call(ledger_.funds, &v1::FundService::Stub::GetFund, kAuditor, request)
        .response.fund();
  }
  v1::GetBalanceResponse ReadBalance(const std::string& award) {
    v1::GetBalanceRequest request;
    request.set_award(award);
    return ledger_
        .Call(ledger_.balances, &v1::BalanceService::Stub::GetBalance, kFinanceOfficer, request)
        .response;
  }
  v1::GetEntitlementStatusResponse ReadEntitlement(const std::string& person) {
    v1::GetEntitlementStatusRequest request;
    request.set_person(person);
    return ledger_
        .Call(ledger_.balances, &v1::BalanceService::Stub::GetEntitlementStatus, kFinanceOfficer,
              request)
        .response;
  }
  Answer<v1::CreateLoadResponse> Load(const std::string& award, int64_t pence) {
    return ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                        ledger_.LoadOf(award, pence));
  }

  ServedLedger ledger_;
};

TEST_P(FlowTest, Award_loadedToTheLimit_movesTheFundByExactlyThat) {
  ledger_.ActivateTestPolicy();
  const std::string fund = ledger_.MakeFund("ENABLE", 2026, 500'000);
  const std::string person = ledger_.MakePerson("CASE/1");
  const std::string award = ledger_.ProposeAward(person, fund, 100'000);
  EXPECT_EQ(ReadFund(fund).available_pence(), 500'000);
  ledger_.ApproveAward(award);
  EXPECT_EQ(ReadFund(fund).committed_pence(), 100'000);
  EXPECT_EQ(ReadEntitlement(person).planned_pence(), 100'000);

  ASSERT_TRUE(Load(award, 60'000).ok());
  const auto last = Load(award, 40'000);
  ASSERT_TRUE(last.ok());
  EXPECT_EQ(last.response.available_pence(), 100'000);
  EXPECT_EQ(last.response.limit_remaining_pence(), 0);
  EXPECT_EQ(last.response.limit_year(), 2026);

  EXPECT_EQ(ReadFund(fund).available_pence(), 400'000);
  EXPECT_EQ(ReadFund(fund).committed_pence(), 0);
  EXPECT_EQ(ReadFund(fund).loaded_pence(), 100'000);
  const v1::GetBalanceResponse balance = ReadBalance(award);
  EXPECT_EQ(balance.available_pence(), 100'000);
  EXPECT_EQ(balance.purses_size(), 1);
  EXPECT_EQ(balance.read_point().position(), ledger_.Position());
  const v1::GetEntitlementStatusResponse entitlement = ReadEntitlement(person);
  EXPECT_EQ(entitlement.limit_pence(), 100'000);
  EXPECT_EQ(entitlement.used_pence(), 100'000);
  EXPECT_EQ(entitlement.remaining_pence(), 0);
  EXPECT_EQ(entitlement.planned_pence(), 0);
  EXPECT_FALSE(entitlement.notice().empty());
}

TEST_P(FlowTest, Load_aPennyBeyondTheLimit_isRefusedWithWhatRemains) {
  const std::string award = ledger_.MakeAward();
  ASSERT_TRUE(Load(award, 90'000).ok());
  const auto refused = Load(award, 10'001);
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(refused.details), "ANNUAL_LIMIT_EXCEEDED");
  EXPECT_EQ(FactOf(refused.details, "remaining_pence"), "10000");
  EXPECT_EQ(FactOf(refused.details, "used_pence"), "90000");
  EXPECT_EQ(FactOf(refused.details, "requested_pence"), "10001");
  EXPECT_EQ(FactOf(refused.details, "award"), award);
  EXPECT_EQ(FactOf(refused.details, "sequence"), std::to_string(ledger_.Position()));
  EXPECT_NE(refused.status.error_message().find("£100.00"), std::string::npos)
      << refused.status.error_message();
  EXPECT_EQ(ReadBalance(award).available_pence(), 90'000);
}

TEST_P(FlowTest, Award_approvedByItsProposer_isRefused) {
  ledger_.ActivateTestPolicy();
  const std::string fund = ledger_.MakeFund("ENABLE", 2026, 500'000);
  const std::string award = ledger_.ProposeAward(ledger_.MakePerson("CASE/1"), fund, 100'000);
  v1::ApproveAwardRequest request;
  request.set_request_id(ledger_.NewId());
  request.set_award(award);
  const Identity both{kSocialWorker.subject, "approver,social_worker"};
  const auto refused =
      ledger_.Call(ledger_.awards, &v1::AwardService::Stub::ApproveAward, both, request);
  EXPECT_EQ(ReasonOf(refused.details), "APPROVER_IS_PREPARER");
  EXPECT_EQ(FactOf(refused.details, "award"), award);
}

TEST_P(FlowTest, Ledger_afterARestart_servesTheSame) {
  const std::string award = ledger_.MakeAward();
  ASSERT_TRUE(Load(award, 12'345).ok());
  const auto before = ledger_.Call(ledger_.journal, &v1::JournalService::Stub::GetLedger, kAuditor,
                                   v1::GetLedgerRequest());
  ledger_.Restart();
  const auto after = ledger_.Call(ledger_.journal, &v1::JournalService::Stub::GetLedger, kAuditor,
                                  v1::GetLedgerRequest());
  EXPECT_EQ(after.response.SerializeAsString(), before.response.SerializeAsString());
  EXPECT_EQ(after.response.write_state(), v1::WRITE_STATE_READY);
  EXPECT_EQ(after.response.root_hash().size(), 64u);
  EXPECT_EQ(ReadBalance(award).available_pence(), 12'345);
}

TEST_P(FlowTest, Award_asTimePasses_isApprovedThenActiveThenEnded) {
  const std::string award = ledger_.MakeAward();
  v1::GetAwardRequest request;
  request.set_name(award);
  const auto state = [&] {
    return ledger_.Call(ledger_.awards, &v1::AwardService::Stub::GetAward, kAuditor, request)
        .response.award()
        .state();
  };
  EXPECT_EQ(state(), v1::AWARD_STATE_ACTIVE);
  ledger_.clock().Advance(82 * kMicrosecondsPerDay);
  EXPECT_EQ(state(), v1::AWARD_STATE_ACTIVE);
  // 2026-09-27 is its last day; at 23:30 UTC it is the 28th in London.
  ledger_.clock().Advance(kMicrosecondsPerDay + 15 * (3'600 * kMicrosecondsPerSecond));
  EXPECT_EQ(state(), v1::AWARD_STATE_ENDED);
}

TEST_P(FlowTest, Person_byCaseReference_isFoundInAnyCase) {
  const std::string person = ledger_.MakePerson("case/Ab-1");
  v1::FindPersonRequest request;
  request.set_case_reference("CASE/aB-1");
  const auto found =
      ledger_.Call(ledger_.persons, &v1::PersonService::Stub::FindPerson, kApprover, request);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found.response.person().name(), person);
  request.set_case_reference("CASE/2");
  const auto missing =
      ledger_.Call(ledger_.persons, &v1::PersonService::Stub::FindPerson, kApprover, request);
  EXPECT_EQ(missing.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(missing.details), "PERSON_NOT_FOUND");
  EXPECT_EQ(missing.status.error_message().find("CASE/2"), std::string::npos);
}

TEST_P(FlowTest, Balance_ofAnAwardNeverLoaded_isZeroAndOfNoAwardAnError) {
  const std::string award = ledger_.MakeAward();
  const v1::GetBalanceResponse balance = ReadBalance(award);
  EXPECT_EQ(balance.award(), award);
  EXPECT_EQ(balance.available_pence(), 0);
  EXPECT_TRUE(balance.has_read_point());
  v1::GetBalanceRequest request;
  request.set_award("awards/" + ledger_.NewId());
  const auto missing = ledger_.Call(ledger_.balances, &v1::BalanceService::Stub::GetBalance,
                                    kFinanceOfficer, request);
  EXPECT_EQ(missing.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(missing.details), "AWARD_NOT_FOUND");
  EXPECT_EQ(FactOf(missing.details, "award"), request.award());
}

TEST_P(FlowTest, Policy_activated_isShownWithItsText) {
  ledger_.ActivateTestPolicy();
  const auto listed = ledger_.Call(ledger_.policies, &v1::PolicyService::Stub::ListPolicies,
                                   kAuditor, v1::ListPoliciesRequest());
  ASSERT_EQ(listed.response.policies_size(), 1);
  const v1::Policy& policy = listed.response.policies(0);
  EXPECT_EQ(policy.standing(), v1::POLICY_STANDING_IN_FORCE);
  EXPECT_EQ(policy.scheme().annual_limit().pence(), 100'000);
  v1::GetPolicyRequest request;
  request.set_name(policy.name());
  const auto shown =
      ledger_.Call(ledger_.policies, &v1::PolicyService::Stub::GetPolicy, kAuditor, request);
  ASSERT_TRUE(shown.ok()) << shown.status.error_message();
  EXPECT_EQ(shown.response.policy().SerializeAsString(), policy.SerializeAsString());
  EXPECT_NE(shown.response.text().find("annual_limit"), std::string::npos);
}

TEST_P(FlowTest, Entitlement_whereNoPolicyCovers_isAnError) {
  const std::string person = ledger_.MakePerson("CASE/1");
  v1::GetEntitlementStatusRequest request;
  request.set_person(person);
  const auto answer = ledger_.Call(
      ledger_.balances, &v1::BalanceService::Stub::GetEntitlementStatus, kFinanceOfficer, request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(answer.details), "NO_POLICY_IN_FORCE");
  EXPECT_EQ(FactOf(answer.details, "requested_day"), "2026-07-06");
}

TEST_P(FlowTest, Position_atAnInstant_countsEntriesRecordedUpToIt) {
  const int64_t first_us = ledger_.clock().WallMicroseconds();
  ledger_.clock().Advance(60 * kMicrosecondsPerSecond);
  ledger_.ActivateTestPolicy();
  v1::FindPositionRequest request;
  request.mutable_time()->set_seconds(first_us / 1'000'000 + 59);
  const auto find = [&] {
    return ledger_.Call(ledger_.journal, &v1::JournalService::Stub::FindPosition, kAuditor, request)
        .response.position();
  };
  EXPECT_EQ(find(), 1u);
  request.mutable_time()->set_seconds(first_us / 1'000'000 + 60);
  EXPECT_EQ(find(), 2u);
}

INSTANTIATE_TEST_SUITE_P(
    Settings, FlowTest,
    ::testing::Values(Setting{"MemoryInProcess", Backing::kMemory, Transport::kInProcess},
                      Setting{"MemoryTcp", Backing::kMemory, Transport::kTcp},
                      Setting{"RocksDbInProcess", Backing::kRocksDb, Transport::kInProcess},
                      Setting{"RocksDbTcp", Backing::kRocksDb, Transport::kTcp}),
    [](const auto& setting) { return setting.param.name; });

}  // namespace
}  // namespace cardledger::tests
