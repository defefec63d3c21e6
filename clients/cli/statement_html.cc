#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/substitute.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/render_transaction.h"
#include "clients/cli/statement.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

// Black on white, so that it reads alike on a screen, on paper and for who sees no colours. $0 is
// the title, $1 to $5 are parts that are escaped where they are made.
constexpr absl::string_view kPage = R"(<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$0</title>
<style>
:root { color-scheme: only light; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem; background: #ffffff; color: #111111;
  font: 1.125rem/1.5 Arial, Helvetica, sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.375rem; margin: 2rem 0 0.5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.5rem; margin: 0; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0 0 0.5rem; }
th, td { border-bottom: 1px solid #595959; padding: 0.375rem 0.75rem 0.375rem 0; text-align: left;
  vertical-align: top; }
thead th { border-bottom: 3px solid #111111; }
tbody th { font-weight: normal; white-space: nowrap; }
.amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.name { font-size: 0.875em; overflow-wrap: anywhere; }
tr.total th, tr.total td { font-weight: bold; }
footer { margin-top: 2rem; font-size: 1rem; }
@page { size: A4; margin: 2cm; }
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2 { break-after: avoid; }
}
</style>
</head>
<body>
<main>
<h1>$0</h1>
<dl>
<dt>Award</dt><dd>$1</dd>
<dt>Person</dt><dd>$2</dd>
</dl>
<h2>Whose money it is</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Whose money it is">
<table>
<caption>What was on the award at the beginning and at the end, by whose money it is</caption>
<thead><tr><th scope="col">Whose money</th><th scope="col" class="amount">At the beginning</th><th scope="col" class="amount">Change</th><th scope="col" class="amount">At the end</th></tr></thead>
<tbody>
$3</tbody>
</table>
</div>
<h2>What happened</h2>
<div class="scroll" tabindex="0" role="region" aria-label="What happened">
<table>
<caption>Every movement of money, by day</caption>
<thead><tr><th scope="col">Day</th><th scope="col">What happened</th><th scope="col" class="amount">Money in</th><th scope="col" class="amount">Money out</th><th scope="col" class="amount">On the award</th></tr></thead>
<tbody>
$4</tbody>
</table>
</div>
</main>
<footer><p>$5</p></footer>
</body>
</html>
)";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string Amount(int64_t pence) { return Escaped(client::FormatPence(pence)); }

std::string AmountCell(const std::string& amount) {
  return absl::StrCat("<td class=\"amount\">", amount, "</td>");
}

std::string PurseRow(absl::string_view whose, int64_t before, int64_t after, bool total = false) {
  return absl::StrCat(total ? "<tr class=\"total\">" : "<tr>", "<th scope=\"row\">", Escaped(whose),
                      "</th>", AmountCell(Amount(before)), AmountCell(Amount(after - before)),
                      AmountCell(Amount(after)), "</tr>\n");
}

std::string PurseRows(const v1::Statement& statement) {
  const v1::StatementBalance& opening = statement.opening();
  const v1::StatementBalance& closing = statement.closing();
  return absl::StrCat(
      PurseRow("The council's", opening.council_pence(), closing.council_pence()),
      PurseRow("The contribution", opening.contribution_pence(), closing.contribution_pence()),
      PurseRow("Own money", opening.own_pence(), closing.own_pence()),
      PurseRow("In all", opening.total_pence(), closing.total_pence(), true));
}

std::string BalanceRow(absl::CivilDay day, absl::string_view what, int64_t pence) {
  return absl::StrCat(R"(<tr class="total"><th scope="row">)", FormatDayInWords(day), "</th><td>",
                      Escaped(what), "</td>", AmountCell(""), AmountCell(""),
                      AmountCell(Amount(pence)), "</tr>\n");
}

std::string MovementRow(const v1::Transaction& transaction) {
  const int64_t pence = transaction.amount_pence();
  return absl::StrCat("<tr><th scope=\"row\">", FormatDateInWords(transaction.effective_date()),
                      "</th><td>", Escaped(WhatHappened(transaction)), "<div class=\"name\">",
                      Escaped(transaction.name()), "</div></td>",
                      AmountCell(pence > 0 ? Amount(pence) : ""),
                      AmountCell(pence < 0 ? Amount(-pence) : ""),
                      AmountCell(Amount(transaction.balance_pence())), "</tr>\n");
}

std::string MovementRows(const v1::Statement& statement, absl::CivilDay today) {
  std::string rows = BalanceRow(ToDay(statement.from_date()), "At the beginning of the day",
                                statement.opening().total_pence());
  for (const v1::StatementLine& line : statement.lines()) {
    absl::StrAppend(&rows, MovementRow(line.transaction()));
  }
  return absl::StrCat(rows,
                      BalanceRow(ToDay(statement.before_date()) - 1, ClosingWords(statement, today),
                                 statement.closing().total_pence()));
}

}  // namespace

std::string StatementHtml(const v1::Statement& statement, absl::CivilDay today) {
  return absl::Substitute(kPage, Escaped(absl::StrCat("Statement, ", StatementPeriod(statement))),
                          Escaped(statement.award()), Escaped(statement.person()),
                          PurseRows(statement), MovementRows(statement, today),
                          Escaped(StatementFootnote(statement)));
}

}  // namespace cardledger::cli
