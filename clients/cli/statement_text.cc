#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/render_transaction.h"
#include "clients/cli/statement.h"
#include "clients/cli/table.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using client::FormatPence;

std::string PurseTable(const v1::Statement& statement) {
  const v1::StatementBalance& opening = statement.opening();
  const v1::StatementBalance& closing = statement.closing();
  Table table({{"Whose money"},
               {"At the beginning", Align::kRight},
               {"Change", Align::kRight},
               {"At the end", Align::kRight}});
  const auto add = [&table](absl::string_view whose, int64_t before, int64_t after) {
    table.AddRow(
        {std::string(whose), FormatPence(before), FormatPence(after - before), FormatPence(after)});
  };
  add("The council's", opening.council_pence(), closing.council_pence());
  add("The contribution", opening.contribution_pence(), closing.contribution_pence());
  add("Own money", opening.own_pence(), closing.own_pence());
  add("In all", opening.total_pence(), closing.total_pence());
  return table.Render();
}

std::string MovementTable(const v1::Statement& statement, absl::CivilDay today) {
  Table table({{"Day"},
               {"What happened"},
               {"Money in", Align::kRight},
               {"Money out", Align::kRight},
               {"On the award", Align::kRight},
               {"Transaction"}});
  table.AddRow({FormatDateInWords(statement.from_date()), "At the beginning of the day", "", "",
                FormatPence(statement.opening().total_pence()), ""});
  for (const v1::StatementLine& line : statement.lines()) {
    const int64_t pence = line.transaction().amount_pence();
    table.AddRow({FormatDateInWords(line.transaction().effective_date()),
                  WhatHappened(line.transaction()), pence > 0 ? FormatPence(pence) : "",
                  pence < 0 ? FormatPence(-pence) : "",
                  FormatPence(line.transaction().balance_pence()), line.transaction().name()});
  }
  table.AddRow({FormatDayInWords(ToDay(statement.before_date()) - 1),
                ClosingWords(statement, today), "", "",
                FormatPence(statement.closing().total_pence()), ""});
  return table.Render();
}

}  // namespace

std::string StatementPeriod(const v1::Statement& statement) {
  return absl::StrCat(FormatDateInWords(statement.from_date()), " to ",
                      FormatDayInWords(ToDay(statement.before_date()) - 1));
}

std::string StatementFootnote(const v1::Statement& statement) {
  return absl::StrCat("Made from the first ", client::FormatCount(statement.position()),
                      " entries of the ledger. What is recorded later may change it; the same "
                      "number of entries gives the same statement.");
}

std::string ClosingWords(const v1::Statement& statement, absl::CivilDay today) {
  if (today >= ToDay(statement.before_date())) return "At the end of the day";
  return absl::StrCat("So far, on ", FormatDayInWords(today), ": the period has not ended");
}

std::string StatementText(const v1::Statement& statement, absl::CivilDay today) {
  Facts facts;
  facts.Add("Award", statement.award());
  facts.Add("Person", statement.person());
  return absl::StrCat("Statement, ", StatementPeriod(statement), "\n\n", facts.Render(), "\n",
                      PurseTable(statement), "\n", MovementTable(statement, today), "\n",
                      StatementFootnote(statement), "\n");
}

}  // namespace cardledger::cli
