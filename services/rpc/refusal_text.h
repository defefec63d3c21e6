#pragma once

// What people read when a command is refused: the rule, what was asked, and what would be accepted.
// One template a reason, filled with the facts of the refusal alone, so that the same entry always
// reads the same. Used by status_mapping. Pure, any thread.

#include <map>
#include <string>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/refusal.pb.h"

namespace cardledger::rpc {

// The facts of a refusal for programs: lower-case FactKind names without prefix; pence, counts and
// years as numbers, days as ISO dates, things as resource names. `requested_pence` where set.
std::map<std::string, std::string> FactsOf(const journal::v1::Refused& refused);

// One sentence or two. In a template {name} stands for a fact, amounts in pounds and years as
// 2026-27; a part in brackets is left out unless all its facts are there.
std::string RefusalText(const journal::v1::Refused& refused);

// "ANNUAL_LIMIT_EXCEEDED": the enum's name without its prefix.
absl::string_view ReasonName(journal::v1::RefusalReason reason);

// The template of a reason; empty where there is none. For the test that demands one for each.
absl::string_view RefusalTemplate(journal::v1::RefusalReason reason);

}  // namespace cardledger::rpc
