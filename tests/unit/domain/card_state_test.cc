#include "services/domain/card_state.h"

#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

const Day kExpiry = *ParseIsoDay("2028-02-29");
const Day kAwardEnd = *ParseIsoDay("2028-06-30");

store::v1::CardRow CardAt(store::v1::CardStep step) {
  store::v1::CardRow card;
  card.set_step(step);
  card.set_holder(journal::HOLDER_KIND_PERSON);
  if (step != store::v1::CARD_STEP_REQUESTED) card.set_expiry_day(kExpiry.number());
  if (step == store::v1::CARD_STEP_BLOCKED) card.set_block_reason(journal::CARD_BLOCK_REASON_LOST);
  return card;
}

store::v1::AwardRow Award(store::v1::AwardStep step) {
  store::v1::AwardRow award;
  award.set_step(step);
  award.set_end_day(kAwardEnd.number());
  return award;
}

struct Row {
  store::v1::CardStep step;
  v1::CardState before_expiry;  // and on the day
  v1::CardState after_expiry;
};

constexpr Row kSteps[] = {
    {store::v1::CARD_STEP_REQUESTED, v1::CARD_STATE_REQUESTED, v1::CARD_STATE_REQUESTED},
    {store::v1::CARD_STEP_ISSUED, v1::CARD_STATE_ISSUED, v1::CARD_STATE_EXPIRED},
    {store::v1::CARD_STEP_ACTIVE, v1::CARD_STATE_ACTIVE, v1::CARD_STATE_EXPIRED},
    {store::v1::CARD_STEP_BLOCKED, v1::CARD_STATE_BLOCKED, v1::CARD_STATE_EXPIRED},
    {store::v1::CARD_STEP_REPLACED, v1::CARD_STATE_REPLACED, v1::CARD_STATE_REPLACED},
    {store::v1::CARD_STEP_CLOSED, v1::CARD_STATE_CLOSED, v1::CARD_STATE_CLOSED},
};

TEST(OwnStateOf, EachStep_beforeAndAfterItsLastDay) {
  for (const Row& row : kSteps) {
    const store::v1::CardRow card = CardAt(row.step);
    EXPECT_EQ(OwnStateOf(card, kExpiry + -1), row.before_expiry) << row.step;
    EXPECT_EQ(OwnStateOf(card, kExpiry), row.before_expiry) << row.step;
    EXPECT_EQ(OwnStateOf(card, kExpiry + 1), row.after_expiry) << row.step;
  }
}

TEST(StandingOf, WhileAwardAndPersonGoOn_isItsOwnState) {
  const store::v1::AwardRow award = Award(store::v1::AWARD_STEP_APPROVED);
  for (const Row& row : kSteps) {
    const CardStanding standing = StandingOf(CardAt(row.step), award, {}, kExpiry);
    EXPECT_EQ(standing.state, row.before_expiry) << row.step;
    EXPECT_EQ(standing.reason, row.step == store::v1::CARD_STEP_BLOCKED
                                   ? journal::CARD_BLOCK_REASON_LOST
                                   : journal::CARD_BLOCK_REASON_UNSPECIFIED)
        << row.step;
  }
}

// A reason is given only of a card that is blocked.
TEST(StandingOf, BlockedCardThatExpired_isExpiredWithoutAReason) {
  const CardStanding standing = StandingOf(CardAt(store::v1::CARD_STEP_BLOCKED),
                                           Award(store::v1::AWARD_STEP_APPROVED), {}, kExpiry + 1);
  EXPECT_EQ(standing.state, v1::CARD_STATE_EXPIRED);
  EXPECT_EQ(standing.reason, journal::CARD_BLOCK_REASON_UNSPECIFIED);
}

TEST(StandingOf, AwardEndedOrPersonDead_blocksAllThatIsNotOver) {
  store::v1::PersonRow dead;
  dead.mutable_course()->set_state(journal::PERSON_STATE_DECEASED);
  for (const Row& row : kSteps) {
    const store::v1::CardRow card = CardAt(row.step);
    const bool over =
        row.step == store::v1::CARD_STEP_REPLACED || row.step == store::v1::CARD_STEP_CLOSED;
    const auto expect = [&](const CardStanding& standing, journal::CardBlockReason reason) {
      EXPECT_EQ(standing.state, over ? row.before_expiry : v1::CARD_STATE_BLOCKED) << row.step;
      EXPECT_EQ(standing.reason, over ? journal::CARD_BLOCK_REASON_UNSPECIFIED : reason)
          << row.step;
    };
    for (const auto step : {store::v1::AWARD_STEP_ENDED, store::v1::AWARD_STEP_CANCELLED}) {
      expect(StandingOf(card, Award(step), {}, kExpiry), journal::CARD_BLOCK_REASON_AWARD_ENDED);
    }
    const store::v1::AwardRow approved = Award(store::v1::AWARD_STEP_APPROVED);
    expect(StandingOf(card, approved, {}, kAwardEnd + 1), journal::CARD_BLOCK_REASON_AWARD_ENDED);
    expect(StandingOf(card, approved, dead, kExpiry), journal::CARD_BLOCK_REASON_DECEASED);
    expect(StandingOf(card, Award(store::v1::AWARD_STEP_ENDED), dead, kExpiry),
           journal::CARD_BLOCK_REASON_DECEASED);
  }
}

TEST(StandingOf, CardOfASupporter_isBlockedBeforeAndAfterTheirPart) {
  const std::string id(16, 's');
  store::v1::PersonRow person;
  store::v1::PartyRow& supporter = *person.mutable_course()->add_parties();
  supporter.set_id(id);
  supporter.add_scopes(journal::SUPPORTER_SCOPE_CARD);
  supporter.set_first_day(kAwardEnd.number() - 3);
  supporter.set_last_day(kAwardEnd.number() - 1);
  store::v1::CardRow card = CardAt(store::v1::CARD_STEP_ACTIVE);
  card.set_holder(journal::HOLDER_KIND_SUPPORTER);
  card.set_party_id(id);
  card.set_expiry_day((kAwardEnd + 100).number());
  const store::v1::AwardRow award = Award(store::v1::AWARD_STEP_APPROVED);
  for (const int before_end : {-4, 0}) {
    const CardStanding standing = StandingOf(card, award, person, kAwardEnd + before_end);
    EXPECT_EQ(standing.state, v1::CARD_STATE_BLOCKED);
    EXPECT_EQ(standing.reason, journal::CARD_BLOCK_REASON_HOLDER_NOT_ENTITLED);
  }
  EXPECT_EQ(StandingOf(card, award, person, kAwardEnd + -1).state, v1::CARD_STATE_ACTIVE);

  supporter.set_scopes(0, journal::SUPPORTER_SCOPE_BALANCE);
  EXPECT_EQ(StandingOf(card, award, person, kAwardEnd + -1).state, v1::CARD_STATE_BLOCKED);
}

TEST(StandingOf, OnTheAwardsLastDay_stillGoesOn) {
  store::v1::CardRow card = CardAt(store::v1::CARD_STEP_ACTIVE);
  card.set_expiry_day((kAwardEnd + 100).number());
  EXPECT_EQ(StandingOf(card, Award(store::v1::AWARD_STEP_APPROVED), {}, kAwardEnd).state,
            v1::CARD_STATE_ACTIVE);
}

}  // namespace
}  // namespace cardledger::domain
