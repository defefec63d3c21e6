// What the ledger does by itself when a day has come: in order, once for ever, and never on a clock
// in doubt.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/engine/engine.h"
#include "tests/support/sample_journal.h"
#include "tests/support/sample_steps.h"

namespace cardledger::engine {
namespace {

namespace journal = ::cardledger::journal::v1;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kSecondUs = tests::kMicrosecondsPerSecond;
constexpr int64_t kDayUs = tests::kMicrosecondsPerDay;

// 31 March 2027, a Wednesday, 09:00Z; an award with an instalment each Wednesday from 7 April to
// 5 May, the last of which is its last day, and one with an instalment each Friday.
class DueStepsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    steps_.Activate(tests::SamplePolicyText());
    fund_ = steps_.CreateFund("TIER3", 2027);
    steps_.Allocate(fund_, 500'000);
    Award("LL-1", "2027-04-07");
    Award("LL-2", "2027-04-09");
    start_ = ledger_.view()->position;
  }

  void Award(const std::string& reference, absl::string_view first_due) {
    v1::ProposeAwardRequest request = steps_.Proposal(
        steps_.Register(reference), journal::DELIVERY_COUNCIL_ARRANGED, {{fund_, 10'000}});
    *request.mutable_start_date() = tests::Date("2027-04-01");
    *request.mutable_end_date() = tests::Date("2027-05-05");
    request.mutable_schedule()->set_frequency(journal::LOAD_FREQUENCY_WEEKLY);
    *request.mutable_schedule()->mutable_first_due_date() = tests::Date(first_due);
    steps_.Approve(steps_.Propose(std::move(request)));
  }

  void Advance(int64_t by_us) {
    ledger_.clock().Advance(by_us);
    ledger_.RunUntilIdle();
  }

  // What the ledger wrote by itself since: the day it counts for and its event.
  std::vector<std::string> Taken() {
    std::vector<std::string> taken;
    const std::vector<std::string> entries = tests::EntryBytesOf(ledger_);
    for (size_t i = start_; i < entries.size(); ++i) {
      journal::Entry entry;
      EXPECT_TRUE(entry.ParseFromString(entries[i]));
      if (entry.caller().subject() != "ledger") continue;
      const auto* event = journal::Entry::GetReflection()->GetOneofFieldDescriptor(
          entry, journal::Entry::descriptor()->FindOneofByName("event"));
      taken.push_back(absl::StrCat(domain::FormatIsoDay(domain::Day(entry.effective_day())), " ",
                                   event->name()));
    }
    return taken;
  }

  tests::TestLedger ledger_{tests::SampleOptions()};
  tests::SampleSteps steps_{ledger_};
  std::string fund_;
  size_t start_ = 0;  // entries that Taken leaves out
};

TEST_F(DueStepsTest, DayThatComes_isTakenAtMidnightInLondon) {
  Advance(7 * kDayUs - 10 * (3'600 * kSecondUs) - 1);  // 2027-04-06T22:59:59.999999Z
  EXPECT_THAT(Taken(), IsEmpty());
  Advance(1);
  EXPECT_THAT(Taken(), ElementsAre("2027-04-07 award_loaded"));
  Advance(kDayUs);
  EXPECT_THAT(Taken(), ElementsAre("2027-04-07 award_loaded"));
  Advance(kDayUs);
  EXPECT_THAT(Taken(), ElementsAre("2027-04-07 award_loaded", "2027-04-09 award_loaded"));
}

TEST_F(DueStepsTest, AfterAStop_areCaughtUpInTheOrderOfTheirDays) {
  ASSERT_TRUE(ledger_.Close().ok());
  ledger_.clock().Advance(29 * kDayUs);
  ASSERT_TRUE(ledger_.Open().ok());
  ledger_.RunUntilIdle();
  EXPECT_THAT(Taken(), ElementsAre("2027-04-07 award_loaded", "2027-04-09 award_loaded",
                                   "2027-04-14 award_loaded", "2027-04-16 award_loaded",
                                   "2027-04-21 award_loaded", "2027-04-23 award_loaded",
                                   "2027-04-28 award_loaded"));
  start_ = ledger_.view()->position;
  Advance(30 * kDayUs);
  EXPECT_THAT(Taken(),
              ElementsAre("2027-04-30 award_loaded", "2027-05-05 award_loaded",
                          "2027-05-06 commitment_released", "2027-05-06 commitment_released"));
}

// However much others send: a person's instalment does not wait for the end of somebody's run.
TEST_F(DueStepsTest, BehindAFullBulkLane_goFirst) {
  ledger_.clock().Advance(7 * kDayUs);
  std::vector<domain::Command> rows;
  for (int i = 0; i < domain::kBulkRowsPerChunkMax; ++i) {
    v1::AllocateBudgetRequest row;
    row.set_request_id(ledger_.NewRequestId());
    row.set_fund(fund_);
    row.set_amount_pence(1);
    row.set_reason(journal::BUDGET_REASON_IN_YEAR_CHANGE);
    rows.push_back(domain::MakeCommand(row, steps_.fay));
  }
  ledger_.engine().SubmitBulk(std::move(rows), [](const std::vector<Outcome>&) {});
  ledger_.RunUntilIdle();
  const std::vector<std::string> entries = tests::EntryBytesOf(ledger_);
  ASSERT_GT(entries.size(), start_ + domain::kBulkRowsPerChunkMax);
  journal::Entry first;
  ASSERT_TRUE(first.ParseFromString(entries[start_]));
  EXPECT_EQ(first.caller().subject(), "ledger");
  EXPECT_THAT(Taken(), ElementsAre("2027-04-07 award_loaded"));
}

TEST_F(DueStepsTest, OverRestarts_areTakenOnce) {
  Advance(15 * kDayUs);
  const std::vector<std::string> taken = Taken();
  EXPECT_EQ(taken.size(), 3u);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(ledger_.Restart().ok());
    ledger_.RunUntilIdle();
    ledger_.CutPower();
    ASSERT_TRUE(ledger_.Open().ok());
    ledger_.RunUntilIdle();
  }
  EXPECT_EQ(Taken(), taken);
}

// Whatever became of the write that holds a step: after the restart it stands once.
TEST_F(DueStepsTest, WriteThatFails_leavesEachStepToBeTakenOnce) {
  for (const storage::ApplyFault fault :
       {storage::ApplyFault::kNothingWritten, storage::ApplyFault::kUnknownWritten,
        storage::ApplyFault::kUnknownUnsynced, storage::ApplyFault::kUnknownLost}) {
    ledger_.disk().faults().FailApply(fault);
    Advance(7 * kDayUs);
    EXPECT_EQ(ledger_.engine().status().write_state, WriteState::kLatched);
    ledger_.CutPower();
    ASSERT_TRUE(ledger_.Open().ok());
    ledger_.RunUntilIdle();
  }
  std::map<std::string, int> count;
  for (const std::string& step : Taken()) ++count[step];
  EXPECT_EQ(count.size(), 7u);
  for (const auto& [step, times] : count) EXPECT_EQ(times, 1) << step;
}

TEST_F(DueStepsTest, ClockInDoubt_takesNothingUntilItIsConfirmed) {
  ledger_.clock().Step(7 * kDayUs);
  ledger_.RunUntilIdle();
  EXPECT_EQ(ledger_.engine().status().write_state, WriteState::kClockUnsure);
  Advance(10 * kSecondUs);
  EXPECT_THAT(Taken(), IsEmpty());
  steps_.Do(v1::ConfirmClockRequest(), steps_.olga);
  ledger_.RunUntilIdle();
  EXPECT_THAT(Taken(), ElementsAre("2027-04-07 award_loaded"));
}

TEST_F(DueStepsTest, ClockThatSteppedAheadAndBack_hasTakenNothing) {
  ledger_.clock().Step(7 * kDayUs);
  ledger_.RunUntilIdle();
  ledger_.clock().Step(-7 * kDayUs);
  ledger_.RunUntilIdle();
  EXPECT_EQ(ledger_.engine().status().write_state, WriteState::kReady);
  EXPECT_THAT(Taken(), IsEmpty());
}

TEST_F(DueStepsTest, StoreThatCannotBeRead_isTriedAgainAfterASecond) {
  ledger_.disk().faults().FailCall(storage::CallKind::kMultiGet,
                                   absl::UnavailableError("bad sector"));
  Advance(7 * kDayUs);
  EXPECT_THAT(Taken(), IsEmpty());
  EXPECT_EQ(ledger_.engine().status().write_state, WriteState::kReady);
  Advance(kSecondUs - 1);
  EXPECT_THAT(Taken(), IsEmpty());
  Advance(1);
  EXPECT_THAT(Taken(), ElementsAre("2027-04-07 award_loaded"));
}

// A step that was refused is decided too: the schedule goes on.
TEST_F(DueStepsTest, RefusedInstalment_isNotTriedAgain) {
  const std::string person = steps_.Register("LL-3");
  v1::ProposeAwardRequest request =
      steps_.Proposal(person, journal::DELIVERY_DIRECT_PAYMENT, {{fund_, 10'000}});
  *request.mutable_start_date() = tests::Date("2027-04-01");
  *request.mutable_end_date() = tests::Date("2027-04-08");
  request.mutable_schedule()->set_frequency(journal::LOAD_FREQUENCY_WEEKLY);
  const std::string award = steps_.Propose(std::move(request));
  steps_.Approve(award);
  Advance(kDayUs);  // its agreement is missing
  EXPECT_THAT(Taken(), ElementsAre("2027-04-01 refused"));
  steps_.RecordAgreement(award);
  Advance(kDayUs);
  EXPECT_THAT(Taken(), ElementsAre("2027-04-01 refused"));
  ASSERT_TRUE(ledger_.Restart().ok());
  Advance(6 * kDayUs);
  EXPECT_THAT(Taken(), ElementsAre("2027-04-01 refused", "2027-04-07 award_loaded",
                                   "2027-04-08 award_loaded"));
}

}  // namespace
}  // namespace cardledger::engine
