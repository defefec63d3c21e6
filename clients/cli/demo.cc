#include "clients/cli/demo.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/progress_bar.h"
#include "base/status_macros.h"
#include "clients/cli/civil_time.h"
#include "clients/cli/demo_summary.h"
#include "clients/cli/policy_file.h"
#include "clients/cli/words.h"
#include "clients/cpp/error_text.h"
#include "clients/cpp/money.h"
#include "clients/cpp/request_id.h"
#include "clients/demo/invented.h"
#include "clients/demo/performer.h"
#include "clients/demo/plan.h"

namespace cardledger::cli {
namespace {

using client::FormatPence;
using demo::Actor;

absl::CivilDay ValidFrom(const v1::Policy& policy) { return ToDay(policy.scheme().valid_from()); }

uint64_t EntryOf(const v1::Policy& policy) {
  uint64_t entry = 0;
  const absl::string_view name = policy.name();
  return absl::SimpleAtoi(name.substr(name.find('/') + 1), &entry) ? entry : 0;
}

class Demo {
 public:
  Demo(Context& context, const DemoOptions& options)
      : context_(context), options_(options), performer_(context.client()) {}

  absl::Status Run() {
    CARDLEDGER_RETURN_IF_ERROR(CheckLedger());
    CARDLEDGER_RETURN_IF_ERROR(EnsurePolicy());
    CARDLEDGER_RETURN_IF_ERROR(FindSetting());
    plan_ = demo::MakePlan(setting_);
    CARDLEDGER_RETURN_IF_ERROR(Perform());
    CARDLEDGER_RETURN_IF_ERROR(PassTheLimit());
    return Answer();
  }

 private:
  void Say(absl::string_view text) {
    if (context_.options.json || context_.options.quiet) return;
    context_.out() << text << std::endl;
  }

  absl::Status CheckLedger() {
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger,
                                performer_.As(Actor::kFinanceOfficer).GetLedger());
    if (ledger.kind() != journal::v1::LEDGER_KIND_SANDBOX) {
      return absl::FailedPreconditionError(
          absl::StrCat("This ledger is ", Word(ledger.kind()),
                       ": demonstration data goes into a sandbox ledger only. Nothing was sent."));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<v1::Policy>> Policies() {
    v1::ListPoliciesRequest list;
    list.set_page_size(1000);
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::ListPoliciesResponse page,
                                performer_.As(Actor::kFinanceApprover).ListPolicies(list));
    return std::vector<v1::Policy>(page.policies().begin(), page.policies().end());
  }

  absl::Status EnsurePolicy() {
    CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<v1::Policy> policies, Policies());
    for (const v1::Policy& policy : policies) {
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
    request.set_request_id(client::DerivedRequestId("cardledger demonstration policy", *text));
    request.set_text(*text);
    CARDLEDGER_ASSIGN_OR_RETURN(const v1::ActivatePolicyResponse activated,
                                performer_.As(Actor::kFinanceApprover).ActivatePolicy(request));
    Say(absl::StrCat("Brought ", options_.policy_path, " into force as ", activated.policy(), "."));
    return absl::OkStatus();
  }

  // All days follow from the one on which the first step was recorded, and all rules from the
  // policies that stood before it, so that they are the same in every run.
  absl::Status FindSetting() {
    const auto first = performer_.Begin(demo::FirstStep(options_.seed));
    if (absl::IsFailedPrecondition(first.status())) {
      return absl::FailedPreconditionError(
          "This ledger has demonstration data of another seed or another release. A fresh ledger "
          "takes this one's (deploy/run --fresh).");
    }
    CARDLEDGER_RETURN_IF_ERROR(first.status());
    CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<v1::Policy> policies, Policies());
    setting_.seed = options_.seed;
    setting_.today = LondonDay(absl::FromUnixSeconds(first->decision().recorded_time().seconds()));
    const v1::Policy* in_force = InForce(policies, first->decision().sequence());
    return in_force == nullptr ? absl::InternalError("a policy was in force and is not listed")
                               : TakeRules(in_force->scheme());
  }

