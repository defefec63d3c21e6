#include "services/engine/reads.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/engine/keys.h"
#include "tests/unit/engine/ledger_steps.h"

namespace cardledger::engine {
namespace {

class ReadsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    for (int i = 0; i < 7; ++i) {
      ledger_.clock().Advance(tests::kMicrosecondsPerSecond);
      ASSERT_TRUE(ledger_.Do(CreateFund(ledger_.NewRequestId(), absl::StrCat("FUND", i))).ok());
    }
    view_ = ledger_.view();
  }
  void TearDown() override { view_.reset(); }
  Reader reader() { return ledger_.Read(*view_); }

  tests::TestLedger ledger_;
  std::shared_ptr<const ReadView> view_;
};

TEST_F(ReadsTest, Funds_pageByPage_areAllThereOnceInOrder) {
  std::vector<domain::FundId> seen;
  domain::FundId after;
  while (true) {
    const auto page = reader().Funds(after, 3);
    ASSERT_TRUE(page.ok());
    for (const auto& [id, row] : *page) seen.push_back(id);
    if (page->size() < 3) break;
    after = seen.back();
  }
  EXPECT_EQ(seen.size(), 7u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
}

TEST_F(ReadsTest, Entries_areBoundedByTheView) {
  EXPECT_EQ(reader().Entries(1, 100)->size(), 8u);
  EXPECT_EQ(reader().Entries(3, 2)->size(), 2u);
  EXPECT_EQ(reader().Entries(3, 2)->front().entry.sequence(), 3u);
  EXPECT_EQ(reader().Entries(8, 100)->size(), 1u);
  EXPECT_TRUE(reader().Entries(9, 1)->empty());
  EXPECT_TRUE(reader().Entries(0, 1)->empty());
  EXPECT_TRUE(reader().Entries(~uint64_t{0}, 1)->empty());
  ASSERT_TRUE(ledger_.Do(CreateFund(ledger_.NewRequestId(), "LATER")).ok());
  EXPECT_TRUE(reader().Entries(9, 1)->empty());
}

TEST_F(ReadsTest, PositionAt_countsWhatWasRecordedByThen) {
  const int64_t now = ledger_.clock().WallMicroseconds();
  EXPECT_EQ(*reader().PositionAt(now), 8u);
  EXPECT_EQ(*reader().PositionAt(now - 1), 7u);
  EXPECT_EQ(*reader().PositionAt(now - 7 * tests::kMicrosecondsPerSecond), 1u);
  EXPECT_EQ(*reader().PositionAt(now - 7 * tests::kMicrosecondsPerSecond - 1), 0u);
  EXPECT_EQ(*reader().PositionAt(INT64_MAX), 8u);
}

TEST_F(ReadsTest, WhatDoesNotStand_isAnEmptyAnswer) {
  EXPECT_FALSE(reader().Fund(domain::FundId())->has_value());
  EXPECT_FALSE(reader().Person(domain::PersonId())->has_value());
  EXPECT_FALSE(reader().Award(domain::AwardId())->has_value());
  EXPECT_FALSE(reader().Run(1)->has_value());
  EXPECT_FALSE(reader().PersonByReference("LL-1")->has_value());
  EXPECT_TRUE(reader().AwardsAfter(domain::AwardId(), 10)->empty());
  EXPECT_FALSE(reader().Card(domain::CardId())->has_value());
  EXPECT_FALSE(reader().CardByToken("tok_00000001")->has_value());
  EXPECT_TRUE(reader().Subject("nobody")->links().empty());
  EXPECT_FALSE(reader().Provider(domain::ProviderId())->has_value());
  EXPECT_FALSE(reader().Referral(1)->has_value());
  EXPECT_FALSE(reader().Detail({.owner = {}, .sequence = 1})->has_value());
  EXPECT_TRUE(reader().CardsAfter(domain::CardId(), 10)->empty());
  EXPECT_TRUE(reader().ProvidersAfter(domain::ProviderId(), 10)->empty());
  EXPECT_TRUE(reader().ReferralsAfter(0, 10)->empty());
}

TEST_F(ReadsTest, Referrals_pageByPage_areInTheOrderTheyWereOpened) {
  store::v1::ReferralRow row;
  row.set_opened_by("worker-1");
  for (const uint64_t entry : {300u, 2u, 255u, 256u}) {
    ledger_.disk().Tamper(ReferralKey(entry), row.SerializeAsString());
  }
  std::vector<uint64_t> seen;
  for (uint64_t after = 0; seen.size() < 4; after = seen.back()) {
    const auto page = reader().ReferralsAfter(after, 2);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_EQ(page->size(), 2u);
    for (const auto& [entry, each] : *page) {
      EXPECT_EQ(each.opened_by(), "worker-1");
      seen.push_back(entry);
    }
  }
  EXPECT_EQ(seen, (std::vector<uint64_t>{2, 255, 256, 300}));
}

TEST_F(ReadsTest, Card_isFoundByItsIdAndByItsToken) {
  const domain::CardId id = domain::CardOf("cards/" + ledger_.NewRequestId());
  store::v1::CardRow row;
  row.set_token("tok_00000001");
  ledger_.disk().Tamper(CardKey(id), row.SerializeAsString());
  ledger_.disk().Tamper(CardTokenKey("tok_00000001"), id.ToBytes());
  EXPECT_EQ((*reader().Card(id))->token(), "tok_00000001");
  EXPECT_EQ(*reader().CardByToken("tok_00000001"), id);
  EXPECT_FALSE(reader().CardByToken("tok_00000002")->has_value());
  EXPECT_EQ(reader().Cards({id})->size(), 1u);
  EXPECT_EQ(reader().CardsAfter(domain::CardId(), 10)->front().first, id);
  EXPECT_EQ(reader().Cards({id, domain::CardId()}).status().code(), absl::StatusCode::kDataLoss);
  ledger_.disk().Tamper(CardTokenKey("tok_00000001"), "no id");
  EXPECT_EQ(reader().CardByToken("tok_00000001").status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(ReadsTest, WhatMustStandAndDoesNot_isDataLoss) {
  EXPECT_EQ(reader().Awards({domain::AwardId()}).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(reader().PolicyText(std::string(32, 'x')).status().code(), absl::StatusCode::kDataLoss);
  ledger_.disk().Tamper(EntryKey(5), std::nullopt);
  EXPECT_EQ(reader().Entries(4, 3).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(ReadsTest, DamagedBytes_areDataLoss) {
  const auto funds = reader().Funds(domain::FundId(), 1);
  const domain::FundId id = funds->front().first;
  ledger_.disk().Tamper(FundKey(id), "\xFF");
  EXPECT_EQ(reader().Fund(id).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(reader().Funds(domain::FundId(), 10).status().code(), absl::StatusCode::kDataLoss);
  ledger_.disk().Tamper(EntryKey(2), reader().Entries(3, 1)->front().bytes);
  EXPECT_EQ(reader().Entries(2, 1).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace cardledger::engine
