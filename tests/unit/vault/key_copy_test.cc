#include "services/vault/key_copy.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
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

// A key file that another takes the place of, and that is overwritten, once its head has been read.
class FileBeingReplaced : public storage::SlotFile {
 public:
  explicit FileBeingReplaced(std::string content) : content_(std::move(content)) {}

  absl::StatusOr<uint64_t> Count() const override { return content_.size() / storage::kSlotBytes; }
  absl::StatusOr<std::string> Read(uint64_t first, size_t count) const override {
    const std::string bytes =
        content_.substr(first * storage::kSlotBytes, count * storage::kSlotBytes);
    if (replaced_) content_.assign(content_.size(), '\0');
    return bytes;
  }
  absl::Status Write(std::span<const storage::Slot>) override { return absl::OkStatus(); }
  absl::Status Replace(absl::string_view) override { return absl::OkStatus(); }

  void BeReplaced() { replaced_ = true; }

 private:
  mutable std::string content_;
  bool replaced_ = false;
};

TEST(KeyCopy, FileThatIsReplacedWhileItIsRead_isNeverTakenForOneWithoutKeys) {
  Head head;
  head.kek_id.assign(kKeyIdBytes, 'k');
  head.wrapped_reference_key.assign(kWrappedKeyBytes, 'w');
  const KeySlot slot{SlotState::kLive,
                     SlotKind::kKey,
                     journal::v1::RETENTION_CLASS_IDENTITY,
                     base::Uuid::FromRandom(std::string(base::Uuid::kBytes, 'o')),
                     1,
                     std::string(kWrappedKeyBytes, 's')};
  FileBeingReplaced file(EncodeHead(head) + EncodeSlot(kHeadSlots, slot));
  const auto whole = ReadContent(file);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(whole->live_keys, 1u);
  file.BeReplaced();
  EXPECT_EQ(ReadContent(file).status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace cardledger::vault
