#include "services/server/server_flags.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

#include "CLI/CLI.hpp"
#include "services/domain/limits.h"

namespace cardledger::server {
namespace {

constexpr char kPurpose[] = "cardledgerd: the server of one ledger";

constexpr char kFooter[] = R"(
It prints one line when callers are let in. SIGTERM or SIGINT: it takes no new calls, finishes those
under way, and ends with code 0; a second signal ends it at once.

Example:
  cardledgerd --data-dir=var/ledger --create=SANDBOX --development-identities
  cardledgerd --data-dir=/var/lib/cardledger --listen=0.0.0.0:7420 \
    --identities=identities.textproto --tls-certificate=server.pem --tls-key=server.key \
    --tls-client-ca=clients.pem

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

// With which callers prove who they are.
void AddProofOptions(CLI::App& app, ServerFlags& flags) {
  CLI::Option* identities =
      app.add_option("--identities", flags.identities,
                     "Who may call: the issuer of people's tokens, and systems by\n"
                     "their certificates (cardledger.config.v1.Identities as text)")
          ->type_name("FILE")
          ->excludes("--development-identities");
  CLI::Option* certificate =
      app.add_option("--tls-certificate", flags.tls.certificate,
                     "The server's certificate, with those between it and its\n"
                     "authority (PEM). These three files are looked at again\n"
                     "every few seconds")
          ->type_name("FILE")
          ->needs(identities);
  CLI::Option* key = app.add_option("--tls-key", flags.tls.key, "Its private key (PEM)")
                         ->type_name("FILE")
                         ->needs(identities);
  CLI::Option* client_ca =
      app.add_option("--tls-client-ca", flags.tls.client_ca,
                     "Authorities of the certificates of systems that call (PEM)")
          ->type_name("FILE")
          ->needs(identities);
  app.add_option("--tls-revoked", flags.tls.revoked_dir,
                 "A folder of certificate revocation lists (PEM), looked at as\n"
                 "often")
      ->type_name("DIR")
      ->needs(identities);
  identities->needs(certificate)->needs(key)->needs(client_ca);
}

// With which sealed details are encrypted.
void AddKeyOptions(CLI::App& app, ServerFlags& flags) {
  app.add_option("--key-file", flags.key_file,
                 "The keys of people's details; kept apart from DIR and its\n"
                 "backups. Not set: DIR.keys")
      ->type_name("FILE");
  app.add_option("--key-encryption-key", flags.kek_file,
                 "What those keys are encrypted under: 64 hexadecimal digits, in a\n"
                 "file of the server's user alone. Not set: the environment's\n"
                 "CARDLEDGER_KEY_ENCRYPTION_KEY, or for a SANDBOX ledger DIR.kek,\n"
                 "which --create makes")
      ->type_name("FILE");
  app.add_option("--previous-key-encryption-key", flags.previous_kek,
                 "What they were encrypted under before: the key file is changed\n"
                 "to the new one, once")
      ->type_name("FILE");
  app.add_flag("--accept-lost-keys", flags.accept_lost_keys,
               "Go on though keys are lost, and with them the details that were\n"
               "encrypted under them, for ever")
      ->disable_flag_override();
}

std::string CheckLogFormat(const std::string& format) {
  return format == "text" || format == "json" ? "" : "must be text or json";
}

// What operators watch, and how much callers may do.
void AddWatchOptions(CLI::App& app, ServerFlags& flags) {
  app.add_option("--metrics", flags.metrics,
                 "Show metrics there, at /metrics: a loopback address; port 0 lets\n"
                 "the system choose one, written beside the port file, in\n"
                 "FILE-metrics")
      ->type_name("HOST:PORT")
      ->check(CheckListen);
  app.add_option_function<std::string>(
         "--log-format", [&flags](const std::string& format) { flags.json_log = format == "json"; },
         "Lines for people, or one JSON object a line [text]")
      ->type_name("text|json")
      ->check(CheckLogFormat);
  app.add_option("--calls-per-second", flags.calls_per_second,
                 "That one person may make, after a pause four times as many at\n"
                 "once [50; no limit with development identities]")
      ->type_name("N")
      ->check(CLI::Range(1, domain::kCallsPerSecondMax));
  app.add_option("--system-calls-per-second", flags.system_calls_per_second,
                 "That one system may make [5000]; the identities file may say\n"
                 "another number for each")
      ->type_name("N")
      ->check(CLI::Range(1, domain::kCallsPerSecondMax));
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
               "a loopback address alone")
      ->disable_flag_override();
  AddProofOptions(app, flags);
  AddKeyOptions(app, flags);
  AddWatchOptions(app, flags);
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
