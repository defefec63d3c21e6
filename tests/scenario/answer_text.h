#pragma once

// Answers of the ledger in the words of a scenario: one line each, amounts in pounds, things by
// their names.

#include <string>

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/validate.h"
#include "tests/scenario/names.h"

namespace cardledger::tests {

// "ok available=£600.00 (entry 7)" or "refused ANNUAL_LIMIT_EXCEEDED remaining=£400.00 (entry 8)".
std::string DecisionText(const journal::v1::Entry& entry, const Names& names);
// Of a further entry of the same command: "  and a1: award ended last=2026-07-10 ... (entry 9)".
std::string FurtherText(const journal::v1::Entry& entry, const Names& names);
// Of what the ledger did by itself: "by ledger for 2026-07-13 a1: ok instalment=£83.33 ...".
std::string OwnStepText(const journal::v1::Entry& entry, const Names& names);
// "error INVALID_ARGUMENT REQUEST_ID_REUSED: request_id was used ...".
std::string ErrorText(const absl::Status& status);
// One line each, "invalid amount_pence: must be ...".
std::string ViolationsText(const domain::Violations& violations);

// The line of a journal listing, and below it one line for each posting.
std::string JournalText(const journal::v1::Entry& entry, const Names& names);
// "commitment tier3", "council purse 2026-27", "expenditure health body".
std::string AccountText(const journal::v1::Posting& posting, const Names& names);

}  // namespace cardledger::tests
