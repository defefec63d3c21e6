#include "clients/demo/book.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"

#include "clients/cli/civil_time.h"
#include "clients/cpp/request_id.h"

namespace cardledger::demo {
namespace {

// Of the years beside the one of today, whose budgets hold what crosses 31 March and little more.
constexpr int64_t kBudgetStepPence = 100'000;
constexpr absl::string_view kMark = "/from:";

std::string IdOf(uint64_t seed, absl::string_view step) {
  return client::DerivedRequestId(absl::StrCat("cardledger demonstration data 3, seed ", seed),
                                  step);
}

}  // namespace

Book::Book(const Setting& setting) : setting_(setting), random_(setting.seed) {
  wanted_[cli::FinancialYearOf(setting.today)] = 0;
}

std::string Book::Id(absl::string_view step) const { return IdOf(setting_.seed, step); }

absl::CivilDay Book::MondayBefore(int days) const {
  const absl::CivilDay day = setting_.today - days;
  const absl::CivilDay monday = absl::PrevWeekday(day + 1, absl::Weekday::monday);
  return std::max(monday, setting_.earliest);
}

absl::CivilDay Book::DaysAgo(int days, absl::CivilDay first) const {
  return std::max(setting_.today - days, first);
}

std::string Book::FundName(int financial_year) const {
  return absl::StrCat("funds/", Id(absl::StrCat("fund/", financial_year)));
}

std::string Book::FundOf(int financial_year, int64_t pence) {
  wanted_[financial_year] += pence;
  return FundName(financial_year);
}

void Book::AddFunds(std::vector<Step>& steps) const {
  const int this_year = cli::FinancialYearOf(setting_.today);
  for (const auto& [year, pence] : wanted_) {
    v1::CreateFundRequest fund;
    fund.set_request_id(Id(absl::StrCat("fund/", year)));
    fund.set_code(kFundCode);
    fund.set_financial_year(year);
    steps.push_back({Actor::kFinanceOfficer, fund});
    v1::AllocateBudgetRequest budget;
    budget.set_request_id(Id(absl::StrCat("budget/", year)));
    budget.set_fund(FundName(year));
    const int64_t rounded = (pence / kBudgetStepPence + 1) * kBudgetStepPence;
    budget.set_amount_pence(year == this_year ? kBudgetPence : rounded);
    budget.set_reason(journal::v1::BUDGET_REASON_ANNUAL_BUDGET);
    steps.push_back({Actor::kFinanceApprover, budget});
  }
}

Plan Book::Close(std::vector<Step> first) {
  plan_.steps = std::move(first);
  AddFunds(plan_.steps);
  for (size_t i = 0; i < kChapters; ++i) {
    const bool waits = i >= static_cast<size_t>(Chapter::kMoney);
    std::vector<Step>& to = waits ? plan_.later_steps : plan_.steps;
    std::move(steps_[i].begin(), steps_[i].end(), std::back_inserter(to));
  }
  plan_.fund = FundName(cli::FinancialYearOf(setting_.today));
  return std::move(plan_);
}

std::string CaseReference(int person) { return absl::StrFormat("DEMO-%04d", person); }

v1::RegisterPersonRequest FirstStep(uint64_t seed) {
  v1::RegisterPersonRequest request;
  request.set_case_reference(CaseReference(1));
  request.set_request_id(IdOf(seed, absl::StrCat("person/", request.case_reference())));
  return request;
}

std::string NameFrom(absl::string_view collection, absl::string_view request_id) {
  return absl::StrCat(collection, kMark, request_id);
}

absl::string_view RequestIdIn(absl::string_view name) {
  const size_t at = name.find(kMark);
  return at == absl::string_view::npos ? absl::string_view() : name.substr(at + kMark.size());
}

}  // namespace cardledger::demo
