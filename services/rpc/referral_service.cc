#include "services/rpc/referral_service.h"

#include <string>

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/rpc/lists.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

absl::Status FillGetReferral(const ReadScope& scope, const v1::GetReferralRequest& request,
                             v1::GetReferralResponse& response) {
  const uint64_t opened = domain::ReferralOf(request.name());
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::ReferralRow> row,
                              scope.reader().Referral(opened));
  if (!row) return NotFound(kReasonReferralNotFound, "referral", request.name());
  FillReferral(opened, *row, *response.mutable_referral());
  return absl::OkStatus();
}

absl::Status FillListReferrals(const domain::LedgerId& ledger, const ReadScope& scope,
                               const v1::ListReferralsRequest& request,
                               v1::ListReferralsResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  CARDLEDGER_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                              WalkPage<uint64_t>(
                                  page,
                                  [&scope](uint64_t after, size_t limit) {
                                    return scope.reader().ReferralsAfter(after, limit);
                                  },
                                  [&](uint64_t, const store::v1::ReferralRow& row) {
                                    return scope.reach().Lists(row.person_id()) &&
                                           (request.state() == v1::REFERRAL_STATE_UNSPECIFIED ||
                                            StateOf(row) == request.state());
                                  },
                                  [&](uint64_t opened, const store::v1::ReferralRow& row) {
                                    FillReferral(opened, row, *response.add_referrals());
                                  }));
  return absl::OkStatus();
}

}  // namespace

ReferralServiceImpl::ReferralServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      request_exception_(access.Of("RequestException")),
      decide_referral_(access.Of("DecideReferral")),
      get_referral_(access.Of("GetReferral")),
      list_referrals_(access.Of("ListReferrals")) {}

grpc::ServerUnaryReactor* ReferralServiceImpl::RequestException(
    grpc::CallbackServerContext* context, const v1::RequestExceptionRequest* request,
    v1::Change* response) {
  return Mutate(edge_, request_exception_, context, request, response);
}

grpc::ServerUnaryReactor* ReferralServiceImpl::DecideReferral(
    grpc::CallbackServerContext* context, const v1::DecideReferralRequest* request,
    v1::Change* response) {
  return Mutate(edge_, decide_referral_, context, request, response);
}

grpc::ServerUnaryReactor* ReferralServiceImpl::GetReferral(grpc::CallbackServerContext* context,
                                                           const v1::GetReferralRequest* request,
                                                           v1::GetReferralResponse* response) {
  return Read(edge_, get_referral_, context, request, response, FillGetReferral);
}

grpc::ServerUnaryReactor* ReferralServiceImpl::ListReferrals(
    grpc::CallbackServerContext* context, const v1::ListReferralsRequest* request,
    v1::ListReferralsResponse* response) {
  return ReadSlowly(edge_, list_referrals_, context, request, response,
                    [&ledger = edge_.engine->identity().id](const ReadScope& scope,
                                                            const v1::ListReferralsRequest& asked,
                                                            v1::ListReferralsResponse& answer) {
                      return FillListReferrals(ledger, scope, asked, answer);
                    });
}

}  // namespace cardledger::rpc
