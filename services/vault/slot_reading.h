#pragma once

// Reading one slot of a key file that somebody overwrites meanwhile. Any thread, any process.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

#include "storage/slot_file.h"

namespace cardledger::vault {

// The slot's bytes, which DecodeSlot takes. A slot that is being overwritten may be read half; it
// is whole at the next look. UNAVAILABLE when it cannot be read; DATA_LOSS where it is damaged.
absl::StatusOr<std::string> ReadWholeSlot(const storage::SlotFile& file, uint64_t index);

}  // namespace cardledger::vault
