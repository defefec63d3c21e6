#include "tests/scenario/world.h"

#include <algorithm>

#include "absl/strings/str_join.h"

#include "services/fsck/fsck.h"
#include "storage/memory/memory_store.h"
#include "tests/support/fsck_findings.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

// Whoever stands in a scenario, and what they act as.
const std::map<std::string, journal::Role, std::less<>>& Cast() {
  static const auto* const cast = new std::map<std::string, journal::Role, std::less<>>{
      {"sam", journal::ROLE_SOCIAL_WORKER},
      {"bea", journal::ROLE_BROKERAGE},
      {"anna", journal::ROLE_APPROVER},
      {"frank", journal::ROLE_FINANCE_OFFICER},
      {"fay", journal::ROLE_FINANCE_APPROVER},
      {"olga", journal::ROLE_ADMINISTRATOR},
      {"fiona", journal::ROLE_FINANCIAL_ASSESSOR},
      {"ian", journal::ROLE_INCOME_OFFICER},
      {"lee", journal::ROLE_SAFEGUARDING_LEAD},
      {"dora", journal::ROLE_SENIOR_APPROVER},
      {"ivy", journal::ROLE_ISSUER_SYSTEM}};
  return *cast;
}

absl::Status AtLine(const ScriptCommand& command, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("line ", command.line, ": ", status.message()));
}

}  // namespace

World::World() {
  AddFundSteps(steps_);
  AddPeopleSteps(steps_);
  AddSubjectSteps(steps_);
  AddLookSteps(steps_);
  AddPrivacySteps(steps_);
  AddProposalSteps(steps_);
  AddAwardSteps(steps_);
  AddMoneySteps(steps_);
  AddReferralSteps(steps_);
  AddCardSteps(steps_);
  AddRunSteps(steps_);
  AddOperatorSteps(steps_);
  AddReadSteps(steps_);
  AddAwardReadSteps(steps_);
  AddPeopleReadSteps(steps_);
  AddWorkSteps(steps_);
}

StepAnswer World::Run(const ScriptCommand& command) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string answer, Answer(command));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string own_steps, OwnSteps());
  return absl::StrCat(answer, own_steps);
}

StepAnswer World::OwnSteps() {
  std::string text;
  if (!ledger_.is_open()) return text;
  const auto view = ledger_.view();
  if (view->position <= own_steps_told_) return text;
  const size_t count = view->position - own_steps_told_;
  CARDLEDGER_ASSIGN_OR_RETURN(const auto entries,
                              ledger_.Read(*view).Entries(own_steps_told_ + 1, count));
  own_steps_told_ = view->position;
  for (const auto& [bytes, entry] : entries) {
    const auto& roles = entry.caller().roles();
    if (std::find(roles.begin(), roles.end(), journal::ROLE_LEDGER) == roles.end()) continue;
    absl::StrAppend(&text, OwnStepText(entry, names_));
  }
  return text;
}

StepAnswer World::Answer(const ScriptCommand& command) {
  auto words = Words::Parse(command.text);
  if (!words.ok()) return AtLine(command, words.status());
  if (words->verb() == "retry") return Retry(*words);
  const auto step_function = steps_.find(words->verb());
  if (step_function == steps_.end()) {
    return AtLine(command, absl::InvalidArgumentError(
                               absl::StrCat("there is no command \"", words->verb(), "\"")));
  }
  Step step{*this, command, *words};
  StepAnswer answer = step_function->second(step);
  if (answer.ok()) {
    if (const absl::Status rest = words->CheckAllTaken(); !rest.ok()) return AtLine(command, rest);
    return answer;
  }
  return AtLine(command, answer.status());
}

StepAnswer World::Retry(Words& words) {
  const std::optional<std::string> name = words.TakeIf("request");
  if (!name) {
    if (!last_request_) return absl::InvalidArgumentError("there is nothing to retry");
    return Answer(ScriptCommand(*last_request_));
  }
  const auto request = requests_.find(*name);
  if (request == requests_.end()) {
    return absl::InvalidArgumentError(absl::StrCat("no request is named ", *name));
  }
  return Answer(ScriptCommand(request->second));
}

absl::StatusOr<std::string> World::Fsck() {
  CARDLEDGER_RETURN_IF_ERROR(ledger_.Close());
  std::string findings;
  {
    CARDLEDGER_ASSIGN_OR_RETURN(auto store, ledger_.OpenStore());
    CARDLEDGER_ASSIGN_OR_RETURN(const fsck::Report report,
                                fsck::Check(*store, ledger_.anchor(), &ledger_.vault(), {}));
    findings = absl::StrJoin(tests::FindingsInUse(report), "\n");
  }
  CARDLEDGER_RETURN_IF_ERROR(ledger_.Open());
  return findings;
}

absl::StatusOr<journal::Caller> World::CallerOf(const Step& step, absl::string_view usual) const {
  const std::string name = step.words.caller().empty() ? std::string(usual) : step.words.caller();
  const auto member = Cast().find(name);
  if (member == Cast().end()) {
    return absl::InvalidArgumentError(absl::StrCat("nobody here is called ", name));
  }
  return tests::CallerOf(name, {member->second});
}

std::string World::RequestIdFor(Step& step, absl::string_view kind, absl::string_view name) {
  last_request_ = step.command;
  const std::optional<std::string> request = step.words.TakeIf("request");
  if (!request) return names_.IdOf(kind, name).ToString();
  requests_.try_emplace(*request, step.command);
  const base::Uuid id = names_.IdOf("request", *request);
  if (kind != "request") names_.Bind(kind, name, id);
  return id.ToString();
}

std::string World::RequestIdFor(Step& step) {
  return RequestIdFor(step, "request", absl::StrCat("#", step.command.index));
}

}  // namespace cardledger::tests
