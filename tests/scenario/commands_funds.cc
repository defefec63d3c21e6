// Steps of finance: policies, funds and their budgets.

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"

#include "tests/scenario/enum_words.h"
#include "tests/scenario/policy_words.h"
#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kFinance = "fay";

StepAnswer ActivatePolicy(Step& step) {
  v1::ActivatePolicyRequest request;
  if (step.command.body.empty()) {
    CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_text(), TakePolicyText(step.words));
  } else {
    request.set_text(absl::StrJoin(step.command.body, "\n"));
  }
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kFinance);
}

StepAnswer CreateFund(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("fund"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string year, step.words.Take("year"));
  v1::CreateFundRequest request;
  request.set_request_id(step.world.RequestIdFor(step, "fund", name));
  request.set_code(step.words.TakeOr("code", absl::AsciiStrToUpper(name)));
  CARDLEDGER_ASSIGN_OR_RETURN(const int32_t first_year, ParseYear(year));
  request.set_financial_year(first_year);
  return Answer(step, std::move(request), kFinance);
}

StepAnswer AllocateBudget(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("fund"));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, step.words.TakeAmount("amount"));
  v1::AllocateBudgetRequest request;
  request.set_fund(FundNamed(step, name));
  request.set_amount_pence(pence);
  CARDLEDGER_ASSIGN_OR_RETURN(
      const auto reason, TakeEnum<journal::BudgetReason>(step.words, "reason", "ANNUAL_BUDGET"));
  request.set_reason(reason);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kFinance);
}

StepAnswer TransferBudget(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string from, step.words.Take("from"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string to, step.words.Take("to"));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, step.words.TakeAmount("amount"));
  v1::TransferBudgetRequest request;
  request.set_from_fund(FundNamed(step, from));
  request.set_to_fund(FundNamed(step, to));
  request.set_amount_pence(pence);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kFinance);
}

}  // namespace

void AddFundSteps(StepTable& table) {
  table["policy activate"] = ActivatePolicy;
  table["fund create"] = CreateFund;
  table["fund allocate"] = AllocateBudget;
  table["fund transfer"] = TransferBudget;
}

}  // namespace cardledger::tests
