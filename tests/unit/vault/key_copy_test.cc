#include "services/vault/key_copy.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cardledger::vault {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kDayS = 86'400;
constexpr int64_t kMadeS = 1'783'328'400;

TEST(KeyCopy, Name_saysWhenItWasMade) { EXPECT_EQ(CopyName(kMadeS), "keys-20260706T090000Z"); }

TEST(KeyCopy, Copy_isOutdatedFromTheVerySecondOn) {
  const std::vector<std::string> names = {CopyName(kMadeS)};
  EXPECT_THAT(OutdatedCopies(names, kMadeS + 10 * kDayS - 1, 10), IsEmpty());
  EXPECT_THAT(OutdatedCopies(names, kMadeS + 10 * kDayS, 10), ElementsAre(names[0]));
}

// The one that is not quite old enough today is deleted tomorrow.
TEST(KeyCopy, DailyBackUp_leavesNoneBeyond30Days_evenWhereOneIsLeftOut) {
  const std::vector<std::string> names = {CopyName(kMadeS)};
  for (int64_t every : {kDayS, 2 * kDayS}) {
    for (int64_t offset : {int64_t{0}, int64_t{1}, kDayS - 1}) {
      int64_t now_s = kMadeS + offset;
      while (OutdatedCopies(names, now_s, kKeepDaysMax).empty()) now_s += every;
      EXPECT_LE(now_s - kMadeS, kCopyDaysMax * kDayS) << every << " " << offset;
    }
  }
}

TEST(KeyCopy, WhatAKilledBackUpLeft_isOutdatedAtOnce) {
  EXPECT_THAT(OutdatedCopies({CopyName(kMadeS) + ".new"}, kMadeS, kKeepDaysMax),
              ElementsAre("keys-20260706T090000Z.new"));
}

TEST(KeyCopy, FilesOfOthersAreNobodysCopies) {
  const std::vector<std::string> names = {"keys",     "keys.new", "keys-20200101T000000Z.old",
                                          "mine.new", "",         "keys-20200101T000000Zx"};
  EXPECT_THAT(OutdatedCopies(names, kMadeS, 1), IsEmpty());
}

}  // namespace
}  // namespace cardledger::vault
