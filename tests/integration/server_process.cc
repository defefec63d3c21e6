#include "tests/integration/server_process.h"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <thread>
#include <unistd.h>

#include "base/check.h"
#include <sys/wait.h>

namespace cardledger::tests {

ServerProcess::ServerProcess(const std::string& program,
                             const std::vector<std::string>& arguments) {
  const std::string output = folder_.file("output");
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  process_ = fork();
  CARDLEDGER_CHECK(process_ >= 0, "a process can be started");
  if (process_ == 0) {
    const int file = open(output.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    if (file < 0 || dup2(file, STDOUT_FILENO) < 0 || dup2(file, STDERR_FILENO) < 0) _exit(126);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
}

ServerProcess::~ServerProcess() {
  if (!Reap(false)) Signal(SIGKILL);
  Reap(true);
}

std::optional<int> ServerProcess::AwaitPort(const std::string& port_file) {
  while (!Reap(false)) {
    std::ifstream file(port_file);
    int port = 0;
    if (file >> port) return port;
    std::this_thread::yield();
  }
  return std::nullopt;
}

void ServerProcess::Signal(int signal) { kill(process_, signal); }

int ServerProcess::AwaitExit() {
  Reap(true);
  return *exit_;
}

std::string ServerProcess::Output() const {
  std::ifstream file(folder_.file("output"));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

bool ServerProcess::Reap(bool block) {
  if (exit_) return true;
  int status = 0;
  const pid_t ended = waitpid(process_, &status, block ? 0 : WNOHANG);
  CARDLEDGER_CHECK(ended >= 0, "a child can be waited for");
  if (ended == 0) return false;
  exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return true;
}

}  // namespace cardledger::tests
