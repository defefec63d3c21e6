// Requests about awards.

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/validate.h"
#include "services/domain/violations.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

template <typename Request>
void CheckFunding(const Request& request, int count_min, ViolationCollector& out) {
  if (request.funding_size() < count_min || request.funding_size() > kFundPartsMax) {
    out.Add("funding", absl::StrCat("must name ", count_min, " to ", kFundPartsMax,
                                    " funds, one for each financial year of the phase, not ",
                                    request.funding_size()));
    return;
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.funding_size(); ++i) {
    const v1::AwardFunding& part = request.funding(i);
    const std::string path = absl::StrCat("funding[", i, "]");
    out.CheckFundName(absl::StrCat(path, ".fund"), part.fund());
    out.CheckPence(absl::StrCat(path, ".amount_pence"), part.amount_pence(), 1, kAwardPenceMax);
    if (!seen.insert(part.fund()).second) {
      out.Add(absl::StrCat(path, ".fund"), "must name a fund that stands nowhere else in the list");
    }
  }
}

template <typename Enum>
void CheckOptionalEnum(absl::string_view field, Enum value, ViolationCollector& out) {
  if (static_cast<int>(value) != 0) out.CheckEnum(field, value);
}

// Nobody is charged for what the health service bears, nor for s117 after-care. Care Act 2014 s22
// and the Mental Health Act 1983 s117.
bool MayBeCharged(const v1::ProposeAwardRequest& request, const v1::AwardShare& share) {
  return share.source() != journal::FUNDING_SOURCE_HEALTH_BODY &&
         request.power() != journal::POWER_S117 && request.power() != journal::POWER_NHS;
}

void CheckShares(const v1::ProposeAwardRequest& request, ViolationCollector& out) {
  if (request.shares().empty()) return;
  std::set<int> seen;
  int64_t sum = 0;
  for (int i = 0; i < request.shares_size(); ++i) {
    const v1::AwardShare& share = request.shares(i);
    const std::string path = absl::StrCat("shares[", i, "]");
    out.CheckEnum(path + ".source", share.source());
    if (!seen.insert(share.source()).second) {
      out.Add(path + ".source", "must stand once in the list");
    }
    if (share.basis_points() < 1 || share.basis_points() > kBasisPointsWhole) {
      out.Add(path + ".basis_points",
              absl::StrCat("must be 1 to ", kBasisPointsWhole, " hundredths of a percent, not ",
                           share.basis_points()));
    }
    if (share.chargeable() && !MayBeCharged(request, share)) {
      out.Add(path + ".chargeable",
              "must not be set: nobody is charged for the health service's "
              "share or for s117 after-care");
    }
    sum += share.basis_points();
  }
  if (sum != kBasisPointsWhole) {
    out.Add("shares",
            absl::StrFormat("must come to %d hundredths of a percent (100%%), not %d (%d.%02d%%)",
                            kBasisPointsWhole, sum, sum / 100, sum % 100));
  }
}

void CheckSchedule(const v1::ProposeAwardRequest& request, ViolationCollector& out) {
  if (!request.has_schedule()) return;
  const v1::LoadSchedule& schedule = request.schedule();
  out.CheckEnum("schedule.frequency", schedule.frequency());
  if (!schedule.has_first_due_date()) return;
  constexpr absl::string_view kField = "schedule.first_due_date";
  out.CheckDate(kField, schedule.first_due_date());
  if (schedule.frequency() == journal::LOAD_FREQUENCY_ONE_OFF) {
    out.Add(kField, "must not be set for ONE_OFF, which falls due on the award's first day");
  }
  const std::optional<Day> due = ParseDate(schedule.first_due_date());
  const std::optional<Day> start = ParseDate(request.start_date());
  const std::optional<Day> end = ParseDate(request.end_date());
  if (due && start && end && (*due < *start || *due > *end)) {
    out.Add(kField, "must lie within the award's dates");
  }
}

void CheckBlocks(const v1::AwardBlocks& blocks, ViolationCollector& out) {
  out.CheckCategories("blocks.categories", blocks.categories());
  out.CheckNote("blocks.risk_decision", blocks.risk_decision());
  if (blocks.has_risk_review_date()) {
    out.CheckDate("blocks.risk_review_date", blocks.risk_review_date());
  }
}

void CheckEarmarks(const v1::ProposeAwardRequest& request, ViolationCollector& out) {
  if (request.earmarks_size() > kEarmarksMax) {
    out.Add("earmarks",
            absl::StrCat("must be at most ", kEarmarksMax, ", not ", request.earmarks_size()));
    return;
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.earmarks_size(); ++i) {
    const v1::AwardEarmark& earmark = request.earmarks(i);
    const std::string path = absl::StrCat("earmarks[", i, "]");
    out.CheckProviderName(path + ".provider", earmark.provider());
    out.CheckPence(path + ".amount_pence", earmark.amount_pence(), 1, kAwardPenceMax);
    if (!seen.insert(earmark.provider()).second) {
      out.Add(path + ".provider", "must name a provider that stands nowhere else in the list");
    }
  }
}

