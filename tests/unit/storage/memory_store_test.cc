// What the memory twin does beyond the store's contract: crashes, power cuts, failures to order.

#include "storage/memory/memory_store.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cardledger::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

WriteBatch Put(std::string key, std::string value) {
  WriteBatch batch;
  batch.Put(std::move(key), std::move(value));
  return batch;
}

struct Opened {
  std::unique_ptr<KvStore> store;
  std::unique_ptr<KvWriter> writer;
};

Opened Open(const std::shared_ptr<MemoryDisk>& disk) {
  auto store = OpenMemoryStore(disk);
  EXPECT_TRUE(store.ok()) << store.status();
  auto writer = (*store)->OpenWriter((*store)->last_epoch() + 1);
  EXPECT_TRUE(writer.ok()) << writer.status();
  return {.store = *std::move(store), .writer = *std::move(writer)};
}

std::vector<KeyValue> Rows(const KvStore& store) {
  return *store.Scan(*store.Snapshot(), {}, 1000);
}

TEST(MemoryStore, FailedApply_hasTheOutcomeAndTheAftermathThatWereOrdered) {
  enum class Then { kCrash, kPowerCutLosing, kPowerCutKeeping };
  struct Case {
    ApplyFault fault;
    ApplyOutcome outcome;
    Then then;
    bool stands;
  };
  const std::vector<Case> cases = {
      {ApplyFault::kNothingWritten, ApplyOutcome::kFailedNothingWritten, Then::kCrash, false},
      {ApplyFault::kFenced, ApplyOutcome::kFenced, Then::kPowerCutKeeping, false},
      {ApplyFault::kUnknownWritten, ApplyOutcome::kUnknown, Then::kCrash, true},
      {ApplyFault::kUnknownWritten, ApplyOutcome::kUnknown, Then::kPowerCutLosing, true},
      {ApplyFault::kUnknownUnsynced, ApplyOutcome::kUnknown, Then::kCrash, true},
      {ApplyFault::kUnknownUnsynced, ApplyOutcome::kUnknown, Then::kPowerCutKeeping, true},
      {ApplyFault::kUnknownUnsynced, ApplyOutcome::kUnknown, Then::kPowerCutLosing, false},
      {ApplyFault::kUnknownLost, ApplyOutcome::kUnknown, Then::kCrash, false},
      {ApplyFault::kUnknownLost, ApplyOutcome::kUnknown, Then::kPowerCutKeeping, false},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(testing::Message() << "case " << i);
    const auto disk = std::make_shared<MemoryDisk>();
    {
      Opened first = Open(disk);
      ASSERT_EQ(first.writer->Apply(Put("a", "1"), 0).outcome, ApplyOutcome::kOk);
      disk->faults().FailApply(cases[i].fault);
      EXPECT_EQ(first.writer->Apply(Put("a", "2"), 1).outcome, cases[i].outcome);
      EXPECT_EQ(first.writer->Apply(Put("a", "3"), 1).outcome, cases[i].outcome);
      EXPECT_THAT(Rows(*first.store), ElementsAre(KeyValue{"a", "1"})) << "undecided: not seen";
      if (cases[i].then == Then::kCrash) disk->Crash();
      if (cases[i].then == Then::kPowerCutLosing) disk->CutPower(MemoryDisk::Unsynced::kLose);
      if (cases[i].then == Then::kPowerCutKeeping) disk->CutPower(MemoryDisk::Unsynced::kKeep);
    }
    const uint64_t sequence = disk->sequence();
    const std::vector<KeyValue> rows = disk->Rows();
    Opened second = Open(disk);
    EXPECT_EQ(second.writer->sequence(), cases[i].stands ? 2u : 1u);
    EXPECT_THAT(Rows(*second.store), ElementsAre(KeyValue{"a", cases[i].stands ? "2" : "1"}));
    EXPECT_EQ(sequence, second.writer->sequence());
    EXPECT_EQ(rows, Rows(*second.store));
  }
}

TEST(MemoryStore, AfterUnknown_noWriterOpensUntilTheStoreWasReopened) {
  const auto disk = std::make_shared<MemoryDisk>();
  {
    Opened opened = Open(disk);
    disk->faults().FailApply(ApplyFault::kUnknownLost);
    EXPECT_EQ(opened.writer->Apply(Put("a", "1"), 0).outcome, ApplyOutcome::kUnknown);
    EXPECT_EQ(opened.store->OpenWriter(9).status().code(), absl::StatusCode::kUnavailable);
  }
  EXPECT_EQ(Open(disk).writer->Apply(Put("a", "1"), 0).outcome, ApplyOutcome::kOk);
}

