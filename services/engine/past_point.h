#pragma once

// Which past state a read asks for: what was known at a position, about a day. Value type.

#include <cstdint>
#include <optional>

#include "services/domain/civil_day.h"

namespace cardledger::engine {

struct PastPoint {
  uint64_t position = 0;                          // counts only the first so many entries
  std::optional<domain::Day> day = std::nullopt;  // counts only what is effective on it or before
};

}  // namespace cardledger::engine
