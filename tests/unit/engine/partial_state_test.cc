// A preview decides on a part of the state; it must say what the real thing would.

#include "services/engine/partial_state.h"

#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/engine/preview_commands.h"

namespace cardledger::engine {
namespace {

namespace journal = ::cardledger::journal::v1;

// Without what is random: salts, and the id of a new person.
std::string Text(const Outcome& outcome) {
  std::string text;
  for (journal::Entry entry : *outcome) {
    entry.clear_details();
    if (entry.has_person_registered()) entry.clear_person_id();
    text += entry.DebugString();
  }
  return text;
}

// Of a ledger that is asked, a copy is told.
TEST(Preview, OfEveryKindOfCommand_saysWhatTheCommandWouldDo) {
  tests::TestLedger asked(tests::SampleOptions());
  ASSERT_TRUE(asked.Open().ok());
  FillForPreview(asked);
  const uint64_t position = asked.view()->position;
  // Of other randomness, or it would make the same ids again.
  tests::TestLedger::Options told_options = tests::SampleOptions();
  told_options.seed += 1;
  std::set<size_t> accepted;  // kinds
  std::set<size_t> refused;
  const std::vector<domain::Command> commands = PreviewCommands(asked).All();
  for (const domain::Command& command : commands) {
    const Outcome preview = asked.engine().Validate(command, *asked.view());
    ASSERT_TRUE(preview.ok()) << preview.status();
    tests::TestLedger told(told_options, asked);
    ASSERT_TRUE(told.Open().ok());
    const Outcome done = told.Do(command);
    ASSERT_TRUE(done.ok()) << done.status();
    EXPECT_EQ(Text(preview), Text(done)) << command.request.index();
    (done->front().has_refused() ? refused : accepted).insert(command.request.index());
  }
  EXPECT_EQ(asked.view()->position, position);
  // A run is never finished, no step of the ledger's own taken, and a clock confirmed, for asking.
  EXPECT_EQ(accepted.size(), std::variant_size_v<domain::Request> - 3);
  EXPECT_GT(refused.size(), 30u);
}

// The fund of the year that an extension adds is named by the award only once it is approved.
TEST(Preview, OfAnExtensionIntoANewYear_looksAtItsFund) {
  tests::TestLedger ledger(tests::SampleOptions());
  ASSERT_TRUE(ledger.Open().ok());
  tests::SampleSteps steps(ledger);
  steps.Activate(tests::SamplePolicyText());
  const std::string this_year = steps.CreateFund("TIER3", 2026);
  const std::string next_year = steps.CreateFund("TIER3", 2027);
  steps.Allocate(this_year, 1'000);
  steps.Allocate(next_year, 1'000);
  v1::ProposeAwardRequest proposal = steps.Proposal(
      steps.Register("LL-1"), journal::DELIVERY_COUNCIL_ARRANGED, {{this_year, 1'000}});
  *proposal.mutable_end_date() = tests::Date("2027-03-31");
  const std::string award = steps.Propose(std::move(proposal));
  steps.Approve(award);
  steps.ProposeExtension(award, "2027-04-30", {{next_year, 1'000}});

  v1::DecideExtensionRequest decide;
  decide.set_request_id(ledger.NewRequestId());
  decide.set_award(award);
  decide.set_approve(true);
  const domain::Command command = domain::MakeCommand(decide, steps.anna);
  const Outcome preview = ledger.engine().Validate(command, *ledger.view());
  ASSERT_TRUE(preview.ok()) << preview.status();
  const Outcome done = ledger.Do(command);
  EXPECT_EQ(Text(preview), Text(done));
  EXPECT_EQ(done->front().award_extended().committed_pence(), 1'000);
}

}  // namespace
}  // namespace cardledger::engine
