#pragma once

// Sends commands of every kind over the client library, each as its own caller. Any thread.

#include <string>

#include "absl/status/statusor.h"

#include "clients/cpp/client.h"
#include "services/domain/command.h"

namespace cardledger::fault {

// What became of a command, in words that are the same whenever it is asked for again: the answer
// as it came, or why it was refused. UNAVAILABLE where nobody can say.
absl::StatusOr<std::string> SendCommand(const client::Client& client,
                                        const domain::Command& command);

}  // namespace cardledger::fault
