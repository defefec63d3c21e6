#include "tests/scenario/answer_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

#include "base/number_text.h"
#include "services/domain/civil_day.h"
#include "services/engine/errors.h"
#include "tests/scenario/words.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using base::FormatPence;

std::string DayText(int64_t number) {
  return domain::FormatIsoDay(domain::Day(static_cast<int32_t>(number)));
}

// The name of an enum's value without the enum's own.
template <typename Enum>
std::string ValueName(Enum value, absl::string_view prefix) {
  const std::string name =
      google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value)->name();
  return std::string(absl::StripPrefix(name, prefix));
}

std::string FactText(const journal::Fact& fact, const Names& names) {
  switch (fact.kind()) {
    case journal::FACT_KIND_REMAINING_PENCE:
      return absl::StrCat("remaining=", FormatPence(fact.number()));
    case journal::FACT_KIND_LIMIT_PENCE:
      return absl::StrCat("limit=", FormatPence(fact.number()));
    case journal::FACT_KIND_USED_PENCE:
      return absl::StrCat("used=", FormatPence(fact.number()));
    case journal::FACT_KIND_FINANCIAL_YEAR:
      return absl::StrCat("year=", FormatYear(static_cast<int32_t>(fact.number())));
    case journal::FACT_KIND_FIRST_DAY:
      return absl::StrCat("first=", DayText(fact.number()));
    case journal::FACT_KIND_LAST_DAY:
      return absl::StrCat("last=", DayText(fact.number()));
    case journal::FACT_KIND_REQUESTED_DAYS:
      return absl::StrCat("days=", fact.number());
    case journal::FACT_KIND_DAYS_MAX:
      return absl::StrCat("days_max=", fact.number());
    case journal::FACT_KIND_FUND:
      return absl::StrCat("fund=", names.NameOf(fact.id()));
    case journal::FACT_KIND_PERSON:
      return absl::StrCat("person=", names.NameOf(fact.id()));
    case journal::FACT_KIND_AWARD:
      return absl::StrCat("award=", names.NameOf(fact.id()));
    case journal::FACT_KIND_RUN:
      return absl::StrCat("run=", names.NameOfRun(static_cast<uint64_t>(fact.number())));
    case journal::FACT_KIND_ENTRY:
      return absl::StrCat("since_entry=", fact.number());
    case journal::FACT_KIND_DECLARED_COUNT:
      return absl::StrCat("declared_rows=", fact.number());
    case journal::FACT_KIND_DECLARED_PENCE:
      return absl::StrCat("declared=", FormatPence(fact.number()));
    case journal::FACT_KIND_DECIDED_COUNT:
      return absl::StrCat("decided_rows=", fact.number());
    case journal::FACT_KIND_DECIDED_PENCE:
      return absl::StrCat("decided=", FormatPence(fact.number()));
    case journal::FACT_KIND_REQUESTED_DAY:
      return absl::StrCat("asked=", DayText(fact.number()));
    case journal::FACT_KIND_COUNT_MAX:
      return absl::StrCat("at_most=", fact.number());
    default:
      return absl::StrCat("fact ", fact.kind(), "=", fact.number());
  }
}

std::string FundingText(const journal::AwardProposed& proposed, const Names& names) {
  return absl::StrJoin(proposed.parts(), ",", [&names](std::string* out, const auto& part) {
    absl::StrAppend(out, names.NameOf(part.fund_id()), ":", FormatPence(part.amount_pence()));
  });
}

std::string LoadText(const journal::AwardLoaded& loaded) {
  return absl::StrCat(
      "available=", FormatPence(loaded.available_after_pence()),
      " year=", FormatYear(loaded.limit_year()),
      " limit_used=", FormatPence(loaded.limit_used_after_pence()),
      " limit_remaining=", FormatPence(loaded.limit_pence() - loaded.limit_used_after_pence()));
}

