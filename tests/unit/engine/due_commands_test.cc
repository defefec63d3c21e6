#include "services/engine/due_commands.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "tests/support/seeded_random.h"

namespace cardledger::engine {
namespace {

const domain::Day kDay = *domain::ParseIsoDay("2026-07-06");

domain::AwardId Id(char byte) {
  return domain::IdFromBytes<domain::AwardId>(std::string(16, byte));
}

void Add(domain::DueSteps& due, const domain::AwardId& award, domain::Day day, v1::DueKind kind) {
  due.Replace(award, std::nullopt, domain::DueStepAt{day, kind});
}

std::vector<std::string> AwardsOf(const std::vector<domain::Command>& commands) {
  std::vector<std::string> awards;
  awards.reserve(commands.size());
  for (const domain::Command& command : commands) {
    awards.push_back(std::get<v1::DueStep>(command.request).award());
  }
  return awards;
}

TEST(DueCommands, WhoseDayHasNotCome_areLeftAlone) {
  domain::DueSteps due;
  EXPECT_TRUE(DueCommands(due, kDay).empty());
  Add(due, Id('a'), kDay, v1::DUE_KIND_INSTALMENT);
  EXPECT_TRUE(DueCommands(due, kDay + -1).empty());
  EXPECT_EQ(DueCommands(due, kDay).size(), 1u);
  EXPECT_EQ(DueCommands(due, kDay + 100).size(), 1u);
}

TEST(DueCommands, AreTheLedgersOwn_andNamedByAwardKindAndDay) {
  domain::DueSteps due;
  Add(due, Id('a'), kDay, v1::DUE_KIND_RELEASE);
  const domain::Command command = DueCommands(due, kDay + 3)[0];
  EXPECT_EQ(command.caller.subject(), "ledger");
  ASSERT_EQ(command.caller.roles_size(), 1);
  EXPECT_EQ(command.caller.roles(0), journal::v1::ROLE_LEDGER);
  const v1::DueStep step = domain::MakeDueStep(*due.items().begin());
  EXPECT_EQ(command.request_id.ToString(), step.request_id());
  const auto& request = std::get<v1::DueStep>(command.request);
  EXPECT_EQ(request.kind(), v1::DUE_KIND_RELEASE);
  EXPECT_EQ(domain::DayOf(request.due_date()), kDay);
}

// What follows a step may be due before what another award has waiting: so one day, and one kind,
// at a time.
TEST(DueCommands, OnlyTheEarliestDayAndKind_areTakenAtOnce) {
  domain::DueSteps due;
  Add(due, Id('e'), kDay + 1, v1::DUE_KIND_CARRY_FORWARD);
  Add(due, Id('d'), kDay, v1::DUE_KIND_RELEASE);
  Add(due, Id('c'), kDay, v1::DUE_KIND_INSTALMENT);
  Add(due, Id('b'), kDay, v1::DUE_KIND_CARRY_FORWARD);
  Add(due, Id('a'), kDay, v1::DUE_KIND_CARRY_FORWARD);
  const std::vector<std::vector<char>> expected = {{'a', 'b'}, {'c'}, {'d'}, {'e'}};
  for (const std::vector<char>& together : expected) {
    std::vector<std::string> awards;
    awards.reserve(together.size());
    for (const char award : together) awards.push_back(domain::AwardName(Id(award)));
    EXPECT_EQ(AwardsOf(DueCommands(due, kDay + 9)), awards);
    for (size_t i = 0; i < together.size(); ++i) {
      const domain::DueSteps::Item first = *due.items().begin();
      due.Replace(first.award, first.at, std::nullopt);
    }
  }
  EXPECT_TRUE(DueCommands(due, kDay + 9).empty());
}

TEST(DueCommands, AreAtMostWhatABatchDecides) {
  tests::SeededRandom random(1);
  domain::DueSteps due;
  for (size_t i = 0; i < domain::kBulkRowsPerBatchMax + 1; ++i) {
    const domain::AwardId award(base::Uuid::FromRandom(random.Bytes(base::Uuid::kBytes)));
    Add(due, award, kDay, v1::DUE_KIND_INSTALMENT);
  }
  EXPECT_EQ(DueCommands(due, kDay).size(), domain::kBulkRowsPerBatchMax);
}

}  // namespace
}  // namespace cardledger::engine
