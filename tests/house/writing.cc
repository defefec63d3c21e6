#include "tests/house/writing.h"

#include <array>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace cardledger::tests::house {
namespace {

namespace fs = std::filesystem;

struct Word {
  absl::string_view word;
  absl::string_view reason;
  absl::string_view folder = "";  // Only there; empty means everywhere.
};

// In code, comments and prose alike. Each word is split so that this file does not hold it.
constexpr std::array kBannedText = {
    Word{"TO"
         "DO",
         "finish it, or write it down where work is planned"},
    Word{"FIX"
         "ME",
         "finish it, or write it down where work is planned"},
    Word{"XX"
         "X",
         "finish it, or write it down where work is planned"},
};

// In code only.
constexpr std::array kBannedCode = {
    Word{"throw", "errors are values here: absl::Status, a refusal, or CARDLEDGER_CHECK"},
    Word{"absl::Mutex", "ThreadSanitizer cannot see into Debian's: use base/mutex.h"},
    Word{"absl::MutexLock", "ThreadSanitizer cannot see into Debian's: use base/mutex.h"},
    Word{"std::format", "g++ 12 has none: use absl::StrCat or absl::StrFormat"},
    Word{"std::rand", "neither random enough nor repeatable"},
    Word{"::sleep", "a test waits for what it needs, not for a while", "tests/"},
    Word{"usleep", "a test waits for what it needs, not for a while", "tests/"},
    Word{"nanosleep", "a test waits for what it needs, not for a while", "tests/"},
    Word{"sleep_for", "a test waits for what it needs, not for a while", "tests/"},
    Word{"sleep_until", "a test waits for what it needs, not for a while", "tests/"},
    Word{"SleepFor", "a test waits for what it needs, not for a while", "tests/"},
};

template <size_t kCount>
void FindWords(const SourceFile& file, const std::vector<std::string>& lines,
               const std::array<Word, kCount>& words, std::vector<std::string>& findings) {
  for (size_t i = 0; i < lines.size(); ++i) {
    for (const Word& banned : words) {
      if (absl::StartsWith(file.path, banned.folder) && HasWord(lines[i], banned.word)) {
        findings.push_back(FindingAt(file, i, absl::StrCat(banned.word, ": ", banned.reason)));
      }
    }
  }
}

bool IsPathCharacter(char c) {
  return absl::StrContains("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/",
                           absl::string_view(&c, 1));
}

// A path that climbs must end inside the repository, at something that is there.
void CheckClimbingPaths(const SourceFile& file, absl::string_view root,
                        std::vector<std::string>& findings) {
  for (size_t i = 0; i < file.lines.size(); ++i) {
    const absl::string_view line = file.lines[i];
    for (size_t at = line.find("../"); at != absl::string_view::npos; at = line.find("../", at)) {
      size_t end = at;
      while (end < line.size() && IsPathCharacter(line[end])) ++end;
      const std::string target(line.substr(at, end - at));
      at = end;
      const fs::path resolved = (fs::path(file.path).parent_path() / target).lexically_normal();
      const bool only_dots = target.find_first_not_of("./") == std::string::npos;
      const bool outside = absl::StartsWith(resolved.generic_string(), "..");
      if (only_dots ? outside : outside || !fs::exists(fs::path(std::string(root)) / resolved)) {
        findings.push_back(FindingAt(file, i, absl::StrCat(target, " leads to nothing in here")));
      }
    }
  }
}

// [text](target) of a page: a target without a scheme is a path that must be there.
void CheckLinks(const SourceFile& file, absl::string_view root,
                std::vector<std::string>& findings) {
  for (size_t i = 0; i < file.lines.size(); ++i) {
    const absl::string_view line = file.lines[i];
    for (size_t at = line.find("]("); at != absl::string_view::npos; at = line.find("](", at)) {
      at += 2;
      const absl::string_view link = line.substr(at, line.find(')', at) - at);
      const std::string target(link.substr(0, link.find('#')));
      if (target.empty() || absl::StrContains(target, ":")) continue;
      if (!fs::exists(fs::path(std::string(root)) / fs::path(file.path).parent_path() / target)) {
        findings.push_back(FindingAt(file, i, absl::StrCat(target, " leads to nothing in here")));
      }
    }
  }
}

void CheckHeaderBeginning(const SourceFile& file, std::vector<std::string>& findings) {
  if (file.lines.size() < 3 || file.lines[0] != "#pragma once") {
    findings.push_back(FindingAt(file, 0, "a header begins with #pragma once"));
  } else if (!absl::StartsWith(file.lines[2], "// ")) {
    findings.push_back(FindingAt(file, 2, "a header says first what it is, who calls it and how"));
  }
}

}  // namespace

std::vector<std::string> CheckWriting(const SourceFile& file, absl::string_view root) {
  std::vector<std::string> findings;
  FindWords(file, file.lines, kBannedText, findings);
  if (IsCpp(file.path)) FindWords(file, CodeOnly(file.lines), kBannedCode, findings);
  CheckClimbingPaths(file, root, findings);
  if (absl::EndsWith(file.path, ".md")) CheckLinks(file, root, findings);
  if (absl::EndsWith(file.path, ".h")) CheckHeaderBeginning(file, findings);
  if (file.lines.size() > kFileLinesMax && !absl::EndsWith(file.path, ".md")) {
    findings.push_back(
        FindingAt(file, kFileLinesMax,
                  absl::StrCat("more than ", kFileLinesMax, " lines usually hold two ideas")));
  }
  return findings;
}

}  // namespace cardledger::tests::house
