// Cards.

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

std::string RandomCommands::CardIn(const Model& model, v1::CardState step) {
  return SomeName("cards", model.cards(),
                  [step](const Model::Card& card) { return card.step == step; });
}

journal::CardLimits RandomCommands::SomeLimits() {
  journal::CardLimits limits;
  limits.set_payment_pence(static_cast<int64_t>(random_.Below(5'000)));
  limits.set_daily_pence(static_cast<int64_t>(random_.Below(3)) * 1'000);
  limits.set_daily_count(static_cast<int32_t>(random_.Below(4)));
  return limits;
}

domain::Request RandomCommands::NewCard(const Model& model, int32_t) {
  v1::RequestCardRequest request;
  request.set_request_id(NewId());
  request.set_award(SomeName("awards", model.awards(),
                             [](const Model::Award& award) { return award.is_live(); }));
  request.set_holder(journal::HOLDER_KIND_PERSON);
  if (random_.OneIn(2)) *request.mutable_limits() = SomeLimits();
  if (random_.OneIn(2)) return request;
  const bool supporter = random_.OneIn(2);
  const std::string collection = supporter ? "supporters" : "representatives";
  request.set_holder(supporter ? journal::HOLDER_KIND_SUPPORTER
                               : journal::HOLDER_KIND_REPRESENTATIVE);
  request.set_party(collection + "/" + NewId());
  const auto award = model.awards().find(IdIn(request.award()));
  if (award == model.awards().end()) return request;
  for (const Model::Party& party : model.persons().at(award->second.person).parties) {
    const bool fits = (party.authority == journal::AUTHORITY_UNSPECIFIED) == supporter;
    if (fits || random_.OneIn(8)) request.set_party(NameOf(collection, party.id));
  }
  return request;
}

domain::Request RandomCommands::Issue(const Model& model, int32_t today) {
  static constexpr std::array<int, 4> kMonths = {0, 0, 1, 30};
  v1::IssueCardRequest request;
  request.set_request_id(NewId());
  request.set_card(CardIn(model, v1::CARD_STATE_REQUESTED));
  request.set_token(absl::StrCat("token-", 1'000 + random_.Below(40)));
  request.set_last_four(absl::StrCat(1'000 + random_.Below(9'000)));
  const absl::CivilMonth month = absl::CivilMonth(CivilDayOf(today)) +
                                 (random_.OneIn(12) ? -1 : kMonths[random_.Below(kMonths.size())]);
  request.set_expiry_year(static_cast<int32_t>(month.year()));
  request.set_expiry_month(month.month());
  return request;
}

domain::Request RandomCommands::Activation(const Model& model, int32_t) {
  v1::ActivateCardRequest request;
  request.set_request_id(NewId());
  request.set_card(CardIn(model, v1::CARD_STATE_ISSUED));
  return request;
}

domain::Request RandomCommands::Block(const Model& model, int32_t) {
  v1::BlockCardRequest request;
  request.set_request_id(NewId());
  request.set_card(CardIn(model, random_.OneIn(2) ? v1::CARD_STATE_ISSUED : v1::CARD_STATE_ACTIVE));
  request.set_reason(static_cast<journal::CardBlockReason>(1 + random_.Below(5)));
  if (random_.OneIn(3)) request.set_reason(journal::CARD_BLOCK_REASON_SAFEGUARDING);
  if (request.reason() == journal::CARD_BLOCK_REASON_SAFEGUARDING) {
    const auto card = model.cards().find(IdIn(request.card()));
    const bool own =
        card != model.cards().end() && card->second.holder == journal::HOLDER_KIND_PERSON;
    if (own && !random_.OneIn(5)) request.set_needs_met(Text());
    if (own && !random_.OneIn(5)) request.set_lead("lead-1");
  }
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::Unblock(const Model& model, int32_t) {
  v1::UnblockCardRequest request;
  request.set_request_id(NewId());
  request.set_card(CardIn(model, v1::CARD_STATE_BLOCKED));
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::Review(const Model& model, int32_t) {
  v1::ReviewBlockRequest request;
  request.set_request_id(NewId());
  request.set_card(CardIn(model, v1::CARD_STATE_BLOCKED));
  request.set_note(Text());
  return request;
}

domain::Request RandomCommands::Replacement(const Model& model, int32_t) {
  v1::ReplaceCardRequest request;
  request.set_request_id(NewId());
  request.set_card(SomeName("cards", model.cards(), [](const Model::Card& card) {
    return card.step != v1::CARD_STATE_REPLACED && card.step != v1::CARD_STATE_CLOSED;
  }));
  return request;
}

domain::Request RandomCommands::Closure(const Model& model, int32_t) {
  v1::CloseCardRequest request;
  request.set_request_id(NewId());
  request.set_card(SomeName("cards", model.cards()));
  return request;
}

domain::Request RandomCommands::Limits(const Model& model, int32_t) {
  v1::SetCardLimitsRequest request;
  request.set_request_id(NewId());
  request.set_card(SomeName("cards", model.cards()));
  *request.mutable_limits() = SomeLimits();
  return request;
}

}  // namespace cardledger::simulation
