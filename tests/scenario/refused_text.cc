#include "tests/scenario/refused_text.h"

#include "absl/strings/str_cat.h"

#include "base/number_text.h"
#include "cardledger/v1/cards.pb.h"
#include "tests/scenario/enum_words.h"
#include "tests/scenario/event_text.h"
#include "tests/scenario/words.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using base::FormatPence;

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
      return absl::StrCat("entry=", fact.number());
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
    case journal::FACT_KIND_CARD:
      return absl::StrCat("card=", names.NameOf(fact.id()));
    case journal::FACT_KIND_PROVIDER:
      return absl::StrCat("provider=", names.NameOf(fact.id()));
    case journal::FACT_KIND_REFERRAL:
      return absl::StrCat("referral=", fact.number());
    case journal::FACT_KIND_LOOK:
      return absl::StrCat("look=", fact.number());
    case journal::FACT_KIND_PARTY:
      return absl::StrCat("party=", names.NameOf(fact.id()));
    case journal::FACT_KIND_CARD_STATE:
      return absl::StrCat("card_state=", EnumText(static_cast<v1::CardState>(fact.number())));
    case journal::FACT_KIND_ACCEPTED_CARD_STATE:
      return absl::StrCat("accepted=", EnumText(static_cast<v1::CardState>(fact.number())));
    case journal::FACT_KIND_RETENTION_CLASS:
      return absl::StrCat("class=", EnumText(static_cast<journal::RetentionClass>(fact.number())));
    case journal::FACT_KIND_PERSON_STATE:
      return absl::StrCat("state=", EnumText(static_cast<journal::PersonState>(fact.number())));
    case journal::FACT_KIND_DEADLINE_DAY:
      return absl::StrCat("decide_by=", DayText(fact.number()));
    case journal::FACT_KIND_BAND_PENCE:
      return absl::StrCat("band=", FormatPence(fact.number()));
    case journal::FACT_KIND_ROLE_NEEDED:
      return absl::StrCat("needs=", EnumText(static_cast<journal::Role>(fact.number())));
    default:
      return absl::StrCat("fact ", fact.kind(), "=", fact.number());
  }
}

}  // namespace

std::string RefusedText(const journal::Entry& entry, const Names& names) {
  const journal::Refused& refused = entry.refused();
  std::string text = absl::StrCat("refused ", EnumText(refused.reason()));
  for (const journal::Fact& fact : refused.facts()) {
    absl::StrAppend(&text, " ", FactText(fact, names));
  }
  if (refused.reason() == journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND) {
    absl::StrAppend(&text, " asked=", FormatPence(refused.requested_pence()));
  }
  if (refused.has_referral()) {
    absl::StrAppend(&text, ", opens ", ReferralText(refused.referral(), entry.sequence()));
  }
  if (refused.has_instalment())
    absl::StrAppend(&text, NextDueText(refused.instalment().next_due_day()));
  return text;
}

}  // namespace cardledger::tests
