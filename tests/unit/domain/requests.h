#pragma once

// One well-formed request of each kind, for the unit tests of the domain to spoil.

#include <string>

#include "absl/strings/str_cat.h"

#include "services/domain/command.h"

namespace cardledger::domain {

// "…-00000000000n": a UUID that is different for each n below 10.
inline std::string TestUuid(int n) {
  return absl::StrCat("0f8fad5b-d9cb-469f-a165-00000000000", n);
}

inline google::type::Date TestDate(int32_t year, int32_t month, int32_t day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

inline v1::CreateFundRequest GoodCreateFund() {
  v1::CreateFundRequest request;
  request.set_request_id(TestUuid(1));
  request.set_code("TIER3");
  request.set_financial_year(2026);
  return request;
}

inline v1::AllocateBudgetRequest GoodAllocateBudget() {
  v1::AllocateBudgetRequest request;
  request.set_request_id(TestUuid(1));
  request.set_fund("funds/" + TestUuid(2));
  request.set_amount_pence(100);
  request.set_reason(journal::v1::BUDGET_REASON_ANNUAL_BUDGET);
  request.set_note("a note");
  return request;
}

inline v1::TransferBudgetRequest GoodTransferBudget() {
  v1::TransferBudgetRequest request;
  request.set_request_id(TestUuid(1));
  request.set_from_fund("funds/" + TestUuid(2));
  request.set_to_fund("funds/" + TestUuid(3));
  request.set_amount_pence(100);
  request.set_note("a note");
  return request;
}

inline v1::RegisterPersonRequest GoodRegisterPerson() {
  v1::RegisterPersonRequest request;
  request.set_request_id(TestUuid(1));
  request.set_case_reference("LL-1001");
  return request;
}

inline v1::ProposeAwardRequest GoodProposeAward() {
  v1::ProposeAwardRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_power(journal::v1::POWER_S18_DUTY);
  request.set_delivery(journal::v1::DELIVERY_COUNCIL_ARRANGED);
  *request.mutable_start_date() = TestDate(2026, 7, 6);
  *request.mutable_end_date() = TestDate(2026, 9, 27);
  v1::AwardFunding& part = *request.add_funding();
  part.set_fund("funds/" + TestUuid(3));
  part.set_amount_pence(100'000);
  request.set_goal("travel alone");
  return request;
}

inline v1::ApproveAwardRequest GoodApproveAward() {
  v1::ApproveAwardRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  return request;
}

inline v1::CancelAwardRequest GoodCancelAward() {
  v1::CancelAwardRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_reason(journal::v1::CANCEL_REASON_NEEDS_CHANGED);
  request.set_note("a note");
  return request;
}

inline v1::CreateLoadRequest GoodCreateLoad() {
  v1::CreateLoadRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_amount_pence(100);
  *request.mutable_due_date() = TestDate(2026, 7, 6);
  return request;
}

inline v1::BulkLoadStart GoodBulkLoadStart() {
  v1::BulkLoadStart request;
  request.set_request_id(TestUuid(1));
  request.set_declared_count(3);
  request.set_declared_pence(300);
  return request;
}

inline v1::BulkLoadFinish GoodBulkLoadFinish() {
  v1::BulkLoadFinish request;
  request.set_request_id(TestUuid(1));
  return request;
}

inline v1::ConfirmClockRequest GoodConfirmClock() {
  v1::ConfirmClockRequest request;
  request.set_request_id(TestUuid(1));
  return request;
}

}  // namespace cardledger::domain
