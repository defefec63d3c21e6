#include "clients/cli/render_award.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;
using client::FormatPence;

int64_t LeftToLoad(const v1::Award& award) {
  int64_t pence = 0;
  for (const auto& funding : award.funding()) pence += funding.committed_pence();
  return pence;
}

int64_t Loaded(const v1::Award& award) {
  int64_t pence = 0;
  for (const auto& funding : award.funding()) pence += funding.loaded_pence();
  return pence;
}

int64_t FromThePerson(const v1::Award& award) {
  int64_t pence = 0;
  for (const auto& funding : award.funding()) pence += funding.contribution_pence();
  return pence;
}

std::string Dates(const google::type::Date& first, const google::type::Date& last) {
  const int64_t days = ToDay(last) - ToDay(first) + 1;
  return absl::StrCat(FormatDateInWords(first), " to ", FormatDateInWords(last), " (", days,
                      days == 1 ? " day)" : " days)");
}

std::string Schedule(const v1::LoadSchedule& schedule) {
  std::string text = Phrase(schedule.frequency());
  if (schedule.has_first_due_date()) {
    absl::StrAppend(&text, " from ", FormatDateInWords(schedule.first_due_date()));
  }
  if (schedule.has_next_due_date()) {
    absl::StrAppend(&text, ", next on ", FormatDateInWords(schedule.next_due_date()));
  }
  return text;
}

std::string Agreement(const v1::DirectPaymentAgreement& agreement) {
  return absl::StrCat(agreement.version(), ", signed on ",
                      FormatDateInWords(agreement.signed_date()), ": ", Phrase(agreement.choice()));
}

// Facts about the money that are not set where the ledger knows nothing of them.
void AddMoneyFacts(const v1::Award& award, Facts& facts) {
  if (award.has_schedule()) facts.Add("Schedule", Schedule(award.schedule()));
  if (award.funding_model() != journal::FUNDING_MODEL_UNSPECIFIED) {
    facts.Add("Account", Word(award.funding_model()));
  }
  if (award.contribution_mode() != journal::CONTRIBUTION_MODE_UNSPECIFIED) {
    facts.Add("Contribution", Word(award.contribution_mode()));
  }
  if (award.spend_order() != journal::SPEND_ORDER_UNSPECIFIED) {
    facts.Add("Spent first", absl::StrCat(Word(award.spend_order()),
                                          award.spend_order() == journal::SPEND_ORDER_PERSON_FIRST
                                              ? ""
                                              : " (a charging concession)"));
  }
}

std::string FundingTable(const v1::Award& award) {
  const auto any = [&award](int64_t (v1::AwardFunding::*pence)() const) {
    return std::any_of(award.funding().begin(), award.funding().end(),
                       [pence](const v1::AwardFunding& part) { return (part.*pence)() != 0; });
  };
  const bool contributions = any(&v1::AwardFunding::contribution_pence);
  const bool instalments = any(&v1::AwardFunding::instalment_pence);
  std::vector<Table::Column> columns = {{"Fund"},
                                        {"Awarded", Align::kRight},
                                        {"Loaded", Align::kRight},
                                        {"Left to load", Align::kRight}};
  if (contributions) columns.push_back({"From the person", Align::kRight});
  if (instalments) columns.push_back({"Each instalment", Align::kRight});
  Table table(columns);
  for (const auto& part : award.funding()) {
    std::vector<std::string> row = {part.fund(), FormatPence(part.amount_pence()),
                                    FormatPence(part.loaded_pence()),
                                    FormatPence(part.committed_pence())};
    if (contributions) row.push_back(FormatPence(part.contribution_pence()));
    if (instalments) row.push_back(FormatPence(part.instalment_pence()));
    table.AddRow(std::move(row));
  }
  return absl::StrCat("\n", table.Render());
}

std::string SharesSection(const v1::Award& award) {
  if (award.shares().empty()) return "";
  Table table({{"Who bears it"}, {"Share", Align::kRight}, {"The person may be charged for it"}});
  for (const v1::AwardShare& share : award.shares()) {
    table.AddRow(
        {Phrase(share.source()),
         absl::StrFormat("%d.%02d%%", share.basis_points() / 100, share.basis_points() % 100),
         share.chargeable() ? "yes" : "no"});
  }
  return absl::StrCat("\n", table.Render());
}

std::string ContributionsSection(const v1::Award& award) {
  if (award.contributions().empty()) return "";
  Table table({{"The person contributes from"}, {"A week", Align::kRight}});
  for (const v1::WeeklyContribution& contribution : award.contributions()) {
    table.AddRow(
        {FormatDateInWords(contribution.from_date()), FormatPence(contribution.weekly_pence())});
  }
  return absl::StrCat("\n", table.Render());
}

