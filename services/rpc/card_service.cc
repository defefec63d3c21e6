#include "services/rpc/card_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/rpc/card_resources.h"
#include "services/rpc/lists.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

// A card with the award and the person that its state also follows from.
struct CardRows {
  store::v1::CardRow card;
  store::v1::AwardRow award;
  store::v1::PersonRow person;

  uint64_t created_entry() const { return card.created_entry(); }
};
using CardPage = std::vector<std::pair<domain::CardId, CardRows>>;

// `ids` and `cards` are of equal number.
absl::StatusOr<CardPage> WithAwardsAndPersons(const engine::Reader& reader,
                                              const std::vector<domain::CardId>& ids,
                                              std::vector<store::v1::CardRow> cards) {
  std::vector<domain::AwardId> award_ids;
  std::vector<domain::PersonId> person_ids;
  for (const store::v1::CardRow& card : cards) {
    award_ids.push_back(domain::IdFromBytes<domain::AwardId>(card.award_id()));
    person_ids.push_back(domain::IdFromBytes<domain::PersonId>(card.person_id()));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(std::vector<store::v1::AwardRow> awards, reader.Awards(award_ids));
  CARDLEDGER_ASSIGN_OR_RETURN(std::vector<store::v1::PersonRow> persons,
                              reader.Persons(person_ids));
  CardPage page;
  for (size_t i = 0; i < ids.size(); ++i) {
    page.push_back({ids[i], {std::move(cards[i]), std::move(awards[i]), std::move(persons[i])}});
  }
  return page;
}

absl::Status FillGetCard(const ReadScope& scope, const v1::GetCardRequest& request,
                         v1::GetCardResponse& response) {
  const domain::CardId id = domain::CardOf(request.name());
  CARDLEDGER_ASSIGN_OR_RETURN(std::optional<store::v1::CardRow> row, scope.reader().Card(id));
  if (!row) return NotFound(kReasonCardNotFound, "card", request.name());
  CARDLEDGER_ASSIGN_OR_RETURN(const CardPage page,
                              WithAwardsAndPersons(scope.reader(), {id}, {*std::move(row)}));
  const CardRows& rows = page.front().second;
  FillCard(id, rows.card, rows.award, rows.person, scope.today(), *response.mutable_card());
  return absl::OkStatus();
}

void AddCards(const store::v1::AwardRow& award, std::vector<domain::CardId>& ids) {
  for (const std::string& id : award.course().card_ids()) {
    ids.push_back(domain::IdFromBytes<domain::CardId>(id));
  }
}

// Ids of the cards of the award, or of all awards of the person, that the request names; in their
// order as names.
absl::StatusOr<std::vector<domain::CardId>> CardIdsOf(const engine::Reader& reader,
                                                      const v1::ListCardsRequest& request) {
  std::vector<domain::CardId> ids;
  if (!request.award().empty()) {
    CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::AwardRow> award,
                                reader.Award(domain::AwardOf(request.award())));
    if (!award) return NotFound(kReasonAwardNotFound, "award", request.award());
    AddCards(*award, ids);
  } else {
    CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> person,
                                reader.Person(domain::PersonOf(request.person())));
    if (!person) return NotFound(kReasonPersonNotFound, "person", request.person());
    CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<store::v1::AwardRow> awards,
                                reader.Awards(domain::AwardIdsOf(*person)));
    for (const store::v1::AwardRow& award : awards) AddCards(award, ids);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

// Up to `limit` of `ids` (in order) after `after`.
absl::StatusOr<CardPage> NamedAfter(const engine::Reader& reader,
                                    const std::vector<domain::CardId>& ids,
                                    const domain::CardId& after, size_t limit) {
  const std::vector<domain::CardId> wanted = IdsAfter(ids, after, limit);
  CARDLEDGER_ASSIGN_OR_RETURN(std::vector<store::v1::CardRow> cards, reader.Cards(wanted));
  return WithAwardsAndPersons(reader, wanted, std::move(cards));
}

absl::StatusOr<CardPage> AllAfter(const engine::Reader& reader, const domain::CardId& after,
                                  size_t limit) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto found, reader.CardsAfter(after, limit));
  std::vector<domain::CardId> ids;
  std::vector<store::v1::CardRow> cards;
  for (auto& [id, row] : found) {
    ids.push_back(id);
    cards.push_back(std::move(row));
  }
  return WithAwardsAndPersons(reader, ids, std::move(cards));
}

bool Fits(const Reach& reach, const v1::ListCardsRequest& request, const CardRows& rows,
          domain::Day today) {
  if (!reach.Lists(rows.card.person_id())) return false;
  if (!request.person().empty() &&
      domain::PersonOf(request.person()).bytes() != rows.card.person_id()) {
    return false;
  }
  return request.state() == v1::CARD_STATE_UNSPECIFIED ||
         domain::StandingOf(rows.card, rows.award, rows.person, today).state == request.state();
}

