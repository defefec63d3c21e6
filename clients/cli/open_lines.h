#pragma once

// Reading a person's lines as staff, who open them first with a reason: --reason and --note of the
// commands that show lines. Where the ledger answers LOOK_REQUIRED the lines are opened, and the
// read is sent again; where a look is in force, nothing more is recorded. One thread.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "base/status_macros.h"
#include "clients/cli/command.h"

namespace cardledger::cli {

struct LinesOptions {
  std::string reason;
  std::string note;
};

// --reason and --note.
void AddLinesOptions(CLI::App& command, LinesOptions& lines);

// What of them cannot be sent is noted.
void CheckLines(const LinesOptions& lines, InputErrors& errors);

// Opens the lines that `failed`, the answer to a read, wants opened; `failed` itself where it wants
// something else, or no reason was given.
absl::Status OpenLinesAfter(Context& context, const LinesOptions& lines,
                            const absl::Status& failed);

template <typename Request, typename Response>
absl::StatusOr<Response> ReadLines(
    Context& context, const LinesOptions& lines,
    absl::StatusOr<Response> (client::Client::*method)(const Request&), const Request& request) {
  absl::StatusOr<Response> response = (context.client().*method)(request);
  if (response.ok()) return response;
  CARDLEDGER_RETURN_IF_ERROR(OpenLinesAfter(context, lines, response.status()));
  return (context.client().*method)(request);
}

}  // namespace cardledger::cli
