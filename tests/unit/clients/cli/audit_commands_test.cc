// What the audit commands ask first. The service's journal is empty, so that no entry is asked for.

#include "tests/unit/clients/cli/commands_fixture.h"

namespace cardledger::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

INSTANTIATE_TEST_SUITE_P(
    Audit, CommandSendsTest,
    ::testing::Values(
        SentCase{"audit list --to 2026-07-01T09:30", "JournalService.FindPosition",
                 "time { seconds: 1782894599 nanos: 999999000 }"},
        SentCase{"audit summary --to 2026-07-01T08:30:00Z --by anna --by abe --role approver",
                 "JournalService.FindPosition", "time { seconds: 1782894599 nanos: 999999000 }"}));

TEST_F(CommandsTest, AuditWithoutAnEndAsksWhereTheJournalIs) {
  for (const char* line :
       {"audit list --event award-approved", "audit summary --from 2026-07-01T09:30 --refused"}) {
    EXPECT_EQ(Run(line).code, kExitOk);
    EXPECT_EQ(Sent("JournalService.GetLedger"), "");
  }
}

TEST_F(CommandsTest, AuditOfNothingSaysSo) {
  EXPECT_EQ(Run("audit list").out, "No entries.\n");
  EXPECT_EQ(Run("audit list --quiet").out, "");
  EXPECT_EQ(Run("audit list --json").out, "");
  EXPECT_THAT(Run("audit list --csv").out, HasSubstr("entry,recorded,subject"));
  EXPECT_EQ(Run("audit summary").out, "No entries.\n");
  EXPECT_THAT(Run("audit summary --json").out, HasSubstr("\"entries\":0"));
}

TEST_F(CommandsTest, AuditSendsNothingWhereTheWordsAreWrong) {
  const struct {
    const char* line;
    const char* said;
  } cases[] = {
      {"audit list --from yesterday", "--from"},
      {"audit list --to 2026-10-25T01:30", "--to"},
      {"audit list --from 2026-07-02T00:00 --to 2026-07-02T00:00", "later than --from"},
      {"audit list --event load", "award-loaded"},
      {"audit summary --role boss", "finance-officer"},
      {"audit summary --by anna_müller", "--by"},
      {"audit list --refused --event award-loaded", "--refused"},
      {"journal watch --refused --event award-loaded", "--refused"},
      {"audit list --csv --json", "--csv"},
  };
  for (const auto& c : cases) {
    const Result result = Run(c.line);
    EXPECT_EQ(result.code, kExitBadInput) << c.line << result.err;
    EXPECT_THAT(result.err, HasSubstr(c.said)) << c.line;
    EXPECT_THAT(service_.sent_by_method, IsEmpty()) << c.line;
  }
}

}  // namespace
}  // namespace cardledger::cli
