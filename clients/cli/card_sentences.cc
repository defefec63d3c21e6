#include "absl/strings/str_cat.h"

#include "clients/cli/entry_sentence.h"
#include "clients/cli/render_card.h"
#include "clients/cli/sentences.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;
using journal::Entry;

std::string Sentence(const journal::CardRequested& card) {
  return absl::StrCat("Card asked for, to be held by the ", Phrase(card.holder()), ": ",
                      CardLimitsPhrase(card.limits()), ".");
}

std::string Sentence(const journal::CardIssued& card) {
  return absl::StrCat("Card ending ", card.last_four(), " issued; last day ",
                      Day(card.expiry_day()), ".");
}

std::string Sentence(const journal::CardBlocked& blocked) {
  if (blocked.review_day() == 0)
    return absl::StrCat("Card blocked: ", Phrase(blocked.reason()), ".");
  return absl::StrCat("Card blocked: ", Phrase(blocked.reason()), ", reviewed by ",
                      Day(blocked.review_day()), blocked.lead().empty() ? "" : ", led by ",
                      blocked.lead(), ".");
}

std::string Sentence(const journal::CardReplaced& replaced) {
  return absl::StrCat("Card replaced by ", NameOf("cards", replaced.new_card_id()),
                      ", which is asked for. The old one can be used no more.");
}

std::string Sentence(const journal::CardLimitsSet& set) {
  return absl::StrCat("Limits of the card set: ", CardLimitsPhrase(set.limits()), ".");
}

std::string Sentence(const journal::BlockReviewed& reviewed) {
  return absl::StrCat("Block of the card reviewed, and it stays; next review by ",
                      Day(reviewed.next_review_day()), ".");
}

}  // namespace

std::optional<std::string> CardSentence(const Entry& entry) {
  switch (entry.event_case()) {
    case Entry::kCardRequested:
      return Sentence(entry.card_requested());
    case Entry::kCardIssued:
      return Sentence(entry.card_issued());
    case Entry::kCardActivated:
      return "Card activated; it may be used.";
    case Entry::kCardBlocked:
      return Sentence(entry.card_blocked());
    case Entry::kCardUnblocked:
      return "Block of the card lifted.";
    case Entry::kCardReplaced:
      return Sentence(entry.card_replaced());
    case Entry::kCardClosed:
      return "Card closed for good.";
    case Entry::kCardLimitsSet:
      return Sentence(entry.card_limits_set());
    case Entry::kBlockReviewed:
      return Sentence(entry.block_reviewed());
    default:
      return std::nullopt;
  }
}

}  // namespace cardledger::cli