template <typename Codes>
std::string Categories(const Codes& codes) {
  return absl::StrJoin(codes, ", ", [](std::string* out, int32_t code) {
    absl::StrAppendFormat(out, "%04d", code);
  });
}

std::string RestrictionsSection(const v1::Award& award) {
  Facts facts;
  if (!award.allowed_categories().empty()) {
    facts.Add("Only in categories", Categories(award.allowed_categories()));
  }
  const v1::AwardBlocks& blocks = award.blocks();
  if (!blocks.categories().empty()) {
    facts.Add("Not in categories", Categories(blocks.categories()));
  }
  if (blocks.cash()) facts.Add("Cash", "may not be drawn");
  if (!blocks.risk_decision().empty()) facts.Add("Risk decision", blocks.risk_decision());
  if (blocks.has_risk_review_date()) {
    facts.Add("Reviewed by", FormatDateInWords(blocks.risk_review_date()));
  }
  for (const v1::AwardEarmark& earmark : award.earmarks()) {
    facts.Add(FormatPence(earmark.amount_pence()), absl::StrCat("only at ", earmark.provider()));
  }
  const std::string text = facts.Render();
  return text.empty() ? "" : absl::StrCat("\nHow it may be spent\n", text);
}

std::string ExtensionSection(const v1::Award& award) {
  if (!award.has_pending_extension()) return "";
  const v1::PendingExtension& pending = award.pending_extension();
  std::string text = absl::StrCat("\nAn extension waits for its decision\nTo ",
                                  FormatDateInWords(pending.end_date()), ", proposed by ",
                                  pending.proposed_by(), "\n");
  for (const v1::AwardFunding& part : pending.funding()) {
    absl::StrAppend(&text, FormatPence(part.amount_pence()), " more from ", part.fund(), "\n");
  }
  return text;
}

std::string CardsSection(const v1::Award& award) {
  if (award.cards().empty()) return "";
  return absl::StrCat("\nCards\n", absl::StrJoin(award.cards(), "\n"), "\n");
}

}  // namespace

std::string RenderAward(const v1::Award& award) {
  Facts facts;
  // One that was only checked has no name yet.
  if (!award.name().empty()) facts.Add("Award", award.name());
  facts.Add("Person", award.person());
  facts.Add("State", Word(award.state()));
  if (award.outcome() != journal::OUTCOME_UNSPECIFIED) {
    facts.Add("Outcome", Phrase(award.outcome()));
  }
  facts.Add("Power", Word(award.power()));
  facts.Add("Delivery", Word(award.delivery()));
  facts.Add("Dates", absl::StrCat(Dates(award.start_date(), award.end_date()),
                                  award.extended() ? ", extended" : ""));
  facts.Add("Proposed by", award.proposed_by());
  facts.Add("Approved by", award.approved_by().empty() ? "nobody yet" : award.approved_by());
  if (award.has_agreement()) facts.Add("Agreement", Agreement(award.agreement()));
  AddMoneyFacts(award, facts);
  facts.Add("Amount", FormatPence(award.amount_pence()));
  facts.Add("Loaded", FormatPence(Loaded(award)));
  if (FromThePerson(award) != 0) facts.Add("From the person", FormatPence(FromThePerson(award)));
  facts.Add("Left to load", award.state() == v1::AWARD_STATE_PROPOSED
                                ? "nothing before it is approved"
                                : FormatPence(LeftToLoad(award)));
  return absl::StrCat(facts.Render(), FundingTable(award), SharesSection(award),
                      ContributionsSection(award), RestrictionsSection(award),
                      ExtensionSection(award), CardsSection(award));
}

std::string RenderAwards(const google::protobuf::RepeatedPtrField<v1::Award>& awards) {
  Table table({{"Award"},
               {"State"},
               {"First day"},
               {"Last day"},
               {"Amount", Align::kRight},
               {"Loaded", Align::kRight},
               {"Left to load", Align::kRight},
               {"Proposed by"},
               {"Approved by"}});
  for (const v1::Award& award : awards) {
    table.AddRow({award.name(), Word(award.state()), FormatDate(award.start_date()),
                  FormatDate(award.end_date()), FormatPence(award.amount_pence()),
                  FormatPence(Loaded(award)), FormatPence(LeftToLoad(award)), award.proposed_by(),
                  award.approved_by()});
  }
  return table.empty() ? "There are no such awards.\n" : table.Render();
}

}  // namespace cardledger::cli
