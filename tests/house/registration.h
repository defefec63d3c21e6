#pragma once

// A test that nobody registered never fails. These checks find test sources and folders that no
// CMakeLists.txt names; the build functions do no globbing.

#include <string>
#include <vector>

#include "tests/house/source_tree.h"

namespace cardledger::tests::house {

// One finding for each *_test.cc, *_fuzz.cc and *_bench.cc that no CMakeLists.txt of its own or an
// outer folder names, and for each folder with a CMakeLists.txt that no outer one adds.
std::vector<std::string> CheckRegistration(const std::vector<SourceFile>& files);

}  // namespace cardledger::tests::house
