#include "tests/house/source_tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "base/check.h"

namespace cardledger::tests::house {
namespace {

namespace fs = std::filesystem;

// Folders and top-level files that people write.
constexpr std::array kParts = {
    ".ci",         "base",     "clients",   "cmake",          "deploy",
    "docs",        "proto",    "services",  "storage",        "tests",
    ".clang-tidy", "buf.yaml", "README.md", "CMakeLists.txt", "CMakePresets.json"};

// Generated, frozen or foreign.
constexpr std::array kLeftOut = {"proto/baseline/", "deploy/node/package-lock.json", "/corpus/",
                                 "/node_modules/"};

constexpr std::array kTextEndings = {".h",        ".cc",    ".proto",   ".txt",
                                     ".md",       ".cmake", ".yaml",    ".textproto",
                                     ".scenario", ".json",  ".service", ".conf"};

bool IsText(const fs::path& path) {
  const std::string ending = path.extension().string();
  return ending.empty() ||
         std::find(kTextEndings.begin(), kTextEndings.end(), ending) != kTextEndings.end();
}

bool IsLeftOut(absl::string_view path) {
  return std::any_of(kLeftOut.begin(), kLeftOut.end(),
                     [path](absl::string_view part) { return absl::StrContains(path, part); });
}

std::string ReadText(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return std::move(text).str();
}

// Reads code character by character; blanks what is not code.
class Blanker {
 public:
  std::string Line(absl::string_view line) {
    std::string out(line);
    for (size_t i = 0; i < out.size();) i += Step(line, i, out);
    return out;
  }

 private:
  // Handles what begins at `i`; returns how many characters that was.
  size_t Step(absl::string_view line, size_t i, std::string& out) {
    const absl::string_view rest = line.substr(i);
    if (!until_.empty()) return SkipInside(rest, i, out);
    if (absl::StartsWith(rest, "//")) return Blank(i, rest.size(), out);
    if (absl::StartsWith(rest, "/*")) return Open("*/", i, 2, out);
    if (absl::StartsWith(rest, "R\"")) {
      const size_t paren = rest.find('(');
      if (paren != absl::string_view::npos) {
        return Open(absl::StrCat(")", rest.substr(2, paren - 2), "\""), i, paren + 1, out);
      }
    }
    if (rest[0] == '"') return BlankLiteral(rest, i, out);
    const bool digit_separator =
        i > 0 && absl::ascii_isalnum(static_cast<unsigned char>(line[i - 1]));
    if (rest[0] == '\'' && !digit_separator) return BlankLiteral(rest, i, out);
    return 1;
  }

  size_t Open(std::string until, size_t i, size_t length, std::string& out) {
    until_ = std::move(until);
    return Blank(i, length, out);
  }

  size_t SkipInside(absl::string_view rest, size_t i, std::string& out) {
    const size_t end = rest.find(until_);
    if (end == absl::string_view::npos) return Blank(i, rest.size(), out);
    const size_t length = end + until_.size();
    until_.clear();
    return Blank(i, length, out);
  }

  static size_t BlankLiteral(absl::string_view rest, size_t i, std::string& out) {
    size_t end = 1;
    while (end < rest.size() && rest[end] != rest[0]) end += rest[end] == '\\' ? 2 : 1;
    return Blank(i, std::min(end + 1, rest.size()), out);
  }

  static size_t Blank(size_t i, size_t length, std::string& out) {
    std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(i), length, ' ');
    return length;
  }

  std::string until_;  // What ends the comment or raw string we are in; empty outside.
};

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
}

}  // namespace

absl::string_view RepositoryRoot() { return CARDLEDGER_REPOSITORY_ROOT; }

std::vector<SourceFile> ReadSourceTree(absl::string_view root) {
  const fs::path base{std::string(root)};
  std::vector<SourceFile> files;
  const auto add = [&](const fs::path& path) {
    const std::string relative = fs::relative(path, base).generic_string();
    if (IsText(path) && !IsLeftOut(relative)) files.push_back(SampleFile(relative, ReadText(path)));
  };
  for (const char* part : kParts) {
    const fs::path path = base / part;
    if (fs::is_regular_file(path)) add(path);
    if (!fs::is_directory(path)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) add(entry.path());
    }
  }
  CARDLEDGER_CHECK(!files.empty(), "the repository root holds source files");
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

SourceFile SampleFile(absl::string_view path, absl::string_view text) {
  SourceFile file{std::string(path), absl::StrSplit(text, '\n')};
  if (file.lines.back().empty()) file.lines.pop_back();
  return file;
}

std::vector<std::string> CodeOnly(const std::vector<std::string>& lines) {
  Blanker blanker;
  std::vector<std::string> code;
  code.reserve(lines.size());
  for (const std::string& line : lines) code.push_back(blanker.Line(line));
  return code;
}

bool HasWord(absl::string_view line, absl::string_view word) {
  for (size_t at = line.find(word); at != absl::string_view::npos; at = line.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !IsWordCharacter(line[at - 1])) &&
        (end == line.size() || !IsWordCharacter(line[end]))) {
      return true;
    }
  }
  return false;
}

std::string FindingAt(const SourceFile& file, size_t line_index, absl::string_view message) {
  return absl::StrCat(file.path, ":", line_index + 1, ": ", message);
}

bool IsCpp(absl::string_view path) {
  return absl::EndsWith(path, ".h") || absl::EndsWith(path, ".cc");
}

}  // namespace cardledger::tests::house
