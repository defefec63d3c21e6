#include "clients/cli/render_card.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;
using client::FormatPence;

std::string State(const v1::Card& card) {
  return absl::StrCat(Word(card.state()),
                      card.block_reason() == journal::CARD_BLOCK_REASON_UNSPECIFIED
                          ? ""
                          : absl::StrCat(", ", Phrase(card.block_reason())));
}

std::string Holder(const v1::Card& card) {
  return card.party().empty() ? absl::StrCat("the ", Phrase(card.holder())) : card.party();
}

}  // namespace

std::string CardLimitsPhrase(const journal::CardLimits& limits) {
  std::vector<std::string> parts;
  if (limits.payment_pence() != 0) {
    parts.push_back(absl::StrCat(FormatPence(limits.payment_pence()), " a payment"));
  }
  if (limits.daily_pence() != 0) {
    parts.push_back(absl::StrCat(FormatPence(limits.daily_pence()), " a day"));
  }
  if (limits.daily_count() != 0) {
    parts.push_back(absl::StrCat(limits.daily_count(), " payments a day"));
  }
  return parts.empty() ? "no limits of its own"
                       : absl::StrCat("at most ", absl::StrJoin(parts, ", "));
}

std::string RenderCard(const v1::Card& card) {
  Facts facts;
  facts.Add("Card", card.name());
  facts.Add("Award", card.award());
  facts.Add("Person", card.person());
  facts.Add("Held by", Holder(card));
  facts.Add("State", State(card));
  if (!card.block_lead().empty()) facts.Add("Led by", card.block_lead());
  if (card.has_review_date()) facts.Add("Reviewed by", FormatDateInWords(card.review_date()));
  if (!card.last_four().empty()) facts.Add("Ends in", card.last_four());
  if (!card.token().empty()) facts.Add("Token", card.token());
  if (card.has_expiry_date()) facts.Add("Last day", FormatDateInWords(card.expiry_date()));
  facts.Add("Limits", CardLimitsPhrase(card.limits()));
  if (card.funding_model() != journal::FUNDING_MODEL_UNSPECIFIED) {
    facts.Add("Account", Word(card.funding_model()));
  }
  if (!card.replaces().empty()) facts.Add("Replaces", card.replaces());
  if (!card.replaced_by().empty()) facts.Add("Replaced by", card.replaced_by());
  const std::string text = facts.Render();
  return card.notice().empty() ? text : absl::StrCat(text, "\n", card.notice(), "\n");
}

std::string RenderCards(const google::protobuf::RepeatedPtrField<v1::Card>& cards) {
  Table table({{"Card"}, {"State"}, {"Held by"}, {"Ends in"}, {"Last day"}, {"Award"}});
  for (const v1::Card& card : cards) {
    table.AddRow({card.name(), State(card), Holder(card), card.last_four(),
                  card.has_expiry_date() ? FormatDate(card.expiry_date()) : "", card.award()});
  }
  return table.empty() ? "There are no such cards.\n" : table.Render();
}

}  // namespace cardledger::cli
