#include "base/status_macros.h"

#include <memory>

#include "gtest/gtest.h"

namespace cardledger::base {
namespace {

absl::Status Passes(const absl::Status& status, int& steps) {
  CARDLEDGER_RETURN_IF_ERROR(status);
  ++steps;
  return absl::OkStatus();
}

absl::StatusOr<int> AddsUp(absl::StatusOr<std::unique_ptr<int>> a, absl::StatusOr<int> b) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<int> first, std::move(a));
  CARDLEDGER_ASSIGN_OR_RETURN(const int second, std::move(b));
  return *first + second;
}

TEST(StatusMacros, ReturnIfError_returnsTheErrorAndNothingElse) {
  int steps = 0;
  EXPECT_TRUE(Passes(absl::OkStatus(), steps).ok());
  EXPECT_EQ(steps, 1);
  EXPECT_EQ(Passes(absl::AbortedError("why"), steps), absl::AbortedError("why"));
  EXPECT_EQ(steps, 1);
}

TEST(StatusMacros, AssignOrReturn_movesTheValueOrReturnsTheError) {
  EXPECT_EQ(*AddsUp(std::make_unique<int>(2), 3), 5);
  EXPECT_EQ(AddsUp(absl::DataLossError("a"), 3).status(), absl::DataLossError("a"));
  EXPECT_EQ(AddsUp(std::make_unique<int>(2), absl::NotFoundError("b")).status(),
            absl::NotFoundError("b"));
}

}  // namespace
}  // namespace cardledger::base
