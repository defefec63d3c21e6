// Decisions of those who run the scheme and the service: policies, providers and the clock.

#include "services/domain/decider.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

MaybeRefusal DecideRequest(Decider& d, const v1::ActivatePolicyRequest& request) {
  PolicyText policy;
  CARDLEDGER_CHECK(ParsePolicyText(request.text(), policy).empty(),
                   "a policy's text must be checked at the edge");
  const std::string sha256(base::AsBytes(policy.sha256));
  const Day valid_from = ValidFrom(policy.scheme);
  const ActivePolicy* governing = d.context.policies.InForce(valid_from);
  if (governing != nullptr && governing->sha256 == sha256) {
    return Refusal(journal::REFUSAL_REASON_POLICY_ALREADY_ACTIVE)
        .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(governing->activated_entry));
  }
  journal::PolicyActivated& activated = *d.entry.mutable_policy_activated();
  activated.set_sha256(sha256);
  activated.set_valid_from_day(valid_from.number());
  d.decision.policy = std::move(policy);
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::RegisterProviderRequest& request) {
  journal::ProviderRegistered& registered = *d.entry.mutable_provider_registered();
  registered.set_provider_id(d.command.request_id.ToBytes());
  registered.set_kind(request.kind());
  d.Seal(journal::DETAIL_KIND_PROVIDER_NAME, request.display_name());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::ConfirmClockRequest&) {
  if (!d.context.clock_unsure) return Refusal(journal::REFUSAL_REASON_CLOCK_NOT_UNSURE);
  d.entry.mutable_clock_confirmed()->set_last_recorded_time_us(d.state.last_recorded_time_us);
  return std::nullopt;
}

}  // namespace cardledger::domain
