// The real `cardledger audit` against a whole server: what an auditor reads of a period, and who is
// found to have prepared what somebody approved.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/cli_fixture.h"

namespace cardledger::tests {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// At ten a fund, a person and an award proposed by worker-1, who then tries to approve it; an hour
// later approver-1 approves it.
class CliAuditTest : public CliFixture {
 protected:
  CliAuditTest() {
    ActivateFullPolicy();
    award_ = ledger_.ProposeAward(ledger_.MakePerson("T-1"),
                                  ledger_.MakeFund("ENABLE", 2026, 100'000'000), 100'000);
    EXPECT_EQ(Run("award approve " + award_, kSocialWorker.subject, "approver").exit_code, 3);
    refused_ = ledger_.Position();
    ledger_.clock().Advance(3'600'000'000);
    ledger_.ApproveAward(award_);
    approved_ = ledger_.Position();
  }

  std::string Audit(const std::string& line) {
    const ProgramRun run = Run("audit " + line, kAuditor.subject, "auditor");
    EXPECT_EQ(run.exit_code, 0) << line << "\n" << run.err;
    return run.out;
  }
  // An approval's line ends with who prepared what it approves.
  void ExpectPreparer(const std::string& event, const std::string& preparer) {
    EXPECT_THAT(Audit("list --csv --event " + event), EndsWith(absl::StrCat(",", preparer, "\r\n")))
        << event;
  }

  std::string award_;
  uint64_t refused_ = 0;
  uint64_t approved_ = 0;
};

TEST_F(CliAuditTest, APeriodIsListedOneEntryALineAndCounted) {
  const std::string all = Audit("list");
  EXPECT_THAT(all, StartsWith("  Entry  Recorded"));
  EXPECT_THAT(all,
              HasSubstr("2026-07-06 10:00:00 BST  worker-1 as social-worker         Award of"));
  EXPECT_THAT(all, HasSubstr("Award approved; £1,000.00 promised from its funds.  Prepared by "
                             "worker-1.\n"));
  EXPECT_THAT(all, EndsWith(absl::StrCat(approved_, " entries by 5 callers, 1 refused\n")));
  EXPECT_EQ(Audit("list --from 2026-07-06T11:00 --quiet"), absl::StrCat(approved_, "\n"));
  EXPECT_EQ(Audit("list --from 2026-07-06T11:00:01"), "No entries.\n");
  EXPECT_THAT(Audit("list --to 2026-07-06T11:00"), Not(HasSubstr("approved;")));
  EXPECT_EQ(Audit("list --to 2026-07-06T10:00"), "No entries.\n");
}

TEST_F(CliAuditTest, FiltersShowWhatOneDid_orWhatWasRefused) {
  EXPECT_EQ(Audit("list --quiet --refused"), absl::StrCat(refused_, "\n"));
  EXPECT_EQ(Audit("list --quiet --by approver-1 --by nobody"), absl::StrCat(approved_, "\n"));
  EXPECT_EQ(Audit("list --quiet --by worker-1 --role approver"), absl::StrCat(refused_, "\n"));
  EXPECT_EQ(Run("journal watch --until now --quiet --by approver-1").out,
            absl::StrCat(approved_, "\n"));
  EXPECT_THAT(Audit("list --json --refused"), StartsWith("{\"entry\":{"));
  EXPECT_EQ(Run("audit list", "ada", "social_worker").exit_code, 6);
}

// Whatever is left out of the list: the proposal, and a refused try in between.
TEST_F(CliAuditTest, ThePreparerIsFoundInTheEntryThatProposedIt) {
  ExpectPreparer("award-approved", "worker-1");
  ledger_.clock().Advance(kMicrosecondsPerDay);
  const std::string load =
      NameOf("load create --emergency --amount 50 --due-date 2026-07-07 --award " + award_, "anna",
             "finance_officer");
  EXPECT_EQ(Run("load approve " + load + " --award " + award_, "abe", "approver").exit_code, 0);
  ExpectPreparer("emergency-load-approved", "anna");
  // With the load in the way, which was prepared by somebody else.
  EXPECT_EQ(
      Run("award extend " + award_ + " --end 2026-10-04 --reason More", "wes", "social_worker")
          .exit_code,
      0);
  NameOf("load create --emergency --amount 50 --due-date 2026-07-07 --award " + award_, "anna",
         "finance_officer");
  EXPECT_EQ(Run("award decide-extension " + award_ + " --approve", "abe", "approver").exit_code, 0);
  ExpectPreparer("award-extended", "wes");
  EXPECT_THAT(Audit("list"), HasSubstr("Prepared by wes.\n"));
  const std::string referral =
      NameOf("referral request " + award_ + " --amount 200 --date 2026-07-07 --reason Course",
             "wes", "social_worker");
  EXPECT_EQ(Run("referral decide " + referral + " --decline --reason No", "sue", "senior_approver")
                .exit_code,
            0);
  ExpectPreparer("referral-decided", "wes");
  ExpectPreparer("fund-created", "");
}

TEST_F(CliAuditTest, WhatIsLeftOutOfOnesOwnCaseIsSaid) {
  EXPECT_EQ(Run("audit list", kAuditor.subject, "auditor").err, "");
  const std::string person = At(Json(Run("award show --json " + award_).out), "award.person");
  EXPECT_EQ(Run("person relation declare " + person, kAuditor.subject, "auditor").exit_code, 0);
  for (const char* line :
       {"audit list", "audit list --quiet", "audit summary", "audit list --csv"}) {
    const ProgramRun run = Run(line, kAuditor.subject, "auditor");
    EXPECT_THAT(run.err, HasSubstr("are left out")) << line;
    EXPECT_THAT(run.out, Not(HasSubstr("award"))) << line;
  }
  EXPECT_THAT(Audit("summary --json"), HasSubstr("\"partial\":true"));
}

TEST_F(CliAuditTest, ASummaryCountsByEventRoleReasonAndCaller) {
  const std::string summary = Audit("summary");
  EXPECT_THAT(summary, HasSubstr("\naward-approved           1\n"));
  EXPECT_THAT(summary, HasSubstr("\napprover-is-preparer        1\n"));
  EXPECT_THAT(summary, HasSubstr("\napprover-1"));
  const auto counts = Json(Audit("summary --json --from 2026-07-06T11:00"));
  EXPECT_EQ(At(counts, "audit.afterEntry"), absl::StrCat(refused_));
  EXPECT_EQ(At(counts, "audit.untilEntry"), absl::StrCat(approved_));
  EXPECT_EQ(At(counts, "audit.callers.0.subject"), "approver-1");
  EXPECT_EQ(At(counts, "audit.callers.0.approvals"), "1");
  EXPECT_EQ(SizeAt(counts, "audit.callers"), 1);
}

}  // namespace
}  // namespace cardledger::tests
