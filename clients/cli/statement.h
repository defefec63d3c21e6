#pragma once

// A statement for people: as text for a terminal or a letter, as comma-separated text for a
// spreadsheet, and as one page for a browser or a printer. The same words in all of them. Pure
// functions; the tests hold them to golden texts.

#include <string>

#include "absl/time/civil_time.h"

#include "cardledger/v1/transactions.pb.h"

namespace cardledger::cli {

// "1 April 2026 to 30 June 2026".
std::string StatementPeriod(const v1::Statement& statement);
// "Made from 120 entries of the ledger; ...".
std::string StatementFootnote(const v1::Statement& statement);

// What the last line says: a period that had not ended on `today` shows what there is so far.
std::string ClosingWords(const v1::Statement& statement, absl::CivilDay today);

// `today`: the day in London on which the statement was made.
std::string StatementText(const v1::Statement& statement, absl::CivilDay today);
// RFC 4180 with a line of titles. Amounts are pounds as plain numbers. A first line "opening" and a
// last line "closing" hold what was there; opening and movements add up to closing in every column.
std::string StatementCsv(const v1::Statement& statement, absl::CivilDay today);
// One self-contained page of HTML, made to be printed, and read by a screen reader.
std::string StatementHtml(const v1::Statement& statement, absl::CivilDay today);

}  // namespace cardledger::cli
