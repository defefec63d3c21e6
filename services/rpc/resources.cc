#include "services/rpc/resources.h"

#include <algorithm>

#include "absl/strings/escaping.h"

#include "services/domain/money.h"
#include "services/domain/state.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

constexpr absl::string_view kLimitRule = "annual_limit";
constexpr absl::string_view kLimitNotice =
    "This limit is for this scheme. It does not limit our duty to meet your needs.";

// Commitments are kept by financial year. Where the limit counts by another year, one is planned
// for the year in which its days end.
bool IsPlannedFor(const store::v1::AwardRow& award, const store::v1::AwardPartRow& part,
                  const domain::LimitStatus& limit) {
  const domain::Day last =
      std::min(domain::Day(award.end_day()), domain::LastDayOfFinancialYear(part.financial_year()));
  return last >= limit.first && last <= limit.last;
}

int64_t PlannedOf(const domain::AwardRows& awards, const domain::LimitStatus& limit) {
  int64_t planned = 0;
  for (const store::v1::AwardRow* award : awards) {
    for (const store::v1::AwardPartRow& part : award->parts()) {
      if (IsPlannedFor(*award, part, limit)) {
        planned = domain::AddPence(planned, part.committed_pence());
      }
    }
  }
  return planned;
}

}  // namespace

void FillReadPoint(uint64_t position, int64_t now_us, v1::ReadPoint& read_point) {
  read_point.set_position(position);
  *read_point.mutable_as_of_time() = domain::TimestampOf(now_us);
}

void FillFund(const domain::FundId& id, const store::v1::FundRow& row, v1::Fund& fund) {
  fund.set_name(domain::FundName(id));
  fund.set_code(row.code());
  fund.set_financial_year(row.financial_year());
  const store::v1::FundAmounts& amounts = row.amounts();
  fund.set_allocated_pence(amounts.allocated_pence());
  fund.set_committed_pence(amounts.committed_pence());
  fund.set_loaded_pence(amounts.loaded_pence());
  fund.set_recovered_pence(amounts.recovered_pence());
  fund.set_carried_pence(amounts.carried_pence());
  fund.set_available_pence(domain::AvailableOf(row));
}

void FillProvider(const domain::ProviderId& id, const store::v1::ProviderRow& row,
                  absl::string_view display_name, v1::Provider& provider) {
  provider.set_name(domain::ProviderName(id));
  provider.set_display_name(std::string(display_name));
  provider.set_kind(row.kind());
  *provider.mutable_subjects() = row.subjects();
}

v1::ReferralState StateOf(const store::v1::ReferralRow& row) {
  if (row.decided_entry() == 0) return v1::REFERRAL_STATE_OPEN;
  return row.approved() ? v1::REFERRAL_STATE_APPROVED : v1::REFERRAL_STATE_DECLINED;
}

void FillReferral(uint64_t opened_entry, const store::v1::ReferralRow& row,
                  v1::Referral& referral) {
  const journal::v1::Referral& asked = row.referral();
  referral.set_name(domain::ReferralName(opened_entry));
  referral.set_kind(asked.kind());
  referral.set_state(StateOf(row));
  referral.set_award(AwardNameOf(row.award_id()));
  referral.set_person(PersonNameOf(row.person_id()));
  referral.set_amount_pence(asked.amount_pence());
  if (asked.kind() == journal::v1::REFERRAL_KIND_BUDGET) {
    referral.set_fund(FundNameOf(asked.fund_id()));
  } else {
    *referral.mutable_limit_first_date() = DateOf(asked.limit_first_day());
  }
  *referral.mutable_deadline_date() = DateOf(asked.deadline_day());
  referral.set_opened_by(row.opened_by());
  referral.set_senior(asked.senior());
}

void FillBalance(const domain::AwardId& id, const store::v1::AwardRow& row,
                 v1::GetBalanceResponse& balance) {
  balance.set_award(domain::AwardName(id));
  int64_t posted = 0;
  int64_t pending = 0;
  for (const store::v1::PurseRow& purse : row.purses()) {
    v1::PurseBalance& shown = *balance.add_purses();
    shown.set_kind(purse.kind());
    shown.set_limit_year(purse.limit_year());
    shown.set_posted_pence(purse.posted_pence());
    shown.set_pending_pence(purse.pending_pence());
    shown.set_available_pence(domain::AddPence(purse.posted_pence(), purse.pending_pence()));
    posted = domain::AddPence(posted, purse.posted_pence());
    pending = domain::AddPence(pending, purse.pending_pence());
  }
  balance.set_posted_pence(posted);
  balance.set_pending_pence(pending);
  balance.set_available_pence(domain::AvailableOf(row));
}

void FillEntitlement(const domain::PersonId& id, const store::v1::PersonRow& person,
                     const domain::AwardRows& awards, const domain::ActivePolicy& policy,
                     domain::Day day, v1::GetEntitlementStatusResponse& status) {
  const domain::LimitStatus limit = domain::LimitOf(person, awards, policy.scheme, day, day);
  status.set_person(domain::PersonName(id));
  status.set_limit_year(limit.limit_year);
  *status.mutable_first_date() = domain::DateOf(limit.first);
  *status.mutable_last_date() = domain::DateOf(limit.last);
  status.set_limit_pence(limit.limit_pence);
  status.set_exceptions_pence(limit.exceptions_pence);
  status.set_used_pence(limit.used_pence);
  status.set_planned_pence(PlannedOf(awards, limit));
  // A limit lowered below what is used leaves nothing, not less.
  const int64_t allowed = domain::AddPence(limit.limit_pence, limit.exceptions_pence);
  status.set_remaining_pence(
      std::max<int64_t>(domain::SubtractPence(allowed, limit.used_pence), 0));
  status.set_rule(std::string(kLimitRule));
  status.set_policy_version(policy.scheme.version());
  status.set_policy_sha256(absl::BytesToHexString(policy.sha256));
  status.set_policy_sequence(policy.activated_entry);
  status.set_notice(std::string(kLimitNotice));
}

v1::PolicyStanding StandingOf(const domain::Policies& policies, const domain::ActivePolicy& policy,
                              domain::Day today) {
  for (const domain::ActivePolicy& other : policies.activated()) {
    if (other.valid_from == policy.valid_from && other.activated_entry > policy.activated_entry) {
      return v1::POLICY_STANDING_REPLACED;
    }
  }
  if (policy.valid_from > today) return v1::POLICY_STANDING_UPCOMING;
  const domain::ActivePolicy* in_force = policies.InForce(today);
  return in_force != nullptr && in_force->activated_entry == policy.activated_entry
             ? v1::POLICY_STANDING_IN_FORCE
             : v1::POLICY_STANDING_PAST;
}

void FillPolicy(const domain::ActivePolicy& policy, v1::PolicyStanding standing,
                int64_t activated_time_us, v1::Policy& resource) {
  resource.set_name(domain::PolicyName(policy.activated_entry));
  resource.set_sha256(absl::BytesToHexString(policy.sha256));
  *resource.mutable_activate_time() = domain::TimestampOf(activated_time_us);
  resource.set_standing(standing);
  *resource.mutable_scheme() = policy.scheme;
}

}  // namespace cardledger::rpc
