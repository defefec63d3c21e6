#include "services/domain/approval_bands.h"

#include <algorithm>
#include <array>
#include <limits>

#include "services/domain/money.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

struct ApprovingRole {
  policy::v1::ApproverRole in_policy;
  journal::Role role;
};
// Lowest first.
constexpr std::array kApprovingRoles = {
    ApprovingRole{policy::v1::APPROVER_ROLE_APPROVER, journal::ROLE_APPROVER},
    ApprovingRole{policy::v1::APPROVER_ROLE_SENIOR_APPROVER, journal::ROLE_SENIOR_APPROVER}};

// The most that the role approves; nothing without a band.
int64_t ReachOf(const policy::v1::ApprovalBandsValue& bands, policy::v1::ApproverRole role) {
  for (const policy::v1::ApprovalBand& band : bands.bands()) {
    if (band.role() != role) continue;
    return band.has_up_to_pence() ? band.up_to_pence() : std::numeric_limits<int64_t>::max();
  }
  return 0;
}

}  // namespace

int64_t AmountOf(const store::v1::AwardRow& award) {
  int64_t pence = 0;
  for (const store::v1::AwardPartRow& part : award.parts()) {
    pence = AddPence(pence, part.amount_pence());
  }
  return pence;
}

MaybeRefusal CheckBand(Decider& d, int64_t pence, Refusal above) {
  const ActivePolicy* policy = d.context.policies.InForce(d.today);
  if (policy == nullptr || !policy->scheme.has_approval_bands()) return std::nullopt;
  d.entry.set_policy_entry(policy->activated_entry);
  const auto& roles = d.command.caller.roles();
  int64_t most = 0;
  journal::Role needed = journal::ROLE_UNSPECIFIED;
  for (const ApprovingRole& each : kApprovingRoles) {
    const int64_t reach = ReachOf(policy->scheme.approval_bands(), each.in_policy);
    const bool has_it = std::find(roles.begin(), roles.end(), each.role) != roles.end();
    if (has_it) most = std::max(most, reach);
    if (needed == journal::ROLE_UNSPECIFIED && reach >= pence) needed = each.role;
  }
  if (pence <= most) return std::nullopt;
  above = std::move(above).Number(journal::FACT_KIND_BAND_PENCE, most).Asked(pence);
  if (needed == journal::ROLE_UNSPECIFIED) return above;
  return std::move(above).Number(journal::FACT_KIND_ROLE_NEEDED, needed);
}

}  // namespace cardledger::domain
