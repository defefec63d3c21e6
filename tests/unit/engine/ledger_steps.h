#pragma once

// Short commands for the engine's tests, where it does not matter what is done but that something
// is: a fund, and allocations to it.

#include <string>

#include "services/domain/names.h"
#include "services/domain/state.h"
#include "tests/support/test_ledger.h"

namespace cardledger::engine {

inline journal::v1::Caller Fay() {
  return tests::CallerOf("fay", {journal::v1::ROLE_FINANCE_APPROVER});
}

// A fund's id is its request id.
inline domain::Command CreateFund(const std::string& request_id, const std::string& code) {
  v1::CreateFundRequest request;
  request.set_request_id(request_id);
  request.set_code(code);
  request.set_financial_year(2026);
  return domain::MakeCommand(std::move(request), Fay());
}

inline domain::Command Allocate(const std::string& request_id, const std::string& fund_id,
                                int64_t pence) {
  v1::AllocateBudgetRequest request;
  request.set_request_id(request_id);
  request.set_fund("funds/" + fund_id);
  request.set_amount_pence(pence);
  request.set_reason(journal::v1::BUDGET_REASON_ANNUAL_BUDGET);
  return domain::MakeCommand(std::move(request), Fay());
}

// A ledger with one fund.
class LedgerWithFund : public tests::TestLedger {
 public:
  explicit LedgerWithFund(const Options& options = {}) : tests::TestLedger(options) {}

  absl::Status OpenWithFund() {
    absl::Status opened = Open();
    if (!opened.ok()) return opened;
    fund_ = NewRequestId();
    return Do(CreateFund(fund_, "TIER3")).status();
  }
  const std::string& fund() const { return fund_; }
  domain::Command NewAllocation(int64_t pence = 1) {
    return Allocate(NewRequestId(), fund_, pence);
  }
  // What the fund has, as readers see it; -1 where it cannot be read.
  int64_t Available() {
    const auto newest = view();
    const auto row = Read(*newest).Fund(domain::FundOf("funds/" + fund_));
    return row.ok() && row->has_value() ? domain::AvailableOf(**row) : -1;
  }

 private:
  std::string fund_;
};

}  // namespace cardledger::engine
