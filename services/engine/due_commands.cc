#include "services/engine/due_commands.h"

#include "services/domain/limits.h"

namespace cardledger::engine {
namespace {

constexpr char kLedgerSubject[] = "ledger";

}  // namespace

std::vector<domain::Command> DueCommands(const domain::DueSteps& due, domain::Day today) {
  journal::v1::Caller caller;
  caller.set_subject(kLedgerSubject);
  caller.add_roles(journal::v1::ROLE_LEDGER);
  std::vector<domain::Command> commands;
  for (const domain::DueSteps::Item& item : due.items()) {
    if (item.at.day > today || commands.size() == domain::kBulkRowsPerBatchMax) break;
    // After these an award may have a next step before another's: days are gone through in order.
    if (item.at != due.items().begin()->at) break;
    commands.push_back(domain::MakeCommand(domain::MakeDueStep(item), caller));
  }
  return commands;
}

}  // namespace cardledger::engine
