#include "clients/cli/entry_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "base/uuid.h"
#include "clients/cli/civil_time.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using client::FormatPence;
using journal::v1::Entry;

std::string Id(absl::string_view collection, absl::string_view bytes) {
  const auto id = base::Uuid::FromBytes(bytes);
  return id ? absl::StrCat("  ", collection, "/", id->ToString()) : "";
}

// What the event moved or named; the award and the person are said of every entry.
std::string EventFacts(const Entry& entry) {
  switch (entry.event_case()) {
    case Entry::kRefused: {
      const auto& refused = entry.refused();
      const std::string amount =
          refused.requested_pence() == 0 ? "" : "  " + FormatPence(refused.requested_pence());
      return absl::StrCat("  ", Word(refused.reason()), amount);
    }
    case Entry::kLedgerCreated:
      return absl::StrCat("  ", Word(entry.ledger_created().kind()));
    case Entry::kPolicyActivated:
      return absl::StrCat("  from ", FormatDay(absl::CivilDay(1970, 1, 1) +
                                               entry.policy_activated().valid_from_day()));
    case Entry::kFundCreated:
      return absl::StrCat("  ", entry.fund_created().code(), " ",
                          FormatFinancialYear(entry.fund_created().financial_year()));
    case Entry::kBudgetAllocated:
      return absl::StrCat("  ", FormatPence(entry.budget_allocated().amount_pence()),
                          Id("funds", entry.budget_allocated().fund_id()));
    case Entry::kBudgetTransferred:
      return absl::StrCat("  ", FormatPence(entry.budget_transferred().amount_pence()),
                          Id("funds", entry.budget_transferred().from_fund_id()), " to",
                          Id("funds", entry.budget_transferred().to_fund_id()));
    case Entry::kAwardApproved:
      return absl::StrCat("  ", FormatPence(entry.award_approved().committed_pence()));
    case Entry::kAwardCancelled:
      return absl::StrCat("  ", Word(entry.award_cancelled().reason()));
    case Entry::kAwardLoaded:
      return absl::StrCat("  ", FormatPence(entry.award_loaded().amount_pence()));
    case Entry::kRunStarted:
      return absl::StrCat("  ", client::FormatCount(entry.run_started().declared_count()),
                          " rows, ", FormatPence(entry.run_started().declared_pence()));
    case Entry::kRunFinished:
      return absl::StrCat("  ", client::FormatCount(entry.run_finished().accepted_count()),
                          " loaded, ", client::FormatCount(entry.run_finished().refused_count()),
                          " refused");
    case Entry::kClockConfirmed:
    case Entry::kPersonRegistered:
    case Entry::kAwardProposed:
    case Entry::EVENT_NOT_SET:
      return "";
  }
  return "";
}

// "award loaded", from the name of the event's field.
std::string EventName(const Entry& entry) {
  const auto* field = Entry::descriptor()->FindFieldByNumber(entry.event_case());
  if (field == nullptr) return "an event not known here";
  return absl::StrReplaceAll(field->name(), {{"_", " "}});
}

}  // namespace

std::string RenderEntry(const Entry& entry) {
  return absl::StrCat(entry.sequence(), "  ",
                      FormatInstant(absl::FromUnixMicros(entry.recorded_time_us())), "  ",
                      EventName(entry), EventFacts(entry), Id("awards", entry.award_id()),
                      entry.award_id().empty() ? Id("persons", entry.person_id()) : "",
                      entry.caller().subject().empty() ? "" : "  by ", entry.caller().subject());
}

}  // namespace cardledger::cli
