#pragma once

// Arithmetic on pence that cannot overflow unseen. Amounts are int64_t pence, GBP, never fractions.
// The bounds of limits.h keep every sum far below the type's end, so an overflow is a broken
// invariant and aborts. Pure, any thread.

#include <cstdint>

#include "base/check.h"

namespace cardledger::domain {

inline int64_t AddPence(int64_t a, int64_t b) {
  int64_t sum = 0;
  CARDLEDGER_CHECK(!__builtin_add_overflow(a, b, &sum), "a sum of pence must fit 64 bits");
  return sum;
}

inline int64_t SubtractPence(int64_t a, int64_t b) {
  int64_t difference = 0;
  CARDLEDGER_CHECK(!__builtin_sub_overflow(a, b, &difference),
                   "a difference of pence must fit 64 bits");
  return difference;
}

}  // namespace cardledger::domain
