#pragma once

// The API's habits, read from the descriptors of the .proto files: comments on everything, request
// ids, paging, no floating point, an access rule on every method. What buf lint checks is not
// repeated.

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace cardledger::tests::house {

// `file` must carry its source locations.
std::vector<std::string> CheckProtoStyle(const google::protobuf::FileDescriptor& file);

}  // namespace cardledger::tests::house
