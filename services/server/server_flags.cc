#include "services/server/server_flags.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

#include "CLI/CLI.hpp"

namespace cardledger::server {
namespace {

constexpr char kPurpose[] = "cardledgerd: the server of one ledger";

constexpr char kFooter[] = R"(
It prints one line when callers are let in. SIGTERM or SIGINT: it takes no new calls, finishes those
under way, and ends with code 0; a second signal ends it at once.

Example:
  cardledgerd --data-dir=var/ledger --create=SANDBOX --development-identities

Exit codes:
  0  stopped as asked
  1  an unexpected error
  2  a wrong option, a combination that is not allowed, or a policy file with faults
  3  the store cannot be served: none there, in use, of a newer format, or of the wrong kind
  4  the store is damaged, or behind its anchor
  5  it cannot listen at that address
)";

// Empty where `listen` is HOST:PORT, else what would be.
std::string CheckListen(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  int port = 0;
  const bool fits = colon != std::string::npos && colon != 0 &&
                    absl::SimpleAtoi(absl::string_view(listen).substr(colon + 1), &port) &&
                    port >= 0 && port <= 65'535;
  return fits ? "" : "must be HOST:PORT, such as 127.0.0.1:7420";
}

std::string CheckKind(const std::string& kind) {
  return kind == "SANDBOX" || kind == "LIVE" ? "" : "must be SANDBOX or LIVE";
}

std::string CheckFile(const std::string& path) {
  return std::ifstream(path) ? "" : "cannot be read: " + path;
}

// `kind` takes the name that --create is given.
void AddOptions(CLI::App& app, ServerFlags& flags, std::string& kind) {
  app.add_option("--data-dir", flags.data_dir,
                 "Where the ledger is kept: DIR/store, and DIR/anchor beside it")
      ->required()
      ->type_name("DIR");
  app.add_option("--listen", flags.listen,
                 "Where callers reach it; port 0 lets the system choose one")
      ->capture_default_str()
      ->type_name("HOST:PORT")
      ->check(CheckListen);
  app.add_option("--port-file", flags.port_file,
                 "Write the port there once callers are let in, and a line feed")
      ->type_name("FILE");
  app.add_option("--create", kind,
                 "Make a ledger of this kind where there is none; it stays so for\n"
                 "ever. Where there is a ledger, it must be of this kind")
      ->type_name("SANDBOX|LIVE")
      ->check(CheckKind);
  app.add_flag("--development-identities", flags.development_identities,
               "Believe what callers say of themselves: over a SANDBOX ledger at\n"
               "a loopback address alone. No other identities are there yet, so\n"
               "the server does not start without it")
      ->disable_flag_override();
  app.add_option("--policy-dir", flags.policy_dir,
                 "Activate those of DIR/*.textproto that are not yet, in the order\n"
                 "of their names, on a SANDBOX ledger on which no other policy has\n"
                 "ever been activated")
      ->type_name("DIR");
  app.set_config("--config", "",
                 "Read options from this file, one a line, such as\n"
                 "data-dir = \"var/ledger\"; the command line counts more")
      ->type_name("FILE")
      ->check(CheckFile);
  app.allow_config_extras(false);
  app.add_flag("--version", flags.version, "Print the version")->configurable(false);
  app.set_help_flag("-h,--help", "Print this");
  app.footer(kFooter);
}

}  // namespace

absl::StatusOr<ServerFlags> ParseServerFlags(std::vector<std::string> arguments) {
  ServerFlags flags;
  std::string kind;
  CLI::App app(kPurpose, "cardledgerd");
  AddOptions(app, flags, kind);
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    flags.help = true;
  } catch (const CLI::ParseError& error) {
    if (!flags.version) return absl::InvalidArgumentError(error.what());
  }
  if (kind == "SANDBOX") flags.create = journal::v1::LEDGER_KIND_SANDBOX;
  if (kind == "LIVE") flags.create = journal::v1::LEDGER_KIND_LIVE;
  return flags;
}

std::string ServerHelp() {
  ServerFlags flags;
  std::string kind;
  CLI::App app(kPurpose, "cardledgerd");
  AddOptions(app, flags, kind);
  return app.help();
}

}  // namespace cardledger::server
