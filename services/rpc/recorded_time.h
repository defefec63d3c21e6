#pragma once

// When an entry was recorded, for resources that show it: rows hold the sequence alone.

#include <cstdint>

#include "absl/status/statusor.h"

#include "services/engine/reads.h"

namespace cardledger::rpc {

// Microseconds since 1970-01-01T00:00:00Z. DATA_LOSS where the entry is missing.
absl::StatusOr<int64_t> RecordedTimeOf(const engine::Reader& reader, uint64_t sequence);

}  // namespace cardledger::rpc
