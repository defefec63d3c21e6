#include "services/domain/fold_card.h"

#include "services/domain/fold_checks.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

void RecordRequest(const journal::Entry& entry, store::v1::CardRow& card) {
  const journal::CardRequested& event = entry.card_requested();
  card.set_award_id(entry.award_id());
  card.set_person_id(entry.person_id());
  card.set_step(store::v1::CARD_STEP_REQUESTED);
  card.set_holder(event.holder());
  card.set_party_id(event.party_id());
  *card.mutable_limits() = event.limits();
  card.set_created_entry(entry.sequence());
}

void Issue(const journal::CardIssued& event, store::v1::CardRow& card) {
  card.set_step(store::v1::CARD_STEP_ISSUED);
  card.set_token(event.token());
  card.set_last_four(event.last_four());
  card.set_expiry_day(event.expiry_day());
}

void Block(const journal::CardBlocked& event, store::v1::CardRow& card) {
  card.set_step(store::v1::CARD_STEP_BLOCKED);
  card.set_block_reason(event.reason());
  card.set_block_lead(event.lead());
  card.set_review_day(event.review_day());
}

void Unblock(store::v1::CardRow& card) {
  card.set_step(card.activated() ? store::v1::CARD_STEP_ACTIVE : store::v1::CARD_STEP_ISSUED);
  card.clear_block_reason();
  card.clear_block_lead();
  card.clear_review_day();
}

}  // namespace

bool IsAboutCard(const journal::Entry& entry) {
  switch (entry.event_case()) {
    case journal::Entry::kCardRequested:
    case journal::Entry::kCardIssued:
    case journal::Entry::kCardActivated:
    case journal::Entry::kCardBlocked:
    case journal::Entry::kCardUnblocked:
    case journal::Entry::kBlockReviewed:
    case journal::Entry::kCardReplaced:
    case journal::Entry::kCardClosed:
    case journal::Entry::kCardLimitsSet:
      return true;
    default:
      return false;
  }
}

absl::Status FoldIntoCard(const journal::Entry& entry, store::v1::CardRow& card) {
  switch (entry.event_case()) {
    case journal::Entry::kCardRequested:
      RecordRequest(entry, card);
      return absl::OkStatus();
    case journal::Entry::kCardIssued:
      Issue(entry.card_issued(), card);
      return absl::OkStatus();
    case journal::Entry::kCardActivated:
      card.set_step(store::v1::CARD_STEP_ACTIVE);
      card.set_activated(true);
      return absl::OkStatus();
    case journal::Entry::kCardBlocked:
      Block(entry.card_blocked(), card);
      return absl::OkStatus();
    case journal::Entry::kCardUnblocked:
      Unblock(card);
      return absl::OkStatus();
    case journal::Entry::kBlockReviewed:
      card.set_review_day(entry.block_reviewed().next_review_day());
      return absl::OkStatus();
    case journal::Entry::kCardReplaced:
      card.set_step(store::v1::CARD_STEP_REPLACED);
      card.set_replaced_by(entry.card_replaced().new_card_id());
      return absl::OkStatus();
    case journal::Entry::kCardClosed:
      card.set_step(store::v1::CARD_STEP_CLOSED);
      return absl::OkStatus();
    case journal::Entry::kCardLimitsSet:
      *card.mutable_limits() = entry.card_limits_set().limits();
      return absl::OkStatus();
    case journal::Entry::kRefused:
      return absl::OkStatus();
    default:
      return Misfit(entry, "its event is no card's");
  }
}

store::v1::CardRow ReplacementOf(const journal::Entry& entry, const store::v1::CardRow& old) {
  store::v1::CardRow card;
  card.set_award_id(old.award_id());
  card.set_person_id(old.person_id());
  card.set_step(store::v1::CARD_STEP_REQUESTED);
  card.set_holder(old.holder());
  card.set_party_id(old.party_id());
  *card.mutable_limits() = old.limits();
  card.set_replaces(entry.card_id());
  card.set_created_entry(entry.sequence());
  return card;
}

}  // namespace cardledger::domain
