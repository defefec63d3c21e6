#include "clients/cli/global_options.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace cardledger::cli {

std::vector<std::string> RolesOf(const GlobalOptions& options) {
  std::vector<std::string> roles;
  for (absl::string_view role : absl::StrSplit(options.roles, ',', absl::SkipWhitespace())) {
    roles.push_back(absl::StrReplaceAll(absl::StripAsciiWhitespace(role), {{"-", "_"}}));
  }
  return roles;
}

}  // namespace cardledger::cli
