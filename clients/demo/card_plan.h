#pragma once

// One card of the demonstration. Internal to clients/demo. One thread.

#include <string>

#include "absl/strings/string_view.h"

#include "clients/demo/award_plan.h"
#include "clients/demo/book.h"

namespace cardledger::demo {

// A card that was asked for. Each method adds one step of its life.
class CardPlan {
 public:
  // For the person, or for a party by collection and id, such as supporters/{id}.
  CardPlan(Book& book, const AwardPlan& award,
           journal::v1::HolderKind holder = journal::v1::HOLDER_KIND_PERSON,
           absl::string_view party = "");

  std::string name() const { return absl::StrCat("cards/", id_); }

  void Issue();
  // Issues it before.
  void Activate();
  void Block(journal::v1::CardBlockReason reason);
  void Unblock();
  void Review();
  void Close();
  void Limit(int64_t payment_pence, int64_t daily_pence, int daily_count);
  // The card that takes its place.
  CardPlan Replace();

 private:
  CardPlan(Book& book, std::string key, std::string id);

  // Adds a step about this card.
  template <typename Message>
  void Add(absl::string_view what, Actor actor, Message request) {
    request.set_card(name());
    book_.AddAs(absl::StrCat(key_, "/", what), Chapter::kCards, actor, std::move(request));
  }

  Book& book_;
  std::string key_;
  std::string id_;
};

}  // namespace cardledger::demo
