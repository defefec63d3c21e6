#pragma once

// As much of the record format of RocksDB's logs and MANIFEST as it takes to tell a torn tail from
// damage. Pure; used by log_tail. The format: blocks of 32 KiB; in them fragments of a masked
// CRC-32C (4 bytes), a length (2) and a type (1), little-endian, and the bytes; a block's last 6
// bytes or fewer are zeros when no header fits. It knows no recycled and no compressed logs.

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace cardledger::storage {

uint32_t Crc32c(absl::string_view bytes);

// Where the last fragment begins, when `file` ends in it, it is not whole, and its end is zeros:
// the file had become longer when power was lost, and its last bytes were not yet written. nullopt
// when everything is whole, and when there is damage of any other kind: that is for RocksDB to
// report.
std::optional<size_t> FindTornTail(absl::string_view file);

}  // namespace cardledger::storage
