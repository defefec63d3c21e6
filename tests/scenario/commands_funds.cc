// Steps of finance: policies, funds and their budgets.

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"

#include "services/domain/names.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kFinance = "fay";

std::string FundName(Step& step, absl::string_view name) {
  return domain::FundName(domain::FundId(step.world.names().IdOf("fund", name)));
}

// The text of a policy from its few figures.
StepAnswer PolicyTextOf(Words& words) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string version, words.Take("version"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string from_text, words.Take("valid_from"));
  CARDLEDGER_ASSIGN_OR_RETURN(const google::type::Date from, ParseAnyDate(from_text));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string limit_text, words.Take("limit"));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t limit, ParseAmount(limit_text));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string days, words.Take("phase_days"));
  constexpr absl::string_view kSource =
      " source: \"scenario\" verification: VERIFICATION_NOT_VERIFIED }\n";
  return absl::StrCat("version: \"", version, "\"\nvalid_from { year: ", from.year(),
                      " month: ", from.month(), " day: ", from.day(),
                      " }\nannual_limit { pence: ", limit, kSource,
                      "limit_year { limit_year: LIMIT_YEAR_FINANCIAL_YEAR", kSource,
                      "phase_length_max { days: ", days, kSource);
}

StepAnswer ActivatePolicy(Step& step) {
  v1::ActivatePolicyRequest request;
  if (step.command.body.empty()) {
    CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_text(), PolicyTextOf(step.words));
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
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string amount, step.words.Take("amount"));
  v1::AllocateBudgetRequest request;
  request.set_fund(FundName(step, name));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, ParseAmount(amount));
  request.set_amount_pence(pence);
  journal::BudgetReason reason = journal::BUDGET_REASON_UNSPECIFIED;
  const std::string reason_name = step.words.TakeOr("reason", "ANNUAL_BUDGET");
  if (!journal::BudgetReason_Parse(absl::StrCat("BUDGET_REASON_", reason_name), &reason)) {
    return absl::InvalidArgumentError(absl::StrCat("no budget reason is ", reason_name));
  }
  request.set_reason(reason);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kFinance);
}

StepAnswer TransferBudget(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string from, step.words.Take("from"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string to, step.words.Take("to"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string amount, step.words.Take("amount"));
  v1::TransferBudgetRequest request;
  request.set_from_fund(FundName(step, from));
  request.set_to_fund(FundName(step, to));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, ParseAmount(amount));
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
