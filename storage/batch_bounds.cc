#include "storage/batch_bounds.h"

#include "absl/container/flat_hash_set.h"

#include "base/check.h"

namespace cardledger::storage {

void CheckBatchBounds(const WriteBatch& batch) {
  CARDLEDGER_CHECK(!batch.empty(), "a batch must hold an operation");
  CARDLEDGER_CHECK(batch.bytes() <= kBatchBytesMax, "a batch must keep to its size");
  absl::flat_hash_set<absl::string_view> keys;
  keys.reserve(batch.operations().size());
  for (const WriteBatch::Operation& operation : batch.operations()) {
    CARDLEDGER_CHECK(!operation.key.empty(), "a key must have a first byte");
    CARDLEDGER_CHECK(operation.key[0] != kStoreOwnByte, "first byte 0x00 is the store's own");
    CARDLEDGER_CHECK(operation.key.size() <= kKeyBytesMax, "a key must keep to its size");
    CARDLEDGER_CHECK(!operation.value.has_value() || operation.value->size() <= kValueBytesMax,
                     "a value must keep to its size");
    CARDLEDGER_CHECK(keys.insert(operation.key).second, "a key stands at most once in a batch");
  }
}

}  // namespace cardledger::storage
