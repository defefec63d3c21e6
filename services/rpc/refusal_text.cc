#include "services/rpc/refusal_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

#include "base/number_text.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"
#include "services/domain/names.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kRequestedPence = "requested_pence";

struct Template {
  journal::RefusalReason reason;
  absl::string_view text;
};

// In order of precedence.
constexpr auto kTemplates = std::to_array<Template>({
    {journal::REFUSAL_REASON_FUND_NOT_FOUND,
     "No such fund stands in this ledger[: {fund}]. Accepted would be a fund that CreateFund "
     "opened."},
    {journal::REFUSAL_REASON_PERSON_NOT_FOUND,
     "No such person stands in this ledger[: {person}]. Accepted would be a person that "
     "RegisterPerson registered."},
    {journal::REFUSAL_REASON_AWARD_NOT_FOUND,
     "No such award stands in this ledger[: {award}]. Accepted would be an award that ProposeAward "
     "proposed."},
    {journal::REFUSAL_REASON_RUN_NOT_FOUND,
     "No such run stands in this ledger[: {run}]. Accepted would be a run that was started."},
    {journal::REFUSAL_REASON_FUND_ALREADY_EXISTS,
     "A fund with that code stands already[ in {financial_year}][: {fund}]. Accepted would be "
     "another code, or another financial year."},
    {journal::REFUSAL_REASON_PERSON_ALREADY_REGISTERED,
     "A person with that case reference is registered already[: {person}]. The annual limit is per "
     "person, so a second record would be a second limit; use the person that stands."},
    {journal::REFUSAL_REASON_POLICY_ALREADY_ACTIVE,
     "That very policy is active already[, by entry {entry}]. Accepted would be a policy with "
     "another content."},
    {journal::REFUSAL_REASON_RUN_FINISHED,
     "The run[ {run}] is finished and takes no more rows. Accepted would be a new run."},
    {journal::REFUSAL_REASON_AWARD_CANCELLED,
     "The award[ {award}] is cancelled. Accepted would be an award that is not."},
    {journal::REFUSAL_REASON_AWARD_NOT_APPROVED,
     "The award[ {award}] waits for its approval. The same would be accepted after somebody other "
     "than its proposer has approved it."},
    {journal::REFUSAL_REASON_AWARD_ALREADY_APPROVED,
     "The award[ {award}] has been approved before. Accepted would be an award that waits for its "
     "approval."},
    {journal::REFUSAL_REASON_AWARD_HAS_LOADS,
     "Money has been loaded on the award[ {award}], so it cannot be cancelled; it ends on its last "
     "day."},
    {journal::REFUSAL_REASON_AWARDS_FULL,
     "The person[ {person}] has as many awards as the ledger keeps for one person.[ Accepted would "
     "be at most {count_max}.]"},
    {journal::REFUSAL_REASON_APPROVER_IS_PREPARER,
     "Nobody approves what they prepared[: {award}]. Accepted would be the approval of somebody "
     "other than its proposer."},
    {journal::REFUSAL_REASON_NO_POLICY_IN_FORCE,
     "No activated policy is in force[ on {requested_day}]. Accepted would be a day that an "
     "activated policy covers."},
    {journal::REFUSAL_REASON_PHASE_TOO_LONG,
     "The phase is longer than the policy allows[: {requested_days} days, first and last day "
     "included].[ Accepted would be at most {days_max} days.][ "
     "That makes the last day {last_day}.]"},
    {journal::REFUSAL_REASON_FUND_YEAR_MISMATCH,
     "The funds do not fit the financial years concerned[; {financial_year} does not match][ "
     "({fund})]. Accepted would be exactly one fund for each financial year that the dates touch, "
     "and budget moved within one financial year."},
    {journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES,
     "The due date[ {requested_day}] lies outside the award's dates.[ Accepted would be a day from "
     "{first_day} to {last_day}.]"},
    {journal::REFUSAL_REASON_DUE_DATE_IN_FUTURE,
     "The due date[ {requested_day}] has not come yet.[ Accepted would be a day up to "
     "{last_day}.]"},
    {journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED,
     "The load[ of {requested_pence}] would pass the person's annual limit[ of {limit_pence} for "
     "{financial_year}][, of which {used_pence} is used].[ Accepted would be up to "
     "{remaining_pence}.]"},
    {journal::REFUSAL_REASON_AWARD_AMOUNT_EXCEEDED,
     "The load[ of {requested_pence}] is more than the award still holds[ for {financial_year}].[ "
     "Accepted would be up to {remaining_pence}.]"},
    {journal::REFUSAL_REASON_BUDGET_EXCEEDED,
     "The fund[ {fund}] has not enough uncommitted budget[ for {requested_pence}].[ Accepted would "
     "be up to {remaining_pence}.]"},
    {journal::REFUSAL_REASON_BUDGET_TOO_LARGE,
     "The fund's budget[ ({fund})] would pass the most that a fund may hold.[ Accepted would be up "
     "to {remaining_pence}.]"},
    {journal::REFUSAL_REASON_RUN_TOTALS_DIFFER,
     "The rows decided are not the rows declared when the run[ {run}] was started[: declared "
     "{declared_count} of {declared_pence}][, decided {decided_count} of {decided_pence}]. "
     "Accepted would be a finish with a new request id, after the rows that are missing."},
    {journal::REFUSAL_REASON_CLOCK_NOT_UNSURE,
     "The clock needs no confirmation: the ledger trusts it and writes."},
});

