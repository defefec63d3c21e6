#include "tests/integration/program_run.h"

#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sstream>

#include "base/check.h"
#include "tests/support/temporary_folder.h"
#include <sys/wait.h>

namespace cardledger::tests {
namespace {

std::vector<char*> Pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

ProgramRun RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                      const std::vector<std::string>& variables) {
  const TemporaryFolder folder;
  const std::string out = folder.file("out");
  const std::string err = folder.file("err");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  constexpr int kFlags = O_CREAT | O_WRONLY | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), kFlags, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), kFlags, 0600);
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = {"PATH=/usr/bin:/bin", "TZ=America/New_York"};
  environment.insert(environment.end(), variables.begin(), variables.end());
  pid_t process = -1;
  const int failed = posix_spawn(&process, program.c_str(), &actions, nullptr,
                                 Pointers(words).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  CARDLEDGER_CHECK(failed == 0, "the program under test can be started");
  int status = 0;
  CARDLEDGER_CHECK(waitpid(process, &status, 0) == process, "a child can be waited for");
  return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status),
          .out = Read(out),
          .err = Read(err)};
}

}  // namespace cardledger::tests
