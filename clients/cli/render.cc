#include "clients/cli/render.h"

#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using client::FormatPence;

// Below zero more is promised than there is.
std::string StillToPromise(int64_t pence) {
  return absl::StrCat(FormatPence(pence), pence < 0 ? " (more is promised than there is)" : "");
}

}  // namespace

std::string RenderTimestamp(const google::protobuf::Timestamp& timestamp) {
  return FormatInstant(absl::FromUnixSeconds(timestamp.seconds()) +
                       absl::Nanoseconds(timestamp.nanos()));
}

bool IsStored(const v1::Decision& decision) { return decision.sequence() != 0; }

std::string RenderDecision(const v1::Decision& decision) {
  if (!IsStored(decision)) {
    return absl::StrCat("Checked only, nothing stored: it would be accepted (true at entry ",
                        decision.validated_position(), ")\n");
  }
  return absl::StrCat("Recorded as entry ", decision.sequence(), ", ",
                      RenderTimestamp(decision.recorded_time()), "\n");
}

std::string RenderReadPoint(const v1::ReadPoint& point) {
  const std::string up_to =
      point.has_effective_date()
          ? absl::StrCat(", counting up to ", FormatDateInWords(point.effective_date()))
          : "";
  return absl::StrCat("As of entry ", point.position(), up_to, ", ",
                      RenderTimestamp(point.as_of_time()), "\n");
}

std::string RenderFund(const v1::Fund& fund) {
  Facts facts;
  // One that was only checked has no name yet.
  if (!fund.name().empty()) facts.Add("Fund", fund.name());
  facts.Add("Code", fund.code());
  facts.Add("Financial year", FormatFinancialYear(fund.financial_year()));
  facts.Add("Budget", FormatPence(fund.allocated_pence()));
  facts.Add("Promised, not loaded", FormatPence(fund.committed_pence()));
  facts.Add("Loaded", FormatPence(fund.loaded_pence()));
  facts.Add("Taken back", FormatPence(fund.recovered_pence()));
  facts.Add("Carried forward", FormatPence(fund.carried_pence()));
  facts.Add("Still to promise", StillToPromise(fund.available_pence()));
  return facts.Render();
}

std::string RenderFunds(const google::protobuf::RepeatedPtrField<v1::Fund>& funds) {
  Table table({{"Code"},
               {"Year"},
               {"Budget", Align::kRight},
               {"Promised", Align::kRight},
               {"Loaded", Align::kRight},
               {"Still to promise", Align::kRight},
               {"Fund"}});
  for (const v1::Fund& fund : funds) {
    table.AddRow({fund.code(), FormatFinancialYear(fund.financial_year()),
                  FormatPence(fund.allocated_pence()), FormatPence(fund.committed_pence()),
                  FormatPence(fund.loaded_pence()), FormatPence(fund.available_pence()),
                  fund.name()});
  }
  return table.empty() ? "There are no funds.\n" : table.Render();
}

std::string RenderLoad(const v1::CreateLoadResponse& load) {
  Facts facts;
  const bool stored = IsStored(load.decision());
  if (stored) facts.Add("Transaction", load.transaction());
  facts.Add("Award", load.award());
  facts.Add("Amount", FormatPence(load.amount_pence()));
  if (load.contribution_pence() != 0) {
    facts.Add("Of it", absl::StrCat(FormatPence(load.contribution_pence()),
                                    " to come from the person; the council loads ",
                                    FormatPence(load.amount_pence() - load.contribution_pence())));
  }
  facts.Add("Due", FormatDate(load.due_date()));
  if (load.has_approve_by_date()) {
    facts.Add("Emergency", absl::StrCat("somebody else approves it by ",
                                        FormatDateInWords(load.approve_by_date())));
  }
  facts.Add(stored ? "On the award now" : "On the award then", FormatPence(load.available_pence()));
  facts.Add(
      absl::StrCat("Limit ", FormatFinancialYear(load.limit_year())),
      absl::StrCat(FormatPence(load.limit_pence()), ", used ", FormatPence(load.limit_used_pence()),
                   ", left ", FormatPence(load.limit_remaining_pence())));
  return facts.Render();
}

