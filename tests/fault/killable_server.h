#pragma once

// The real server as a process of its own on a ledger that outlives it, to be killed and started
// again, and looked at by fsck when it is gone. One thread; only Kill may be called by others.

#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "clients/cpp/client.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cardledger::fault {

class KillableServer {
 public:
  // Starts the server and waits until callers are let in. Whether they are.
  bool Start() {
    const std::string port_file = folder_.file("port");
    std::filesystem::remove(port_file);  // of the server before
    server_.emplace(CARDLEDGERD_PROGRAM, Arguments(port_file));
    port_ = server_->AwaitPort(port_file);
    return port_.has_value();
  }

  // Of the server that was started last. Tries once: what comes of a broken call is for the journal
  // to decide.
  std::unique_ptr<client::Client> Connect(client::Identity identity) const {
    client::ClientOptions options;
    options.address = absl::StrCat("127.0.0.1:", *port_);
    options.identity = std::move(identity);
    options.retry.backoff_first = absl::Hours(1);
    options.retry.backoff_max = absl::Hours(1);
    return client::Client::Connect(options);
  }

  void Kill() { server_->Signal(SIGKILL); }
  void AwaitExit() { server_->AwaitExit(); }
  // In good order; its exit code.
  int Stop() {
    server_->Signal(SIGTERM);
    return server_->AwaitExit();
  }
  tests::ProgramRun Fsck() const {
    return tests::RunProgram(CARDLEDGER_FSCK_PROGRAM, {"--data-dir=" + folder_.file("ledger")});
  }
  // The exit code of a second server on the same ledger.
  int StartSecond() const {
    return tests::RunProgram(CARDLEDGERD_PROGRAM, Arguments(folder_.file("second-port"))).exit_code;
  }
  std::string Output() const { return server_->Output(); }

 private:
  std::vector<std::string> Arguments(const std::string& port_file) const {
    return {"--data-dir=" + folder_.file("ledger"), "--listen=127.0.0.1:0",
            "--port-file=" + port_file, "--create=SANDBOX", "--development-identities"};
  }

  const tests::TemporaryFolder folder_;
  std::optional<tests::Program> server_;
  std::optional<int> port_;
};

}  // namespace cardledger::fault
