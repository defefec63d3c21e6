#pragma once

// The contract of a small file of slots, each overwritten in place: for secrets that must be gone
// once they were overwritten, which a store that only appends cannot promise. It knows nothing of
// what the slots hold.
//
// Order: a slot is a number from 0; the file ends behind its last slot.
// Atomicity: one slot is written whole or not at all, also when power fails; of several slots any
//   may have been written when Write fails or power does. Replace leaves the old file or the new.
//   The new one, where it was left unfinished, is overwritten when a writer opens the file again;
//   the old one when the new has taken its place, unless the process ends at that very moment.
// Durability: Write and Replace return OK only when what they wrote survives loss of power. That
//   the bytes before are gone from the medium is for the medium: a disk that keeps copies (flash, a
//   file system that copies on write, snapshots) may keep them; docs/OPERATIONS.md says what then.
// Threads: Read from any; Write from one at a time, also while others read; Replace while nobody
//   reads.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cardledger::storage {

// Divides the sectors of all disks, so that no slot spans two.
inline constexpr size_t kSlotBytes = 128;

struct Slot {
  uint64_t index = 0;
  std::string bytes;  // kSlotBytes
};

class SlotFile {
 public:
  virtual ~SlotFile() = default;

  // How many there are; 0 where the file was never written. UNAVAILABLE when that cannot be read.
  virtual absl::StatusOr<uint64_t> Count() const = 0;

  // The bytes of up to `count` slots from `first` on, fewer at the end of the file. UNAVAILABLE
  // when they cannot be read.
  virtual absl::StatusOr<std::string> Read(uint64_t first, size_t count) const = 0;

  // Overwrites or appends; a gap that it leaves reads as zeros. UNAVAILABLE when it cannot.
  virtual absl::Status Write(std::span<const Slot> slots) = 0;

  // Makes `whole`, a number of whole slots, the file's content. UNAVAILABLE when it cannot.
  virtual absl::Status Replace(absl::string_view whole) = 0;
};

}  // namespace cardledger::storage
