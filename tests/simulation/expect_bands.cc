// Up to how much each role approves.

#include <algorithm>
#include <limits>

#include "tests/simulation/expectation.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

void Expectation::LookAtBand(int64_t pence, const std::set<journal::RefusalReason>& after) {
  const Model::Policy* policy = model_.PolicyFor(today_);
  if (policy == nullptr || !policy->scheme.has_approval_bands()) return;
  entry_.set_policy_entry(policy->entry);
  by_policy_.insert(after.begin(), after.end());
  by_policy_.insert(journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND);
  const std::set<int> roles(command_.caller.roles().begin(), command_.caller.roles().end());
  int64_t most = 0;
  for (const policy::v1::ApprovalBand& band : policy->scheme.approval_bands().bands()) {
    const bool senior = band.role() == policy::v1::APPROVER_ROLE_SENIOR_APPROVER;
    if (!roles.contains(senior ? journal::ROLE_SENIOR_APPROVER : journal::ROLE_APPROVER)) continue;
    if (!band.has_up_to_pence()) most = std::numeric_limits<int64_t>::max();
    most = std::max(most, band.up_to_pence());
  }
  if (pence <= most) return;
  Against(journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND, journal::FACT_KIND_BAND_PENCE, most);
  refusals_[journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND].set_requested_pence(pence);
}

}  // namespace cardledger::simulation
