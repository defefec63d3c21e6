#pragma once

// Writes comma-separated text as in RFC 4180, safe to open in a spreadsheet. The reader is
// csv_reader.h. Pure functions.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace cardledger::cli {

// Fields with commas between and CRLF behind; quoted where they need it. A field that a spreadsheet
// would take for a formula, since it begins with = + - @, a tab or a carriage return, and that is
// no number, is given an apostrophe in front.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace cardledger::cli
