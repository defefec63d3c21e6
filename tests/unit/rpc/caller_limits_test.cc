#include "services/rpc/caller_limits.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "services/engine/errors.h"
#include "services/rpc/reasons.h"
#include "tests/support/manual_clock.h"

namespace cardledger::rpc {
namespace {

using tests::kMicrosecondsPerSecond;

class CallerLimitsTest : public ::testing::Test {
 protected:
  static Caller Person(const std::string& subject) {
    Caller caller{.subject = subject, .roles = {}, .carried_by = ""};
    caller.roles.Add(journal::v1::ROLE_PERSON);
    return caller;
  }
  static Caller System(const std::string& subject) {
    Caller caller{.subject = subject, .roles = {}, .carried_by = ""};
    caller.roles.Add(journal::v1::ROLE_ISSUER_SYSTEM);
    return caller;
  }

  // Calls that `caller` may make now, one after the other.
  int Allowed(const Caller& caller) {
    int count = 0;
    while (true) {
      const auto use = limits_.Take(caller, false);
      if (!use.ok()) return count;
      CallerLimits::GiveBack(*use);
      ++count;
    }
  }
  std::string Reason(const Caller& caller, bool streams) {
    return engine::ReasonOf(limits_.Take(caller, streams).status());
  }

  tests::ManualClock clock_{1'800'000'000 * kMicrosecondsPerSecond};
  CallerLimits limits_{
      {.person = {.calls_per_second = 5, .burst = 20, .in_flight = 3, .streams = 2},
       .system = {.calls_per_second = 50, .burst = 200, .in_flight = 30, .streams = 20},
       .calls_per_second = {{"slow-system", 2}}},
      clock_};
};

TEST_F(CallerLimitsTest, ABurstAndThenSoManyASecond) {
  EXPECT_EQ(Allowed(Person("anna")), 20);
  clock_.Advance(kMicrosecondsPerSecond);
  EXPECT_EQ(Allowed(Person("anna")), 5);
  clock_.Advance(kMicrosecondsPerSecond / 10);
  EXPECT_EQ(Allowed(Person("anna")), 0);
  clock_.Advance(kMicrosecondsPerSecond / 10);
  EXPECT_EQ(Allowed(Person("anna")), 1);
  clock_.Advance(3'600 * kMicrosecondsPerSecond);
  EXPECT_EQ(Allowed(Person("anna")), 20);
}

TEST_F(CallerLimitsTest, EachCallerHasTheirOwnAndSystemsHaveMore) {
  EXPECT_EQ(Allowed(Person("anna")), 20);
  EXPECT_EQ(Allowed(Person("ben")), 20);
  EXPECT_EQ(Allowed(System("issuer")), 200);
  EXPECT_EQ(Allowed(System("slow-system")), 8);
}

TEST_F(CallerLimitsTest, CallsUnderWayAndStreamsAreBoundedApart) {
  const Caller anna = Person("anna");
  std::vector<CallerLimits::Use> uses;
  for (int i = 0; i < 3; ++i) uses.push_back(*limits_.Take(anna, false));
  EXPECT_EQ(Reason(anna, false), kReasonCallerBusy);
  for (int i = 0; i < 2; ++i) uses.push_back(*limits_.Take(anna, true));
  EXPECT_EQ(Reason(anna, true), kReasonStreamsOfCallerFull);
  for (const CallerLimits::Use& use : uses) CallerLimits::GiveBack(use);
  EXPECT_EQ(Reason(anna, false), "");
  EXPECT_EQ(Reason(anna, true), "");
}

TEST_F(CallerLimitsTest, RefusedCallsTakeNothing) {
  const Caller anna = Person("anna");
  const auto stream = limits_.Take(anna, true);
  const auto another = limits_.Take(anna, true);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(Reason(anna, true), kReasonStreamsOfCallerFull);
  EXPECT_EQ(Allowed(anna), 18);
}

TEST_F(CallerLimitsTest, AStrangersManyNamesTakeNoMoreThanSoMuchMemory) {
  const auto held = limits_.Take(Person("anna"), true);
  for (size_t i = 0; i < 3 * domain::kCallersRememberedMax; ++i) {
    const auto use = limits_.Take(Person(absl::StrCat("p", i)), false);
    ASSERT_TRUE(use.ok()) << i;
    CallerLimits::GiveBack(*use);
  }
  EXPECT_LE(limits_.remembered(), domain::kCallersRememberedMax);
  // What is held has not been forgotten.
  const auto second = limits_.Take(Person("anna"), true);
  EXPECT_EQ(Reason(Person("anna"), true), kReasonStreamsOfCallerFull);
  CallerLimits::GiveBack(*held);
  EXPECT_EQ(Reason(Person("anna"), true), "");
}

TEST_F(CallerLimitsTest, WhoIsIdleIsForgottenBeforeWhoIsNot) {
  for (size_t i = 0; i < domain::kCallersRememberedMax / 2; ++i) {
    CallerLimits::GiveBack(*limits_.Take(Person(absl::StrCat("idle", i)), false));
  }
  clock_.Advance(60 * kMicrosecondsPerSecond);
  EXPECT_EQ(Allowed(Person("anna")), 20);
  for (size_t i = 0; i < domain::kCallersRememberedMax * 3 / 4; ++i) {
    CallerLimits::GiveBack(*limits_.Take(Person(absl::StrCat("new", i)), false));
  }
  EXPECT_EQ(Allowed(Person("anna")), 0);
}

}  // namespace
}  // namespace cardledger::rpc
