// Questions to a senior: opened by a refusal under a duty or by somebody who asks, shown, listed,
// decided. Through generated stubs.

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/served_ledger.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

using Stub = v1::ReferralService::Stub;

class ReferralsTest : public ::testing::Test {
 protected:
  ReferralsTest() : award_(ledger_.MakeAward()) {
    // Replaces the one that MakeAward activated.
    ledger_.ActivatePolicy(
        absl::StrCat(TestPolicyText(),
                     "referral { senior: \"Head of Service\" working_days: 5 source: \"test\" "
                     "verification: VERIFICATION_NOT_VERIFIED }"));
  }

  Answer<v1::CreateLoadResponse> Load(const v1::CreateLoadRequest& request) {
    return ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                        request);
  }
  v1::Award Award(const std::string& name) {
    v1::GetAwardRequest request;
    request.set_name(name);
    return ledger_.Call(ledger_.awards, &v1::AwardService::Stub::GetAward, kAuditor, request)
        .response.award();
  }
  // A second award of the first one's person, whose limit is used up.
  std::string AwardBeyondTheLimit() {
    EXPECT_TRUE(Load(ledger_.LoadOf(award_, 100'000)).ok());
    std::string award =
        ledger_.ProposeAward(Award(award_).person(), Award(award_).funding(0).fund(), 50'000);
    ledger_.ApproveAward(award);
    return award;
  }
  Answer<v1::Change> Ask(const std::string& award, bool validate_only = false) {
    v1::RequestExceptionRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_validate_only(validate_only);
    request.set_award(award);
    *request.mutable_date() = DateOf(2026, 7, 6);
    request.set_amount_pence(2'000);
    request.set_reason("The course costs more.");
    return ledger_.Call(ledger_.referrals, &Stub::RequestException, kSocialWorker, request);
  }
  Answer<v1::Change> Decide(const std::string& referral, bool approve) {
    v1::DecideReferralRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_referral(referral);
    request.set_approve(approve);
    request.set_reason("The need is there.");
    return ledger_.Call(ledger_.referrals, &Stub::DecideReferral, kApprover, request);
  }
  Answer<v1::GetReferralResponse> Get(const std::string& name) {
    v1::GetReferralRequest request;
    request.set_name(name);
    return ledger_.Call(ledger_.referrals, &Stub::GetReferral, kAuditor, request);
  }
  // All pages, of two referrals each, and what `between` does after each.
  std::vector<std::string> Listed(v1::ReferralState state, const std::function<void()>& between) {
    std::vector<std::string> names;
    v1::ListReferralsRequest request;
    request.set_page_size(2);
    request.set_state(state);
    do {
      const auto page = ledger_.Call(ledger_.referrals, &Stub::ListReferrals, kAuditor, request);
      EXPECT_TRUE(page.ok()) << page.status.error_message();
      for (const v1::Referral& each : page.response.referrals()) names.push_back(each.name());
      request.set_page_token(page.response.next_page_token());
      between();
    } while (!request.page_token().empty());
    return names;
  }

  ServedLedger ledger_;
  const std::string award_;
};

TEST_F(ReferralsTest, Load_beyondTheLimitUnderADuty_opensAQuestionThatTheRefusalNames) {
  const std::string award = AwardBeyondTheLimit();
  const auto refused = Load(ledger_.LoadOf(award, 3'000));
  EXPECT_EQ(ReasonOf(refused.details), "ANNUAL_LIMIT_EXCEEDED");
  EXPECT_EQ(FactOf(refused.details, "deadline_day"), "2026-07-13");
  const std::string name = FactOf(refused.details, "referral");
  EXPECT_EQ(name, "referrals/" + FactOf(refused.details, "sequence"));
  EXPECT_THAT(refused.status.error_message(), HasSubstr(name));

  const auto shown = Get(name);
  ASSERT_TRUE(shown.ok()) << shown.status.error_message();
  const v1::Referral& referral = shown.response.referral();
  EXPECT_EQ(referral.kind(), journal::v1::REFERRAL_KIND_ANNUAL_LIMIT);
  EXPECT_EQ(referral.state(), v1::REFERRAL_STATE_OPEN);
  EXPECT_EQ(referral.award(), award);
  EXPECT_EQ(referral.amount_pence(), 3'000);
  EXPECT_EQ(referral.opened_by(), kFinanceOfficer.subject);
  EXPECT_EQ(referral.senior(), "Head of Service");

  const auto decided = Decide(name, true);
  ASSERT_TRUE(decided.ok()) << decided.status.error_message();
  EXPECT_EQ(decided.response.name(), name);
  EXPECT_EQ(Get(name).response.referral().state(), v1::REFERRAL_STATE_APPROVED);
  EXPECT_TRUE(Load(ledger_.LoadOf(award, 3'000)).ok());
}

TEST_F(ReferralsTest, Load_validatedOnly_saysByWhenButNamesNoQuestion) {
  const std::string award = AwardBeyondTheLimit();
  v1::CreateLoadRequest load = ledger_.LoadOf(award, 3'000);
  load.set_validate_only(true);
  const auto refused = Load(load);
  EXPECT_EQ(FactOf(refused.details, "deadline_day"), "2026-07-13");
  EXPECT_EQ(FactOf(refused.details, "referral"), "");
  EXPECT_TRUE(Listed(v1::REFERRAL_STATE_UNSPECIFIED, [] {}).empty());
}

TEST_F(ReferralsTest, Question_isNamedByItsEntry_andNotWhereItIsOnlyValidated) {
  const auto preview = Ask(award_, true);
  ASSERT_TRUE(preview.ok()) << preview.status.error_message();
  EXPECT_EQ(preview.response.name(), "");
  const auto asked = Ask(award_);
  ASSERT_TRUE(asked.ok()) << asked.status.error_message();
  EXPECT_EQ(asked.response.name(),
            absl::StrCat("referrals/", asked.response.decision().sequence()));
  const auto again = Ask(award_);
  EXPECT_EQ(ReasonOf(again.details), "REFERRAL_ALREADY_OPEN");
  EXPECT_EQ(FactOf(again.details, "referral"), asked.response.name());
}

TEST_F(ReferralsTest, List_isInTheOrderTheyWereOpened_withoutThoseOpenedMeanwhile) {
  std::vector<std::string> opened;
  opened.reserve(5);
  for (int i = 0; i < 5; ++i) opened.push_back(Ask(ledger_.MakeAward()).response.name());
  EXPECT_THAT(Listed(v1::REFERRAL_STATE_UNSPECIFIED, [this] { Ask(ledger_.MakeAward()); }),
              ElementsAreArray(opened));
}

TEST_F(ReferralsTest, List_ofOneState_isOfThatAlone) {
  std::vector<std::string> opened;
  opened.reserve(3);
  for (int i = 0; i < 3; ++i) opened.push_back(Ask(ledger_.MakeAward()).response.name());
  ASSERT_TRUE(Decide(opened[0], false).ok());
  ASSERT_TRUE(Decide(opened[2], true).ok());
  EXPECT_THAT(Listed(v1::REFERRAL_STATE_DECLINED, [] {}), ElementsAre(opened[0]));
  EXPECT_THAT(Listed(v1::REFERRAL_STATE_OPEN, [] {}), ElementsAre(opened[1]));
  EXPECT_THAT(Listed(v1::REFERRAL_STATE_APPROVED, [] {}), ElementsAre(opened[2]));
}

TEST_F(ReferralsTest, Referral_thatDoesNotStand_isNotFound) {
  const auto read = Get("referrals/999");
  EXPECT_EQ(read.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(read.details), "REFERRAL_NOT_FOUND");
  EXPECT_EQ(FactOf(read.details, "referral"), "referrals/999");
  const auto decision = Decide("referrals/999", true);
  EXPECT_EQ(decision.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(decision.details), "REFERRAL_NOT_FOUND");
}

}  // namespace
}  // namespace cardledger::tests
