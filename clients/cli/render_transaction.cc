#include "clients/cli/render_transaction.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/entry_text.h"
#include "clients/cli/render.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using client::FormatPence;

std::string Kind(const v1::Transaction& transaction) {
  switch (transaction.kind()) {
    case v1::TRANSACTION_KIND_LOAD:
      return absl::StrCat("Money put on by the council",
                          transaction.scheduled() ? ", by schedule" : "",
                          transaction.emergency() ? ", in an emergency" : "");
    case v1::TRANSACTION_KIND_CONTRIBUTION:
      return "Contribution received";
    case v1::TRANSACTION_KIND_OWN_MONEY:
      return "Own money added";
    case v1::TRANSACTION_KIND_OWN_MONEY_REPAID:
      return "Own money paid back";
    case v1::TRANSACTION_KIND_REVERSAL:
      return absl::StrCat("Taken back: ", transaction.related());
    case v1::TRANSACTION_KIND_CARRIED_FORWARD:
      return "Carried forward into the new financial year";
    default:
      return absl::StrCat("Of kind ", Phrase(transaction.kind()));
  }
}

}  // namespace

std::string WhatHappened(const v1::Transaction& transaction) {
  std::string kind = Kind(transaction);
  switch (transaction.state()) {
    case v1::TRANSACTION_STATE_REVERSED:
      return absl::StrCat(kind, " (taken back by ", transaction.related(), ")");
    case v1::TRANSACTION_STATE_REFUSED:
      return absl::StrCat(
          kind, ": refused, ",
          absl::StrReplaceAll(absl::AsciiStrToLower(transaction.refusal_reason()), {{"_", " "}}));
    default:
      return kind;
  }
}

std::string RenderTransactions(
    const google::protobuf::RepeatedPtrField<v1::Transaction>& transactions) {
  Table table({{"Day"},
               {"What happened"},
               {"Asked for", Align::kRight},
               {"Change", Align::kRight},
               {"On the award", Align::kRight},
               {"Transaction"}});
  for (const v1::Transaction& transaction : transactions) {
    table.AddRow(
        {FormatDate(transaction.effective_date()), WhatHappened(transaction),
         transaction.requested_pence() == 0 ? "" : FormatPence(transaction.requested_pence()),
         FormatPence(transaction.amount_pence()), FormatPence(transaction.balance_pence()),
         transaction.name()});
  }
  return table.empty() ? "There are no such transactions.\n" : table.Render();
}

std::string RenderTotals(const v1::GetTransactionTotalsResponse& totals) {
  Table table({{"What happened"}, {"How often", Align::kRight}, {"Change", Align::kRight}});
  table.AddRow({"At the beginning", "", FormatPence(totals.opening_pence())});
  for (const v1::TransactionTotal& total : totals.totals()) {
    table.AddRow(
        {Phrase(total.kind()), absl::StrCat(total.count()), FormatPence(total.amount_pence())});
  }
  table.AddRow({"At the end", "", FormatPence(totals.closing_pence())});
  return table.Render();
}

std::string RenderTransaction(const v1::GetTransactionResponse& response) {
  const v1::Transaction& transaction = response.transaction();
  Facts facts;
  facts.Add("Transaction", transaction.name());
  facts.Add("Award", response.award());
  facts.Add("What happened", WhatHappened(transaction));
  facts.Add("Counts for", FormatDateInWords(transaction.effective_date()));
  facts.Add("Recorded", RenderTimestamp(transaction.record_time()));
  if (transaction.requested_pence() != 0) {
    facts.Add("Asked for", FormatPence(transaction.requested_pence()));
  }
  facts.Add("Change", FormatPence(transaction.amount_pence()));
  facts.Add("On the award", FormatPence(transaction.balance_pence()));
  std::string text = absl::StrCat(facts.Render(), "\nWhat was recorded\n");
  for (const auto& entry : response.history()) {
    absl::StrAppend(&text, RenderEntry(entry), "\n");
  }
  return text;
}

}  // namespace cardledger::cli
