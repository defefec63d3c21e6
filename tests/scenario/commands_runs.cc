// Steps of bulk runs: start with control totals, rows on the bulk lane, finish.

#include "absl/strings/numbers.h"

#include "tests/scenario/loads.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

constexpr absl::string_view kFinanceOfficer = "frank";
// A run nobody started: no entry has this sequence.
constexpr uint64_t kNoRun = 999'999;

uint64_t RunOf(Step& step, absl::string_view name) {
  const uint64_t entry = step.world.names().RunOf(name);
  if (entry != 0) return entry;
  step.world.names().BindRun(name, kNoRun);
  return kNoRun;
}

StepAnswer StartRun(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("run"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string rows, step.words.Take("rows"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string total, step.words.Take("total"));
  v1::BulkLoadStart request;
  uint64_t count = 0;
  if (!absl::SimpleAtoi(rows, &count)) return absl::InvalidArgumentError("rows= is a number");
  request.set_declared_count(count);
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, ParseAmount(total));
  request.set_declared_pence(pence);
  request.set_request_id(step.world.RequestIdFor(step, "request", absl::StrCat("run ", name)));
  CARDLEDGER_ASSIGN_OR_RETURN(Submitted submitted,
                              Submit(step, std::move(request), kFinanceOfficer));
  if (!submitted.entry || !submitted.entry->has_run_started()) return submitted.answer;
  step.world.names().BindRun(name, submitted.entry->sequence());
  return DecisionText(*submitted.entry, step.world.names());
}

// Each line of the body is one row. Rows that are not well formed are answered and not sent, as the
// edge does.
StepAnswer SendRows(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("run"));
  const uint64_t run_entry = RunOf(step, name);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto caller, step.world.CallerOf(step, kFinanceOfficer));
  std::vector<std::string> answers;
  std::vector<domain::Command> commands;
  std::vector<size_t> places;  // of the commands among the answers
  for (const std::string& line : step.command.body) {
    if (line.empty()) continue;
    CARDLEDGER_ASSIGN_OR_RETURN(Words words, Words::Parse(line));
    Step row{step.world, step.command, words};
    CARDLEDGER_ASSIGN_OR_RETURN(v1::CreateLoadRequest request, LoadOf(row));
    request.set_request_id(step.world.RequestIdFor(
        row, "request", absl::StrCat("#", step.command.index, ".", answers.size())));
    CARDLEDGER_RETURN_IF_ERROR(words.CheckAllTaken());
    const domain::Violations violations = domain::Validate(request);
    answers.push_back(ViolationsText(violations));
    if (!violations.empty()) continue;
    places.push_back(answers.size() - 1);
    commands.push_back(domain::MakeCommand(std::move(request), caller, run_entry));
  }
  const std::vector<engine::Outcome> outcomes = step.world.ledger().DoBulk(std::move(commands));
  for (size_t i = 0; i < outcomes.size(); ++i) {
    answers[places[i]] = outcomes[i].ok() ? DecisionText(outcomes[i]->front(), step.world.names())
                                          : ErrorText(outcomes[i].status());
  }
  std::string text;
  for (size_t i = 0; i < answers.size(); ++i)
    absl::StrAppend(&text, "row ", i + 1, ": ", answers[i]);
  return text;
}

StepAnswer FinishRun(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("run"));
  v1::BulkLoadFinish request;
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kFinanceOfficer, RunOf(step, name));
}

}  // namespace

void AddRunSteps(StepTable& table) {
  table["run start"] = StartRun;
  table["run rows"] = SendRows;
  table["run finish"] = FinishRun;
}

}  // namespace cardledger::tests
