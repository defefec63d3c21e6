#pragma once

// Commands of which a scenario wants many alike.

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "tests/scenario/world.h"

namespace cardledger::tests {

// Takes times=: the names of so many things, a, a.2, a.3, ...; only `name` without it.
absl::StatusOr<std::vector<std::string>> TakeTimes(Step& step, absl::string_view name);

// Sends the request for each of the names, under the id of what it makes; the answer is the last
// one's.
template <typename Request>
StepAnswer AnswerFor(Step& step, absl::string_view kind, const std::vector<std::string>& names,
                     Request request, absl::string_view usual_caller) {
  StepAnswer answer = Answer(step, request, usual_caller);
  for (size_t i = 1; i < names.size() && answer.ok(); ++i) {
    request.set_request_id(step.world.names().IdOf(kind, names[i]).ToString());
    answer = Answer(step, request, usual_caller);
  }
  return answer;
}

}  // namespace cardledger::tests
