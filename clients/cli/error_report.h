#pragma once

// What the command says when a call fails: for people, with advice for the command line, or as one
// JSON object. Pure functions.

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "clients/cli/context.h"
#include "clients/cpp/client_error.h"

namespace cardledger::cli {

// By the status code, but where the ledger says that it was too much at once: that may be tried
// again.
ExitCode ExitCodeOf(const client::ClientError& error);

std::string ErrorText(const client::ClientError& error, const GlobalOptions& options);
std::string ErrorJson(const client::ClientError& error, ExitCode code);
// `text` as a value of a JSON object.
google::protobuf::Value Text(absl::string_view text);

}  // namespace cardledger::cli
