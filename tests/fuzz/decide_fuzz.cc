// Requests as they come from outside, one after the other: each is complained of, or decided on a
// ledger with a history, and what was decided folds. Nothing that passes validation may abort.

#include "tests/fuzz/fuzzed_ledger.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using cardledger::tests::FuzzedLedger;
  FuzzedLedger::After(cardledger::tests::FuzzInput(data, size));
  return 0;
}
