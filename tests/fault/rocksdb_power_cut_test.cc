// The real RocksDB store on a file system that forgets whatever was not synced. Whatever call the
// power is cut in, the store opens again, holds every acknowledged batch, and of the batch that was
// in flight all or nothing.

#include <set>

#include "gtest/gtest.h"

#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/testing/power_cut_env.h"
#include "storage/rocksdb/testing/power_cut_file_system.h"
#include "tests/fault/random_rows.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_folder.h"

namespace cardledger::fault {
namespace {

using storage::ApplyOutcome;
using storage::ApplyResult;
using storage::KvStore;
using storage::KvWriter;
using storage::PowerCutFileSystem;
using storage::WriteBatch;

// What must and what may be there.
struct Expected {
  Rows rows;
  uint64_t sequence = 0;
  std::optional<WriteBatch> in_flight;
};

class RocksDbUnderFaults {
 public:
  explicit RocksDbUnderFaults(uint64_t seed)
      : random_(seed),
        disk_(std::make_shared<PowerCutFileSystem>(folder_.path() / "graveyard")),
        env_(storage::NewPowerCutEnv(disk_)) {}

  PowerCutFileSystem& disk() { return *disk_; }
  RandomRows& random() { return random_; }
  const Expected& expected() const { return expected_; }

  absl::StatusOr<std::unique_ptr<KvStore>> Open() {
    return storage::OpenRocksDbStore({.path = folder_.file("store"),
                                      .create_if_missing = true,
                                      .env = env_.get(),
                                      .write_buffer_bytes = 64 << 10});
  }

  // Opens and writes until something fails; returns the outcome of the last Apply, or nullopt when
  // it did not come to one.
  std::optional<ApplyOutcome> WriteUntilFailure(uint64_t batches_max) {
    auto store = Open();
    if (!store.ok()) return std::nullopt;
    auto writer = (*store)->OpenWriter((*store)->last_epoch() + 1);
    if (!writer.ok()) return std::nullopt;
    std::optional<ApplyOutcome> outcome;
    for (uint64_t i = 0;
         i < batches_max && outcome.value_or(ApplyOutcome::kOk) == ApplyOutcome::kOk; ++i) {
      outcome = ApplyNext(**writer);
    }
    return outcome;
  }

  // Opens, decides the batch in flight by what stands there, and compares.
  void OpenAndCheck() {
    auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    auto writer = (*store)->OpenWriter((*store)->last_epoch() + 1);
    ASSERT_TRUE(writer.ok()) << writer.status();
    if (expected_.in_flight.has_value() && (*writer)->sequence() == expected_.sequence + 1) {
      RandomRows::Apply(*expected_.in_flight, expected_.rows);
      ++expected_.sequence;
    }
    expected_.in_flight.reset();
    EXPECT_EQ((*writer)->sequence(), expected_.sequence);
    const auto rows = ReadAll(**store);
    ASSERT_TRUE(rows.ok()) << rows.status();
    EXPECT_TRUE(*rows == expected_.rows)
        << rows->size() << " rows, " << expected_.rows.size() << " expected";
  }

 private:
  ApplyOutcome ApplyNext(KvWriter& writer) {
    WriteBatch batch = random_.NextBatch();
    const ApplyResult result = writer.Apply(batch, writer.sequence());
    if (result.outcome == ApplyOutcome::kOk) {
      RandomRows::Apply(batch, expected_.rows);
      ++expected_.sequence;
    } else if (result.outcome == ApplyOutcome::kUnknown) {
      expected_.in_flight = std::move(batch);
    }
    return result.outcome;
  }

