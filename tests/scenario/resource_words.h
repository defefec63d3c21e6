#pragma once

// The things a command of a scenario names, such as award=a1, as the names of the API.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "tests/scenario/world.h"

namespace cardledger::tests {

// Each takes the word; it must stand.
absl::StatusOr<std::string> TakeAward(Step& step);
absl::StatusOr<std::string> TakePerson(Step& step);
absl::StatusOr<std::string> TakeCard(Step& step);
absl::StatusOr<std::string> TakeSupporter(Step& step);
absl::StatusOr<std::string> TakeRepresentative(Step& step);
// The sequence of an entry, as in entry=8, named transactions/8 or referrals/8.
absl::StatusOr<std::string> TakeTransaction(Step& step);
absl::StatusOr<std::string> TakeReferral(Step& step);

std::string AwardNamed(Step& step, absl::string_view name);
std::string FundNamed(Step& step, absl::string_view name);
std::string CardNamed(Step& step, absl::string_view name);
std::string ProviderNamed(Step& step, absl::string_view name);

}  // namespace cardledger::tests
