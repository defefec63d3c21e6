// What the simulation has found, each as the shortest story that shows it.

#include <optional>

#include "gtest/gtest.h"

#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"
#include "tests/support/test_ledger.h"

namespace cardledger::simulation {
namespace {

// The text of a policy stands under its hash: a second activation put the same key into the batch.
TEST(FoundBySimulation, APolicyActivatedAndBroughtBackInOneBatchIsWrittenOnce) {
  tests::TestLedger ledger;
  ASSERT_TRUE(ledger.Open().ok());
  const int32_t today = LondonDayNumber(ledger.clock().WallMicroseconds());
  const std::string old_text = RandomCommands::PolicyText(today - 90, 100'000, 84);
  const std::string new_text = RandomCommands::PolicyText(today - 90, 50'000, 84);
  int activated = 0;
  for (const std::string& text : {old_text, new_text, old_text}) {
    v1::ActivatePolicyRequest request;
    request.set_request_id(ledger.NewRequestId());
    request.set_text(text);
    ledger.engine().Submit(domain::MakeCommand(request, tests::CallerOf("finance", {})),
                           engine::kNoDeadline, [&activated](const engine::Outcome& outcome) {
                             const bool done =
                                 outcome.ok() && outcome->front().has_policy_activated();
                             if (done) ++activated;
                           });
  }
  ledger.RunUntilIdle();
  EXPECT_EQ(activated, 3);
  ASSERT_TRUE(ledger.Restart().ok());
  EXPECT_EQ(ledger.view()->policies->activated().size(), 3u);
}

}  // namespace
}  // namespace cardledger::simulation
