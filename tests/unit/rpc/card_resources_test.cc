#include "services/rpc/card_resources.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

const std::string kId(16, '\x2a');
constexpr char kUuid[] = "2a2a2a2a-2a2a-2a2a-2a2a-2a2a2a2a2a2a";
constexpr int32_t kMonday = 20'640;  // 2026-07-06
constexpr absl::string_view kCallUs = "This card cannot be used now. Please call us.";

class CardResourcesTest : public ::testing::Test {
 protected:
  CardResourcesTest() {
    row_.set_award_id(kId);
    row_.set_person_id(kId);
    row_.set_step(store::v1::CARD_STEP_ACTIVE);
    row_.set_holder(journal::HOLDER_KIND_PERSON);
    row_.set_expiry_day(kMonday + 10);
    award_.set_step(store::v1::AWARD_STEP_APPROVED);
    award_.set_start_day(kMonday);
    award_.set_end_day(kMonday + 20);
  }

  v1::Card ShownOn(int32_t day) const {
    v1::Card card;
    FillCard(domain::IdFromBytes<domain::CardId>(kId), row_, award_, person_, domain::Day(day),
             card);
    return card;
  }
  void Block(journal::CardBlockReason reason) {
    row_.set_step(store::v1::CARD_STEP_BLOCKED);
    row_.set_block_reason(reason);
  }

  store::v1::CardRow row_;
  store::v1::AwardRow award_;
  store::v1::PersonRow person_;
};

TEST_F(CardResourcesTest, Card_inUse_isShownWithoutANotice) {
  row_.set_token("tok_00000001");
  row_.set_last_four("4242");
  row_.mutable_limits()->set_daily_pence(5'000);
  const v1::Card card = ShownOn(kMonday);
  EXPECT_EQ(card.name(), std::string("cards/") + kUuid);
  EXPECT_EQ(card.award(), std::string("awards/") + kUuid);
  EXPECT_EQ(card.person(), std::string("persons/") + kUuid);
  EXPECT_EQ(card.state(), v1::CARD_STATE_ACTIVE);
  EXPECT_EQ(card.notice(), "");
  EXPECT_EQ(card.token(), "tok_00000001");
  EXPECT_EQ(card.last_four(), "4242");
  EXPECT_EQ(card.expiry_date().day(), 16);
  EXPECT_EQ(card.limits().daily_pence(), 5'000);
  EXPECT_EQ(card.party(), "");
  EXPECT_EQ(card.replaced_by(), "");
  EXPECT_EQ(card.replaces(), "");
}

TEST_F(CardResourcesTest, Expiry_comesAfterTheLastDay) {
  EXPECT_EQ(ShownOn(kMonday + 10).state(), v1::CARD_STATE_ACTIVE);
  EXPECT_EQ(ShownOn(kMonday + 11).state(), v1::CARD_STATE_EXPIRED);
}

TEST_F(CardResourcesTest, Card_ofAnAwardThatIsOver_isBlocked) {
  row_.set_expiry_day(kMonday + 100);
  EXPECT_EQ(ShownOn(kMonday + 20).state(), v1::CARD_STATE_ACTIVE);
  EXPECT_EQ(ShownOn(kMonday + 21).state(), v1::CARD_STATE_BLOCKED);
  EXPECT_EQ(ShownOn(kMonday + 21).block_reason(), journal::CARD_BLOCK_REASON_AWARD_ENDED);
  for (const auto step : {store::v1::AWARD_STEP_ENDED, store::v1::AWARD_STEP_CANCELLED}) {
    award_.set_step(step);
    EXPECT_EQ(ShownOn(kMonday).block_reason(), journal::CARD_BLOCK_REASON_AWARD_ENDED);
  }
}

TEST_F(CardResourcesTest, Card_afterADeath_isBlockedAndDoesNotSayWhy) {
  person_.mutable_course()->set_state(journal::PERSON_STATE_DECEASED);
  const v1::Card card = ShownOn(kMonday);
  EXPECT_EQ(card.state(), v1::CARD_STATE_BLOCKED);
  EXPECT_EQ(card.block_reason(), journal::CARD_BLOCK_REASON_DECEASED);
  EXPECT_EQ(card.notice(), kCallUs);
}

TEST_F(CardResourcesTest, BlockForSafeguarding_showsItsLeadAndReview_andTellsTheHolderToCall) {
  Block(journal::CARD_BLOCK_REASON_SAFEGUARDING);
  row_.set_block_lead("lead-1");
  row_.set_review_day(kMonday + 5);
  const v1::Card card = ShownOn(kMonday);
  EXPECT_EQ(card.block_lead(), "lead-1");
  EXPECT_EQ(card.review_date().day(), 11);
  EXPECT_EQ(card.notice(), kCallUs);
}

TEST_F(CardResourcesTest, BlockForAnotherReason_showsNeitherLeadNorReview) {
  row_.set_block_lead("lead-1");
  row_.set_review_day(kMonday + 5);
  Block(journal::CARD_BLOCK_REASON_LOST);
  const v1::Card card = ShownOn(kMonday);
  EXPECT_EQ(card.block_lead(), "");
  EXPECT_FALSE(card.has_review_date());
  EXPECT_TRUE(absl::StrContains(card.notice(), "lost")) << card.notice();
}

TEST_F(CardResourcesTest, EveryCardThatMayNotBeUsed_saysSomethingToItsHolder) {
  for (int state = v1::CardState_MIN + 1; state <= v1::CardState_MAX; ++state) {
    for (int reason = 0; reason <= journal::CardBlockReason_MAX; ++reason) {
      const std::string notice = CardNotice(
          {static_cast<v1::CardState>(state), static_cast<journal::CardBlockReason>(reason)});
      EXPECT_EQ(notice.empty(), state == v1::CARD_STATE_ACTIVE) << state;
      EXPECT_FALSE(absl::StrContains(notice, "safeguarding")) << notice;
    }
  }
}

TEST_F(CardResourcesTest, Party_isCalledAfterWhatItIs) {
  row_.set_party_id(kId);
  row_.set_holder(journal::HOLDER_KIND_SUPPORTER);
  EXPECT_EQ(ShownOn(kMonday).party(), std::string("supporters/") + kUuid);
  row_.set_holder(journal::HOLDER_KIND_REPRESENTATIVE);
  EXPECT_EQ(ShownOn(kMonday).party(), std::string("representatives/") + kUuid);
}

TEST_F(CardResourcesTest, Replacement_namesBothCards) {
  row_.set_step(store::v1::CARD_STEP_REPLACED);
  row_.set_replaced_by(std::string(16, '\x01'));
  row_.set_replaces(std::string(16, '\x02'));
  const v1::Card card = ShownOn(kMonday);
  EXPECT_EQ(card.state(), v1::CARD_STATE_REPLACED);
  EXPECT_EQ(card.replaced_by(), "cards/01010101-0101-0101-0101-010101010101");
  EXPECT_EQ(card.replaces(), "cards/02020202-0202-0202-0202-020202020202");
}

TEST_F(CardResourcesTest, FundingModel_isTheAwards) {
  award_.set_delivery(journal::DELIVERY_DIRECT_PAYMENT);
  EXPECT_EQ(ShownOn(kMonday).funding_model(), journal::FUNDING_MODEL_HOLDER_BALANCE);
  award_.set_delivery(journal::DELIVERY_COUNCIL_ARRANGED);
  EXPECT_EQ(ShownOn(kMonday).funding_model(), journal::FUNDING_MODEL_CENTRAL_FLOAT);
}

}  // namespace
}  // namespace cardledger::rpc
