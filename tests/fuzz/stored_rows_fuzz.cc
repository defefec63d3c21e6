// A store with rows that are not what was written: opening it gives a ledger or a status, never an
// abort, and so does the check of it. The input is pairs of pieces, a key and its value; an empty
// value takes the row away. Rows not named are those of the sample.

#include <memory>
#include <string>

#include "services/engine/award_briefs.h"
#include "services/engine/award_entries.h"
#include "services/engine/engine.h"
#include "services/engine/fund_history.h"
#include "services/engine/reads.h"
#include "services/fsck/fsck.h"
#include "storage/memory/memory_anchor.h"
#include "storage/memory/memory_store.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/sample_journal.h"

namespace domain = cardledger::domain;
namespace engine = cardledger::engine;
namespace storage = cardledger::storage;
namespace store = cardledger::store;
namespace tests = cardledger::tests;

namespace {

struct Sample {
  std::vector<storage::KeyValue> rows;
  std::string keys;
};

Sample MakeSample() {
  tests::TestLedger ledger(tests::SampleOptions());
  CARDLEDGER_CHECK(ledger.Open().ok(), "a new ledger opens");
  tests::FillWithSample(ledger);
  return {ledger.disk().Rows(), ledger.keys().disk().content()};
}

const Sample& TheSample() {
  static const auto* const sample = new Sample(MakeSample());
  return *sample;
}

// An award's past, by every way that leads there.
void ReadPast(const storage::KvStore& store, const engine::ReadView& view,
              const domain::AwardId& id, const store::v1::AwardRow& row) {
  const uint64_t newest = row.last_entry();
  const domain::Day day(row.start_day());
  engine::BriefCache briefs(/*briefs_max=*/1'000, /*award_briefs_max=*/100);
  for (const uint64_t position : {view.position, view.position / 2}) {
    engine::AwardAt(store, view, id, newest, position).status().IgnoreError();
    engine::PursesAt(store, view, briefs, id, newest, {position, day}).status().IgnoreError();
  }
}

void ReadAwards(const engine::Reader& reader, const storage::KvStore& store,
                const engine::ReadView& view) {
  const auto awards = reader.AwardsAfter({}, 100);
  if (!awards.ok()) return;
  for (const auto& [id, row] : *awards) {
    reader.Award(id).status().IgnoreError();
    ReadPast(store, view, id, row);
  }
}

void ReadFunds(const engine::Reader& reader, const storage::KvStore& store,
               const engine::ReadView& view) {
  const auto funds = reader.Funds({}, 100);
  if (!funds.ok()) return;
  for (const auto& [id, row] : *funds) {
    engine::FundAmountsAt(store, view, id, {view.position}).status().IgnoreError();
  }
}

// Whatever can be asked of an open ledger; the answers do not matter.
void ReadAll(engine::Engine& ledger, const storage::KvStore& store) {
  const auto view = ledger.view();
  const engine::Reader reader(store, *view);
  reader.Entries(1, 1'000).status().IgnoreError();
  reader.PositionAt(view->recorded_time_us).status().IgnoreError();
  reader.PersonByReference("LL-1001").status().IgnoreError();
  reader.CardByToken("tok_00000001").status().IgnoreError();
  reader.CardsAfter({}, 100).status().IgnoreError();
  reader.ProvidersAfter({}, 100).status().IgnoreError();
  reader.ReferralsAfter(0, 100).status().IgnoreError();
  reader.WithheldLooksAfter(0, 100).status().IgnoreError();
  ReadAwards(reader, store, *view);
  ReadFunds(reader, store, *view);
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto disk = std::make_shared<storage::MemoryDisk>();
  for (const storage::KeyValue& row : TheSample().rows) disk->Tamper(row.key, row.value);
  tests::FuzzInput input(data, size);
  while (!input.empty()) {
    const std::string key(input.TakePiece());
    const std::string value(input.TakePiece());
    if (key.empty() || key[0] == '\0') continue;  // the store's own
    disk->Tamper(key, value.empty() ? std::nullopt : std::optional(value));
  }
  storage::MemoryAnchor anchor(std::make_shared<storage::MemoryAnchorFile>());
  const tests::ManualClock clock(tests::SampleOptions().now_us);
  auto store = storage::OpenMemoryStore(disk);
  CARDLEDGER_CHECK(store.ok(), "a memory store opens");
  tests::TestKeys keys;
  keys.disk().SetContent(TheSample().keys);
  const auto vault = keys.MustOpen([](size_t count) { return std::string(count, 'r'); });
  cardledger::fsck::Check(**store, anchor, vault.get(), {}).status().IgnoreError();
  engine::EngineOptions options;
  options.store = store->get();
  options.anchor = &anchor;
  options.vault = vault.get();
  options.clock = &clock;
  options.random_bytes = [](size_t count) { return std::string(count, 'r'); };
  const auto opened = engine::Engine::Open(options);
  if (opened.ok()) ReadAll(**opened, **store);
  return 0;
}