TEST(MemoryStore, AfterCrash_theOldStoreIsDeadAndTheNewOneWhole) {
  const auto disk = std::make_shared<MemoryDisk>();
  Opened old = Open(disk);
  ASSERT_EQ(old.writer->Apply(Put("a", "1"), 0).outcome, ApplyOutcome::kOk);
  const auto snapshot = old.store->Snapshot();
  disk->Crash();
  Opened fresh = Open(disk);
  EXPECT_EQ(old.writer->Apply(Put("a", "2"), 1).outcome, ApplyOutcome::kUnknown);
  const std::vector<std::string> keys = {"a"};
  EXPECT_EQ(old.store->MultiGet(*snapshot, keys).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(old.store->Scan(*snapshot, {}, 1).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(old.store->OpenWriter(99).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(fresh.writer->Apply(Put("b", "1"), 1).outcome, ApplyOutcome::kOk);
  EXPECT_THAT(Rows(*fresh.store), ElementsAre(KeyValue{"a", "1"}, KeyValue{"b", "1"}));
}

TEST(MemoryStore, DiskThatLies_losesAcknowledgedBatchesAtAPowerCut) {
  const auto disk = std::make_shared<MemoryDisk>();
  {
    Opened opened = Open(disk);
    ASSERT_EQ(opened.writer->Apply(Put("a", "1"), 0).outcome, ApplyOutcome::kOk);
    disk->set_lies_about_sync(true);
    ASSERT_EQ(opened.writer->Apply(Put("a", "2"), 1).outcome, ApplyOutcome::kOk);
    WriteBatch batch = Put("b", "2");
    batch.Delete("a");
    ASSERT_EQ(opened.writer->Apply(batch, 2).outcome, ApplyOutcome::kOk);
    disk->faults().FailApply(ApplyFault::kUnknownWritten);
    ASSERT_EQ(opened.writer->Apply(Put("c", "2"), 3).outcome, ApplyOutcome::kUnknown);
    disk->CutPower(MemoryDisk::Unsynced::kLose);
  }
  Opened opened = Open(disk);
  EXPECT_EQ(opened.writer->sequence(), 1u);
  EXPECT_THAT(Rows(*opened.store), ElementsAre(KeyValue{"a", "1"}));
  EXPECT_EQ(opened.store->last_epoch(), 2u);
}

TEST(MemoryStore, DiskThatStopsLying_hasSynced) {
  const auto disk = std::make_shared<MemoryDisk>();
  disk->set_lies_about_sync(true);
  {
    Opened opened = Open(disk);
    ASSERT_EQ(opened.writer->Apply(Put("a", "1"), 0).outcome, ApplyOutcome::kOk);
    disk->set_lies_about_sync(false);
    disk->CutPower(MemoryDisk::Unsynced::kLose);
  }
  EXPECT_THAT(disk->Rows(), ElementsAre(KeyValue{"a", "1"}));
}

TEST(MemoryStore, OrderedFailures_comeOnceAtTheirCall) {
  const auto disk = std::make_shared<MemoryDisk>();
  disk->faults().FailCall(CallKind::kOpen, absl::UnavailableError("open"));
  EXPECT_EQ(OpenMemoryStore(disk).status(), absl::UnavailableError("open"));
  auto store = *OpenMemoryStore(disk);
  const auto snapshot = store->Snapshot();
  disk->faults().FailCall(CallKind::kScan, absl::DataLossError("scan"), 1);
  EXPECT_TRUE(store->Scan(*snapshot, {}, 1).ok());
  EXPECT_EQ(store->Scan(*snapshot, {}, 1).status(), absl::DataLossError("scan"));
  EXPECT_TRUE(store->Scan(*snapshot, {}, 1).ok());
  disk->faults().FailCall(CallKind::kMultiGet, absl::UnavailableError("get"));
  EXPECT_EQ(store->MultiGet(*snapshot, {}).status(), absl::UnavailableError("get"));
  disk->faults().FailCall(CallKind::kOpenWriter, absl::UnavailableError("writer"));
  EXPECT_EQ(store->OpenWriter(1).status(), absl::UnavailableError("writer"));
  EXPECT_EQ(store->last_epoch(), 0u);
  EXPECT_EQ(disk->faults().calls(CallKind::kScan), 3u);
}

TEST(MemoryStore, FailedClose_releasesTheDiskAllTheSame) {
  const auto disk = std::make_shared<MemoryDisk>();
  auto store = *OpenMemoryStore(disk);
  disk->faults().FailCall(CallKind::kClose, absl::UnavailableError("close"));
  EXPECT_EQ(store->Close(), absl::UnavailableError("close"));
  EXPECT_TRUE(OpenMemoryStore(disk).ok());
}

TEST(MemoryStore, Callback_decidesWhereNothingWasOrderedAndMayCutPower) {
  const auto disk = std::make_shared<MemoryDisk>();
  {
    Opened opened = Open(disk);
    disk->faults().SetCallback([&](CallKind kind) -> FaultDecision {
      if (kind == CallKind::kApply) disk->CutPower(MemoryDisk::Unsynced::kLose);
      return {};
    });
    EXPECT_EQ(opened.writer->Apply(Put("a", "1"), 0).outcome, ApplyOutcome::kUnknown);
  }
  disk->faults().Clear();
  EXPECT_THAT(disk->Rows(), IsEmpty());
  EXPECT_EQ(Open(disk).writer->Apply(Put("a", "1"), 0).outcome, ApplyOutcome::kOk);
}

TEST(MemoryStore, Tamper_changesWhatEveryoneReads) {
  const auto disk = std::make_shared<MemoryDisk>();
  Opened opened = Open(disk);
  ASSERT_EQ(opened.writer->Apply(Put("a", "1"), 0).outcome, ApplyOutcome::kOk);
  const auto snapshot = opened.store->Snapshot();
  disk->Tamper("a", "forged");
  const std::vector<std::string> keys = {"a"};
  EXPECT_THAT(*opened.store->MultiGet(*snapshot, keys), ElementsAre("forged"));
  disk->Tamper("a", std::nullopt);
  EXPECT_THAT(Rows(*opened.store), IsEmpty());
}

}  // namespace
}  // namespace cardledger::storage
