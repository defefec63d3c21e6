#pragma once

// Where a sealed detail belongs. A value.

#include <cstdint>

#include "base/uuid.h"
#include "cardledger/journal/v1/privacy.pb.h"

namespace cardledger::vault {

// Whose keys a detail stands under, and where; what it is bound to when it is encrypted.
struct DetailPlace {
  base::Uuid owner{};
  journal::v1::RetentionClass retention = journal::v1::RETENTION_CLASS_UNSPECIFIED;
  uint64_t sequence = 0;  // of its entry
  uint8_t place = 0;      // in that entry
};

}  // namespace cardledger::vault