// What an event says to its caller.
std::string EventText(const journal::Entry& entry, const Names& names) {
  switch (entry.event_case()) {
    case journal::Entry::kPolicyActivated:
      return absl::StrCat("valid_from=", DayText(entry.policy_activated().valid_from_day()));
    case journal::Entry::kFundCreated:
      return absl::StrCat("fund=", names.NameOf(entry.fund_created().fund_id()),
                          " year=", FormatYear(entry.fund_created().financial_year()));
    case journal::Entry::kBudgetAllocated:
      return absl::StrCat("fund_available=",
                          FormatPence(entry.budget_allocated().available_after_pence()));
    case journal::Entry::kBudgetTransferred:
      return absl::StrCat(
          "from_available=", FormatPence(entry.budget_transferred().from_available_after_pence()),
          " to_available=", FormatPence(entry.budget_transferred().to_available_after_pence()));
    case journal::Entry::kPersonRegistered:
      return absl::StrCat("person=", names.NameOf(entry.person_id()));
    case journal::Entry::kAwardProposed:
      return absl::StrCat("award=", names.NameOf(entry.award_id()),
                          " funding=", FundingText(entry.award_proposed(), names));
    case journal::Entry::kAwardApproved:
      return absl::StrCat("committed=", FormatPence(entry.award_approved().committed_pence()));
    case journal::Entry::kAwardCancelled:
      return absl::StrCat("released=", FormatPence(entry.award_cancelled().released_pence()));
    case journal::Entry::kAwardLoaded:
      return LoadText(entry.award_loaded());
    case journal::Entry::kRunStarted:
      return absl::StrCat("run=", names.NameOfRun(entry.sequence()));
    case journal::Entry::kRunFinished:
      return absl::StrCat("accepted=", entry.run_finished().accepted_count(), ":",
                          FormatPence(entry.run_finished().accepted_pence()),
                          " refused=", entry.run_finished().refused_count(), ":",
                          FormatPence(entry.run_finished().refused_pence()));
    default:
      return "";
  }
}

std::string RefusedText(const journal::Refused& refused, const Names& names) {
  std::string text = absl::StrCat("refused ", ValueName(refused.reason(), "REFUSAL_REASON_"));
  for (const journal::Fact& fact : refused.facts()) {
    absl::StrAppend(&text, " ", FactText(fact, names));
  }
  return text;
}

std::string EventName(const journal::Entry& entry) {
  const auto* field = entry.GetDescriptor()->FindFieldByNumber(entry.event_case());
  return absl::StrReplaceAll(field->name(), {{"_", " "}});
}

}  // namespace

std::string DecisionText(const journal::Entry& entry, const Names& names) {
  const std::string decided = entry.has_refused() ? RefusedText(entry.refused(), names)
                                                  : absl::StrCat("ok ", EventText(entry, names));
  return absl::StrCat(absl::StripTrailingAsciiWhitespace(decided), " (entry ", entry.sequence(),
                      ")\n");
}

std::string ErrorText(const absl::Status& status) {
  return absl::StrCat("error ", absl::StatusCodeToString(status.code()), " ",
                      engine::ReasonOf(status), ": ", status.message(), "\n");
}

std::string ViolationsText(const domain::Violations& violations) {
  return absl::StrJoin(violations, "", [](std::string* out, const domain::Violation& each) {
    // Some parser messages end in a blank, which editors take away.
    absl::StrAppend(out, "invalid ", each.field, ": ",
                    absl::StripTrailingAsciiWhitespace(each.description), "\n");
  });
}

std::string AccountText(const journal::Posting& posting, const Names& names) {
  std::string text = absl::AsciiStrToLower(
      absl::StrReplaceAll(ValueName(posting.account(), "ACCOUNT_KIND_"), {{"_", " "}}));
  if (!posting.fund_id().empty()) absl::StrAppend(&text, " ", names.NameOf(posting.fund_id()));
  if (posting.limit_year() != 0) absl::StrAppend(&text, " ", FormatYear(posting.limit_year()));
  return text;
}

std::string JournalText(const journal::Entry& entry, const Names& names) {
  std::string text =
      absl::StrFormat("%d %s | for %s | %s", entry.sequence(),
                      FormatLondon(entry.recorded_time_us()), DayText(entry.effective_day()),
                      entry.has_refused() ? RefusedText(entry.refused(), names) : EventName(entry));
  if (!entry.award_id().empty()) absl::StrAppend(&text, " | ", names.NameOf(entry.award_id()));
  if (entry.run_entry() != 0) {
    absl::StrAppend(&text, " | run ", names.NameOfRun(entry.run_entry()));
  }
  if (!entry.caller().subject().empty()) {
    absl::StrAppend(&text, " | by ", entry.caller().subject());
  }
  absl::StrAppend(&text, "\n");
  for (const journal::Posting& posting : entry.postings()) {
    const bool pending = posting.phase() == journal::PHASE_PENDING;
    // Padded by hand: the pound sign is two bytes.
    const std::string amount = FormatPence(posting.amount_pence());
    absl::StrAppendFormat(&text, "    %-8s%-26s%s%s\n", pending ? "reserve" : "post",
                          AccountText(posting, names),
                          std::string(amount.size() < 13 ? 13 - amount.size() : 0, ' '), amount);
  }
  return text;
}

}  // namespace cardledger::tests
