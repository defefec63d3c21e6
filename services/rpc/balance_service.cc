#include "services/rpc/balance_service.h"

#include <vector>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/dates.h"
#include "services/domain/names.h"
#include "services/rpc/lists.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

absl::Status FillGetBalance(const ReadScope& scope, const v1::GetBalanceRequest& request,
                            v1::GetBalanceResponse& response) {
  const domain::AwardId id = domain::AwardOf(request.award());
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::AwardRow> row,
                              scope.reader().Award(id));
  if (!row) return NotFound(kReasonAwardNotFound, "award", request.award());
  FillBalance(id, *row, response);
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
  for (const std::string& award : person->award_ids()) {
    award_ids.push_back(domain::IdFromBytes<domain::AwardId>(award));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<store::v1::AwardRow> awards,
                              scope.reader().Awards(award_ids));
  domain::AwardRows rows;
  for (const store::v1::AwardRow& award : awards) rows.push_back(&award);
  FillEntitlement(id, *person, rows, *policy, day, response);
  return absl::OkStatus();
}

}  // namespace

BalanceServiceImpl::BalanceServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      get_balance_(access.Of("GetBalance")),
      get_entitlement_status_(access.Of("GetEntitlementStatus")) {}

grpc::ServerUnaryReactor* BalanceServiceImpl::GetBalance(grpc::CallbackServerContext* context,
                                                         const v1::GetBalanceRequest* request,
                                                         v1::GetBalanceResponse* response) {
  return Read(edge_, get_balance_, context, request, response, FillGetBalance);
}

grpc::ServerUnaryReactor* BalanceServiceImpl::GetEntitlementStatus(
    grpc::CallbackServerContext* context, const v1::GetEntitlementStatusRequest* request,
    v1::GetEntitlementStatusResponse* response) {
  return Read(edge_, get_entitlement_status_, context, request, response, FillGetEntitlementStatus);
}

}  // namespace cardledger::rpc
