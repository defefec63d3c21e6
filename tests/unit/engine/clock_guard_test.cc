#include "services/engine/clock_guard.h"

#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"

namespace cardledger::engine {
namespace {

using tests::kMicrosecondsPerDay;
using tests::ManualClock;

constexpr int64_t kSecond = tests::kMicrosecondsPerSecond;
constexpr int64_t kNow = 1'783'328'400 * kSecond;

TEST(ClockGuard, AtStart_table) {
  const struct {
    const char* name;
    int64_t last_recorded_us;
    bool sure;
  } table[] = {
      {"empty ledger", 0, true},
      {"just now", kNow, true},
      {"5 s behind", kNow + 5 * kSecond, true},
      {"a microsecond more behind", kNow + 5 * kSecond + 1, false},
      {"a year behind", kNow + 365 * kMicrosecondsPerDay, false},
      {"30 days after", kNow - 30 * kMicrosecondsPerDay, true},
      {"a microsecond more after", kNow - 30 * kMicrosecondsPerDay - 1, false},
  };
  for (const auto& row : table) {
    const ManualClock clock(kNow);
    ClockGuard guard(clock);
    const ClockGuard::Reading reading = guard.Read(row.last_recorded_us);
    EXPECT_EQ(reading.doubt.empty(), row.sure) << row.name << ": " << reading.doubt;
    EXPECT_EQ(reading.recorded_us, std::max(kNow, row.last_recorded_us)) << row.name;
  }
}

TEST(ClockGuard, WhileRunning_table) {
  const struct {
    const char* name;
    int64_t advance_us;  // both clocks
    int64_t step_us;     // the wall clock alone
    bool sure;
  } table[] = {
      {"nothing", 0, 0, true},
      {"a quiet year", 365 * kMicrosecondsPerDay, 0, true},
      {"a minute ahead", 0, 60 * kSecond, true},
      {"a microsecond more", 0, 60 * kSecond + 1, false},
      {"5 s back", 0, -5 * kSecond, true},
      {"a microsecond more back", 0, -5 * kSecond - 1, false},
      {"a minute back in an hour", 3'600 * kSecond, -60 * kSecond, true},
      {"more than a minute back in an hour", 3'600 * kSecond, -60 * kSecond - 1, false},
      {"stood still for an hour", 3'600 * kSecond, -3'600 * kSecond, false},
  };
  for (const auto& row : table) {
    ManualClock clock(kNow);
    ClockGuard guard(clock);
    ASSERT_TRUE(guard.Read(kNow).doubt.empty());
    clock.Advance(row.advance_us);
    clock.Step(row.step_us);
    const ClockGuard::Reading reading = guard.Read(kNow);
    EXPECT_EQ(reading.doubt.empty(), row.sure) << row.name << ": " << reading.doubt;
    EXPECT_GE(reading.recorded_us, kNow) << row.name;
  }
}

TEST(ClockGuard, SmallStepsOneByOne_areFollowed) {
  ManualClock clock(kNow);
  ClockGuard guard(clock);
  for (int i = 0; i < 10; ++i) {
    clock.Step(50 * kSecond);
    EXPECT_TRUE(guard.Read(kNow).doubt.empty()) << i;
  }
}

TEST(ClockGuard, AgreesAgain_isSureAgain) {
  ManualClock clock(kNow);
  ClockGuard guard(clock);
  ASSERT_TRUE(guard.Read(kNow).doubt.empty());
  clock.Step(3'600 * kSecond);
  EXPECT_FALSE(guard.Read(kNow).doubt.empty());
  EXPECT_FALSE(guard.Read(kNow).doubt.empty());  // looking twice does not make it right
  clock.Step(-3'600 * kSecond);
  EXPECT_TRUE(guard.Read(kNow).doubt.empty());
}

TEST(ClockGuard, Confirmed_isSureFromThereOn) {
  ManualClock clock(kNow);
  ClockGuard guard(clock);
  ASSERT_TRUE(guard.Read(kNow).doubt.empty());
  clock.Step(-3'600 * kSecond);
  ASSERT_FALSE(guard.Read(kNow).doubt.empty());
  guard.Confirm();
  ClockGuard::Reading reading = guard.Read(kNow);
  EXPECT_TRUE(reading.doubt.empty());
  EXPECT_EQ(reading.recorded_us, kNow);  // never before the last entry
  clock.Advance(1'800 * kSecond);        // still behind it
  EXPECT_TRUE(guard.Read(kNow).doubt.empty());
  clock.Step(61 * kSecond);
  EXPECT_FALSE(guard.Read(kNow).doubt.empty());
}

TEST(ClockGuard, ConfirmedBehind_holdsOnlyUntilItHasCaughtUp) {
  ManualClock clock(kNow);
  ClockGuard guard(clock);
  clock.Step(-3'600 * kSecond);
  guard.Confirm();
  ASSERT_TRUE(guard.Read(kNow).doubt.empty());
  clock.Advance(3'600 * kSecond);
  ASSERT_TRUE(guard.Read(kNow).doubt.empty());
  clock.Step(-30 * kSecond);
  EXPECT_FALSE(guard.Read(kNow).doubt.empty());
}

}  // namespace
}  // namespace cardledger::engine
