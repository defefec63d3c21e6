#include "services/rpc/refusal_text.h"

#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

#include "base/number_text.h"
#include "cardledger/v1/cards.pb.h"
#include "services/domain/civil_day.h"
#include "services/rpc/refusal_templates.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kRequestedPence = "requested_pence";

std::string IsoDay(int64_t number) {
  return domain::FormatIsoDay(domain::Day(static_cast<int32_t>(number)));
}

// "hospital": a name without its prefix, in lower case. A number that has no name, as of a
// later release, stays a number.
std::string WordOf(absl::string_view name, absl::string_view prefix, int64_t number) {
  if (name.empty()) return absl::StrCat(number);
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

std::string CardStateWord(int64_t number) {
  const auto state = static_cast<v1::CardState>(number);
  return WordOf(v1::CardState_Name(state), "CARD_STATE_", number);
}

std::string PersonStateWord(int64_t number) {
  const auto state = static_cast<journal::PersonState>(number);
  return WordOf(journal::PersonState_Name(state), "PERSON_STATE_", number);
}

std::string RetentionClassWord(int64_t number) {
  return WordOf(journal::RetentionClass_Name(static_cast<journal::RetentionClass>(number)),
                "RETENTION_CLASS_", number);
}

std::string RoleWord(int64_t number) {
  return WordOf(journal::Role_Name(static_cast<journal::Role>(number)), "ROLE_", number);
}

// For programs.
std::string ValueOf(const journal::Fact& fact) {
  switch (fact.kind()) {
    case journal::FACT_KIND_FUND:
      return FundNameOf(fact.id());
    case journal::FACT_KIND_PERSON:
      return PersonNameOf(fact.id());
    case journal::FACT_KIND_AWARD:
      return AwardNameOf(fact.id());
    case journal::FACT_KIND_CARD:
      return CardNameOf(fact.id());
    case journal::FACT_KIND_PROVIDER:
      return ProviderNameOf(fact.id());
    case journal::FACT_KIND_PARTY:
      return domain::IdFromBytes<domain::PartyId>(fact.id()).ToString();
    case journal::FACT_KIND_RUN:
      return domain::RunName(static_cast<uint64_t>(fact.number()));
    case journal::FACT_KIND_REFERRAL:
      return domain::ReferralName(static_cast<uint64_t>(fact.number()));
    case journal::FACT_KIND_LOOK:
      return domain::LookName(static_cast<uint64_t>(fact.number()));
    case journal::FACT_KIND_CARD_STATE:
    case journal::FACT_KIND_ACCEPTED_CARD_STATE:
      return CardStateWord(fact.number());
    case journal::FACT_KIND_PERSON_STATE:
      return PersonStateWord(fact.number());
    case journal::FACT_KIND_RETENTION_CLASS:
      return RetentionClassWord(fact.number());
    case journal::FACT_KIND_ROLE_NEEDED:
      return RoleWord(fact.number());
    case journal::FACT_KIND_FIRST_DAY:
    case journal::FACT_KIND_LAST_DAY:
    case journal::FACT_KIND_REQUESTED_DAY:
    case journal::FACT_KIND_DEADLINE_DAY:
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
    case journal::FACT_KIND_BAND_PENCE:
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

// The first of a kind stands; of what is given several times, all.
void AddTo(Facts& facts, const journal::Fact& fact, std::string text, absl::string_view between) {
  const auto [place, inserted] = facts.try_emplace(NameOf(fact.kind()), text);
  if (inserted || fact.kind() != journal::FACT_KIND_ACCEPTED_CARD_STATE) return;
  absl::StrAppend(&place->second, between, text);
}

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

// The refusal's facts, and those of the referral that it opened.
std::vector<journal::Fact> AllFacts(const journal::Refused& refused,
                                    std::optional<uint64_t> sequence) {
  std::vector<journal::Fact> facts(refused.facts().begin(), refused.facts().end());
  if (!refused.has_referral()) return facts;
  if (sequence) {
    journal::Fact& referral = facts.emplace_back();
    referral.set_kind(journal::FACT_KIND_REFERRAL);
    referral.set_number(static_cast<int64_t>(*sequence));
  }
  journal::Fact& deadline = facts.emplace_back();
  deadline.set_kind(journal::FACT_KIND_DEADLINE_DAY);
  deadline.set_number(refused.referral().deadline_day());
  return facts;
}

}  // namespace

std::map<std::string, std::string> FactsOf(const journal::Refused& refused,
                                           std::optional<uint64_t> sequence) {
  Facts facts;
  for (const journal::Fact& fact : AllFacts(refused, sequence)) {
    AddTo(facts, fact, ValueOf(fact), ",");
  }
  if (refused.requested_pence() != 0) {
    facts.emplace(kRequestedPence, absl::StrCat(refused.requested_pence()));
  }
  return facts;
}

std::string RefusalText(const journal::Refused& refused, std::optional<uint64_t> sequence) {
  Facts words;
  for (const journal::Fact& fact : AllFacts(refused, sequence)) {
    AddTo(words, fact, WordsOf(fact), " or ");
  }
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

}  // namespace cardledger::rpc
