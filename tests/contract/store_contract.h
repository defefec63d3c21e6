#pragma once

// The fixture of the store's contract tests: one store of the kind under test, one writer, and
// short ways to write and to read.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "storage/kv_store.h"
#include "tests/contract/stores.h"
#include "tests/support/temporary_folder.h"

namespace cardledger::contract {

using storage::ApplyOutcome;
using storage::ApplyResult;
using storage::KeyRange;
using storage::KeyValue;
using storage::KvSnapshot;
using storage::KvStore;
using storage::KvWriter;
using storage::WriteBatch;

class StoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  using Values = std::vector<std::optional<std::string>>;

  StoreContract() : opener_(GetParam().make(folder_.path().string())) {}

  void SetUp() override { Open(); }

  // Opens the store and a writer one epoch above the last.
  void Open() {
    absl::StatusOr<std::unique_ptr<KvStore>> store = opener_();
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    OpenWriter();
  }

  void OpenWriter() {
    absl::StatusOr<std::unique_ptr<KvWriter>> writer = store_->OpenWriter(store_->last_epoch() + 1);
    ASSERT_TRUE(writer.ok()) << writer.status();
    writer_ = *std::move(writer);
  }

  void Close() {
    writer_.reset();
    const absl::Status closed = store_->Close();
    EXPECT_TRUE(closed.ok()) << closed;
    store_.reset();
  }

  void Reopen() {
    Close();
    Open();
  }

  static WriteBatch Puts(std::vector<KeyValue> rows) {
    WriteBatch batch;
    for (KeyValue& row : rows) batch.Put(std::move(row.key), std::move(row.value));
    return batch;
  }

  void Apply(const WriteBatch& batch) {
    const ApplyResult result = writer_->Apply(batch, writer_->sequence());
    ASSERT_EQ(result.outcome, ApplyOutcome::kOk) << result.message;
  }
  void Put(std::string key, std::string value) {
    Apply(Puts({{std::move(key), std::move(value)}}));
  }
  void Delete(std::string key) {
    WriteBatch batch;
    batch.Delete(std::move(key));
    Apply(batch);
  }

  Values MultiGet(const KvSnapshot& snapshot, const std::vector<std::string>& keys) const {
    absl::StatusOr<Values> values = store_->MultiGet(snapshot, keys);
    EXPECT_TRUE(values.ok()) << values.status();
    return values.ok() ? *std::move(values) : Values();
  }
  std::optional<std::string> Get(const std::string& key) const {
    const Values values = MultiGet(*store_->Snapshot(), {key});
    return values.size() == 1 ? values[0] : std::nullopt;
  }
  std::vector<KeyValue> Scan(const KvSnapshot& snapshot, const KeyRange& range = {},
                             size_t limit = 1'000'000) const {
    absl::StatusOr<std::vector<KeyValue>> rows = store_->Scan(snapshot, range, limit);
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() ? *std::move(rows) : std::vector<KeyValue>();
  }
  std::vector<std::string> Keys(const KeyRange& range = {}, size_t limit = 1'000'000) const {
    std::vector<std::string> keys;
    for (KeyValue& row : Scan(*store_->Snapshot(), range, limit))
      keys.push_back(std::move(row.key));
    return keys;
  }

  const tests::TemporaryFolder folder_;
  const StoreOpener opener_;
  std::unique_ptr<KvStore> store_;
  std::unique_ptr<KvWriter> writer_;
};

inline std::string StoreName(const testing::TestParamInfo<StoreKind>& info) {
  return info.param.name;
}

}  // namespace cardledger::contract