  const tests::TemporaryFolder folder_;
  RandomRows random_;
  const std::shared_ptr<PowerCutFileSystem> disk_;
  const std::unique_ptr<rocksdb::Env> env_;
  Expected expected_;
};

uint64_t SeedsOr(uint64_t otherwise) {
  return tests::NumberFromEnvironment("CARDLEDGER_POWER_CUT_SEEDS", otherwise);
}

// Three lives a seed: the first cut often falls into the creation, the later ones into recovery,
// flushes and compactions too.
TEST(RocksDbPowerCut, EverythingAcknowledgedStandsAndABatchInFlightIsWhole) {
  const uint64_t seeds = SeedsOr(250);
  uint64_t acknowledged = 0;
  uint64_t in_flight_kept = 0;
  uint64_t in_flight_lost = 0;
  for (uint64_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RocksDbUnderFaults store(seed);
    for (uint64_t life = 0; life < 3; ++life) {
      const uint64_t reach = store.random().Below(4) == 0 ? 40 : 600;
      store.disk().CutPowerAfter(store.random().Below(reach));
      store.WriteUntilFailure(300);
      store.disk().CutPower();  // when the work ended before the call it was meant for
      store.disk().Restore(seed * 10 + life);
      const uint64_t before = store.expected().sequence;
      const bool in_flight = store.expected().in_flight.has_value();
      store.OpenAndCheck();
      if (testing::Test::HasFailure()) return;
      if (in_flight) ++(store.expected().sequence > before ? in_flight_kept : in_flight_lost);
    }
    acknowledged += store.expected().sequence;
  }
  // The test must have met what it is about.
  EXPECT_GT(acknowledged, seeds * 50);
  EXPECT_GT(in_flight_kept, seeds / 25);
  EXPECT_GT(in_flight_lost, seeds / 25);
}

TEST(RocksDbPowerCut, CutDuringTheCheckingOpenLosesNothing) {
  for (uint64_t seed = 1; seed <= SeedsOr(40); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RocksDbUnderFaults store(seed);
    store.WriteUntilFailure(60);
    // Recovery itself is cut, at one call after the other, until it comes through.
    for (uint64_t call = 0; call < 25; ++call) {
      store.disk().CutPowerAfter(call);
      store.WriteUntilFailure(0);
      store.disk().CutPower();
      store.disk().Restore(seed * 100 + call);
    }
    store.OpenAndCheck();
    if (testing::Test::HasFailure()) return;
  }
}

TEST(RocksDbDiskFull, NothingAcknowledgedIsLostAndRoomBringsTheServiceBack) {
  std::set<ApplyOutcome> outcomes;
  for (uint64_t seed = 1; seed <= SeedsOr(60); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RocksDbUnderFaults store(seed);
    store.WriteUntilFailure(store.random().Below(50));
    store.disk().SetQuota(store.disk().bytes_used() + store.random().Below(300'000));
    const std::optional<ApplyOutcome> outcome = store.WriteUntilFailure(5'000);
    if (outcome.has_value()) {
      EXPECT_NE(*outcome, ApplyOutcome::kOk);
      EXPECT_NE(*outcome, ApplyOutcome::kFenced);
      outcomes.insert(*outcome);
    }
    store.disk().SetQuota(std::nullopt);
    store.OpenAndCheck();
    EXPECT_EQ(store.WriteUntilFailure(20), ApplyOutcome::kOk);
    store.OpenAndCheck();
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_TRUE(outcomes.contains(ApplyOutcome::kUnknown));
}

TEST(RocksDbFailedSync, IsUnknownAndLatchesTheStoreUntilItIsReopened) {
  for (uint64_t seed = 1; seed <= SeedsOr(20); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RocksDbUnderFaults faults(seed);
    ASSERT_EQ(faults.WriteUntilFailure(20), ApplyOutcome::kOk);
    {
      auto store = faults.Open();
      ASSERT_TRUE(store.ok()) << store.status();
      auto writer = (*store)->OpenWriter((*store)->last_epoch() + 1);
      ASSERT_TRUE(writer.ok()) << writer.status();
      const auto rows = ReadAll(**store);
      ASSERT_TRUE(rows.ok());
      WriteBatch batch;
      batch.Put("\x05 in doubt", "1");
      faults.disk().FailLogSyncs(1);
      const uint64_t sequence = (*writer)->sequence();
      ASSERT_EQ((*writer)->Apply(batch, sequence).outcome, ApplyOutcome::kUnknown);
      EXPECT_EQ((*writer)->Apply(batch, sequence).outcome, ApplyOutcome::kUnknown);
      EXPECT_EQ((*writer)->sequence(), sequence);
      EXPECT_EQ((*store)->OpenWriter((*store)->last_epoch() + 1).status().code(),
                absl::StatusCode::kUnavailable);
      const auto after = ReadAll(**store);
      ASSERT_TRUE(after.ok()) << after.status();
      EXPECT_TRUE(*after == *rows) << "a batch in doubt must not be seen";
    }
    faults.disk().CutPower();
    faults.disk().Restore(seed);
    auto store = faults.Open();
    ASSERT_TRUE(store.ok()) << store.status();
    auto writer = (*store)->OpenWriter((*store)->last_epoch() + 1);
    ASSERT_TRUE(writer.ok()) << writer.status();
    const auto rows = ReadAll(**store);
    ASSERT_TRUE(rows.ok());
    const uint64_t more = rows->contains("\x05 in doubt") ? 1 : 0;
    EXPECT_EQ((*writer)->sequence(), faults.expected().sequence + more);
  }
}

}  // namespace
}  // namespace cardledger::fault
