#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/csv_text.h"
#include "clients/cli/render.h"
#include "clients/cli/render_transaction.h"
#include "clients/cli/statement.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

// "-12.05": no sign of the pound and no commas, which a spreadsheet would not take for a number.
std::string Pounds(int64_t pence) {
  const uint64_t amount =
      pence < 0 ? 0 - static_cast<uint64_t>(pence) : static_cast<uint64_t>(pence);
  return absl::StrFormat("%s%d.%02d", pence < 0 ? "-" : "", amount / 100, amount % 100);
}

std::string BalanceLine(absl::string_view row, absl::CivilDay day, absl::string_view what,
                        const v1::StatementBalance& balance) {
  return CsvLine({std::string(row), FormatDay(day), std::string(what), "", "", "", "",
                  Pounds(balance.total_pence()), Pounds(balance.council_pence()),
                  Pounds(balance.contribution_pence()), Pounds(balance.own_pence()),
                  Pounds(balance.total_pence()), ""});
}

std::string MovementLine(const v1::StatementLine& line) {
  const v1::Transaction& transaction = line.transaction();
  return CsvLine({"movement", FormatDate(transaction.effective_date()), WhatHappened(transaction),
                  transaction.name(), Word(transaction.kind()), Word(transaction.state()),
                  transaction.related(), Pounds(transaction.amount_pence()),
                  Pounds(line.council_pence()), Pounds(line.contribution_pence()),
                  Pounds(line.own_pence()), Pounds(transaction.balance_pence()),
                  RenderTimestamp(transaction.record_time())});
}

}  // namespace

std::string StatementCsv(const v1::Statement& statement, absl::CivilDay today) {
  std::string csv = CsvLine({"row", "day", "what", "transaction", "kind", "state", "related",
                             "amount", "council", "contribution", "own", "balance", "recorded"});
  absl::StrAppend(&csv, BalanceLine("opening", ToDay(statement.from_date()),
                                    "At the beginning of the day", statement.opening()));
  for (const v1::StatementLine& line : statement.lines()) absl::StrAppend(&csv, MovementLine(line));
  absl::StrAppend(&csv, BalanceLine("closing", ToDay(statement.before_date()) - 1,
                                    ClosingWords(statement, today), statement.closing()));
  return csv;
}

}  // namespace cardledger::cli
