#pragma once

// Request ids. Every mutation carries one; it is made before the first send and kept over all
// tries, so that a try whose answer was lost is answered, not done again. Safe from any thread.

#include <string>

#include "absl/strings/string_view.h"

#include "base/uuid.h"

namespace cardledger::client {

// A random id (UUID version 4) from the operating system's random numbers.
std::string NewRequestId();

// The name space of all ids derived under `name`, for base::Uuid::Version5 where many are made.
base::Uuid RequestIdSpace(absl::string_view name);

// The id that belongs to `name` among the names of `name_space` (UUID version 5 within version 5):
// the same two texts give the same id on every machine.
std::string DerivedRequestId(absl::string_view name_space, absl::string_view name);

}  // namespace cardledger::client
