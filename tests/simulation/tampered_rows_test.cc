// Of a small ledger that has met everything once, each byte of each row is changed in turn, and
// each row removed: opening or fsck must notice, every time.

#include <map>
#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

#include "services/fsck/fsck.h"
#include "storage/memory/memory_store.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"
#include "tests/support/fsck_findings.h"
#include "tests/support/test_ledger.h"

namespace cardledger::simulation {
namespace {

bool IsNoticed(tests::TestLedger& ledger) {
  const auto store = ledger.OpenStore();
  if (!store.ok()) return true;
  const auto report = fsck::Check(**store, ledger.anchor(), &ledger.vault(), nullptr);
  return !report.ok() || !tests::FindingsInUse(*report).empty();
}

// Random traffic, with notes, refusals and a run.
void Fill(tests::TestLedger& ledger) {
  tests::SeededRandom random(93);
  RandomCommands commands(random);
  Auditor auditor;
  Findings findings;
  const auto follow = [&] {
    auditor.Follow(ledger.store(), *ledger.view(), {ledger.clock().WallMicroseconds(), false},
                   findings);
    ASSERT_EQ(findings, Findings());
  };
  follow();
  for (int i = 0; i < 200; ++i) {
    ledger.clock().Advance(1'000);
    const domain::Command command =
        commands.Next(auditor.model(), ledger.clock().WallMicroseconds());
    auditor.Note(command, findings);
    ASSERT_TRUE(ledger.Do(command).ok());
    follow();
  }
  const domain::Command start =
      commands.RunStart({commands.Load(auditor.model(), ledger.clock().WallMicroseconds())});
  ASSERT_TRUE(ledger.Do(start).ok());
}

TEST(TamperedRows, EveryChangedByteAndEveryMissingRowIsNoticed) {
  tests::TestLedger ledger;
  ASSERT_TRUE(ledger.Open().ok());
  Fill(ledger);
  ASSERT_TRUE(ledger.Close().ok());
  ASSERT_FALSE(IsNoticed(ledger)) << "the ledger is sound";

  std::map<int, int> tables;
  for (const storage::KeyValue& row : ledger.disk().Rows()) {
    ++tables[static_cast<uint8_t>(row.key[0])];
    ledger.disk().Tamper(row.key, std::nullopt);
    EXPECT_TRUE(IsNoticed(ledger)) << "removed " << absl::BytesToHexString(row.key);
    // Long rows by samples: what is in between is of the same hashed kind. Short ones by every bit.
    const size_t stride = 1 + row.value.size() / 10;
    const int bits = row.value.size() <= 32 ? 8 : 1;
    for (size_t at = 0; at < row.value.size(); at += stride) {
      for (int bit = 0; bit < bits; ++bit) {
        std::string value = row.value;
        value[at] ^= static_cast<char>(1 << ((at + static_cast<size_t>(bit)) % 8));
        ledger.disk().Tamper(row.key, value);
        EXPECT_TRUE(IsNoticed(ledger)) << "byte " << at << " of " << row.value.size() << " in "
                                       << absl::BytesToHexString(row.key);
      }
    }
    ledger.disk().Tamper(row.key, row.value);
  }
  ASSERT_FALSE(IsNoticed(ledger)) << "all is as it was";
  EXPECT_GE(tables.size(), 19u);  // all but tiles and checkpoints, which take longer journals
}

}  // namespace
}  // namespace cardledger::simulation
