#include "services/vault/slot_reading.h"

#include "base/status_macros.h"
#include "services/vault/key_slots.h"

namespace cardledger::vault {
namespace {

constexpr int kLooks = 3;

}  // namespace

absl::StatusOr<std::string> ReadWholeSlot(const storage::SlotFile& file, uint64_t index) {
  absl::Status status;
  for (int look = 0; look < kLooks; ++look) {
    CARDLEDGER_ASSIGN_OR_RETURN(std::string bytes, file.Read(index, 1));
    status = DecodeSlot(index, bytes).status();
    if (status.ok()) return bytes;
  }
  return status;
}

}  // namespace cardledger::vault
