#pragma once

// Entries of the journal for an auditor, one a line: as text, or as CSV. Pure functions.

#include <string>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/entry.pb.h"

namespace cardledger::cli {

// The titles of AuditLine.
std::string AuditTitles();
// Sequence, time, "abe as approver", the entry's sentence and who prepared what it decides, which
// may be empty. Names of awards, cards and people are left to the CSV, or no line would fit a
// screen.
std::string AuditLine(const journal::v1::Entry& entry, absl::string_view preparer);

// The line that names the columns of AuditCsvLine.
std::string AuditCsvTitles();
std::string AuditCsvLine(const journal::v1::Entry& entry, absl::string_view preparer);

}  // namespace cardledger::cli
