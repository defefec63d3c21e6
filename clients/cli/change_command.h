#pragma once

// What the commands that change something have in common: sending, and answering with what was
// recorded. One thread.

#include "absl/status/statusor.h"

#include "cardledger/v1/changes.pb.h"
#include "clients/cli/context.h"
#include "clients/cli/entry_text.h"

namespace cardledger::cli {

// Sends nothing where something is wrong with the words.
template <typename Request>
ExitCode SendChange(Context& context, const InputErrors& errors,
                    absl::StatusOr<v1::Change> (client::Client::*method)(Request),
                    const Request& request) {
  if (!errors.empty()) return context.Fail(errors);
  const absl::StatusOr<v1::Change> change = (context.client().*method)(request);
  if (!change.ok()) return context.Fail(change.status());
  return context.AnswerChange(*change, RenderChange(*change), change->name());
}

}  // namespace cardledger::cli
