#include "services/domain/money.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

TEST(AddPence, AtTheEnds_isExact) {
  EXPECT_EQ(AddPence(INT64_MAX - 1, 1), INT64_MAX);
  EXPECT_EQ(AddPence(INT64_MIN + 1, -1), INT64_MIN);
  EXPECT_EQ(AddPence(INT64_MAX, INT64_MIN), -1);
}

TEST(SubtractPence, AtTheEnds_isExact) {
  EXPECT_EQ(SubtractPence(INT64_MIN + 1, 1), INT64_MIN);
  EXPECT_EQ(SubtractPence(-1, INT64_MIN), INT64_MAX);
}

TEST(AddPenceDeathTest, PastTheEnds_aborts) {
  EXPECT_DEATH(AddPence(INT64_MAX, 1), "must fit 64 bits");
  EXPECT_DEATH(AddPence(INT64_MIN, -1), "must fit 64 bits");
}

TEST(SubtractPenceDeathTest, PastTheEnds_aborts) {
  EXPECT_DEATH(SubtractPence(INT64_MIN, 1), "must fit 64 bits");
  EXPECT_DEATH(SubtractPence(0, INT64_MIN), "must fit 64 bits");
}

}  // namespace
}  // namespace cardledger::domain
