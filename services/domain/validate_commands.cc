#include <algorithm>

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

Violations Validate(const v1::CreateLoadRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckAwardName("award", request.award());
  out.CheckPence("amount_pence", request.amount_pence(), 1, kAwardPenceMax);
  out.CheckDate("due_date", request.due_date());
  return std::move(out).Take();
}

Violations Validate(const v1::ApproveEmergencyLoadRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckAwardName("award", request.award());
  out.CheckTransactionName("transaction", request.transaction());
  return std::move(out).Take();
}

Violations Validate(const v1::ReverseTransactionRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckAwardName("award", request.award());
  out.CheckTransactionName("transaction", request.transaction());
  out.CheckDate("effective_date", request.effective_date());
  out.CheckEnum("reason", request.reason());
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::RequestExceptionRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckAwardName("award", request.award());
  out.CheckDate("date", request.date());
  out.CheckPence("amount_pence", request.amount_pence(), 1, kAwardPenceMax);
  out.CheckReason("reason", request.reason());
  return std::move(out).Take();
}

Violations Validate(const v1::DecideReferralRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckReferralName("referral", request.referral());
  out.CheckPence("amount_pence", request.amount_pence(), 0, request.approve() ? kAwardPenceMax : 0);
  out.CheckReason("reason", request.reason());
  return std::move(out).Take();
}

Violations Validate(const v1::RegisterProviderRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckDisplayName("display_name", request.display_name());
  out.CheckEnum("kind", request.kind());
  if (request.kind() == journal::v1::PROVIDER_KIND_UNKNOWN) {
    out.Add("kind", "must be what is known of a provider that is registered, not UNKNOWN");
  }
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

}  // namespace cardledger::domain