std::string RenderBalance(const v1::GetBalanceResponse& balance) {
  Table table({{"Purse"},
               {"Loaded in"},
               {"Posted", Align::kRight},
               {"Pending", Align::kRight},
               {"Available", Align::kRight}});
  for (const v1::PurseBalance& purse : balance.purses()) {
    table.AddRow({Word(purse.kind()), FormatFinancialYear(purse.limit_year()),
                  FormatPence(purse.posted_pence()), FormatPence(purse.pending_pence()),
                  FormatPence(purse.available_pence())});
  }
  table.AddRow({"all", "", FormatPence(balance.posted_pence()),
                FormatPence(balance.pending_pence()), FormatPence(balance.available_pence())});
  return absl::StrCat("Award ", balance.award(), "\n\n", table.Render());
}

std::string RenderBalance(const v1::GetPersonBalanceResponse& balance) {
  Table table({{"Award"},
               {"Posted", Align::kRight},
               {"Pending", Align::kRight},
               {"Available", Align::kRight}});
  for (const v1::AwardBalance& award : balance.awards()) {
    table.AddRow({award.award(), FormatPence(award.posted_pence()),
                  FormatPence(award.pending_pence()), FormatPence(award.available_pence())});
  }
  table.AddRow({"all", FormatPence(balance.posted_pence()), FormatPence(balance.pending_pence()),
                FormatPence(balance.available_pence())});
  return absl::StrCat("Person ", balance.person(), "\n\n", table.Render());
}

std::string RenderBalance(const v1::GetCardBalanceResponse& balance) {
  Facts facts;
  facts.Add("Card", balance.card());
  facts.Add("Award", balance.award());
  facts.Add("May be used today", balance.usable() ? "yes" : "no");
  facts.Add("Can be spent", FormatPence(balance.available_pence()));
  facts.Add("Largest payment", FormatPence(balance.payment_max_pence()));
  facts.Add("Posted", FormatPence(balance.posted_pence()));
  facts.Add("Pending", FormatPence(balance.pending_pence()));
  return facts.Render();
}

std::string RenderEntitlement(const v1::GetEntitlementStatusResponse& status) {
  Facts facts;
  facts.Add("Person", status.person());
  facts.Add("Limit year", absl::StrCat(FormatFinancialYear(status.limit_year()), " (",
                                       FormatDate(status.first_date()), " to ",
                                       FormatDate(status.last_date()), ")"));
  facts.Add("Limit", FormatPence(status.limit_pence()));
  facts.Add("Exceptions", FormatPence(status.exceptions_pence()));
  facts.Add("Used", FormatPence(status.used_pence()));
  facts.Add("Planned", FormatPence(status.planned_pence()));
  facts.Add("Left", FormatPence(status.remaining_pence()));
  facts.Add("Set by", absl::StrCat(status.rule(), ", policy ", status.policy_version(),
                                   " (policies/", status.policy_sequence(), ")"));
  return absl::StrCat(facts.Render(), status.notice().empty() ? "" : "\n", status.notice(),
                      status.notice().empty() ? "" : "\n");
}

std::string RenderLedger(const v1::GetLedgerResponse& ledger) {
  Facts facts;
  facts.Add("Ledger", ledger.ledger());
  facts.Add("Kind", Word(ledger.kind()));
  facts.Add("Writes", Word(ledger.write_state()));
  facts.Add("Entries", client::FormatCount(ledger.read_point().position()));
  facts.Add("Root", ledger.root_hash());
  facts.Add("Last entry", RenderTimestamp(ledger.last_recorded_time()));
  facts.Add("Journal format", absl::StrCat(ledger.journal_format()));
  facts.Add("Rules revision", absl::StrCat(ledger.rules_revision()));
  return facts.Render();
}

}  // namespace cardledger::cli
