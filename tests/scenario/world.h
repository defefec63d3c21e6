#pragma once

// The ledger a scenario runs against, and the steps it may take there. One world a scenario; the
// commands stand in the files commands_*.cc, each in that of its subject.

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/validate.h"
#include "tests/scenario/answer_text.h"
#include "tests/scenario/names.h"
#include "tests/scenario/script.h"
#include "tests/scenario/words.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {

class World;

// One command under way.
struct Step {
  World& world;
  const ScriptCommand& command;
  Words& words;
};

// The answer, each line with its end. INVALID_ARGUMENT: the script itself is wrong.
using StepAnswer = absl::StatusOr<std::string>;
using StepFunction = StepAnswer (*)(Step&);
using StepTable = std::map<std::string, StepFunction, std::less<>>;

void AddFundSteps(StepTable& table);
void AddPeopleSteps(StepTable& table);
void AddSubjectSteps(StepTable& table);
void AddLookSteps(StepTable& table);
void AddPrivacySteps(StepTable& table);
void AddProposalSteps(StepTable& table);
void AddAwardSteps(StepTable& table);
void AddMoneySteps(StepTable& table);
void AddReferralSteps(StepTable& table);
void AddCardSteps(StepTable& table);
void AddRunSteps(StepTable& table);
void AddOperatorSteps(StepTable& table);
void AddReadSteps(StepTable& table);
void AddAwardReadSteps(StepTable& table);
void AddPeopleReadSteps(StepTable& table);
void AddWorkSteps(StepTable& table);

class World {
 public:
  World();

  // Opens a new ledger. Its first entry is recorded on 2026-07-06 at 10:00 in London.
  absl::Status Open() { return ledger_.Open(); }
  // The command's answer, and below it what the ledger did by itself meanwhile.
  StepAnswer Run(const ScriptCommand& command);
  // The whole ledger is checked against its journal; what is wrong, else empty.
  absl::StatusOr<std::string> Fsck();

  TestLedger& ledger() { return ledger_; }
  Names& names() { return names_; }

  // Who asks: `usual` unless the command says another.
  absl::StatusOr<journal::v1::Caller> CallerOf(const Step& step, absl::string_view usual) const;
  // The id a command goes by: of request= where the command has it, else of `otherwise`.
  std::string RequestIdFor(Step& step, absl::string_view kind, absl::string_view name);
  // Of a command that names nothing: a new one each time, the same when retried.
  std::string RequestIdFor(Step& step);

 private:
  StepAnswer Answer(const ScriptCommand& command);
  StepAnswer Retry(Words& words);
  // Of the entries since it was asked last.
  StepAnswer OwnSteps();

  TestLedger ledger_;
  Names names_;
  StepTable steps_;
  uint64_t own_steps_told_ = 0;  // up to this entry
  std::optional<ScriptCommand> last_request_;
  std::map<std::string, ScriptCommand> requests_;  // by the name in request=
};

// One line for each entry of a command.
template <typename Entries>
std::string DecisionsText(const Entries& entries, const Names& names) {
  std::string text = DecisionText(entries.front(), names);
  for (size_t i = 1; i < entries.size(); ++i) {
    absl::StrAppend(&text, FurtherText(entries[i], names));
  }
  return text;
}

struct Submitted {
  std::string answer;
  std::optional<journal::v1::Entry> entry;  // where one was decided and stored
};

// Checks the request as the edge does, then previews or carries it out.
template <typename Request>
absl::StatusOr<Submitted> Submit(Step& step, Request request, absl::string_view usual_caller,
                                 uint64_t run_entry = 0) {
  CARDLEDGER_RETURN_IF_ERROR(step.words.CheckAllTaken());
  CARDLEDGER_ASSIGN_OR_RETURN(const auto caller, step.world.CallerOf(step, usual_caller));
  const domain::Violations violations = domain::Validate(request);
  if (!violations.empty()) return Submitted{ViolationsText(violations), std::nullopt};
  TestLedger& ledger = step.world.ledger();
  const domain::Command command = domain::MakeCommand(std::move(request), caller, run_entry);
  const engine::Outcome outcome =
      step.words.preview() ? ledger.engine().Validate(command, *ledger.view()) : ledger.Do(command);
  if (!outcome.ok()) return Submitted{ErrorText(outcome.status()), std::nullopt};
  const std::string answer = DecisionsText(*outcome, step.world.names());
  if (step.words.preview()) return Submitted{absl::StrCat("would be ", answer), std::nullopt};
  return Submitted{answer, outcome->front()};
}

// The same for a command whose answer needs nothing more.
template <typename Request>
StepAnswer Answer(Step& step, Request request, absl::string_view usual_caller,
                  uint64_t run_entry = 0) {
  CARDLEDGER_ASSIGN_OR_RETURN(Submitted submitted,
                              Submit(step, std::move(request), usual_caller, run_entry));
  return std::move(submitted.answer);
}

}  // namespace cardledger::tests