std::string IsoDay(int64_t number) {
  return domain::FormatIsoDay(domain::Day(static_cast<int32_t>(number)));
}

// For programs.
std::string ValueOf(const journal::Fact& fact) {
  switch (fact.kind()) {
    case journal::FACT_KIND_FUND:
      return domain::FundName(domain::IdFromBytes<domain::FundId>(fact.id()));
    case journal::FACT_KIND_PERSON:
      return domain::PersonName(domain::IdFromBytes<domain::PersonId>(fact.id()));
    case journal::FACT_KIND_AWARD:
      return domain::AwardName(domain::IdFromBytes<domain::AwardId>(fact.id()));
    case journal::FACT_KIND_RUN:
      return domain::RunName(static_cast<uint64_t>(fact.number()));
    case journal::FACT_KIND_FIRST_DAY:
    case journal::FACT_KIND_LAST_DAY:
    case journal::FACT_KIND_REQUESTED_DAY:
      return IsoDay(fact.number());
    default:
      return absl::StrCat(fact.number());
  }
}

// For people.
std::string WordsOf(const journal::Fact& fact) {
  switch (fact.kind()) {
    case journal::FACT_KIND_REMAINING_PENCE:
    case journal::FACT_KIND_LIMIT_PENCE:
    case journal::FACT_KIND_USED_PENCE:
    case journal::FACT_KIND_DECLARED_PENCE:
    case journal::FACT_KIND_DECIDED_PENCE:
      return base::FormatPence(fact.number());
    case journal::FACT_KIND_FINANCIAL_YEAR:
      return absl::StrFormat("%d-%02d", fact.number(), (fact.number() + 1) % 100);
    case journal::FACT_KIND_DECLARED_COUNT:
    case journal::FACT_KIND_DECIDED_COUNT:
      return absl::StrCat(fact.number(), fact.number() == 1 ? " row" : " rows");
    default:
      return ValueOf(fact);
  }
}

std::string NameOf(journal::FactKind kind) {
  absl::string_view name = journal::FactKind_Name(kind);
  absl::ConsumePrefix(&name, "FACT_KIND_");
  return absl::AsciiStrToLower(name);
}

using Facts = std::map<std::string, std::string>;

// `part` with its facts; nullopt where one is not there.
std::optional<std::string> Fill(absl::string_view part, const Facts& facts) {
  std::string filled;
  while (!part.empty()) {
    const size_t open = part.find('{');
    absl::StrAppend(&filled, part.substr(0, open));
    if (open == absl::string_view::npos) break;
    part.remove_prefix(open + 1);
    const size_t close = part.find('}');
    const auto fact = facts.find(std::string(part.substr(0, close)));
    if (fact == facts.end()) return std::nullopt;
    absl::StrAppend(&filled, fact->second);
    part.remove_prefix(close + 1);
  }
  return filled;
}

}  // namespace

std::map<std::string, std::string> FactsOf(const journal::Refused& refused) {
  Facts facts;
  for (const journal::Fact& fact : refused.facts())
    facts.emplace(NameOf(fact.kind()), ValueOf(fact));
  if (refused.requested_pence() != 0) {
    facts.emplace(kRequestedPence, absl::StrCat(refused.requested_pence()));
  }
  return facts;
}

std::string RefusalText(const journal::Refused& refused) {
  Facts words;
  for (const journal::Fact& fact : refused.facts())
    words.emplace(NameOf(fact.kind()), WordsOf(fact));
  if (refused.requested_pence() != 0) {
    words.emplace(kRequestedPence, base::FormatPence(refused.requested_pence()));
  }
  std::string text;
  absl::string_view rest = RefusalTemplate(refused.reason());
  while (!rest.empty()) {
    const size_t open = rest.find('[');
    absl::StrAppend(&text, Fill(rest.substr(0, open), words).value_or(""));
    if (open == absl::string_view::npos) break;
    rest.remove_prefix(open + 1);
    const size_t close = rest.find(']');
    absl::StrAppend(&text, Fill(rest.substr(0, close), words).value_or(""));
    rest.remove_prefix(close + 1);
  }
  return text;
}

absl::string_view ReasonName(journal::RefusalReason reason) {
  absl::string_view name = journal::RefusalReason_Name(reason);
  absl::ConsumePrefix(&name, "REFUSAL_REASON_");
  return name;
}

absl::string_view RefusalTemplate(journal::RefusalReason reason) {
  const auto found = std::find_if(kTemplates.begin(), kTemplates.end(),
                                  [reason](const Template& t) { return t.reason == reason; });
  return found == kTemplates.end() ? absl::string_view() : found->text;
}

}  // namespace cardledger::rpc
