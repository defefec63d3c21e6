#pragma once

// Demonstration data, made through the API: a fund, a policy where none is in force, six invented
// persons, awards and loads up to the annual limit, and one load beyond it, which is refused and
// shown. Every step has a fixed request id, so a second run makes nothing twice. Refuses any ledger
// that is not a sandbox. One thread.

#include <string>

#include "clients/cli/context.h"

namespace cardledger::cli {

struct DemoOptions {
  // Brought into force where no policy is.
  std::string policy_path = "deploy/policy/scheme-2026-04.textproto";
};

ExitCode RunDemo(Context& context, const DemoOptions& options);

}  // namespace cardledger::cli
