// `cardledger --json` of what happens in the life of people, awards and cards: every command
// against a whole server, every answer taken apart.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"

#include "tests/integration/cli_json_fixture.h"

namespace cardledger::tests {
namespace {

using ::google::protobuf::Struct;
using ::testing::StartsWith;

class CliLifeJsonTest : public CliJsonFixture {
 protected:
  CliLifeJsonTest() : award_(ledger_.MakeAward()) {
    ActivateFullPolicy();
    person_ = At(Shown("award show " + award_), "award.person");
    fund_ = At(Shown("award show " + award_), "award.funding.0.fund");
  }

  Struct ByWorker(const std::string& line) { return Accepted(line, "wes", "social_worker"); }
  Struct ByApprover(const std::string& line) { return Accepted(line, "abe", "approver"); }
  Struct ByFinance(const std::string& line) { return Accepted(line, "fay", "finance_officer"); }
  Struct ByIncome(const std::string& line) { return Accepted(line, "ida", "income_officer"); }

  const std::string award_;
  std::string person_;
  std::string fund_;
};

TEST_F(CliLifeJsonTest, APersonsStateSupportersAndRepresentatives) {
  const Struct state = ByWorker("person state " + person_ + " hospital --since 2026-07-03");
  EXPECT_EQ(At(state, "name"), person_);
  EXPECT_EQ(At(state, "entries.0.personStateChanged.state"), "PERSON_STATE_HOSPITAL");
  const Struct supporter =
      ByWorker("person supporter add " + person_ +
               " --name Kim --scope balance --scope card --first-day 2026-07-01");
  EXPECT_THAT(At(supporter, "name"), StartsWith("supporters/"));
  const Struct representative =
      ByWorker("person representative add " + person_ +
               " --name Alex --authority attorney-property --scope finances --evidence Seen "
               "--first-day 2026-07-01 --last-day 2026-12-31");
  EXPECT_THAT(At(representative, "name"), StartsWith("representatives/"));

  const Struct shown = Shown("person show " + person_);
  EXPECT_EQ(At(shown, "person.state"), "PERSON_STATE_HOSPITAL");
  EXPECT_EQ(At(shown, "person.stateSince.day"), "3");
  EXPECT_EQ(At(shown, "person.supporters.0.name"), At(supporter, "name"));
  EXPECT_EQ(SizeAt(shown, "person.supporters.0.scopes"), 2);
  EXPECT_EQ(At(shown, "person.representatives.0.authority"), "AUTHORITY_ATTORNEY_PROPERTY");
  EXPECT_EQ(At(shown, "person.representatives.0.lastDate.month"), "12");

  ByWorker("person supporter end " + person_ + " " + At(supporter, "name") +
           " --last-day 2026-07-05");
  ByWorker("person representative end " + person_ + " " + At(representative, "name") +
           " --last-day 2026-07-31");
  EXPECT_EQ(At(Shown("person show " + person_), "person.supporters.0.lastDate.day"), "5");
}

TEST_F(CliLifeJsonTest, CommunicationNeedsAreSealedAndShown) {
  const Struct set = ByWorker("person communication set " + person_ +
                              " --format easy-read --channel letter --language cy --helper Kim");
  EXPECT_EQ(At(set, "name"), person_);
  const Struct shown = Shown("person communication show " + person_, "wes", "social_worker");
  EXPECT_EQ(At(shown, "needs.format"), "COMMUNICATION_FORMAT_EASY_READ");
  EXPECT_EQ(At(shown, "needs.channel"), "COMMUNICATION_CHANNEL_LETTER");
  EXPECT_EQ(At(shown, "needs.language"), "cy");
  EXPECT_EQ(At(shown, "needs.helper"), "Kim");
}

TEST_F(CliLifeJsonTest, AnAwardIsProposedWithAllThatMayBeSaidOfIt) {
  const std::string provider =
      At(Accepted("provider register --name Lane --kind voluntary", "bea", "brokerage"), "name");
  const Struct proposed = ByWorker(
      "award propose --person " + person_ + " --fund " + fund_ +
      "=£120.00 --start 2026-07-06 --end 2026-09-27 --power s18-duty --share council=75 --share "
      "health-body=25 --schedule weekly --first-due 2026-07-13 --funding-model holder-balance "
      "--contribution-mode gross --spend-order council-first --allow 4121 --allow 0742 --block "
      "7995 "
      "--no-cash --earmark " +
      provider + "=£20.00");
  EXPECT_EQ(At(proposed, "award.shares.1.source"), "FUNDING_SOURCE_HEALTH_BODY");
  EXPECT_EQ(At(proposed, "award.shares.1.basisPoints"), "2500");
  EXPECT_EQ(At(proposed, "award.schedule.frequency"), "LOAD_FREQUENCY_WEEKLY");
  EXPECT_EQ(At(proposed, "award.schedule.firstDueDate.day"), "13");
  EXPECT_EQ(At(proposed, "award.fundingModel"), "FUNDING_MODEL_HOLDER_BALANCE");
  EXPECT_EQ(At(proposed, "award.contributionMode"), "CONTRIBUTION_MODE_GROSS");
  EXPECT_EQ(At(proposed, "award.spendOrder"), "SPEND_ORDER_COUNCIL_FIRST");
  EXPECT_EQ(SizeAt(proposed, "award.allowedCategories"), 2);
  EXPECT_EQ(At(proposed, "award.blocks.categories.0"), "7995");
  EXPECT_EQ(At(proposed, "award.earmarks.0.provider"), provider);
  EXPECT_EQ(At(proposed, "award.earmarks.0.amountPence"), "2000");
}

TEST_F(CliLifeJsonTest, AnAwardIsExtendedAndEnded) {
  const Struct asked = ByWorker("award extend " + award_ + " --end 2026-10-11 --fund " + fund_ +
                                "=£50.00 --reason More");
  EXPECT_EQ(At(asked, "entries.0.extensionProposed.added.0.amountPence"), "5000");
  ByApprover("award decide-extension " + award_ + " --decline");
  ByWorker("award extend " + award_ + " --end 2026-10-11 --fund " + fund_ +
           "=£50.00 --reason More");
  const Struct extended = ByApprover("award decide-extension " + award_ + " --approve --note Yes");
  EXPECT_EQ(At(extended, "entries.0.awardExtended.committedPence"), "5000");
  const Struct shown = Shown("award show " + award_);
  EXPECT_EQ(At(shown, "award.endDate.month"), "10");
  const Struct ended =
      ByWorker("award end " + award_ + " --last-day 2026-07-06 --outcome goal-not-reached");
  EXPECT_EQ(At(ended, "entries.0.awardEnded.releasedPence"), "105000");
  EXPECT_EQ(At(Shown("award show " + award_), "award.outcome"), "OUTCOME_GOAL_NOT_REACHED");
}

TEST_F(CliLifeJsonTest, ADirectPaymentHasItsAgreement) {
  const std::string award =
      At(ByWorker("award propose --delivery direct-payment --person " + person_ + " --fund " +
                  fund_ + "=£10.00 --start 2026-07-06 --end 2026-07-31"),
         "award.name");
  const Struct recorded = ByWorker("award agreement " + award +
                                   " --signed-version 2026-1 --choice card --signed-on 2026-07-01");
  EXPECT_EQ(At(recorded, "entries.0.agreementRecorded.version"), "2026-1");
  EXPECT_EQ(At(Shown("award show " + award), "award.agreement.choice"), "PAYMENT_CHOICE_CARD");
}

TEST_F(CliLifeJsonTest, ContributionsAndOwnMoneyComeAndGo) {
  const Struct set = ByIncome("award contribution " + award_ + " --weekly £5.00 --from 2026-07-06");
  EXPECT_EQ(At(set, "entries.0.contributionSet.weeklyPence"), "500");
  const Struct received =
      ByIncome("contribution receive " + award_ + " --amount 5 --on 2026-07-06 --reference B12");
  EXPECT_EQ(At(received, "entries.0.contributionReceived.availableAfterPence"), "500");
  const Struct added = ByIncome("own-money add " + award_ + " --amount 20 --on 2026-07-06");
  EXPECT_EQ(At(added, "entries.0.ownMoneyAdded.availableAfterPence"), "2500");
  const Struct repaid = ByIncome("own-money repay " + award_ + " --amount 8 --on 2026-07-06");
  EXPECT_EQ(At(repaid, "entries.0.ownMoneyRepaid.availableAfterPence"), "1700");
}

TEST_F(CliLifeJsonTest, AnEmergencyLoadIsApprovedBySomebodyElse) {
  const Struct load =
      ByFinance("load create --emergency --amount 50 --due-date 2026-07-06 --award " + award_);
  EXPECT_EQ(At(load, "approveByDate.day"), "7");
  const std::string line =
      absl::StrCat("load approve ", At(load, "decision.sequence"), " --award ", award_);
  const ProgramRun own = Run(line + " --json", "fay", "approver");
  EXPECT_EQ(own.exit_code, 3) << own.err;
  const Struct approved = ByApprover(line);
  EXPECT_EQ(At(approved, "entries.0.emergencyLoadApproved.loadEntry"),
            At(load, "decision.sequence"));
}

TEST_F(CliLifeJsonTest, ACardLivesFromRequestToClose) {
  const Struct asked = ByWorker("card request " + award_ + " --payment-max 30 --daily-count 5");
  const std::string card = At(asked, "name");
  EXPECT_THAT(card, StartsWith("cards/"));
  ByFinance("card issue " + card + " --token tok-12345 --last-four 4821 --expires 2029-07");
  EXPECT_EQ(At(Shown("card show " + card), "card.state"), "CARD_STATE_ISSUED");
  ByWorker("card activate " + card);
  ByWorker("card limits " + card + " --daily-max 40");
  const Struct blocked = Accepted(
      "card block " + card + " --reason safeguarding --needs-met Visits --lead sam --note Now",
      "sam", "safeguarding_lead");
  EXPECT_EQ(At(blocked, "entries.0.cardBlocked.reason"), "CARD_BLOCK_REASON_SAFEGUARDING");
  Accepted("card review " + card + " --note Goes-on", "sam", "safeguarding_lead");
  Accepted("card unblock " + card + " --note Safe", "sam", "safeguarding_lead");
  const Struct shown = Shown("card show " + card);
  EXPECT_EQ(At(shown, "card.state"), "CARD_STATE_ACTIVE");
  EXPECT_EQ(At(shown, "card.lastFour"), "4821");
  EXPECT_EQ(At(shown, "card.expiryDate.day"), "31");
  EXPECT_EQ(At(shown, "card.limits.dailyPence"), "4000");
  EXPECT_EQ(At(shown, "card.limits.paymentPence"), "0");
  ByWorker("card replace " + card);
  const Struct list = Shown("card list --award " + award_);
  EXPECT_EQ(SizeAt(list, "cards"), 2);
  const std::string next = At(Shown("card show " + card), "card.replacedBy");
  ByWorker("card close " + next);
  EXPECT_EQ(SizeAt(Shown("card list --state closed --person " + person_), "cards"), 1);
}

TEST_F(CliLifeJsonTest, ProvidersAreRegisteredShownAndListed) {
  const Struct made =
      Accepted("provider register --name Lane --kind voluntary", "bea", "brokerage");
  const std::string provider = At(made, "name");
  EXPECT_EQ(At(made, "entries.0.providerRegistered.kind"), "PROVIDER_KIND_VOLUNTARY");
  EXPECT_EQ(At(Shown("provider show " + provider), "provider.displayName"), "Lane");
  EXPECT_EQ(SizeAt(Shown("provider list"), "providers"), 1);
}

TEST_F(CliLifeJsonTest, AReferralIsAskedForNamedByARefusalAndDecided) {
  const Struct asked =
      ByWorker("referral request " + award_ + " --amount 200 --date 2026-07-06 --reason Course");
  const std::string referral = At(asked, "name");
  EXPECT_THAT(referral, StartsWith("referrals/"));
  const Struct shown = Shown("referral show " + referral);
  EXPECT_EQ(At(shown, "referral.state"), "REFERRAL_STATE_OPEN");
  EXPECT_EQ(At(shown, "referral.senior"), "Head of Service");
  EXPECT_EQ(At(shown, "referral.deadlineDate.day"), "13");
  const Struct decided =
      ByApprover("referral decide " + referral + " --approve --amount 150 --reason Meets");
  EXPECT_EQ(At(decided, "entries.0.referralDecided.amountPence"), "15000");
  EXPECT_EQ(SizeAt(Shown("referral list --state open"), "referrals"), 0);
  EXPECT_EQ(SizeAt(Shown("referral list"), "referrals"), 1);

  ByFinance("load create --amount 1000 --due-date 2026-07-06 --award " + award_);
  const std::string other = ledger_.ProposeAward(person_, fund_, 50'000);
  ledger_.ApproveAward(other);
  const ProgramRun refused =
      Run("load create --amount 200 --due-date 2026-07-06 --json --award " + other);
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_EQ(At(Json(refused.err), "error.reason"), "ANNUAL_LIMIT_EXCEEDED");
  EXPECT_EQ(At(Json(refused.err), "error.facts.referral"),
            absl::StrCat("referrals/", ledger_.Position()));
}

}  // namespace
}  // namespace cardledger::tests