absl::Status FillListCards(const domain::LedgerId& ledger, const ReadScope& scope,
                           const v1::ListCardsRequest& request, v1::ListCardsResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  const bool all = request.award().empty() && request.person().empty();
  std::vector<domain::CardId> ids;
  if (!all) {
    CARDLEDGER_ASSIGN_OR_RETURN(ids, CardIdsOf(scope.reader(), request));
  }
  const domain::Day today = scope.today();
  CARDLEDGER_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                              WalkPage<domain::CardId>(
                                  page,
                                  [&](const domain::CardId& after, size_t limit) {
                                    return all ? AllAfter(scope.reader(), after, limit)
                                               : NamedAfter(scope.reader(), ids, after, limit);
                                  },
                                  [&](const domain::CardId&, const CardRows& rows) {
                                    return Fits(scope.reach(), request, rows, today);
                                  },
                                  [&](const domain::CardId& id, const CardRows& rows) {
                                    FillCard(id, rows.card, rows.award, rows.person, today,
                                             *response.add_cards());
                                  }));
  return absl::OkStatus();
}

}  // namespace

CardServiceImpl::CardServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      request_card_(access.Of("RequestCard")),
      issue_card_(access.Of("IssueCard")),
      activate_card_(access.Of("ActivateCard")),
      block_card_(access.Of("BlockCard")),
      unblock_card_(access.Of("UnblockCard")),
      review_block_(access.Of("ReviewBlock")),
      replace_card_(access.Of("ReplaceCard")),
      close_card_(access.Of("CloseCard")),
      set_card_limits_(access.Of("SetCardLimits")),
      get_card_(access.Of("GetCard")),
      list_cards_(access.Of("ListCards")) {}

grpc::ServerUnaryReactor* CardServiceImpl::RequestCard(grpc::CallbackServerContext* context,
                                                       const v1::RequestCardRequest* request,
                                                       v1::Change* response) {
  return Mutate(edge_, request_card_, context, request, response);
}

grpc::ServerUnaryReactor* CardServiceImpl::IssueCard(grpc::CallbackServerContext* context,
                                                     const v1::IssueCardRequest* request,
                                                     v1::Change* response) {
  return Mutate(edge_, issue_card_, context, request, response);
}

grpc::ServerUnaryReactor* CardServiceImpl::ActivateCard(grpc::CallbackServerContext* context,
                                                        const v1::ActivateCardRequest* request,
                                                        v1::Change* response) {
  return Mutate(edge_, activate_card_, context, request, response);
}

grpc::ServerUnaryReactor* CardServiceImpl::BlockCard(grpc::CallbackServerContext* context,
                                                     const v1::BlockCardRequest* request,
                                                     v1::Change* response) {
  return Mutate(edge_, block_card_, context, request, response);
}

grpc::ServerUnaryReactor* CardServiceImpl::UnblockCard(grpc::CallbackServerContext* context,
                                                       const v1::UnblockCardRequest* request,
                                                       v1::Change* response) {
  return Mutate(edge_, unblock_card_, context, request, response);
}

grpc::ServerUnaryReactor* CardServiceImpl::ReviewBlock(grpc::CallbackServerContext* context,
                                                       const v1::ReviewBlockRequest* request,
                                                       v1::Change* response) {
  return Mutate(edge_, review_block_, context, request, response);
}

grpc::ServerUnaryReactor* CardServiceImpl::ReplaceCard(grpc::CallbackServerContext* context,
                                                       const v1::ReplaceCardRequest* request,
                                                       v1::Change* response) {
  return Mutate(edge_, replace_card_, context, request, response);
}

grpc::ServerUnaryReactor* CardServiceImpl::CloseCard(grpc::CallbackServerContext* context,
                                                     const v1::CloseCardRequest* request,
                                                     v1::Change* response) {
  return Mutate(edge_, close_card_, context, request, response);
}

grpc::ServerUnaryReactor* CardServiceImpl::SetCardLimits(grpc::CallbackServerContext* context,
                                                         const v1::SetCardLimitsRequest* request,
                                                         v1::Change* response) {
  return Mutate(edge_, set_card_limits_, context, request, response);
}

grpc::ServerUnaryReactor* CardServiceImpl::GetCard(grpc::CallbackServerContext* context,
                                                   const v1::GetCardRequest* request,
                                                   v1::GetCardResponse* response) {
  return Read(edge_, get_card_, context, request, response, FillGetCard);
}

grpc::ServerUnaryReactor* CardServiceImpl::ListCards(grpc::CallbackServerContext* context,
                                                     const v1::ListCardsRequest* request,
                                                     v1::ListCardsResponse* response) {
  return ReadSlowly(
      edge_, list_cards_, context, request, response,
      [&ledger = edge_.engine->identity().id](
          const ReadScope& scope, const v1::ListCardsRequest& asked,
          v1::ListCardsResponse& answer) { return FillListCards(ledger, scope, asked, answer); });
}

}  // namespace cardledger::rpc