bool IsAgreementVersion(absl::string_view version) {
  return !version.empty() && version.size() <= kAgreementVersionBytesMax &&
         std::all_of(version.begin(), version.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
         });
}

// What every request about one award has.
template <typename Request>
ViolationCollector CheckOfAward(const Request& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckAwardName("award", request.award());
  return out;
}

}  // namespace

Violations Validate(const v1::ProposeAwardRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckPersonName("person", request.person());
  out.CheckEnum("power", request.power());
  out.CheckEnum("delivery", request.delivery());
  out.CheckDate("start_date", request.start_date());
  out.CheckDate("end_date", request.end_date());
  const std::optional<Day> start = ParseDate(request.start_date());
  const std::optional<Day> end = ParseDate(request.end_date());
  if (start && end && *end < *start) {
    out.Add("end_date", "must not be before start_date");
  }
  CheckFunding(request, 1, out);
  out.CheckNote("goal", request.goal());
  CheckShares(request, out);
  CheckSchedule(request, out);
  CheckOptionalEnum("funding_model", request.funding_model(), out);
  CheckOptionalEnum("contribution_mode", request.contribution_mode(), out);
  CheckOptionalEnum("spend_order", request.spend_order(), out);
  out.CheckCategories("allowed_categories", request.allowed_categories());
  CheckBlocks(request.blocks(), out);
  CheckEarmarks(request, out);
  return std::move(out).Take();
}

Violations Validate(const v1::ApproveAwardRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckAwardName("award", request.award());
  return std::move(out).Take();
}

Violations Validate(const v1::CancelAwardRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckAwardName("award", request.award());
  out.CheckEnum("reason", request.reason());
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::ProposeExtensionRequest& request) {
  ViolationCollector out = CheckOfAward(request);
  out.CheckDate("end_date", request.end_date());
  CheckFunding(request, 0, out);
  out.CheckReason("reason", request.reason());
  return std::move(out).Take();
}

Violations Validate(const v1::DecideExtensionRequest& request) {
  ViolationCollector out = CheckOfAward(request);
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::EndAwardRequest& request) {
  ViolationCollector out = CheckOfAward(request);
  out.CheckDate("last_date", request.last_date());
  out.CheckEnum("outcome", request.outcome());
  if (request.outcome() == journal::OUTCOME_DECEASED) {
    out.Add("outcome", "must not be DECEASED, which follows when the person's death is recorded");
  }
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::RecordAgreementRequest& request) {
  ViolationCollector out = CheckOfAward(request);
  const v1::DirectPaymentAgreement& agreement = request.agreement();
  if (!IsAgreementVersion(agreement.version())) {
    out.Add("agreement.version",
            absl::StrCat("must be 1 to ", kAgreementVersionBytesMax, " of A-Z a-z 0-9 . _ -"));
  }
  out.CheckEnum("agreement.choice", agreement.choice());
  out.CheckDate("agreement.signed_date", agreement.signed_date());
  return std::move(out).Take();
}

Violations Validate(const v1::SetContributionRequest& request) {
  ViolationCollector out = CheckOfAward(request);
  out.CheckDate("from_date", request.from_date());
  out.CheckPence("weekly_pence", request.weekly_pence(), 0, kAwardPenceMax);
  return std::move(out).Take();
}

Violations Validate(const v1::ReceiveContributionRequest& request) {
  ViolationCollector out = CheckOfAward(request);
  out.CheckPence("amount_pence", request.amount_pence(), 1, kAwardPenceMax);
  out.CheckDate("received_date", request.received_date());
  out.CheckReference("reference", request.reference());
  return std::move(out).Take();
}

Violations Validate(const v1::AddOwnMoneyRequest& request) {
  ViolationCollector out = CheckOfAward(request);
  out.CheckPence("amount_pence", request.amount_pence(), 1, kAwardPenceMax);
  out.CheckDate("received_date", request.received_date());
  out.CheckReference("reference", request.reference());
  return std::move(out).Take();
}

Violations Validate(const v1::RepayOwnMoneyRequest& request) {
  ViolationCollector out = CheckOfAward(request);
  out.CheckPence("amount_pence", request.amount_pence(), 1, kAwardPenceMax);
  out.CheckDate("paid_date", request.paid_date());
  out.CheckReference("reference", request.reference());
  return std::move(out).Take();
}

}  // namespace cardledger::domain
