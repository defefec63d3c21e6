#pragma once

// Staff open a person's lines before they list transactions: once for each person, outside what is
// measured. One thread.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "grpcpp/channel.h"

namespace cardledger::bench {

// Of the persons of these awards, to the subject that measures. The first failure ends it.
absl::Status OpenLinesOf(const std::vector<std::string>& award_names,
                         const std::shared_ptr<grpc::Channel>& channel);

}  // namespace cardledger::bench
