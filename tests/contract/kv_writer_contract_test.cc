// What kv_store.h promises of the one writer: sequence, fencing, epochs, bounds; over every store.

#include <atomic>
#include <thread>

#include "gmock/gmock.h"

#include "base/check.h"
#include "tests/contract/store_contract.h"

namespace cardledger::contract {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class KvWriterContract : public StoreContract {};

TEST_P(KvWriterContract, SequenceCountsBatchesNotRows) {
  EXPECT_EQ(writer_->sequence(), 0u);
  Apply(Puts({{"a", "1"}, {"b", "1"}, {"c", "1"}}));
  EXPECT_EQ(writer_->sequence(), 1u);
  Delete("a");
  EXPECT_EQ(writer_->sequence(), 2u);
}

TEST_P(KvWriterContract, SequenceAndEpochStandAfterReopen) {
  EXPECT_EQ(store_->last_epoch(), 1u);
  Put("a", "1");
  Put("a", "2");
  writer_.reset();
  ASSERT_TRUE(store_->OpenWriter(70'000).ok());
  Reopen();
  EXPECT_EQ(store_->last_epoch(), 70'001u);
  EXPECT_EQ(writer_->sequence(), 2u);
  Put("a", "3");
  EXPECT_EQ(writer_->sequence(), 3u);
}

TEST_P(KvWriterContract, EpochBeforeTheFirstWriterIsZero) {
  // A second store beside the fixture's own, because that has had a writer.
  const tests::TemporaryFolder folder;
  const auto store = GetParam().make(folder.path().string())();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->last_epoch(), 0u);
  EXPECT_EQ((*store)->OpenWriter(0).status().code(), absl::StatusCode::kAborted);
}

TEST_P(KvWriterContract, ExpectedSequenceOtherThanTheStoresIsFencedAndWritesNothing) {
  Put("a", "1");
  for (const uint64_t wrong : {uint64_t{0}, uint64_t{2}, ~uint64_t{0}}) {
    EXPECT_EQ(writer_->Apply(Puts({{"a", "2"}, {"b", "2"}}), wrong).outcome, ApplyOutcome::kFenced);
    EXPECT_THAT(Scan(*store_->Snapshot()), ElementsAre(KeyValue{"a", "1"}));
    OpenWriter();
    EXPECT_EQ(writer_->sequence(), 1u);
  }
  Reopen();
  EXPECT_THAT(Scan(*store_->Snapshot()), ElementsAre(KeyValue{"a", "1"}));
}

TEST_P(KvWriterContract, WriterThatFailedOnceFailsForEver) {
  Put("a", "1");
  EXPECT_EQ(writer_->Apply(Puts({{"a", "2"}}), 0).outcome, ApplyOutcome::kFenced);
  EXPECT_EQ(writer_->Apply(Puts({{"a", "2"}}), writer_->sequence()).outcome, ApplyOutcome::kFenced);
  EXPECT_EQ(Get("a"), "1");
}

TEST_P(KvWriterContract, HigherEpochDeposesTheWriterBefore) {
  Put("a", "old");
  const std::unique_ptr<KvWriter> deposed = std::move(writer_);
  OpenWriter();
  EXPECT_EQ(deposed->Apply(Puts({{"a", "deposed"}}), deposed->sequence()).outcome,
            ApplyOutcome::kFenced);
  EXPECT_EQ(Get("a"), "old");
  Put("a", "new");
  EXPECT_EQ(deposed->Apply(Puts({{"a", "deposed"}}), writer_->sequence()).outcome,
            ApplyOutcome::kFenced);
  EXPECT_EQ(Get("a"), "new");
}

TEST_P(KvWriterContract, LowerAndEqualEpochsAreRefusedAndTheWriterStays) {
  writer_.reset();
  auto writer = store_->OpenWriter(10);
  ASSERT_TRUE(writer.ok());
  for (const uint64_t epoch : {10u, 9u, 1u, 0u}) {
    const absl::Status refused = store_->OpenWriter(epoch).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kAborted) << epoch;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("10")) << epoch;
  }
  EXPECT_EQ(store_->last_epoch(), 10u);
  EXPECT_EQ((*writer)->Apply(Puts({{"a", "1"}}), 0).outcome, ApplyOutcome::kOk);
}

TEST_P(KvWriterContract, EpochsAreRefusedAfterReopenToo) {
  writer_.reset();
  ASSERT_TRUE(store_->OpenWriter(10).ok());
  Close();
  auto store = opener_();
  ASSERT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
  EXPECT_EQ(store_->last_epoch(), 10u);
  EXPECT_EQ(store_->OpenWriter(10).status().code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(store_->OpenWriter(11).ok());
}

// A writer is taken over again and again while it writes: each batch stands or was fenced, and
// after a takeover's return the old writer's number of batches never grows.
TEST_P(KvWriterContract, TakeoverDuringApplyLosesAndAddsNothing) {
  for (int round = 0; round < 30; ++round) {
    const uint64_t before = writer_->sequence();
    uint64_t committed = before;
    std::atomic<bool> taken_over = false;
    std::unique_ptr<KvWriter> deposed;
    deposed.swap(writer_);
    std::thread old_writer([&, writer = deposed.get()] {
      for (;;) {
        const bool is_deposed = taken_over;
        const ApplyResult result =
            writer->Apply(Puts({{"count", std::to_string(committed + 1)}}), committed);
        if (is_deposed || result.outcome != ApplyOutcome::kOk) {
          EXPECT_EQ(result.outcome, ApplyOutcome::kFenced) << result.message;
          return;
        }
        ++committed;
      }
    });
    OpenWriter();
    CARDLEDGER_CHECK(writer_ != nullptr, "a store gives another writer");
    taken_over = true;
    const uint64_t at_takeover = writer_->sequence();
    old_writer.join();
    EXPECT_EQ(at_takeover, committed);
    EXPECT_EQ(Get("count").value_or("0"), std::to_string(committed));
  }
}

TEST_P(KvWriterContract, DeletingWhatDoesNotStandIsABatchLikeAnyOther) {
  Delete("nothing");
  EXPECT_EQ(writer_->sequence(), 1u);
  EXPECT_THAT(Keys(), IsEmpty());
}

using KvWriterContractDeathTest = KvWriterContract;

TEST_P(KvWriterContractDeathTest, BatchesThatBreakABoundAbort) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  WriteBatch twice = Puts({{"a", "1"}});
  twice.Delete("a");
  WriteBatch large;
  while (large.bytes() <= storage::kBatchBytesMax) {
    large.Put("k" + std::to_string(large.bytes()), std::string(1 << 20, 'v'));
  }
  struct Case {
    const char* message;
    WriteBatch batch;
  };
  const std::vector<Case> cases = {
      {"must hold an operation", WriteBatch()},
      {"must have a first byte", Puts({{"", "1"}})},
      {"the store's own", Puts({{std::string("\0a", 2), "1"}})},
      {"key must keep to its size", Puts({{std::string(storage::kKeyBytesMax + 1, 'k'), "1"}})},
      {"value must keep to its size", Puts({{"a", std::string(storage::kValueBytesMax + 1, 'v')}})},
      {"batch must keep to its size", large},
      {"at most once in a batch", twice},
  };
  for (const Case& c : cases) {
    EXPECT_DEATH(static_cast<void>(writer_->Apply(c.batch, 0)), c.message);
  }
}

TEST_P(KvWriterContractDeathTest, CloseWithAWriterOrSnapshotAliveAborts) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_DEATH(static_cast<void>(store_->Close()), "must be gone before their store");
  writer_.reset();
  const auto snapshot = store_->Snapshot();
  EXPECT_DEATH(static_cast<void>(store_->Close()), "must be gone before their store");
}

INSTANTIATE_TEST_SUITE_P(Stores, KvWriterContract, testing::ValuesIn(AllStores()), StoreName);
INSTANTIATE_TEST_SUITE_P(Stores, KvWriterContractDeathTest, testing::ValuesIn(AllStores()),
                         StoreName);

}  // namespace
}  // namespace cardledger::contract
