#include "tests/support/environment.h"

#include <cstdlib>

#include "absl/strings/numbers.h"
#include "gtest/gtest.h"

namespace cardledger::tests {

uint64_t NumberFromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes it
  if (text != nullptr && !absl::SimpleAtoi(text, &otherwise)) {
    ADD_FAILURE() << name << " must be a number, not " << text;
  }
  return otherwise;
}

}  // namespace cardledger::tests
