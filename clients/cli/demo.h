#pragma once

// Demonstration data, made through the API: a policy where none is in force, and then what
// clients/demo plans, with one load beyond the annual limit at the end, which is refused and shown.
// Every step has a fixed request id, so a second run makes nothing twice and an interrupted one
// goes on. Refuses any ledger that is not a sandbox. One thread.

#include <cstdint>
#include <string>

#include "clients/cli/context.h"

namespace cardledger::cli {

struct DemoOptions {
  // Brought into force where no policy is.
  std::string policy_path = "deploy/policy/scheme-2026-04.textproto";
  // Another one makes other people, awards and loads.
  uint64_t seed = 1;
};

ExitCode RunDemo(Context& context, const DemoOptions& options);

}  // namespace cardledger::cli
