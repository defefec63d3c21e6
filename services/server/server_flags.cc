#include "services/server/server_flags.h"

#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "base/status_macros.h"

namespace cardledger::server {
namespace {

constexpr absl::string_view kHelp = R"(cardledgerd: the server of one ledger.

Usage: cardledgerd --data-dir=DIR [options]

  --data-dir=DIR           where the ledger is kept: DIR/store, and DIR/anchor beside it
  --listen=HOST:PORT       where callers reach it (default 127.0.0.1:7420); port 0 lets the system
                           choose
  --port-file=FILE         write the port there once callers are let in, as a number and a line feed
  --create=SANDBOX|LIVE    make a ledger of this kind, for ever, where there is none; where there is
                           one, it must be of this kind
  --development-identities believe what callers say of themselves: over a SANDBOX ledger at a
                           loopback address alone. No other identities are there yet, so the server
                           does not start without it
  --policy-dir=DIR         activate DIR/*.textproto, in the order of their names, on a SANDBOX
                           ledger on which no policy has ever been activated
  --flagfile=FILE          read options from FILE, one a line; lines that begin with # are comments
  --version                print the version
  --help                   print this

It prints one line when callers are let in. SIGTERM or SIGINT: it takes no new calls, finishes those
under way, and ends with code 0; a second signal ends it at once.

Exit codes:
  0  stopped as asked
  1  an unexpected error
  2  a wrong option, a combination that is not allowed, or a policy file with faults
  3  the store cannot be served: none there, in use, of a newer format, or of the wrong kind
  4  the store is damaged, or behind its anchor
  5  it cannot listen at that address
)";

class Parser {
 public:
  absl::Status Take(absl::string_view argument, bool from_file) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(argument, absl::MaxSplits('=', 1));
    const absl::string_view name = parts.first;
    const bool has_value = absl::StrContains(argument, '=');
    if (!seen_.insert(std::string(name)).second) return Fault(name, "stands twice");
    if (bool* const option = Switch(name)) {
      if (has_value) return Fault(name, "takes no value");
      *option = true;
      return absl::OkStatus();
    }
    if (name == "--flagfile" && from_file) return Fault(name, "cannot stand in a file of options");
    std::string* const option = Text(name);
    if (option == nullptr && name != "--create" && name != "--flagfile") {
      return Fault(name, "is not an option; see cardledgerd --help");
    }
    if (!has_value || parts.second.empty()) {
      return Fault(name, absl::StrCat("needs a value, as in ", name, "=..."));
    }
    if (name == "--create") return TakeKind(parts.second);
    if (name == "--flagfile") return TakeFile(std::string(parts.second));
    *option = std::string(parts.second);
    return absl::OkStatus();
  }

  absl::StatusOr<ServerFlags> Finish() {
    if (flags_.help || flags_.version) return flags_;
    if (flags_.data_dir.empty()) return Fault("--data-dir", "is missing");
    const size_t colon = flags_.listen.rfind(':');
    int port = 0;
    if (colon == std::string::npos || colon == 0 ||
        !absl::SimpleAtoi(absl::string_view(flags_.listen).substr(colon + 1), &port) || port < 0 ||
        port > 65'535) {
      return Fault("--listen", "must be HOST:PORT, such as 127.0.0.1:7420");
    }
    return flags_;
  }

 private:
  static absl::Status Fault(absl::string_view name, absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(name, " ", what));
  }

  bool* Switch(absl::string_view name) {
    if (name == "--help" || name == "-h") return &flags_.help;
    if (name == "--version") return &flags_.version;
    if (name == "--development-identities") return &flags_.development_identities;
    return nullptr;
  }

  std::string* Text(absl::string_view name) {
    if (name == "--data-dir") return &flags_.data_dir;
    if (name == "--listen") return &flags_.listen;
    if (name == "--port-file") return &flags_.port_file;
    if (name == "--policy-dir") return &flags_.policy_dir;
    return nullptr;
  }

  absl::Status TakeKind(absl::string_view value) {
    if (value == "SANDBOX") {
      flags_.create = journal::v1::LEDGER_KIND_SANDBOX;
    } else if (value == "LIVE") {
      flags_.create = journal::v1::LEDGER_KIND_LIVE;
    } else {
      return Fault("--create", "must be SANDBOX or LIVE");
    }
    return absl::OkStatus();
  }

  absl::Status TakeFile(const std::string& path) {
    std::ifstream file(path);
    if (!file) return Fault("--flagfile", absl::StrCat("cannot be read: ", path));
    std::string line;
    while (std::getline(file, line)) {
      const absl::string_view option = absl::StripAsciiWhitespace(line);
      if (option.empty() || option[0] == '#') continue;
      CARDLEDGER_RETURN_IF_ERROR(Take(option, true));
    }
    return absl::OkStatus();
  }

  ServerFlags flags_;
  std::set<std::string> seen_;
};

}  // namespace

absl::StatusOr<ServerFlags> ParseServerFlags(const std::vector<std::string>& arguments) {
  Parser parser;
  for (const std::string& argument : arguments) {
    CARDLEDGER_RETURN_IF_ERROR(parser.Take(argument, false));
  }
  return parser.Finish();
}

std::string ServerHelp() { return std::string(kHelp); }

}  // namespace cardledger::server
