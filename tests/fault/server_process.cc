#include "tests/fault/server_process.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <unistd.h>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "base/check.h"
#include <sys/wait.h>

namespace cardledger::fault {
namespace {

// The child's standard output goes to `output`, or nowhere else than ours where it is negative.
pid_t Spawn(const std::vector<std::string>& arguments, int output) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  CARDLEDGER_CHECK(posix_spawn_file_actions_init(&actions) == 0, "a child can be prepared");
  if (output >= 0) posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? pid : 0;
}

std::optional<int> Await(pid_t pid) {
  int status = 0;
  if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) return std::nullopt;
  return WEXITSTATUS(status);
}

// Reads until the child has said that it listens; false when it ends before.
bool AwaitListening(int output) {
  std::string said;
  std::array<char, 256> buffer;
  while (!absl::StrContains(said, "listening on")) {
    const ssize_t count = read(output, buffer.data(), buffer.size());
    if (count <= 0) return false;
    said.append(buffer.data(), static_cast<size_t>(count));
  }
  return true;
}

}  // namespace

ServerProcess::ServerProcess(std::string program, std::string data_dir)
    : program_(std::move(program)), data_dir_(std::move(data_dir)) {}

ServerProcess::~ServerProcess() {
  if (pid_ != 0) Kill();
}

bool ServerProcess::Start() {
  const std::string port_file = data_dir_ + ".port";
  std::array<int, 2> pipe_ends{};
  CARDLEDGER_CHECK(pipe2(pipe_ends.data(), O_CLOEXEC) == 0, "a pipe can be made");
  pid_ = Spawn({program_, "--data-dir=" + data_dir_, "--listen=127.0.0.1:0",
                "--port-file=" + port_file, "--create=SANDBOX", "--development-identities"},
               pipe_ends[1]);
  close(pipe_ends[1]);
  const bool listens = pid_ != 0 && AwaitListening(pipe_ends[0]);
  close(pipe_ends[0]);
  if (!listens) return false;
  int port = 0;
  std::ifstream(port_file) >> port;
  address_ = absl::StrCat("127.0.0.1:", port);
  return port > 0;
}

void ServerProcess::Kill() {
  kill(pid_, SIGKILL);
  AwaitEnd();
}

std::optional<int> ServerProcess::Stop() {
  kill(pid_, SIGTERM);
  return AwaitEnd();
}

std::optional<int> ServerProcess::AwaitEnd() { return Await(std::exchange(pid_, 0)); }

std::optional<int> RunProgram(const std::vector<std::string>& arguments) {
  const pid_t pid = Spawn(arguments, -1);
  return pid == 0 ? std::nullopt : Await(pid);
}

}  // namespace cardledger::fault
