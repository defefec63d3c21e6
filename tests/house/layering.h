#pragma once

// Which folder may include which: the picture of docs/ARCHITECTURE.md as a table, and the check
// that reads #include lines against it. Includes run downwards only.

#include <string>
#include <vector>

#include "tests/house/source_tree.h"

namespace cardledger::tests::house {

// One finding for each #include or word that breaks the layering; none for files that are not C++.
std::vector<std::string> CheckLayering(const SourceFile& file);

}  // namespace cardledger::tests::house
