// One request id, one answer for ever: repeated, after a restart, while the first is under way,
// with other content, decided without storing, and given up by its caller.

#include <thread>

#include "gtest/gtest.h"

#include "tests/integration/gate.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

class RequestIdTest : public ::testing::TestWithParam<Backing> {
 protected:
  RequestIdTest() : ledger_(GetParam()) {}

  Answer<v1::CreateLoadResponse> Load(const v1::CreateLoadRequest& request) {
    return ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                        request);
  }

  ServedLedger ledger_;
};

TEST_P(RequestIdTest, AcceptedLoad_sentAgain_isAnsweredTheSameToTheByteAlsoAfterARestart) {
  const std::string award = ledger_.MakeAward();
  const v1::CreateLoadRequest request = ledger_.LoadOf(award, 1'000);
  const auto first = Load(request);
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(Load(ledger_.LoadOf(award, 2'000)).ok());
  const uint64_t position = ledger_.Position();
  EXPECT_EQ(Load(request).response.SerializeAsString(), first.response.SerializeAsString());
  ledger_.Restart();
  EXPECT_EQ(Load(request).response.SerializeAsString(), first.response.SerializeAsString());
  EXPECT_EQ(ledger_.Position(), position);
}

TEST_P(RequestIdTest, RefusedLoad_sentAgain_isRefusedTheSameToTheByteAlsoAfterARestart) {
  const std::string award = ledger_.MakeAward();
  const v1::CreateLoadRequest request = ledger_.LoadOf(award, 100'001);
  const auto first = Load(request);
  ASSERT_EQ(ReasonOf(first.details), "ANNUAL_LIMIT_EXCEEDED");
  ASSERT_TRUE(Load(ledger_.LoadOf(award, 2'000)).ok());
  ledger_.Restart();
  const auto again = Load(request);
  EXPECT_EQ(again.status.error_details(), first.status.error_details());
  EXPECT_EQ(again.status.error_message(), first.status.error_message());
}

TEST_P(RequestIdTest, RegisteredPerson_sentAgain_isTheSamePerson) {
  v1::RegisterPersonRequest request;
  request.set_request_id(ledger_.NewId());
  request.set_case_reference("CASE/1");
  const auto first = ledger_.Call(ledger_.persons, &v1::PersonService::Stub::RegisterPerson,
                                  kSocialWorker, request);
  ASSERT_TRUE(first.ok());
  ledger_.Restart();
  const auto again = ledger_.Call(ledger_.persons, &v1::PersonService::Stub::RegisterPerson,
                                  kSocialWorker, request);
  EXPECT_EQ(again.response.SerializeAsString(), first.response.SerializeAsString());
}

TEST_P(RequestIdTest, RequestId_withOtherContent_isRefusedAndNothingIsStored) {
  const std::string award = ledger_.MakeAward();
  v1::CreateLoadRequest request = ledger_.LoadOf(award, 1'000);
  ASSERT_TRUE(Load(request).ok());
  const uint64_t position = ledger_.Position();
  request.set_amount_pence(1'001);
  const auto reused = Load(request);
  EXPECT_EQ(reused.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(reused.details), "REQUEST_ID_REUSED");
  // Another caller with the same content is other content too.
  request.set_amount_pence(1'000);
  const auto other = ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad,
                                  {"finance-9", "finance_officer"}, request);
  EXPECT_EQ(ReasonOf(other.details), "REQUEST_ID_REUSED");
  EXPECT_EQ(ledger_.Position(), position);
}

TEST_P(RequestIdTest, ValidateOnly_storesNothingAndDecidesAsTheRealCallWould) {
  const std::string award = ledger_.MakeAward();
  v1::CreateLoadRequest request = ledger_.LoadOf(award, 1'000);
  request.set_validate_only(true);
  const uint64_t position = ledger_.Position();
  const auto preview = Load(request);
  ASSERT_TRUE(preview.ok());
  EXPECT_EQ(preview.response.decision().sequence(), 0u);
  EXPECT_FALSE(preview.response.decision().has_recorded_time());
  EXPECT_EQ(preview.response.decision().validated_position(), position);
  EXPECT_EQ(preview.response.limit_remaining_pence(), 99'000);
  EXPECT_EQ(ledger_.Position(), position);
  // The id is not used up, neither by this nor by a refusal that was not stored.
  request.set_amount_pence(100'001);
  const auto refused = Load(request);
  EXPECT_EQ(ReasonOf(refused.details), "ANNUAL_LIMIT_EXCEEDED");
  EXPECT_EQ(FactOf(refused.details, "sequence"), "");
  EXPECT_EQ(FactOf(refused.details, "validated_position"), std::to_string(position));
  request.set_validate_only(false);
  request.set_amount_pence(2'000);
  EXPECT_TRUE(Load(request).ok());
}

TEST_P(RequestIdTest, ValidateOnly_ofARegistration_namesNoPerson) {
  v1::RegisterPersonRequest request;
  request.set_request_id(ledger_.NewId());
  request.set_case_reference("CASE/1");
  request.set_validate_only(true);
  const auto preview = ledger_.Call(ledger_.persons, &v1::PersonService::Stub::RegisterPerson,
                                    kSocialWorker, request);
  ASSERT_TRUE(preview.ok());
  EXPECT_EQ(preview.response.person(), "");
}

INSTANTIATE_TEST_SUITE_P(Backings, RequestIdTest,
                         ::testing::Values(Backing::kMemory, Backing::kRocksDb),
                         [](const auto& backing) {
                           return backing.param == Backing::kMemory ? "Memory" : "RocksDb";
                         });

TEST(RequestInFlightTest, SameRequest_whileTheFirstIsUnderWay_isAnsweredOnceForBoth) {
  ServedLedger ledger;
  const std::string award = ledger.MakeAward();
  const v1::CreateLoadRequest request = ledger.LoadOf(award, 1'000);
  const uint64_t position = ledger.Position();
  WriteGate gate(ledger.disk());
  gate.Close();
  Answer<v1::CreateLoadResponse> answers[2];
  const auto load = [&](int i) {
    answers[i] =
        ledger.Call(ledger.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, request);
  };
  std::thread first(load, 0);
  gate.AwaitWriter();
  std::thread second(load, 1);
  gate.Open();
  first.join();
  second.join();
  ASSERT_TRUE(answers[0].ok() && answers[1].ok());
  EXPECT_EQ(answers[0].response.SerializeAsString(), answers[1].response.SerializeAsString());
  EXPECT_EQ(ledger.Position(), position + 1);
}

TEST(RequestInFlightTest, Deadline_passedBeforeTheDecision_storesNothingAndLeavesTheIdUnused) {
  ServedLedger ledger;
  const std::string award = ledger.MakeAward();
  WriteGate gate(ledger.disk());
  gate.Close();
  std::thread ahead([&] {
    ledger.Call(ledger.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                ledger.LoadOf(award, 500));
  });
  gate.AwaitWriter();
  v1::CreateLoadRequest request = ledger.LoadOf(award, 1'000);
  grpc::ClientContext context;
  Identify(context, kFinanceOfficer);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
  v1::CreateLoadResponse response;
  const grpc::Status status = ledger.loads->CreateLoad(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  // On the ledger's clock the deadline passes while the write ahead of it still hangs.
  ledger.clock().Advance(kMicrosecondsPerSecond);
  const uint64_t position = ledger.Position();
  gate.Open();
  ahead.join();
  // The queue is in order: when this one is answered, the one given up has been passed over.
  ASSERT_TRUE(ledger
                  .Call(ledger.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                        ledger.LoadOf(award, 700))
                  .ok());
  EXPECT_EQ(ledger.Position(), position + 2);
  request.set_amount_pence(2'000);
  EXPECT_TRUE(
      ledger.Call(ledger.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, request).ok());
}

}  // namespace
}  // namespace cardledger::tests