  // The policy of the demonstration's day, of those activated before an entry. Notes the first day
  // that any of them is for.
  const v1::Policy* InForce(const std::vector<v1::Policy>& policies, uint64_t entry) {
    const auto rank = [](const v1::Policy& p) { return std::pair(ValidFrom(p), EntryOf(p)); };
    const v1::Policy* in_force = nullptr;
    setting_.earliest = setting_.today;
    for (const v1::Policy& policy : policies) {
      if (EntryOf(policy) > entry || ValidFrom(policy) > setting_.today) continue;
      setting_.earliest = std::min(setting_.earliest, ValidFrom(policy));
      if (in_force == nullptr || rank(*in_force) < rank(policy)) in_force = &policy;
    }
    return in_force;
  }

  absl::Status TakeRules(const policy::v1::SchemePolicy& scheme) {
    if (scheme.annual_limit().pence() != demo::kLimitPence ||
        scheme.phase_length_max().days() < demo::kPhaseDays) {
      return absl::FailedPreconditionError(
          absl::StrCat("The demonstration is made for an annual limit of ",
                       FormatPence(demo::kLimitPence), " and phases of ", demo::kPhaseDays,
                       " days or more; policy ", scheme.version(), " sets others."));
    }
    setting_.length_days_max = scheme.award_length_max().days();
    setting_.emergency_pence_max = scheme.emergency_load_max().pence();
    if (!scheme.has_award_length_max()) {
      Say("The policy sets no award_length_max: the demonstration has no extensions.");
    }
    if (!scheme.has_emergency_load_max()) {
      Say("The policy sets no emergency_load_max: the demonstration has no emergency loads.");
    }
    return absl::OkStatus();
  }

  absl::Status Perform() {
    base::ProgressBar progress(context_.err(), "Making the demonstration", "steps",
                               context_.show_progress() && !context_.options.json,
                               context_.err_is_terminal());
    return performer_.Perform(plan_, setting_.today, [&progress](uint64_t done, uint64_t all) {
      progress.Update(done, all);
    });
  }

  // The first award is loaded up to the limit: one penny more must be refused, unless the award has
  // ended since an interruption.
  absl::Status PassTheLimit() {
    const auto beyond = performer_.As(Actor::kFinanceOfficer).CreateLoad(plan_.beyond_limit);
    if (beyond.ok()) {
      return absl::InternalError("a load beyond the annual limit was accepted");
    }
    const client::ClientError error = client::DecodeError(beyond.status());
    if (error.reason != "ANNUAL_LIMIT_EXCEEDED") {
      return performer_.too_late() > 0 ? absl::OkStatus() : beyond.status();
    }
    Say(absl::StrCat("\nOne penny more than the annual limit for ", plan_.beyond_limit_case,
                     " is refused, as it must be:\n", client::RenderError(error), "\n"));
    return absl::OkStatus();
  }

  absl::Status Answer() {
    CARDLEDGER_ASSIGN_OR_RETURN(const DemoSummary summary, SummariseDemo(plan_, performer_));
    if (summary.steps_refused > 0) {
      context_.Warn(absl::StrCat(
          summary.steps_refused,
          " steps were refused: the demonstration was begun on an earlier day and interrupted."));
    }
    if (context_.options.json) {
      context_.out() << DemoSummaryJson(summary, setting_) << std::endl;
    } else if (context_.options.quiet) {
      context_.out() << plan_.fund << std::endl;
    } else {
      context_.out() << "Made on " << FormatDayInWords(setting_.today) << " from seed "
                     << setting_.seed << ": " << demo::kPersonCount
                     << " people (DEMO-0001 and on) and " << demo::kProviderCount
                     << " providers, all of them invented.\n\n"
                     << RenderDemoSummary(summary) << std::flush;
    }
    return absl::OkStatus();
  }

  Context& context_;
  const DemoOptions& options_;
  demo::Performer performer_;
  demo::Setting setting_;
  demo::Plan plan_;
};

}  // namespace

ExitCode RunDemo(Context& context, const DemoOptions& options) {
  const absl::Status status = Demo(context, options).Run();
  return status.ok() ? kExitOk : context.Fail(status);
}

}  // namespace cardledger::cli
