#include "tests/house/registration.h"

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace cardledger::tests::house {
namespace {

constexpr absl::string_view kListFile = "CMakeLists.txt";

// "a/b/c" gives "a/b"; "c" gives "".
std::string FolderOf(absl::string_view path) {
  const size_t slash = path.rfind('/');
  return std::string(slash == absl::string_view::npos ? absl::string_view()
                                                      : path.substr(0, slash));
}

std::set<std::string> Words(const SourceFile& list_file) {
  std::set<std::string> words;
  for (const std::string& line : list_file.lines) {
    const absl::string_view code = absl::string_view(line).substr(0, line.find('#'));
    for (absl::string_view word :
         absl::StrSplit(code, absl::ByAnyChar(" \t()\""), absl::SkipEmpty())) {
      words.emplace(word);
    }
  }
  return words;
}

bool NeedsRegistration(absl::string_view path) {
  return absl::EndsWith(path, "_test.cc") || absl::EndsWith(path, "_fuzz.cc") ||
         absl::EndsWith(path, "_bench.cc");
}

class Registry {
 public:
  explicit Registry(const std::vector<SourceFile>& files) {
    for (const SourceFile& file : files) {
      if (file.path == kListFile || absl::EndsWith(file.path, "/CMakeLists.txt")) {
        words_by_folder_[FolderOf(file.path)] = Words(file);
      }
    }
  }

  // Does the list of `folder`, or of one around it, name `path` as seen from there?
  bool Names(absl::string_view path, std::string folder) const {
    while (true) {
      const auto found = words_by_folder_.find(folder);
      const absl::string_view seen = folder.empty() ? path : path.substr(folder.size() + 1);
      if (found != words_by_folder_.end() && found->second.contains(std::string(seen))) return true;
      if (folder.empty()) return false;
      folder = FolderOf(folder);
    }
  }

 private:
  std::map<std::string, std::set<std::string>> words_by_folder_;
};

}  // namespace

std::vector<std::string> CheckRegistration(const std::vector<SourceFile>& files) {
  const Registry registry(files);
  std::vector<std::string> findings;
  for (const SourceFile& file : files) {
    const std::string folder = FolderOf(file.path);
    if (NeedsRegistration(file.path) && !registry.Names(file.path, folder)) {
      findings.push_back(FindingAt(file, 0, "no CMakeLists.txt names this source: it never runs"));
    }
    if (absl::EndsWith(file.path, "/CMakeLists.txt") && !file.lines.empty() &&
        !registry.Names(folder, FolderOf(folder))) {
      findings.push_back(FindingAt(file, 0, "no outer CMakeLists.txt adds this folder"));
    }
  }
  return findings;
}

}  // namespace cardledger::tests::house
