#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/validate.h"
#include "services/domain/violations.h"

namespace cardledger::domain {
namespace {

constexpr int32_t kNanosecondsPerSecond = 1'000'000'000;

// Filters may be left out; an unknown number is still refused.
void CheckStateFilter(v1::AwardState state, ViolationCollector& out) {
  if (state != v1::AWARD_STATE_UNSPECIFIED) out.CheckEnum("state", state);
}

}  // namespace

Violations Validate(const v1::GetFundRequest& request) {
  ViolationCollector out;
  out.CheckFundName("name", request.name());
  out.CheckAsOf(request.as_of());
  return std::move(out).Take();
}

Violations Validate(const v1::ListFundsRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  const int32_t year = request.financial_year();
  if (year != 0 && (year < kYearMin || year >= kYearMax)) {
    out.Add("financial_year",
            absl::StrCat("must be 0 for all, or ", kYearMin, " to ", kYearMax - 1, ", not ", year));
  }
  return std::move(out).Take();
}

Violations Validate(const v1::GetPersonRequest& request) {
  ViolationCollector out;
  out.CheckPersonName("name", request.name());
  return std::move(out).Take();
}

Violations Validate(const v1::FindPersonRequest& request) {
  ViolationCollector out;
  out.CheckCaseReference("case_reference", request.case_reference());
  return std::move(out).Take();
}

Violations Validate(const v1::GetAwardRequest& request) {
  ViolationCollector out;
  out.CheckAwardName("name", request.name());
  return std::move(out).Take();
}

Violations Validate(const v1::ListAwardsRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  if (!request.person().empty()) out.CheckPersonName("person", request.person());
  CheckStateFilter(request.state(), out);
  return std::move(out).Take();
}

Violations Validate(const v1::GetBalanceRequest& request) {
  ViolationCollector out;
  out.CheckAwardName("award", request.award());
  out.CheckAsOf(request.as_of());
  return std::move(out).Take();
}

Violations Validate(const v1::GetEntitlementStatusRequest& request) {
  ViolationCollector out;
  out.CheckPersonName("person", request.person());
  if (request.has_date()) out.CheckDate("date", request.date());
  return std::move(out).Take();
}

Violations Validate(const v1::FindPositionRequest& request) {
  ViolationCollector out;
  const google::protobuf::Timestamp& time = request.time();
  // 2100-01-01T00:00:00Z, the end of the years that dates may have.
  constexpr int64_t kSecondsEnd = 4'102'444'800;
  const bool ok = request.has_time() && time.seconds() >= 0 && time.seconds() < kSecondsEnd &&
                  time.nanos() >= 0 && time.nanos() < kNanosecondsPerSecond;
  if (!ok) out.Add("time", "must be an instant from 1970 to 2099");
  return std::move(out).Take();
}

Violations Validate(const v1::GetPolicyRequest& request) {
  ViolationCollector out;
  if (!ParsePolicyName(request.name())) {
    out.Add("name", "must be policies/ and the sequence of the entry that activated it");
  }
  return std::move(out).Take();
}

Violations Validate(const v1::GetCommunicationNeedsRequest& request) {
  ViolationCollector out;
  out.CheckPersonName("person", request.person());
  return std::move(out).Take();
}

Violations Validate(const v1::GetCardRequest& request) {
  ViolationCollector out;
  out.CheckCardName("name", request.name());
  return std::move(out).Take();
}

Violations Validate(const v1::ListCardsRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  if (!request.award().empty()) out.CheckAwardName("award", request.award());
  if (!request.person().empty()) out.CheckPersonName("person", request.person());
  if (request.state() != v1::CARD_STATE_UNSPECIFIED) out.CheckEnum("state", request.state());
  return std::move(out).Take();
}

Violations Validate(const v1::GetProviderRequest& request) {
  ViolationCollector out;
  out.CheckProviderName("name", request.name());
  return std::move(out).Take();
}

Violations Validate(const v1::ListProvidersRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  return std::move(out).Take();
}

Violations Validate(const v1::GetReferralRequest& request) {
  ViolationCollector out;
  out.CheckReferralName("name", request.name());
  return std::move(out).Take();
}

Violations Validate(const v1::ListReferralsRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  if (request.state() != v1::REFERRAL_STATE_UNSPECIFIED) out.CheckEnum("state", request.state());
  return std::move(out).Take();
}

Violations Validate(const v1::ListPoliciesRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  return std::move(out).Take();
}

}  // namespace cardledger::domain
