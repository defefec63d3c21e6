#include "clients/cli/render.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

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

std::string Dates(const google::type::Date& first, const google::type::Date& last) {
  const int64_t days = ToDay(last) - ToDay(first) + 1;
  return absl::StrCat(FormatDate(first), " to ", FormatDate(last), " (", days,
                      days == 1 ? " day)" : " days)");
}

std::string WithVerification(absl::string_view value, policy::v1::Verification verification) {
  return absl::StrCat(value, "  (", Word(verification), ")");
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
  return absl::StrCat("As of entry ", point.position(), ", ", RenderTimestamp(point.as_of_time()),
                      "\n");
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
  facts.Add("Still to promise", FormatPence(fund.available_pence()));
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

std::string RenderPerson(const v1::Person& person) {
  Facts facts;
  facts.Add("Person", person.name());
  facts.Add("Registered", RenderTimestamp(person.register_time()));
  facts.Add("Awards", person.awards().empty() ? "none" : person.awards(0));
  for (int i = 1; i < person.awards_size(); ++i) facts.Add("", person.awards(i));
  return facts.Render();
}

std::string RenderAward(const v1::Award& award) {
  Facts facts;
  if (!award.name().empty()) facts.Add("Award", award.name());
  facts.Add("Person", award.person());
  facts.Add("State", Word(award.state()));
  facts.Add("Power", Word(award.power()));
  facts.Add("Delivery", Word(award.delivery()));
  facts.Add("Dates", Dates(award.start_date(), award.end_date()));
  facts.Add("Proposed by", award.proposed_by());
  facts.Add("Approved by", award.approved_by().empty() ? "nobody yet" : award.approved_by());
  facts.Add("Amount", FormatPence(award.amount_pence()));
  facts.Add("Loaded", FormatPence(Loaded(award)));
  facts.Add("Left to load", FormatPence(LeftToLoad(award)));
  Table funding({{"Fund"},
                 {"Awarded", Align::kRight},
                 {"Loaded", Align::kRight},
                 {"Left to load", Align::kRight}});
  for (const auto& part : award.funding()) {
    funding.AddRow({part.fund(), FormatPence(part.amount_pence()), FormatPence(part.loaded_pence()),
                    FormatPence(part.committed_pence())});
  }
  return absl::StrCat(facts.Render(), "\n", funding.Render());
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

std::string RenderLoad(const v1::CreateLoadResponse& load) {
  Facts facts;
  const bool stored = IsStored(load.decision());
  if (stored) facts.Add("Load", load.load());
  facts.Add("Award", load.award());
  facts.Add("Amount", FormatPence(load.amount_pence()));
  facts.Add("Due", FormatDate(load.due_date()));
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

std::string RenderPolicy(const v1::Policy& policy) {
  const auto& scheme = policy.scheme();
  Facts facts;
  facts.Add("Policy", policy.name());
  facts.Add("Version", scheme.version());
  facts.Add("Standing", Word(policy.standing()));
  facts.Add("Valid from", FormatDate(scheme.valid_from()));
  facts.Add("Activated", RenderTimestamp(policy.activate_time()));
  facts.Add("SHA-256", policy.sha256());
  facts.Add("Annual limit", WithVerification(FormatPence(scheme.annual_limit().pence()),
                                             scheme.annual_limit().verification()));
  facts.Add("Limit year", WithVerification(Word(scheme.limit_year().limit_year()),
                                           scheme.limit_year().verification()));
  facts.Add("Longest phase",
            WithVerification(absl::StrCat(scheme.phase_length_max().days(), " days"),
                             scheme.phase_length_max().verification()));
  return absl::StrCat(facts.Render(),
                      "\nWhere they stand\n  Annual limit: ", scheme.annual_limit().source(),
                      "\n  Limit year: ", scheme.limit_year().source(),
                      "\n  Longest phase: ", scheme.phase_length_max().source(), "\n");
}

std::string RenderPolicies(const google::protobuf::RepeatedPtrField<v1::Policy>& policies) {
  Table table({{"Policy"},
               {"Version"},
               {"Standing"},
               {"Valid from"},
               {"Annual limit", Align::kRight},
               {"Longest phase", Align::kRight},
               {"Activated"}});
  for (const v1::Policy& policy : policies) {
    table.AddRow({policy.name(), policy.scheme().version(), Word(policy.standing()),
                  FormatDate(policy.scheme().valid_from()),
                  FormatPence(policy.scheme().annual_limit().pence()),
                  absl::StrCat(policy.scheme().phase_length_max().days(), " days"),
                  RenderTimestamp(policy.activate_time())});
  }
  return table.empty() ? "No policy has been activated.\n" : table.Render();
}

}  // namespace cardledger::cli
