// What the store costs: looking up request ids that are not there, and synced batches.

#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

#include "benchmark/benchmark.h"

#include "base/check.h"
#include "storage/kv_store.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/bench/bench_ledger.h"

namespace cardledger::bench {
namespace {

constexpr size_t kEntryBytes = 300;
constexpr int kRowsStored = 200'000;

// A store in a folder of its own, removed with it.
class ScratchStore {
 public:
  ScratchStore()
      : folder_(std::filesystem::temp_directory_path() /
                ("cardledger-bench-parts-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    auto store = storage::OpenRocksDbStore(
        {.path = (folder_ / "store").string(), .create_if_missing = true});
    CARDLEDGER_CHECK(store.ok(), "a store can be made in the temporary folder");
    store_ = *std::move(store);
    writer_ = *store_->OpenWriter(1);
  }
  ~ScratchStore() {
    writer_.reset();
    store_.reset();
    std::error_code ignored;  // a temporary folder
    std::filesystem::remove_all(folder_, ignored);
  }
  ScratchStore(const ScratchStore&) = delete;
  ScratchStore& operator=(const ScratchStore&) = delete;

  const storage::KvStore& store() const { return *store_; }
  bool Apply(const storage::WriteBatch& batch) {
    return writer_->Apply(batch, writer_->sequence()).outcome == storage::ApplyOutcome::kOk;
  }

 private:
  const std::filesystem::path folder_;
  std::unique_ptr<storage::KvStore> store_;
  std::unique_ptr<storage::KvWriter> writer_;
};

std::string FreshKey() { return "\x03" + NextRequestId().ToBytes(); }

// One row under a random key, as a request's, and one under the next number, as an entry's.
void AddRows(storage::WriteBatch& batch, uint64_t number) {
  batch.Put(FreshKey(), std::string(9, 'r'));
  std::string key = "\x02";
  for (int shift = 56; shift >= 0; shift -= 8) key.push_back(static_cast<char>(number >> shift));
  batch.Put(std::move(key), std::string(kEntryBytes, 'e'));
}

void ApplySynced(benchmark::State& state) {
  ScratchStore scratch;
  const auto pairs = static_cast<uint64_t>(state.range(0));
  uint64_t number = 0;
  for ([[maybe_unused]] auto _ : state) {
    storage::WriteBatch batch;
    for (uint64_t i = 0; i < pairs; ++i) AddRows(batch, ++number);
    if (!scratch.Apply(batch)) state.SkipWithError("a batch was not written");
  }
  state.SetItemsProcessed(static_cast<int64_t>(2 * number));
}
BENCHMARK(ApplySynced)->Arg(1)->Arg(64)->Arg(512)->UseRealTime();

void MultiGetAbsent(benchmark::State& state) {
  ScratchStore scratch;
  uint64_t number = 0;
  while (number < kRowsStored) {
    storage::WriteBatch batch;
    for (int i = 0; i < 1'000; ++i) AddRows(batch, ++number);
    CARDLEDGER_CHECK(scratch.Apply(batch), "a batch is written");
  }
  const std::shared_ptr<const storage::KvSnapshot> snapshot = scratch.store().Snapshot();
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    std::vector<std::string> keys;
    for (int64_t i = 0; i < state.range(0); ++i) keys.push_back(FreshKey());
    state.ResumeTiming();
    const auto values = scratch.store().MultiGet(*snapshot, keys);
    if (!values.ok()) state.SkipWithError("keys could not be looked up");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(MultiGetAbsent)->Arg(1)->Arg(64)->Arg(512);

}  // namespace
}  // namespace cardledger::bench
