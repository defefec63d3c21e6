#include "tests/support/program.h"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sstream>
#include <thread>
#include <unistd.h>

#include "base/check.h"
#include <sys/wait.h>

namespace cardledger::tests {
namespace {

// As C wants them; they point into `words`.
std::vector<char*> Pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

Program::Program(const std::string& path, const std::vector<std::string>& arguments,
                 const std::optional<std::vector<std::string>>& environment) {
  std::vector<std::string> words{path};
  words.insert(words.end(), arguments.begin(), arguments.end());
  posix_spawn_file_actions_t actions;
  CARDLEDGER_CHECK(posix_spawn_file_actions_init(&actions) == 0, "a process can be prepared");
  const std::string out = folder_.file("out");
  const std::string err = folder_.file("err");
  constexpr int kFlags = O_CREAT | O_WRONLY | O_APPEND;
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), kFlags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), kFlags, 0600);
  const int failed = posix_spawn(&process_, path.c_str(), &actions, nullptr, Pointers(words).data(),
                                 environment ? Pointers(*environment).data() : environ);
  posix_spawn_file_actions_destroy(&actions);
  CARDLEDGER_CHECK(failed == 0, "the program under test can be started");
}

Program::~Program() {
  if (!Reap(false)) Signal(SIGKILL);
  Reap(true);
}

std::optional<int> Program::AwaitPort(const std::string& port_file) {
  while (!Reap(false)) {
    std::istringstream line(ReadAll(port_file));
    int port = 0;
    // Without its line feed the number may still be half a number.
    if (line >> port && line.get() == '\n') return port;
    std::this_thread::yield();
  }
  return std::nullopt;
}

void Program::Signal(int signal) const { kill(process_, signal); }

int Program::AwaitExit() {
  Reap(true);
  return *exit_;
}

std::string Program::Out() const { return ReadAll(folder_.file("out")); }
std::string Program::Err() const { return ReadAll(folder_.file("err")); }

bool Program::Reap(bool block) {
  if (exit_) return true;
  int status = 0;
  const pid_t ended = waitpid(process_, &status, block ? 0 : WNOHANG);
  CARDLEDGER_CHECK(ended >= 0, "a child can be waited for");
  if (ended == 0) return false;
  exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return true;
}

ProgramRun RunProgram(const std::string& path, const std::vector<std::string>& arguments,
                      const std::optional<std::vector<std::string>>& environment) {
  Program program(path, arguments, environment);
  const int exit_code = program.AwaitExit();
  return {.exit_code = exit_code, .out = program.Out(), .err = program.Err()};
}

}  // namespace cardledger::tests
