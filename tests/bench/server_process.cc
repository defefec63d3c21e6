#include "tests/bench/server_process.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/limits.h"
#include "services/server/identities_file.h"
#include "services/server/log_writer.h"
#include "services/server/server.h"
#include "storage/file/file_anchor.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/bench/bench_store.h"
#include "tests/bench/echo_service.h"
#include <sys/wait.h>

namespace cardledger::bench {
namespace {

constexpr char kThisProgram[] = "/proc/self/exe";
constexpr std::chrono::milliseconds kDrain{5'000};

absl::Status SystemError(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat(what, ": ", std::generic_category().message(errno)));
}

void WaitForEndOfInput() {
  char byte = 0;
  while (::read(STDIN_FILENO, &byte, 1) > 0) {
  }
}

// A rate that no load generator reaches, so that the limit is looked at and never met.
constexpr int32_t kCallsPerSecond = domain::kCallsPerSecondMax;

absl::StatusOr<server::CallerOptions> CallersOf(const std::string& folder, Callers callers) {
  if (callers == Callers::kBelieved) {
    return server::CallerOptions{.development = true, .proven = std::nullopt};
  }
  const std::string identities = IdentitiesOf(folder);
  CARDLEDGER_ASSIGN_OR_RETURN(config::v1::Identities known,
                              server::ReadIdentitiesFile(identities + "/identities.textproto"));
  return server::CallerOptions{
      .development = false,
      .proven = server::ProvenCallers{.identities = std::move(known),
                                      .tls = {.certificate = identities + "/server.pem",
                                              .key = identities + "/server.key",
                                              .client_ca = identities + "/authority.pem",
                                              .revoked_dir = identities + "/revoked"}}};
}

absl::StatusOr<server::ServerOptions> MakeOptions(const std::string& folder, Callers callers,
                                                  EchoServiceImpl& service,
                                                  const BenchClock& clock) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  server::ServerOptions options;
  CARDLEDGER_ASSIGN_OR_RETURN(
      options.store,
      storage::OpenRocksDbStore({.path = StoreFolder(folder), .create_if_missing = true}));
  options.anchor = std::make_unique<storage::FileAnchor>(AnchorFile(folder));
  CARDLEDGER_ASSIGN_OR_RETURN(options.keys.file, OpenKeyFile(folder));
  options.keys.kek = kBenchKek;
  options.clock = &clock;
  options.create = journal::v1::LEDGER_KIND_SANDBOX;
  CARDLEDGER_ASSIGN_OR_RETURN(options.callers, CallersOf(folder, callers));
  if (callers == Callers::kProven) options.call_limits = {kCallsPerSecond, kCallsPerSecond};
  options.extra_services = {&service};
  options.log = [](const base::LogEvent& event) {
    std::fprintf(stderr, "server: %s\n", server::TextLine(event).c_str());
  };
  return options;
}

}  // namespace

std::string IdentitiesOf(const std::string& folder) { return folder + "/identities"; }

absl::Status Serve(const std::string& folder, const LedgerShape& shape, Callers callers) {
  EchoServiceImpl service;
  BenchClock clock;
  CARDLEDGER_ASSIGN_OR_RETURN(server::ServerOptions options,
                              MakeOptions(folder, callers, service, clock));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<server::Server> server,
                              server::Server::Open(std::move(options)));
  engine::Engine& engine = server->engine();
  if (engine.view()->position == 1) CARDLEDGER_RETURN_IF_ERROR(PrepareLedger(engine, clock, shape));
  service.SetEngine(engine);
  CARDLEDGER_RETURN_IF_ERROR(server->Listen("127.0.0.1:0"));
  std::printf("%d\n", server->port());
  std::fflush(stdout);
  WaitForEndOfInput();
  return server->Shutdown(kDrain);
}

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    std::vector<std::string> arguments) {
  std::array<int, 2> to{};
  std::array<int, 2> from{};
  if (::pipe2(to.data(), O_CLOEXEC) != 0 || ::pipe2(from.data(), O_CLOEXEC) != 0) {
    return SystemError("a pipe cannot be made");
  }
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
  arguments.insert(arguments.begin(), "cardledger-bench");
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  errno = ::posix_spawn(&pid, kThisProgram, &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(to[0]);
  ::close(from[1]);
  if (errno != 0) return SystemError("the program cannot be started again");
  return std::unique_ptr<ChildProcess>(new ChildProcess(pid, to[1], from[0]));
}

ChildProcess::~ChildProcess() {
  ::close(to_);
  ::close(from_);
  ::waitpid(pid_, nullptr, 0);
}

absl::StatusOr<std::string> ChildProcess::ReadLine() const {
  std::string line;
  char byte = 0;
  while (::read(from_, &byte, 1) == 1) {
    if (byte == '\n') return line;
    line.push_back(byte);
  }
  return absl::UnavailableError("the other process ended early; its reason stands above");
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(const std::string& folder,
                                                                    const LedgerShape& shape,
                                                                    Callers callers) {
  std::vector<std::string> arguments = {"--serve", folder, "--awards", absl::StrCat(shape.awards)};
  if (callers == Callers::kProven) arguments.emplace_back("--proven-callers");
  CARDLEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ChildProcess> child,
                              ChildProcess::Start(std::move(arguments)));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string line, child->ReadLine());
  int port = 0;
  if (!absl::SimpleAtoi(line, &port)) return absl::InternalError("the server names no port");
  return std::unique_ptr<ServerProcess>(
      new ServerProcess(std::move(child), absl::StrCat("127.0.0.1:", port)));
}

}  // namespace cardledger::bench
