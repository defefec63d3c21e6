#include "services/rpc/answers.h"

#include "gtest/gtest.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

const std::string kId(16, '\x2a');
constexpr char kUuid[] = "2a2a2a2a-2a2a-2a2a-2a2a-2a2a2a2a2a2a";

journal::Entry LoadEntry() {
  journal::Entry entry;
  entry.set_sequence(42);
  entry.set_recorded_time_us(1'783'328'400'123'456);
  entry.set_effective_day(20'640);
  entry.set_request_id(kId);
  entry.set_award_id(kId);
  journal::AwardLoaded& loaded = *entry.mutable_award_loaded();
  loaded.set_amount_pence(1'000);
  loaded.set_limit_year(2026);
  loaded.set_limit_pence(100'000);
  loaded.set_limit_used_after_pence(1'500);
  loaded.set_available_after_pence(1'200);
  return entry;
}

TEST(AnswersTest, Load_isAnsweredFromItsEntryAlone) {
  v1::CreateLoadResponse response;
  FillAnswer(LoadEntry(), std::nullopt, response);
  EXPECT_EQ(response.load(), std::string("loads/") + kUuid);
  EXPECT_EQ(response.award(), std::string("awards/") + kUuid);
  EXPECT_EQ(response.amount_pence(), 1'000);
  EXPECT_EQ(response.due_date().year(), 2026);
  EXPECT_EQ(response.due_date().month(), 7);
  EXPECT_EQ(response.due_date().day(), 6);
  EXPECT_EQ(response.available_pence(), 1'200);
  EXPECT_EQ(response.limit_remaining_pence(), 98'500);
  EXPECT_EQ(response.decision().sequence(), 42u);
  EXPECT_EQ(response.decision().recorded_time().seconds(), 1'783'328'400);
  EXPECT_EQ(response.decision().recorded_time().nanos(), 123'456'000);
  EXPECT_EQ(response.decision().validated_position(), 0u);
}

TEST(AnswersTest, SameEntry_givesTheSameBytes) {
  v1::CreateLoadResponse first;
  FillAnswer(LoadEntry(), std::nullopt, first);
  journal::Entry stored;
  ASSERT_TRUE(stored.ParseFromString(LoadEntry().SerializeAsString()));
  v1::CreateLoadResponse again;
  FillAnswer(stored, std::nullopt, again);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST(AnswersTest, ValidatedLoad_namesThePositionAndNeitherSequenceNorInstant) {
  v1::CreateLoadResponse response;
  FillAnswer(LoadEntry(), 41, response);
  EXPECT_EQ(response.decision().validated_position(), 41u);
  EXPECT_EQ(response.decision().sequence(), 0u);
  EXPECT_FALSE(response.decision().has_recorded_time());
}

TEST(AnswersTest, Proposal_sumsItsFunds) {
  journal::Entry entry;
  entry.set_person_id(kId);
  entry.set_award_id(kId);
  entry.mutable_caller()->set_subject("worker-1");
  for (const int64_t pence : {100, 250}) {
    journal::FundPart& part = *entry.mutable_award_proposed()->add_parts();
    part.set_fund_id(kId);
    part.set_amount_pence(pence);
  }
  v1::ProposeAwardResponse response;
  FillAnswer(entry, std::nullopt, response);
  EXPECT_EQ(response.award().amount_pence(), 350);
  EXPECT_EQ(response.award().funding_size(), 2);
  EXPECT_EQ(response.award().state(), v1::AWARD_STATE_PROPOSED);
  EXPECT_EQ(response.award().proposed_by(), "worker-1");
}

TEST(AnswersTest, Registration_validatedOnly_namesNoPerson) {
  journal::Entry entry;
  entry.set_person_id(kId);
  entry.mutable_person_registered();
  v1::RegisterPersonResponse stored;
  FillAnswer(entry, std::nullopt, stored);
  EXPECT_EQ(stored.person(), std::string("persons/") + kUuid);
  v1::RegisterPersonResponse preview;
  FillAnswer(entry, 1, preview);
  EXPECT_EQ(preview.person(), "");
}

TEST(AnswersTest, Policy_isNamedByItsEntry) {
  journal::Entry entry;
  entry.set_sequence(9);
  entry.mutable_policy_activated()->set_sha256(std::string(32, '\x0f'));
  v1::ActivatePolicyResponse response;
  FillAnswer(entry, std::nullopt, response);
  EXPECT_EQ(response.policy(), "policies/9");
  EXPECT_EQ(response.sha256().substr(0, 6), "0f0f0f");
  v1::ActivatePolicyResponse preview;
  FillAnswer(entry, 8, preview);
  EXPECT_EQ(preview.policy(), "");
}

TEST(AnswersTest, Run_isNamedByTheEntryThatStartedIt) {
  journal::Entry start;
  start.set_sequence(5);
  start.mutable_run_started();
  v1::BulkLoadStarted started;
  FillAnswer(start, started);
  EXPECT_EQ(started.run(), "runs/5");
  journal::Entry finish;
  finish.set_sequence(90);
  finish.set_run_entry(5);
  finish.mutable_run_finished()->set_refused_count(3);
  v1::BulkLoadFinished finished;
  FillAnswer(finish, finished);
  EXPECT_EQ(finished.run(), "runs/5");
  EXPECT_EQ(finished.refused_count(), 3u);
}

TEST(AnswersDeathTest, EntryOfAnotherEvent_aborts) {
  v1::CreateFundResponse response;
  EXPECT_DEATH(FillAnswer(LoadEntry(), std::nullopt, response), "method's event");
}

}  // namespace
}  // namespace cardledger::rpc
