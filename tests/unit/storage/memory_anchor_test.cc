#include "storage/memory/memory_anchor.h"

#include "gtest/gtest.h"

namespace cardledger::storage {
namespace {

const AnchorPoint kOne = {.position = 1, .root = base::Sha256("one")};
const AnchorPoint kTwo = {.position = 2, .root = base::Sha256("two")};

TEST(MemoryAnchor, OrderedFailures_leaveThePointBeforeOrTakeEffect) {
  const auto file = std::make_shared<MemoryAnchorFile>();
  MemoryAnchor anchor(file);
  ASSERT_TRUE(anchor.Write(kOne).ok());
  file->faults().FailCall(CallKind::kAnchorWrite, absl::UnavailableError("full"));
  EXPECT_EQ(anchor.Write(kTwo), absl::UnavailableError("full"));
  EXPECT_EQ(**anchor.Read(), kOne);
  file->FailNextWriteAfterEffect();
  EXPECT_FALSE(anchor.Write(kTwo).ok());
  EXPECT_EQ(**anchor.Read(), kTwo);
  EXPECT_TRUE(anchor.Write(kOne).ok());
  file->faults().FailCall(CallKind::kAnchorRead, absl::UnavailableError("gone"));
  EXPECT_EQ(anchor.Read().status(), absl::UnavailableError("gone"));
}

TEST(MemoryAnchor, LostAndReplacedPoints_readAsSuch) {
  const auto file = std::make_shared<MemoryAnchorFile>();
  MemoryAnchor anchor(file);
  ASSERT_TRUE(anchor.Write(kTwo).ok());
  file->Replace(kOne);
  EXPECT_EQ(**anchor.Read(), kOne);
  file->Damage();
  file->Lose();
  EXPECT_EQ(*anchor.Read(), std::nullopt);
}

}  // namespace
}  // namespace cardledger::storage
