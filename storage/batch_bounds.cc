#include "storage/batch_bounds.h"

#include <algorithm>

#include "base/check.h"

namespace cardledger::storage {
namespace {

using Operation = WriteBatch::Operation;

void CheckOperation(const Operation& operation) {
  CARDLEDGER_CHECK(!operation.key.empty(), "a key must have a first byte");
  CARDLEDGER_CHECK(operation.key[0] != kStoreOwnByte, "first byte 0x00 is the store's own");
  CARDLEDGER_CHECK(operation.key.size() <= kKeyBytesMax, "a key must keep to its size");
  CARDLEDGER_CHECK(!operation.value.has_value() || operation.value->size() <= kValueBytesMax,
                   "a value must keep to its size");
}

}  // namespace

std::vector<const Operation*> CheckBatchBounds(const WriteBatch& batch) {
  CARDLEDGER_CHECK(!batch.empty(), "a batch must hold an operation");
  CARDLEDGER_CHECK(batch.bytes() <= kBatchBytesMax, "a batch must keep to its size");
  std::vector<const Operation*> sorted;
  sorted.reserve(batch.operations().size());
  for (const Operation& operation : batch.operations()) {
    CheckOperation(operation);
    sorted.push_back(&operation);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const Operation* a, const Operation* b) { return a->key < b->key; });
  const auto twice =
      std::adjacent_find(sorted.begin(), sorted.end(),
                         [](const Operation* a, const Operation* b) { return a->key == b->key; });
  CARDLEDGER_CHECK(twice == sorted.end(), "a key stands at most once in a batch");
  return sorted;
}

}  // namespace cardledger::storage
