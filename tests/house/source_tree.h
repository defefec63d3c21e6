#pragma once

// The project's own text files, as the house tests read them. Built trees, node_modules and the
// frozen copy of the protos are left out. Not for product code. One thread.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace cardledger::tests::house {

struct SourceFile {
  std::string path;  // From the repository root, with slashes.
  std::vector<std::string> lines;
};

// Where the repository stands on this machine.
absl::string_view RepositoryRoot();

// Every text file that people write, ordered by path. Aborts if the root holds no such file.
std::vector<SourceFile> ReadSourceTree(absl::string_view root);

// A file made from text, for the samples that a rule must refuse.
SourceFile SampleFile(absl::string_view path, absl::string_view text);

// The lines with comments and the insides of string and character literals blanked, so that a word
// found in them is code. Understands raw strings and digit separators.
std::vector<std::string> CodeOnly(const std::vector<std::string>& lines);

// True where `word` stands in `line` with no letter, digit or underscore next to it.
bool HasWord(absl::string_view line, absl::string_view word);

// "path:line: message", with `line_index` counted from 0.
std::string FindingAt(const SourceFile& file, size_t line_index, absl::string_view message);

bool IsCpp(absl::string_view path);

}  // namespace cardledger::tests::house
