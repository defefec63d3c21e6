#include "services/rpc/policy_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/rpc/lists.h"
#include "services/rpc/recorded_time.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

absl::Status ShowPolicy(const ReadScope& scope, const domain::ActivePolicy& policy,
                        v1::Policy& resource) {
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t activated_us,
                              RecordedTimeOf(scope.reader(), policy.activated_entry));
  FillPolicy(policy, StandingOf(*scope.view().policies, policy, scope.today()), activated_us,
             resource);
  return absl::OkStatus();
}

absl::Status FillGetPolicy(const ReadScope& scope, const v1::GetPolicyRequest& request,
                           v1::GetPolicyResponse& response) {
  const uint64_t wanted = domain::ParsePolicyName(request.name()).value_or(0);
  const auto& activated = scope.view().policies->activated();
  const auto found = std::find_if(
      activated.begin(), activated.end(),
      [wanted](const domain::ActivePolicy& policy) { return policy.activated_entry == wanted; });
  if (found == activated.end()) return NotFound(kReasonPolicyNotFound, "policy", request.name());
  CARDLEDGER_RETURN_IF_ERROR(ShowPolicy(scope, *found, *response.mutable_policy()));
  CARDLEDGER_ASSIGN_OR_RETURN(*response.mutable_text(), scope.reader().PolicyText(found->sha256));
  return absl::OkStatus();
}

// Newest first; a page's key is the sequence of the last policy shown.
absl::Status FillListPolicies(const domain::LedgerId& ledger, const ReadScope& scope,
                              const v1::ListPoliciesRequest& request,
                              v1::ListPoliciesResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  const uint64_t before =
      page.last_key().empty() ? page.upper_position() + 1 : SequenceOfKey(page.last_key());
  const auto& activated = scope.view().policies->activated();
  uint64_t last_shown = 0;
  for (size_t left = activated.size(); left > 0; --left) {
    const domain::ActivePolicy& policy = activated[left - 1];
    if (policy.activated_entry >= before) continue;
    if (static_cast<size_t>(response.policies_size()) == page.size()) {
      response.set_next_page_token(page.NextToken(absl::StrCat(last_shown)));
      break;
    }
    CARDLEDGER_RETURN_IF_ERROR(ShowPolicy(scope, policy, *response.add_policies()));
    last_shown = policy.activated_entry;
  }
  return absl::OkStatus();
}

}  // namespace

PolicyServiceImpl::PolicyServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      activate_policy_(access.Of("ActivatePolicy")),
      get_policy_(access.Of("GetPolicy")),
      list_policies_(access.Of("ListPolicies")) {}

grpc::ServerUnaryReactor* PolicyServiceImpl::ActivatePolicy(
    grpc::CallbackServerContext* context, const v1::ActivatePolicyRequest* request,
    v1::ActivatePolicyResponse* response) {
  return Mutate(edge_, activate_policy_, context, request, response);
}

grpc::ServerUnaryReactor* PolicyServiceImpl::GetPolicy(grpc::CallbackServerContext* context,
                                                       const v1::GetPolicyRequest* request,
                                                       v1::GetPolicyResponse* response) {
  return Read(edge_, get_policy_, context, request, response, FillGetPolicy);
}

grpc::ServerUnaryReactor* PolicyServiceImpl::ListPolicies(grpc::CallbackServerContext* context,
                                                          const v1::ListPoliciesRequest* request,
                                                          v1::ListPoliciesResponse* response) {
  return ReadSlowly(edge_, list_policies_, context, request, response,
                    [&ledger = edge_.engine->identity().id](const ReadScope& scope,
                                                            const v1::ListPoliciesRequest& asked,
                                                            v1::ListPoliciesResponse& answer) {
                      return FillListPolicies(ledger, scope, asked, answer);
                    });
}

}  // namespace cardledger::rpc
