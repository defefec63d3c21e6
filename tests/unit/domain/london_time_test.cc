#include "services/domain/london_time.h"

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include <gtest/gtest.h>

#include "services/domain/limits.h"

namespace cardledger::domain {
namespace {

constexpr int64_t kSecondsPerHour = 3'600;
constexpr int64_t kMicrosecondsPerSecond = 1'000'000;

class LondonTime : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(absl::LoadTimeZone("Europe/London", &london_)) << "tzdata is not installed";
  }

  void ExpectSameAt(int64_t utc_seconds) {
    const absl::TimeZone::CivilInfo info = london_.At(absl::FromUnixSeconds(utc_seconds));
    ASSERT_EQ(LondonOffsetSeconds(utc_seconds), info.offset) << utc_seconds;
    const absl::CivilDay epoch(1970, 1, 1);
    ASSERT_EQ(LondonDay(utc_seconds * kMicrosecondsPerSecond).number(),
              absl::CivilDay(info.cs) - epoch)
        << utc_seconds;
  }

  absl::TimeZone london_;
};

TEST_F(LondonTime, EveryThirdHourFrom2015To2099_agreesWithTzdata) {
  const int64_t from =
      absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(kYearMin, 1, 1), london_));
  const int64_t to =
      absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(kYearMax + 1, 1, 1), london_));
  for (int64_t at = from; at < to; at += 3 * kSecondsPerHour) {
    ExpectSameAt(at);
    if (HasFatalFailure()) return;
  }
}

// Each change that tzdata knows, and each second hand around it.
TEST_F(LondonTime, AroundEveryChange_agreesWithTzdata) {
  absl::Time at = absl::FromCivil(absl::CivilDay(kYearMin, 1, 1), absl::UTCTimeZone());
  absl::TimeZone::CivilTransition change;
  int changes = 0;
  while (london_.NextTransition(at, &change)) {
    at = absl::FromCivil(change.to, london_);
    const int64_t around = absl::ToUnixSeconds(london_.At(change.from).trans);
    if (change.to.year() > kYearMax) break;
    for (int64_t hour = -26; hour <= 26; ++hour) {
      for (const int64_t second : {-1, 0, 1}) {
        ExpectSameAt(around + hour * kSecondsPerHour + second);
        if (HasFatalFailure()) return;
      }
    }
    ++changes;
    at = absl::FromUnixSeconds(around + 1);
  }
  EXPECT_GE(changes, 2 * (2037 - kYearMin));  // tzdata's own table may end in 2037
}

TEST_F(LondonTime, BothHoursOfOneClockFace_areTheSameDay) {
  const int64_t summer = absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilSecond(2026, 10, 25, 0, 30, 0), absl::UTCTimeZone()));
  EXPECT_EQ(LondonOffsetSeconds(summer), 3'600);
  EXPECT_EQ(LondonOffsetSeconds(summer + kSecondsPerHour), 0);
  EXPECT_EQ(LondonDay(summer * kMicrosecondsPerSecond),
            LondonDay((summer + kSecondsPerHour) * kMicrosecondsPerSecond));
}

TEST_F(LondonTime, LastMicrosecondOfADay_belongsToIt) {
  const int64_t midnight = absl::ToUnixMicros(
      absl::FromCivil(absl::CivilSecond(2026, 7, 6, 23, 0, 0), absl::UTCTimeZone()));
  EXPECT_EQ(FormatIsoDay(LondonDay(midnight - 1)), "2026-07-06");
  EXPECT_EQ(FormatIsoDay(LondonDay(midnight)), "2026-07-07");
}

}  // namespace
}  // namespace cardledger::domain
