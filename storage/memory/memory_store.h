#pragma once

// The memory twin: a KvStore over a MemoryDisk, for tests and simulation. Keeps every sentence of
// kv_store.h; memory_disk.h says what it models of crashes and failures, and what not.
// After a failed Apply its writer answers every later Apply with the same outcome. After kUnknown
// the store opens no writer until it was reopened, which decides the batch one way or the other.
// Close and the destructor abort while a writer or snapshot is alive.

#include <memory>

#include "absl/status/statusor.h"

#include "storage/kv_store.h"
#include "storage/memory/memory_disk.h"

namespace cardledger::storage {

// FAILED_PRECONDITION while another store has `disk` open.
absl::StatusOr<std::unique_ptr<KvStore>> OpenMemoryStore(std::shared_ptr<MemoryDisk> disk);

}  // namespace cardledger::storage
