#include "services/rpc/balance_service.h"

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/card_state.h"
#include "services/domain/dates.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/rpc/balance_resources.h"
#include "services/rpc/lists.h"
#include "services/rpc/past_state.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

absl::Status FillGetBalance(const ReadScope& scope, const v1::GetBalanceRequest& request,
                            v1::GetBalanceResponse& response) {
  CARDLEDGER_ASSIGN_OR_RETURN(const engine::PastPoint point,
                              PastPointOf(scope.view(), request.as_of()));
  const domain::AwardId id = domain::AwardOf(request.award());
  CARDLEDGER_ASSIGN_OR_RETURN(std::optional<store::v1::AwardRow> row, scope.reader().Award(id));
  if (row && request.has_as_of()) {
    CARDLEDGER_ASSIGN_OR_RETURN(const bool stood, SetPastPurses(scope, id, point, *row));
    if (!stood) row.reset();
  }
  if (!row) return NotFound(kReasonAwardNotFound, "award", request.award());
  FillBalance(id, *row, response);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<store::v1::AwardRow>> AwardsOf(const ReadScope& scope,
                                                          const store::v1::PersonRow& person,
                                                          std::vector<domain::AwardId>& ids) {
  ids = domain::AwardIdsOf(person);
  return scope.reader().Awards(ids);
}

absl::Status FillGetPersonBalance(const ReadScope& scope,
                                  const v1::GetPersonBalanceRequest& request,
                                  v1::GetPersonBalanceResponse& response) {
  CARDLEDGER_ASSIGN_OR_RETURN(const engine::PastPoint point,
                              PastPointOf(scope.view(), request.as_of()));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> person,
                              scope.reader().Person(domain::PersonOf(request.person())));
  if (!person || person->created_entry() > point.position) {
    return NotFound(kReasonPersonNotFound, "person", request.person());
  }
  std::vector<domain::AwardId> ids;
  CARDLEDGER_ASSIGN_OR_RETURN(std::vector<store::v1::AwardRow> awards,
                              AwardsOf(scope, *person, ids));
  response.set_person(request.person());
  for (size_t i = 0; i < ids.size(); ++i) {
    if (request.has_as_of()) {
      CARDLEDGER_ASSIGN_OR_RETURN(const bool stood, SetPastPurses(scope, ids[i], point, awards[i]));
      if (!stood) continue;
    }
    AddBalance(ids[i], awards[i], response);
  }
  return absl::OkStatus();
}

// Whether it may be used is worked out for today, whatever past of its award is asked about.
absl::Status FillGetCardBalance(const ReadScope& scope, const v1::GetCardBalanceRequest& request,
                                v1::GetCardBalanceResponse& response) {
  CARDLEDGER_ASSIGN_OR_RETURN(const engine::PastPoint point,
                              PastPointOf(scope.view(), request.as_of()));
  const domain::CardId id = domain::CardOf(request.card());
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::CardRow> card,
                              scope.reader().Card(id));
  if (!card || card->created_entry() > point.position) {
    return NotFound(kReasonCardNotFound, "card", request.card());
  }
  const auto award_id = domain::IdFromBytes<domain::AwardId>(card->award_id());
  CARDLEDGER_ASSIGN_OR_RETURN(std::optional<store::v1::AwardRow> award,
                              scope.reader().Award(award_id));
  CARDLEDGER_ASSIGN_OR_RETURN(
      const std::optional<store::v1::PersonRow> person,
      scope.reader().Person(domain::IdFromBytes<domain::PersonId>(card->person_id())));
  if (!award || !person) return absl::DataLossError("what a card names is missing");
  const domain::CardStanding standing = domain::StandingOf(*card, *award, *person, scope.today());
  if (request.has_as_of()) {
    // A card is younger than its award, so the award stood.
    CARDLEDGER_RETURN_IF_ERROR(SetPastPurses(scope, award_id, point, *award).status());
  }
  FillCardBalance(id, *card, standing.state == v1::CARD_STATE_ACTIVE, *award, response);
  return absl::OkStatus();
}

absl::Status NoPolicyInForce(domain::Day day) {
  const std::string iso_day = domain::FormatIsoDay(day);
  absl::Status status = absl::FailedPreconditionError(
      absl::StrCat("No activated policy is in force on ", iso_day,
                   ". Accepted would be a day that an activated policy covers."));
  return WithFact(engine::WithReason(std::move(status), kReasonNoPolicyInForce), "requested_day",
                  iso_day);
}

absl::Status FillGetEntitlementStatus(const ReadScope& scope,
                                      const v1::GetEntitlementStatusRequest& request,
                                      v1::GetEntitlementStatusResponse& response) {
  const domain::PersonId id = domain::PersonOf(request.person());
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> person,
                              scope.reader().Person(id));
  if (!person) return NotFound(kReasonPersonNotFound, "person", request.person());
  const domain::Day day = request.has_date() ? domain::DayOf(request.date()) : scope.today();
  const domain::ActivePolicy* policy = scope.view().policies->InForce(day);
  if (policy == nullptr) return NoPolicyInForce(day);
  std::vector<domain::AwardId> award_ids;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<store::v1::AwardRow> awards,
                              AwardsOf(scope, *person, award_ids));
  domain::AwardRows rows;
  for (const store::v1::AwardRow& award : awards) rows.push_back(&award);
  FillEntitlement(id, *person, rows, *policy, day, response);
  return absl::OkStatus();
}

}  // namespace

BalanceServiceImpl::BalanceServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      get_balance_(access.Of("GetBalance")),
      get_person_balance_(access.Of("GetPersonBalance")),
      get_card_balance_(access.Of("GetCardBalance")),
      get_entitlement_status_(access.Of("GetEntitlementStatus")) {}

grpc::ServerUnaryReactor* BalanceServiceImpl::GetBalance(grpc::CallbackServerContext* context,
                                                         const v1::GetBalanceRequest* request,
                                                         v1::GetBalanceResponse* response) {
  return Read(edge_, get_balance_, context, request, response, FillGetBalance);
}

// The past of one award is a few entries; a person's may be many awards'.
grpc::ServerUnaryReactor* BalanceServiceImpl::GetPersonBalance(
    grpc::CallbackServerContext* context, const v1::GetPersonBalanceRequest* request,
    v1::GetPersonBalanceResponse* response) {
  if (!request->has_as_of()) {
    return Read(edge_, get_person_balance_, context, request, response, FillGetPersonBalance);
  }
  return ReadSlowly(edge_, get_person_balance_, context, request, response, FillGetPersonBalance);
}

grpc::ServerUnaryReactor* BalanceServiceImpl::GetCardBalance(
    grpc::CallbackServerContext* context, const v1::GetCardBalanceRequest* request,
    v1::GetCardBalanceResponse* response) {
  return Read(edge_, get_card_balance_, context, request, response, FillGetCardBalance);
}

grpc::ServerUnaryReactor* BalanceServiceImpl::GetEntitlementStatus(
    grpc::CallbackServerContext* context, const v1::GetEntitlementStatusRequest* request,
    v1::GetEntitlementStatusResponse* response) {
  return Read(edge_, get_entitlement_status_, context, request, response, FillGetEntitlementStatus);
}

}  // namespace cardledger::rpc
