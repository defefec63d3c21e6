#include "services/rpc/balance_resources.h"

#include "gtest/gtest.h"

namespace cardledger::rpc {
namespace {

const auto kAward = domain::IdFromBytes<domain::AwardId>(std::string(16, '\x0a'));
const auto kCard = domain::IdFromBytes<domain::CardId>(std::string(16, '\x0c'));

store::v1::AwardRow AwardOf(int64_t posted, int64_t pending) {
  store::v1::AwardRow award;
  for (const int64_t part : {posted - 100, int64_t{100}}) {
    award.add_purses()->set_posted_pence(part);
  }
  award.mutable_purses(0)->set_pending_pence(pending);
  return award;
}

TEST(BalanceResourcesTest, PersonBalance_isTheSumOfTheAwards) {
  v1::GetPersonBalanceResponse balance;
  AddBalance(kAward, AwardOf(500, -20), balance);
  AddBalance(kAward, AwardOf(300, 0), balance);
  EXPECT_EQ(balance.posted_pence(), 800);
  EXPECT_EQ(balance.pending_pence(), -20);
  EXPECT_EQ(balance.available_pence(), 780);
  ASSERT_EQ(balance.awards_size(), 2);
  EXPECT_EQ(balance.awards(0).available_pence(), 480);
  EXPECT_EQ(balance.awards(1).available_pence(), 300);
}

TEST(BalanceResourcesTest, CardBalance_isUpToTheCardsOwnLimits) {
  const struct {
    int64_t payment_limit;
    int64_t daily_limit;
    bool usable;
    int64_t available;
    int64_t payment_max;
  } cases[] = {
      {0, 0, true, 480, 480},     {200, 0, true, 480, 200}, {200, 150, true, 480, 150},
      {900, 900, true, 480, 480}, {200, 0, false, 0, 0},
  };
  for (const auto& [payment_limit, daily_limit, usable, available, payment_max] : cases) {
    store::v1::CardRow card;
    card.set_award_id(kAward.ToBytes());
    card.mutable_limits()->set_payment_pence(payment_limit);
    card.mutable_limits()->set_daily_pence(daily_limit);
    v1::GetCardBalanceResponse balance;
    FillCardBalance(kCard, card, usable, AwardOf(500, -20), balance);
    EXPECT_EQ(balance.available_pence(), available);
    EXPECT_EQ(balance.payment_max_pence(), payment_max);
    EXPECT_EQ(balance.posted_pence(), 500);
    EXPECT_EQ(balance.pending_pence(), -20);
    EXPECT_EQ(balance.usable(), usable);
  }
}

TEST(BalanceResourcesTest, AwardBelowZero_leavesNoPayment) {
  store::v1::CardRow card;
  card.set_award_id(kAward.ToBytes());
  v1::GetCardBalanceResponse balance;
  FillCardBalance(kCard, card, true, AwardOf(-30, 0), balance);
  EXPECT_EQ(balance.available_pence(), -30);
  EXPECT_EQ(balance.payment_max_pence(), 0);
}

}  // namespace
}  // namespace cardledger::rpc
