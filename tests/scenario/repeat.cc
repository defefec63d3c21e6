#include "tests/scenario/repeat.h"

#include "absl/strings/numbers.h"

namespace cardledger::tests {

absl::StatusOr<std::vector<std::string>> TakeTimes(Step& step, absl::string_view name) {
  int times = 1;
  if (!absl::SimpleAtoi(step.words.TakeOr("times", "1"), &times)) {
    return absl::InvalidArgumentError("times is a number");
  }
  std::vector<std::string> names = {std::string(name)};
  for (int time = 2; time <= times; ++time) names.push_back(absl::StrCat(name, ".", time));
  return names;
}

}  // namespace cardledger::tests
