#pragma once

// `cardledger load bulk`: checks a file, sends it, and says what came of every row.

#include <string>

#include "clients/cli/context.h"

namespace cardledger::cli {

struct BulkOptions {
  std::string path;
  std::string batch_reference;
  bool keep_good = false;
};

ExitCode BulkLoad(Context& context, const BulkOptions& options);

}  // namespace cardledger::cli
