#pragma once

// What `load` and the rows of a run have in common.

#include "tests/scenario/world.h"

namespace cardledger::tests {

// Of award=, amount= and due=; without its request id.
absl::StatusOr<v1::CreateLoadRequest> LoadOf(Step& step);

}  // namespace cardledger::tests
