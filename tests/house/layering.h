#pragma once

// Which folder may include which: the picture of docs/ARCHITECTURE.md as a table, and the check
// that reads #include lines against it. Includes run downwards only. And a source begins with its
// own header, so that compiling it compiles the header alone.

#include <string>
#include <vector>

#include "tests/house/source_tree.h"

namespace cardledger::tests::house {

// One finding for each #include or word that breaks the layering; none for files that are not C++.
std::vector<std::string> CheckLayering(const SourceFile& file);

// At most one finding: a source whose header stands in `tree` and is not what it includes first.
std::vector<std::string> CheckOwnHeaderFirst(const SourceFile& file,
                                             const std::vector<SourceFile>& tree);

}  // namespace cardledger::tests::house
