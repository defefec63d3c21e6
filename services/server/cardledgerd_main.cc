// cardledgerd: one ledger over gRPC, on an embedded store. `cardledgerd --help` says the rest.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

#include "base/status_macros.h"
#include "services/engine/errors.h"
#include "services/server/grpc_log.h"
#include "services/server/log_writer.h"
#include "services/server/policy_files.h"
#include "services/server/random_bytes.h"
#include "services/server/server.h"
#include "services/server/server_flags.h"
#include "services/server/stop_signals.h"
#include "services/vault/kek.h"
#include "storage/file/file_anchor.h"
#include "storage/file/file_slots.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace cardledger::server {
namespace {

// In --help and docs/OPERATIONS.md.
enum ExitCode {
  kStopped = 0,
  kUnexpected = 1,
  kWrongUse = 2,
  kNotServable = 3,
  kDamaged = 4,
  kCannotListen = 5,
};

// What was accepted takes milliseconds; a client that reads nothing is not waited for longer.
constexpr std::chrono::milliseconds kDrain{10'000};
constexpr std::chrono::seconds kProgressInterval{1};

// Set once, before there is another thread.
bool& LogsJson() {
  static bool json = false;
  return json;
}

void Write(const base::LogEvent& event) {
  if (LogsJson()) {
    const int64_t wall_us = engine::SystemClock().WallMicroseconds();
    std::fprintf(stderr, "%s\n", JsonLine(event, wall_us).c_str());
  } else {
    std::fprintf(stderr, "cardledgerd: %s\n", TextLine(event).c_str());
  }
}

void Log(absl::string_view event, absl::string_view message) {
  Write({.event = event, .message = std::string(message)});
}

ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return kWrongUse;
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
      return kNotServable;
    case absl::StatusCode::kDataLoss:
      return kDamaged;
    default:
      return kUnexpected;
  }
}

int Fail(ExitCode code, const absl::Status& status) {
  Write({.severity = base::Severity::kError,
         .event = "ended",
         .message = std::string(status.message())});
  return code;
}

// Says now and then how far a long opening has come, and ends the process when it is to stop:
// whatever opening has written by then, another start goes on from or does again.
class Progress {
 public:
  explicit Progress(const StopSignals& signals) : signals_(&signals) {}

  void operator()(uint64_t done, uint64_t total) {
    if (signals_->Arrived()) {
      Log("stopped", absl::StrCat("stopped while opening, at ", done, " of ", total,
                                  " entries; the next start does it again"));
      std::_Exit(kStopped);
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < kProgressInterval) return;
    last_ = now;
    Log("opening", absl::StrCat("opening: ", done, " of ", total, " entries"));
  }

 private:
  const StopSignals* signals_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

absl::StatusOr<CallerOptions> ReadCallers(const ServerFlags& flags) {
  CallerOptions callers{.development = flags.development_identities, .proven = std::nullopt};
  if (flags.identities.empty()) return callers;
  CARDLEDGER_ASSIGN_OR_RETURN(config::v1::Identities identities,
                              ReadIdentitiesFile(flags.identities));
  callers.proven = {.identities = std::move(identities), .tls = flags.tls};
  return callers;
}

// A ledger to try things on takes a key of its own, so that it needs no preparation.
absl::StatusOr<std::string> FindKek(const ServerFlags& flags, const std::string& own) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing of ours sets the environment
  if (!flags.kek_file.empty() || std::getenv(vault::kKekVariable) != nullptr) {
    return vault::ReadKek(flags.kek_file);
  }
  if (flags.create == journal::v1::LEDGER_KIND_SANDBOX && !std::filesystem::exists(own)) {
    CARDLEDGER_RETURN_IF_ERROR(vault::MakeKekFile(own, RandomBytes));
  }
  return vault::ReadKek(std::filesystem::exists(own) ? own : "");
}

absl::StatusOr<KeyOptions> OpenKeys(const ServerFlags& flags) {
  const vault::KeyPaths beside = vault::KeyPathsBeside(flags.data_dir);
  KeyOptions keys;
  keys.accept_lost = flags.accept_lost_keys;
  CARDLEDGER_ASSIGN_OR_RETURN(keys.kek, FindKek(flags, beside.kek));
  if (!flags.previous_kek.empty()) {
    CARDLEDGER_ASSIGN_OR_RETURN(keys.previous_kek, vault::ReadKek(flags.previous_kek));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(
      keys.file, storage::FileSlots::Open(flags.key_file.empty() ? beside.keys : flags.key_file,
                                          storage::FileSlots::Use::kWrite));
  return keys;
}

absl::StatusOr<ServerOptions> OpenFiles(const ServerFlags& flags, CallerOptions callers,
                                        const StopSignals& signals) {
  const std::filesystem::path folder(flags.data_dir);
  if (flags.create) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
      return absl::UnavailableError(
          absl::StrCat("cannot make the folder ", flags.data_dir, ": ", error.message()));
    }
  }
  ServerOptions options;
  options.create = flags.create;
  options.callers = std::move(callers);
  options.progress = Progress(signals);
  options.log = Write;
  options.metrics_address = flags.metrics;
  options.call_limits = {.person_calls_per_second = flags.calls_per_second,
                         .system_calls_per_second = flags.system_calls_per_second};
  absl::StatusOr<std::unique_ptr<storage::KvStore>> store = storage::OpenRocksDbStore(
      {.path = (folder / "store").string(), .create_if_missing = flags.create.has_value()});
  if (absl::IsNotFound(store.status())) {
    return absl::NotFoundError(absl::StrCat("there is no ledger in ", flags.data_dir,
                                            "; --create=SANDBOX makes one to try things on"));
  }
  CARDLEDGER_RETURN_IF_ERROR(store.status());
  options.store = *std::move(store);
  options.anchor = std::make_unique<storage::FileAnchor>((folder / "anchor").string());
  CARDLEDGER_ASSIGN_OR_RETURN(options.keys, OpenKeys(flags));
  return options;
}

