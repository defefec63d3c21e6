#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"

#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/policies.h"
#include "services/domain/validate.h"
#include "services/domain/violations.h"

namespace cardledger::domain {
namespace {

bool IsFundCodeCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

bool IsFundCode(absl::string_view code) {
  return code.size() >= kFundCodeBytesMin && code.size() <= kFundCodeBytesMax &&
         code.front() != '-' && code.back() != '-' &&
         std::all_of(code.begin(), code.end(), IsFundCodeCharacter);
}

bool IsSubjectCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == ':' ||
         c == '|' || c == '-';
}

void CheckFunding(const v1::ProposeAwardRequest& request, ViolationCollector& out) {
  if (request.funding_size() < 1 || request.funding_size() > kFundPartsMax) {
    out.Add("funding", absl::StrCat("must name 1 to ", kFundPartsMax,
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

}  // namespace

Violations Validate(const v1::CreateFundRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  if (!IsFundCode(request.code())) {
    out.Add("code", "must be 2 to 24 of A-Z 0-9 - with no hyphen first or last");
  }
  if (request.financial_year() < kYearMin || request.financial_year() >= kYearMax) {
    out.Add("financial_year",
            absl::StrCat("must be the first year of a financial year, ", kYearMin, " to ",
                         kYearMax - 1, ", not ", request.financial_year()));
  }
  return std::move(out).Take();
}

Violations Validate(const v1::AllocateBudgetRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckFundName("fund", request.fund());
  if (request.amount_pence() == 0) {
    out.Add("amount_pence", "must not be 0; negative lowers the budget");
  }
  out.CheckPence("amount_pence", request.amount_pence(), -kBudgetPenceMax, kBudgetPenceMax);
  out.CheckEnum("reason", request.reason());
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::TransferBudgetRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckFundName("from_fund", request.from_fund());
  out.CheckFundName("to_fund", request.to_fund());
  if (request.from_fund() == request.to_fund()) {
    out.Add("to_fund", "must be another fund than from_fund");
  }
  out.CheckPence("amount_pence", request.amount_pence(), 1, kBudgetPenceMax);
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::RegisterPersonRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckCaseReference("case_reference", request.case_reference());
  return std::move(out).Take();
}

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
  CheckFunding(request, out);
  out.CheckNote("goal", request.goal());
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

Violations Validate(const v1::CreateLoadRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckAwardName("award", request.award());
  out.CheckPence("amount_pence", request.amount_pence(), 1, kAwardPenceMax);
  out.CheckDate("due_date", request.due_date());
  return std::move(out).Take();
}

Violations Validate(const v1::BulkLoadStart& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  if (request.declared_count() < 1 || request.declared_count() > kBulkRowsPerRunMax) {
    out.Add("declared_count", absl::StrCat("must be 1 to ", kBulkRowsPerRunMax, " rows, not ",
                                           request.declared_count()));
  }
  out.CheckPence("declared_pence", request.declared_pence(), 1, kBudgetPenceMax);
  return std::move(out).Take();
}

Violations Validate(const v1::BulkLoadFinish& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  return std::move(out).Take();
}

Violations Validate(const v1::ActivatePolicyRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  PolicyText ignored;
  for (const PolicyFault& fault : ParsePolicyText(request.text(), ignored)) {
    out.Add("text",
            fault.line > 0 ? absl::StrCat("line ", fault.line, ": ", fault.reason) : fault.reason);
  }
  return std::move(out).Take();
}

Violations Validate(const v1::ConfirmClockRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  return std::move(out).Take();
}

bool IsSubject(absl::string_view subject) {
  return !subject.empty() && subject.size() <= kSubjectBytesMax &&
         std::all_of(subject.begin(), subject.end(), IsSubjectCharacter);
}

std::string NormaliseCaseReference(absl::string_view reference) {
  return absl::AsciiStrToUpper(reference);
}

}  // namespace cardledger::domain
