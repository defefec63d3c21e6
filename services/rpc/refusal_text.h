#pragma once

// What people read when a command is refused: the rule, what was asked, and what would be accepted.
// One template a reason, filled with the facts of the refusal alone, so that the same entry always
// reads the same. Used by status_mapping. Pure, any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/refusal.pb.h"

namespace cardledger::rpc {

// The facts of a refusal for programs: lower-case FactKind names without prefix; pence, counts and
// years as numbers, days as ISO dates, states as words, things as resource names, a supporter or
// representative by its UUID. `requested_pence` where set; `referral` and `deadline_day` where the
// refusal opened a referral. `sequence` is that of the entry which holds the refusal; nullopt where
// nothing was stored, and then a referral has no name.
std::map<std::string, std::string> FactsOf(const journal::v1::Refused& refused,
                                           std::optional<uint64_t> sequence);

// A few sentences: the template of the reason, amounts in pounds and years as 2026-27.
std::string RefusalText(const journal::v1::Refused& refused, std::optional<uint64_t> sequence);

}  // namespace cardledger::rpc
