#pragma once

// House style that no formatter knows: sizes, words that must not stand in the tree, what has a
// better replacement, how a header begins, links that lead nowhere.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "tests/house/source_tree.h"

namespace cardledger::tests::house {

inline constexpr size_t kFileLinesMax = 450;

// `root` is where relative links are followed.
std::vector<std::string> CheckWriting(const SourceFile& file, absl::string_view root);

}  // namespace cardledger::tests::house
