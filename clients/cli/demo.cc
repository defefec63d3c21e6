#include "clients/cli/demo.h"

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "clients/cli/civil_time.h"
#include "clients/cli/policy_file.h"
#include "clients/cli/render.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "clients/cpp/error_text.h"
#include "clients/cpp/money.h"
#include "clients/cpp/request_id.h"

namespace cardledger::cli {
namespace {

using client::FormatPence;

constexpr absl::string_view kSeed = "cardledger demonstration data 1";
constexpr char kFundCode[] = "TIER3";
constexpr int64_t kBudgetPence = 11'100'000;
constexpr int kPhaseDays = 84;

// What becomes of one award of the demonstration.
struct DemoAward {
  absl::string_view case_reference;
  int64_t amount_pence;
  absl::string_view goal;
  bool approved;
  std::array<int64_t, 2> loads_pence;
};

constexpr auto kAwards = std::to_array<DemoAward>({
    {"DEMO-0001", 100'000, "Supported internship at a garden centre", true, {60'000, 40'000}},
    {"DEMO-0002", 75'000, "Travels to college alone by bus", true, {25'000, 0}},
    {"DEMO-0003", 50'000, "Food hygiene certificate", true, {50'000, 0}},
    {"DEMO-0004", 100'000, "Regains confidence in the swimming pool", true, {0, 0}},
    {"DEMO-0005", 60'000, "First paid job, eight hours a week", false, {0, 0}},
    {"DEMO-0006", 40'000, "Joins a choir and keeps going", true, {15'000, 5'000}},
});

std::string Id(absl::string_view step) { return client::DerivedRequestId(kSeed, step); }

// The demonstration plays several parts, since nobody approves what they prepared.
class Demo {
 public:
  Demo(Context& context, const DemoOptions& options)
      : context_(context),
        options_(options),
        finance_(context.client().As({"demo.finance", {"finance_officer"}})),
        finance_approver_(context.client().As({"demo.budgets", {"finance_approver"}})),
        worker_(context.client().As({"demo.worker", {"social_worker"}})),
        approver_(context.client().As({"demo.approver", {"approver"}})) {}

  absl::Status Run() {
    CARDLEDGER_RETURN_IF_ERROR(CheckLedger());
    CARDLEDGER_RETURN_IF_ERROR(FindFirstDay());
    CARDLEDGER_RETURN_IF_ERROR(EnsurePolicy());
    CARDLEDGER_RETURN_IF_ERROR(MakeFund());
    for (const DemoAward& award : kAwards) CARDLEDGER_RETURN_IF_ERROR(MakeAward(award));
    CARDLEDGER_RETURN_IF_ERROR(PassTheLimit());
    return Summarise();
  }

 private:
  void Say(absl::string_view text) {
    if (context_.options.json || context_.options.quiet) return;
    context_.out() << text << std::endl;
  }

  absl::Status CheckLedger() {
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, finance_->GetLedger());
    if (ledger.kind() != journal::v1::LEDGER_KIND_SANDBOX) {
      return absl::FailedPreconditionError(
          absl::StrCat("This ledger is ", Word(ledger.kind()),
                       ": demonstration data goes into a sandbox ledger only. Nothing was sent."));
    }
    return absl::OkStatus();
  }

  // All dates follow from the day on which the ledger began, so that they are the same in every run
  // and never in the future.
  absl::Status FindFirstDay() {
    v1::WatchEntriesRequest request;
    request.set_until_sequence(1);
    CARDLEDGER_RETURN_IF_ERROR(
        finance_->WatchEntries(request, [this](const v1::WatchEntriesResponse& response) {
          first_day_ = LondonDay(absl::FromUnixMicros(response.entry().recorded_time_us()));
          return true;
        }));
    year_ = FinancialYearOf(first_day_);
    last_day_ = std::min(first_day_ + (kPhaseDays - 1), absl::CivilDay(year_ + 1, 3, 31));
    return absl::OkStatus();
  }

  absl::Status EnsurePolicy() {
    v1::ListPoliciesRequest list;
    list.set_page_size(1000);
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::ListPoliciesResponse policies,
                                finance_approver_->ListPolicies(list));
    for (const v1::Policy& policy : policies.policies()) {
      if (policy.standing() == v1::POLICY_STANDING_IN_FORCE) {
        Say(absl::StrCat("Policy ", policy.scheme().version(), " is in force."));
        return absl::OkStatus();
      }
    }
    const absl::StatusOr<std::string> text = ReadPolicyFile(options_.policy_path);
    if (!text.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "No policy is in force, and there is none to bring into force: ", text.status().message(),
          ". Name a policy file with --policy."));
    }
    v1::ActivatePolicyRequest request;
    request.set_request_id(Id("policy/" + *text));
    request.set_text(*text);
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::ActivatePolicyResponse activated,
                                finance_approver_->ActivatePolicy(request));
    Say(absl::StrCat("Brought ", options_.policy_path, " into force as ", activated.policy(), "."));
    return absl::OkStatus();
  }

  absl::Status MakeFund() {
    v1::CreateFundRequest create;
    create.set_request_id(Id("fund"));
    create.set_code(kFundCode);
    create.set_financial_year(year_);
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::CreateFundResponse created, finance_->CreateFund(create));
    fund_ = created.fund().name();
    v1::AllocateBudgetRequest allocate;
    allocate.set_request_id(Id("budget"));
    allocate.set_fund(fund_);
    allocate.set_amount_pence(kBudgetPence);
    allocate.set_reason(journal::v1::BUDGET_REASON_ANNUAL_BUDGET);
    CARDLEDGER_RETURN_IF_ERROR(finance_approver_->AllocateBudget(allocate).status());
    Say(absl::StrCat("Fund ", kFundCode, " ", FormatFinancialYear(year_), " has a budget of ",
                     FormatPence(kBudgetPence), "."));
    return absl::OkStatus();
  }

  absl::Status MakeAward(const DemoAward& demo) {
    v1::RegisterPersonRequest person;
    person.set_request_id(Id(absl::StrCat("person/", demo.case_reference)));
    person.set_case_reference(std::string(demo.case_reference));
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::RegisterPersonResponse registered,
                                worker_->RegisterPerson(person));
    v1::ProposeAwardRequest propose;
    propose.set_request_id(Id(absl::StrCat("award/", demo.case_reference)));
    propose.set_person(registered.person());
    propose.set_power(journal::v1::POWER_S18_DUTY);
    propose.set_delivery(journal::v1::DELIVERY_COUNCIL_ARRANGED);
    *propose.mutable_start_date() = ToDate(first_day_);
    *propose.mutable_end_date() = ToDate(last_day_);
    propose.add_funding()->set_fund(fund_);
    propose.mutable_funding(0)->set_amount_pence(demo.amount_pence);
    propose.set_goal(std::string(demo.goal));
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::ProposeAwardResponse proposed,
                                worker_->ProposeAward(propose));
    const std::string& award = proposed.award().name();
    awards_.emplace_back(demo.case_reference, award);
    if (!demo.approved) return absl::OkStatus();
    v1::ApproveAwardRequest approve;
    approve.set_request_id(Id(absl::StrCat("approval/", demo.case_reference)));
    approve.set_award(award);
    CARDLEDGER_RETURN_IF_ERROR(approver_->ApproveAward(approve).status());
    for (size_t i = 0; i < demo.loads_pence.size(); ++i) {
      if (demo.loads_pence[i] == 0) continue;
      CARDLEDGER_RETURN_IF_ERROR(
          Load(absl::StrCat("load/", demo.case_reference, "/", i), award, demo.loads_pence[i])
              .status());
    }
    return absl::OkStatus();
  }

  absl::StatusOr<v1::CreateLoadResponse> Load(absl::string_view step, const std::string& award,
                                              int64_t pence) {
    v1::CreateLoadRequest load;
    load.set_request_id(Id(step));
    load.set_award(award);
    load.set_amount_pence(pence);
    *load.mutable_due_date() = ToDate(first_day_);
    return finance_->CreateLoad(load);
  }

  // The first award is loaded up to the limit: one penny more must be refused.
  absl::Status PassTheLimit() {
    const auto beyond = Load("load/beyond", awards_[0].second, 1);
    if (beyond.ok()) {
      return absl::InternalError("a load beyond the annual limit was accepted");
    }
    if (!absl::IsFailedPrecondition(beyond.status())) return beyond.status();
    Say(absl::StrCat("\nOne penny more than the annual limit for ", awards_[0].first,
                     " is refused, as it must be:\n",
                     client::RenderError(client::DecodeError(beyond.status())), "\n"));
    return absl::OkStatus();
  }

  absl::Status Summarise() {
    v1::GetFundRequest get_fund;
    get_fund.set_name(fund_);
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::GetFundResponse fund, finance_->GetFund(get_fund));
    v1::ListAwardsResponse all;
    Table table({{"Case"},
                 {"State"},
                 {"Amount", Align::kRight},
                 {"Loaded", Align::kRight},
                 {"Left to load", Align::kRight},
                 {"Award"}});
    for (const auto& [case_reference, name] : awards_) {
      v1::GetAwardRequest request;
      request.set_name(name);
      CARDLEDGER_ASSIGN_OR_RETURN(const v1::GetAwardResponse shown, finance_->GetAward(request));
      const v1::AwardFunding& part = shown.award().funding(0);
      table.AddRow({std::string(case_reference), Word(shown.award().state()),
                    FormatPence(shown.award().amount_pence()), FormatPence(part.loaded_pence()),
                    FormatPence(part.committed_pence()), name});
      *all.add_awards() = shown.award();
      *all.mutable_read_point() = shown.read_point();
    }
    if (context_.options.json) context_.out() << ToJson(fund) << "\n";
    context_.Answer(all,
                    absl::StrCat(RenderFund(fund.fund()), "\n", table.Render(),
                                 RenderReadPoint(all.read_point())),
                    fund_);
    return absl::OkStatus();
  }

  Context& context_;
  const DemoOptions& options_;
  const std::unique_ptr<client::Client> finance_;
  const std::unique_ptr<client::Client> finance_approver_;
  const std::unique_ptr<client::Client> worker_;
  const std::unique_ptr<client::Client> approver_;
  absl::CivilDay first_day_;
  absl::CivilDay last_day_;
  int year_ = 0;
  std::string fund_;
  // Case reference and award.
  std::vector<std::pair<absl::string_view, std::string>> awards_;
};

}  // namespace

ExitCode RunDemo(Context& context, const DemoOptions& options) {
  const absl::Status status = Demo(context, options).Run();
  return status.ok() ? kExitOk : context.Fail(status);
}

}  // namespace cardledger::cli
