#include "tests/simulation/clients.h"

#include <utility>

namespace cardledger::simulation {

Operation& Clients::Add(domain::Command command, std::string content) {
  return operations_.emplace_back(Operation{std::move(command), std::move(content), 0, {}});
}

Operation* Clients::Any(tests::SeededRandom& random) {
  return operations_.empty() ? nullptr : &operations_[random.Below(operations_.size())];
}

Operation* Clients::Unanswered(tests::SeededRandom& random) {
  const std::vector<Operation*> open = AllUnanswered();
  return open.empty() ? nullptr : open[random.Below(open.size())];
}

std::vector<Operation*> Clients::AllUnanswered() {
  std::vector<Operation*> open;
  for (Operation& operation : operations_) {
    if (!operation.answer) open.push_back(&operation);
  }
  return open;
}

void Clients::ForgetInFlight() {
  for (Operation& operation : operations_) operation.in_flight = 0;
}

}  // namespace cardledger::simulation
