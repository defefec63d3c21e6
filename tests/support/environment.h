#pragma once

// Numbers that whoever runs a test may set: how many seeds, and from which on.

#include <cstdint>

namespace cardledger::tests {

// The variable `name`, or `otherwise` where it is not set. What is set and no number fails the test
// that asks.
uint64_t NumberFromEnvironment(const char* name, uint64_t otherwise);

}  // namespace cardledger::tests
