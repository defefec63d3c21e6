#include "services/rpc/card_resources.h"

#include "services/rpc/award_terms.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

std::string BlockNotice(journal::CardBlockReason reason) {
  switch (reason) {
    case journal::CARD_BLOCK_REASON_LOST:
      return "This card is blocked because it was lost. A new one can take its place and costs you "
             "nothing.";
    case journal::CARD_BLOCK_REASON_STOLEN:
      return "This card is blocked because it was stolen. A new one can take its place and costs "
             "you nothing.";
    case journal::CARD_BLOCK_REASON_DAMAGED:
      return "This card is blocked because it is damaged. A new one can take its place and costs "
             "you nothing.";
    case journal::CARD_BLOCK_REASON_CARDHOLDER_ASKED:
      return "This card is blocked because its cardholder asked for that. We can lift the block.";
    case journal::CARD_BLOCK_REASON_AWARD_ENDED:
      return "This card is blocked because its award has ended.";
    case journal::CARD_BLOCK_REASON_HOLDER_NOT_ENTITLED:
      return "This card is blocked because the supporter or representative who has it is not one "
             "any more.";
    default:
      // Also after a death: that is not said by a card.
      return "This card cannot be used now. Please call us.";
  }
}

std::string PartyName(const store::v1::CardRow& row) {
  switch (row.holder()) {
    case journal::HOLDER_KIND_SUPPORTER:
      return SupporterNameOf(row.party_id());
    case journal::HOLDER_KIND_REPRESENTATIVE:
      return RepresentativeNameOf(row.party_id());
    default:
      return "";
  }
}

// What the issuer says of it.
void FillIssued(const store::v1::CardRow& row, v1::Card& card) {
  card.set_token(row.token());
  card.set_last_four(row.last_four());
  if (row.expiry_day() != 0) *card.mutable_expiry_date() = DateOf(row.expiry_day());
}

void FillStanding(const store::v1::CardRow& row, const domain::CardStanding& standing,
                  v1::Card& card) {
  card.set_state(standing.state);
  card.set_block_reason(standing.reason);
  card.set_notice(CardNotice(standing));
  if (standing.reason != journal::CARD_BLOCK_REASON_SAFEGUARDING) return;
  card.set_block_lead(row.block_lead());
  if (row.review_day() != 0) *card.mutable_review_date() = DateOf(row.review_day());
}

}  // namespace

std::string CardNotice(const domain::CardStanding& standing) {
  switch (standing.state) {
    case v1::CARD_STATE_REQUESTED:
      return "This card has been asked for and is not made yet.";
    case v1::CARD_STATE_ISSUED:
      return "This card can be used once it is activated.";
    case v1::CARD_STATE_BLOCKED:
      return BlockNotice(standing.reason);
    case v1::CARD_STATE_REPLACED:
      return "Another card has taken the place of this one.";
    case v1::CARD_STATE_EXPIRED:
      return "This card has expired. A new one can take its place and costs you nothing.";
    case v1::CARD_STATE_CLOSED:
      return "This card is closed.";
    default:
      return "";
  }
}

void FillCard(const domain::CardId& id, const store::v1::CardRow& row,
              const store::v1::AwardRow& award, const store::v1::PersonRow& person,
              domain::Day today, v1::Card& card) {
  card.set_name(domain::CardName(id));
  card.set_award(AwardNameOf(row.award_id()));
  card.set_person(PersonNameOf(row.person_id()));
  FillStanding(row, domain::StandingOf(row, award, person, today), card);
  card.set_holder(row.holder());
  card.set_party(PartyName(row));
  *card.mutable_limits() = row.limits();
  FillIssued(row, card);
  card.set_funding_model(FundingModelOf(award.funding_model(), award.delivery()));
  if (!row.replaced_by().empty()) card.set_replaced_by(CardNameOf(row.replaced_by()));
  if (!row.replaces().empty()) card.set_replaces(CardNameOf(row.replaces()));
}

}  // namespace cardledger::rpc
