#include "services/rpc/resources.h"

#include <algorithm>

#include "absl/strings/escaping.h"

#include "services/domain/dates.h"
#include "services/domain/money.h"
#include "services/domain/names.h"
#include "services/domain/state.h"

namespace cardledger::rpc {
namespace {

constexpr absl::string_view kLimitRule = "annual_limit";
constexpr absl::string_view kLimitNotice =
    "This limit is for this scheme. It does not limit our duty to meet your needs.";

google::type::Date DateOf(int32_t day) { return domain::DateOf(domain::Day(day)); }

}  // namespace

void FillReadPoint(uint64_t position, int64_t now_us, v1::ReadPoint& read_point) {
  read_point.set_position(position);
  *read_point.mutable_as_of_time() = domain::TimestampOf(now_us);
}

void FillFund(const domain::FundId& id, const store::v1::FundRow& row, v1::Fund& fund) {
  fund.set_name(domain::FundName(id));
  fund.set_code(row.code());
  fund.set_financial_year(row.financial_year());
  fund.set_allocated_pence(row.allocated_pence());
  fund.set_committed_pence(domain::SubtractPence(0, row.pending_pence()));
  fund.set_loaded_pence(row.loaded_pence());
  fund.set_available_pence(domain::AvailableOf(row));
}

void FillPerson(const domain::PersonId& id, const store::v1::PersonRow& row,
                int64_t registered_time_us, v1::Person& person) {
  person.set_name(domain::PersonName(id));
  *person.mutable_register_time() = domain::TimestampOf(registered_time_us);
  for (const std::string& award : row.award_ids()) {
    person.add_awards(domain::AwardName(domain::IdFromBytes<domain::AwardId>(award)));
  }
}

v1::AwardState StateOf(const store::v1::AwardRow& row, domain::Day today) {
  switch (row.step()) {
    case store::v1::AWARD_STEP_PROPOSED:
      return v1::AWARD_STATE_PROPOSED;
    case store::v1::AWARD_STEP_CANCELLED:
      return v1::AWARD_STATE_CANCELLED;
    case store::v1::AWARD_STEP_APPROVED:
      if (today < domain::Day(row.start_day())) return v1::AWARD_STATE_APPROVED;
      if (today > domain::Day(row.end_day())) return v1::AWARD_STATE_ENDED;
      return v1::AWARD_STATE_ACTIVE;
    default:
      return v1::AWARD_STATE_UNSPECIFIED;
  }
}

void FillAward(const domain::AwardId& id, const store::v1::AwardRow& row, domain::Day today,
               v1::Award& award) {
  award.set_name(domain::AwardName(id));
  award.set_person(domain::PersonName(domain::IdFromBytes<domain::PersonId>(row.person_id())));
  award.set_state(StateOf(row, today));
  award.set_power(row.power());
  award.set_delivery(row.delivery());
  *award.mutable_start_date() = DateOf(row.start_day());
  *award.mutable_end_date() = DateOf(row.end_day());
  int64_t pence = 0;
  for (const store::v1::AwardPartRow& part : row.parts()) {
    v1::AwardFunding& funding = *award.add_funding();
    funding.set_fund(domain::FundName(domain::IdFromBytes<domain::FundId>(part.fund_id())));
    funding.set_amount_pence(part.amount_pence());
    funding.set_committed_pence(part.committed_pence());
    funding.set_loaded_pence(part.loaded_pence());
    pence = domain::AddPence(pence, part.amount_pence());
  }
  award.set_amount_pence(pence);
  award.set_proposed_by(row.proposed_by());
  award.set_approved_by(row.approved_by());
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

void FillEntitlement(const domain::PersonId& id, const std::vector<store::v1::AwardRow>& awards,
                     const domain::ActivePolicy& policy, domain::Day day,
                     v1::GetEntitlementStatusResponse& status) {
  const int32_t year = domain::FinancialYearOf(day);  // the one kind of limit year
  int64_t used = 0;
  int64_t planned = 0;
  for (const store::v1::AwardRow& award : awards) {
    for (const store::v1::LimitUseRow& use : award.limit_uses()) {
      if (use.limit_year() == year) used = domain::AddPence(used, use.used_pence());
    }
    for (const store::v1::AwardPartRow& part : award.parts()) {
      if (part.financial_year() == year)
        planned = domain::AddPence(planned, part.committed_pence());
    }
  }
  const int64_t limit = policy.scheme.annual_limit().pence();
  status.set_person(domain::PersonName(id));
  status.set_limit_year(year);
  *status.mutable_first_date() = domain::DateOf(domain::FirstDayOfFinancialYear(year));
  *status.mutable_last_date() = domain::DateOf(domain::LastDayOfFinancialYear(year));
  status.set_limit_pence(limit);
  status.set_used_pence(used);
  status.set_planned_pence(planned);
  // A limit lowered below what is used leaves nothing, not less.
  status.set_remaining_pence(std::max<int64_t>(domain::SubtractPence(limit, used), 0));
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
