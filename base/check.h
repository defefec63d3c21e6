#pragma once

// CARDLEDGER_CHECK: a broken invariant ends the process, in release builds too, because a ledger
// that goes on after one may pay the wrong money. Not for bad input, refusals or failing disks:
// those are values (absl::Status, Refused). Safe from any thread.

#include <cstdio>
#include <cstdlib>

namespace cardledger::base {

[[noreturn]] inline void CheckFailed(const char* condition, const char* message, const char* file,
                                     int line) {
  std::fprintf(stderr, "%s:%d: invariant broken: %s (%s)\n", file, line, message, condition);
  std::abort();
}

}  // namespace cardledger::base

// `message` says what must hold, in words; it is a C string.
#define CARDLEDGER_CHECK(condition, message)                                      \
  do {                                                                            \
    if (!(condition)) [[unlikely]] {                                              \
      ::cardledger::base::CheckFailed(#condition, (message), __FILE__, __LINE__); \
    }                                                                             \
  } while (false)
