// The real engine on the real RocksDB, over a file system that throws away what was not synced.
// Whatever call the power is cut in: everything acknowledged stands again, entry for entry under
// the same root, fsck is content, and the traffic goes on.

#include <map>

#include "gtest/gtest.h"

#include "tests/fault/rocksdb_ledger.h"
#include "tests/support/environment.h"

namespace cardledger::fault {
namespace {

constexpr uint64_t kSeedsDefault = 200;

uint64_t Seeds() {
  return tests::NumberFromEnvironment("CARDLEDGER_POWER_CUT_SEEDS", kSeedsDefault);
}

// The lives together must have met everything that can happen to a ledger.
void ExpectEveryKindOfEntry(const std::map<int, uint64_t>& events) {
  const google::protobuf::OneofDescriptor& kinds = *journal::v1::Entry::descriptor()->oneof_decl(0);
  for (int i = 0; i < kinds.field_count(); ++i) {
    // The clock is never in doubt here, and rows on the bulk lane come without a run.
    if (kinds.field(i)->number() == journal::v1::Entry::kClockConfirmed) continue;
    if (kinds.field(i)->number() == journal::v1::Entry::kRunStarted) continue;
    if (kinds.field(i)->number() == journal::v1::Entry::kRunFinished) continue;
    EXPECT_TRUE(events.contains(kinds.field(i)->number())) << kinds.field(i)->name();
  }
}

TEST(LedgerPowerCut, EverythingAcknowledgedStandsAndTheTrafficGoesOn) {
  std::map<int, uint64_t> events;
  uint64_t acknowledged = 0;
  uint64_t cuts_at_work = 0;
  uint64_t cuts_while_opening = 0;
  for (uint64_t seed = 1; seed <= Seeds(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RocksDbLedger ledger(seed);
    for (uint64_t life = 0; life < 3; ++life) {
      ledger.disk().CutPowerAfter(ledger.random().Below(ledger.random().OneIn(3) ? 40 : 400));
      if (ledger.Open().ok()) {
        ledger.Work(60);
        ++cuts_at_work;
      } else {
        ++cuts_while_opening;
      }
      ledger.disk().CutPower();  // when the work ended before the call it was meant for
      ledger.Die();
      ledger.disk().Restore(seed * 10 + life);
      ASSERT_EQ(ledger.findings(), simulation::Findings());
    }
    const absl::Status opened = ledger.Open();
    ASSERT_TRUE(opened.ok()) << opened;
    EXPECT_GT(ledger.Work(8), 0);
    ledger.Close();
    const absl::Status again = ledger.Open();
    ASSERT_TRUE(again.ok()) << again;
    ledger.CountEvents(events);
    ledger.Close();
    ASSERT_EQ(ledger.findings(), simulation::Findings());
    acknowledged += ledger.acknowledged();
  }
  EXPECT_GT(acknowledged, Seeds() * 100);
  EXPECT_GT(cuts_at_work, Seeds());
  EXPECT_GT(cuts_while_opening, Seeds() / 10);
  if (Seeds() >= kSeedsDefault) ExpectEveryKindOfEntry(events);
  RecordProperty("acknowledged", std::to_string(acknowledged));
}

TEST(LedgerDiskFull, NothingAcknowledgedIsLostAndRoomAndARestartBringItBack) {
  int full = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RocksDbLedger ledger(seed);
    ASSERT_TRUE(ledger.Open().ok());
    ledger.Work(static_cast<int>(ledger.random().Below(30)));
    ledger.disk().SetQuota(ledger.disk().bytes_used() + ledger.random().Below(150'000));
    ledger.Work(400);
    if (ledger.latched()) {
      ++full;
      ledger.ExpectLatchedButReadable();
    }
    ledger.Die();
    // Without room it opens or it does not; nothing is lost either way.
    if (ledger.Open().ok()) {
      ledger.Work(3);
      ledger.Die();
    }
    ledger.disk().SetQuota(std::nullopt);
    const absl::Status opened = ledger.Open();
    ASSERT_TRUE(opened.ok()) << opened;
    EXPECT_GT(ledger.Work(8), 0);
    ledger.Close();
    ASSERT_EQ(ledger.findings(), simulation::Findings());
  }
  EXPECT_GT(full, 30);
}

TEST(LedgerFailedSync, LatchesUntilARestartWhichDecidesTheBatch) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RocksDbLedger ledger(seed);
    ASSERT_TRUE(ledger.Open().ok());
    ledger.Work(10);
    ledger.disk().FailLogSyncs(1);
    ledger.Work(20);
    ledger.ExpectLatchedButReadable();
    const bool power_fails_too = ledger.random().OneIn(2);
    if (power_fails_too) ledger.disk().CutPower();
    ledger.Die();
    if (power_fails_too) ledger.disk().Restore(seed);
    const absl::Status opened = ledger.Open();
    ASSERT_TRUE(opened.ok()) << opened;
    EXPECT_GT(ledger.Work(8), 0);
    ledger.Close();
    ASSERT_EQ(ledger.findings(), simulation::Findings());
  }
}

}  // namespace
}  // namespace cardledger::fault