// Whole or not at all, because others wait for it.
absl::Status WritePortFile(const std::string& path, int port) {
  const std::string draft = path + ".new";
  {
    std::ofstream file(draft, std::ios::trunc);
    file << port << "\n";
    file.flush();
    if (!file) return absl::UnavailableError(absl::StrCat("cannot write ", draft));
  }
  std::error_code error;
  std::filesystem::rename(draft, path, error);
  if (error) return absl::UnavailableError(absl::StrCat("cannot write ", path));
  return absl::OkStatus();
}

absl::Status WritePortFiles(const Server& server, const ServerFlags& flags) {
  if (flags.port_file.empty()) return absl::OkStatus();
  // Last the one that is waited for.
  if (server.metrics_port() != 0) {
    CARDLEDGER_RETURN_IF_ERROR(WritePortFile(flags.port_file + "-metrics", server.metrics_port()));
  }
  return WritePortFile(flags.port_file, server.port());
}

absl::Status ActivatePolicies(Server& server, const ServerFlags& flags) {
  if (flags.policy_dir.empty()) return absl::OkStatus();
  const absl::StatusOr<int> activated =
      ActivatePolicyFiles(server.engine(), server.store(), flags.policy_dir);
  if (engine::ReasonOf(activated.status()) == engine::kReasonClockUnsure) {
    // An administrator can confirm the clock only where there is a server to call.
    Log("policies_left",
        absl::StrCat("policies are left for the next start: ", activated.status().message()));
    return absl::OkStatus();
  }
  CARDLEDGER_RETURN_IF_ERROR(activated.status());
  if (*activated > 0) Log("policies_activated", absl::StrCat("activated policies: ", *activated));
  return absl::OkStatus();
}

void PrintReady(Server& server, const ServerFlags& flags) {
  const std::string host = flags.listen.substr(0, flags.listen.rfind(':'));
  const engine::LedgerIdentity& ledger = server.engine().identity();
  std::printf("cardledgerd: listening on %s:%d, ledger %s (%s), position %llu\n", host.c_str(),
              server.port(), ledger.id.ToString().c_str(),
              ledger.kind == journal::v1::LEDGER_KIND_LIVE ? "LIVE" : "SANDBOX",
              static_cast<unsigned long long>(server.engine().view()->position));
  std::fflush(stdout);
}

int Serve(const ServerFlags& flags, StopSignals& signals) {
  // What can be known to be wrong is said before any file is touched.
  if (!flags.metrics.empty() && !IsLoopback(flags.metrics)) {
    return Fail(kWrongUse, absl::InvalidArgumentError(absl::StrCat(
                               "--metrics needs a loopback address, such as 127.0.0.1:7421, not ",
                               flags.metrics)));
  }
  if (flags.development_identities && !IsLoopback(flags.listen)) {
    return Fail(kWrongUse, absl::InvalidArgumentError(absl::StrCat(
                               "--development-identities needs a loopback address in --listen, "
                               "such as 127.0.0.1:7420, not ",
                               flags.listen)));
  }
  absl::StatusOr<CallerOptions> callers = ReadCallers(flags);
  if (!callers.ok()) return Fail(kWrongUse, callers.status());
  if (const absl::Status allowed = Server::CheckAllowed(*callers, flags.create); !allowed.ok()) {
    return Fail(kWrongUse, allowed);
  }
  absl::StatusOr<ServerOptions> options = OpenFiles(flags, *std::move(callers), signals);
  if (!options.ok()) return Fail(ExitCodeOf(options.status()), options.status());
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Open(*std::move(options));
  if (!server.ok()) return Fail(ExitCodeOf(server.status()), server.status());
  if (signals.Arrived()) {
    Log("stopped", "stopped before callers were let in");
    return kStopped;
  }
  if (const absl::Status status = ActivatePolicies(**server, flags); !status.ok()) {
    return Fail(ExitCodeOf(status), status);
  }
  if (const absl::Status status = (*server)->Listen(flags.listen); !status.ok()) {
    return Fail(kCannotListen, status);
  }
  if (const absl::Status status = WritePortFiles(**server, flags); !status.ok()) {
    return Fail(kUnexpected, status);
  }
  PrintReady(**server, flags);

  signals.Wait();
  Log("stopping", "stopping: calls under way are finished first");
  if (const absl::Status status = (*server)->Shutdown(kDrain); !status.ok()) {
    return Fail(kUnexpected, status);
  }
  Log("stopped", "stopped");
  return kStopped;
}

}  // namespace
}  // namespace cardledger::server

int main(int argc, char** argv) {
  using namespace cardledger::server;  // NOLINT(google-build-using-namespace): this file is it
  // gRPC and Abseil lock a lot, and their detector of deadlocks would take a tenth of all calls.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  StopSignals signals;
  const absl::StatusOr<ServerFlags> flags =
      ParseServerFlags(std::vector<std::string>(argv + 1, argv + argc));
  if (!flags.ok()) return Fail(kWrongUse, flags.status());
  LogsJson() = flags->json_log;
  if (flags->help) {
    std::fputs(ServerHelp().c_str(), stdout);
    return kStopped;
  }
  if (flags->version) {
    std::puts("cardledgerd " CARDLEDGER_VERSION);
    return kStopped;
  }
  TakeGrpcsLog(Write);
  return Serve(*flags, signals);
}
