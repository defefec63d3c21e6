#include "services/domain/posting_set.h"

#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

using journal::v1::Entry;
using journal::v1::MoneyDimensions;
using journal::v1::Posting;

const FundId kFund(*base::Uuid::Parse("0f8fad5b-d9cb-469f-a165-000000000001"));

Leg Float(const MoneyDimensions& dimensions) {
  return Leg::Money(journal::v1::ACCOUNT_KIND_FLOAT, dimensions);
}
Leg Expenditure(const MoneyDimensions& dimensions) {
  return Leg::Money(journal::v1::ACCOUNT_KIND_EXPENDITURE, dimensions);
}

TEST(PostingSet, MovesOfAllKinds_areBalanced) {
  Entry entry;
  MoneyDimensions dimensions;
  PostingSet postings(entry);
  postings.Post(Leg::FundControl(), Leg::Fund(kFund), 500);
  postings.Reserve(Leg::Fund(kFund), Leg::Commitment(kFund), 300);
  postings.Release(Leg::Fund(kFund), Leg::Commitment(kFund), 200);
  postings.Post(Leg::Fund(kFund), Leg::CouncilPurse(2026), 200);
  postings.Post(Float(dimensions), Expenditure(dimensions), 200);
  EXPECT_EQ(entry.postings_size(), 10);
  EXPECT_TRUE(CheckBalanced(entry).ok());
}

TEST(PostingSet, Release_undoesReserve) {
  Entry entry;
  PostingSet postings(entry);
  postings.Reserve(Leg::Fund(kFund), Leg::Commitment(kFund), 300);
  postings.Release(Leg::Fund(kFund), Leg::Commitment(kFund), 300);
  int64_t fund = 0;
  for (const Posting& posting : entry.postings()) {
    EXPECT_EQ(posting.phase(), journal::v1::PHASE_PENDING);
    if (posting.account() == journal::v1::ACCOUNT_KIND_FUND) fund += posting.amount_pence();
  }
  EXPECT_EQ(fund, 0);
}

TEST(PostingSet, Mirror_undoesAMoveOfAnotherEntry) {
  Entry original;
  MoneyDimensions dimensions;
  dimensions.set_budget_year(2026);
  PostingSet(original).Post(Float(dimensions), Expenditure(dimensions), 70);
  Entry reversal;
  PostingSet(reversal).Mirror(original.postings(0), original.postings(1));
  ASSERT_EQ(reversal.postings_size(), 2);
  EXPECT_EQ(reversal.postings(0).amount_pence(), 70);
  EXPECT_EQ(reversal.postings(1).amount_pence(), -70);
  EXPECT_EQ(reversal.postings(0).account(), original.postings(0).account());
  EXPECT_EQ(reversal.postings(1).dimensions().budget_year(), 2026);
  EXPECT_TRUE(CheckBalanced(reversal).ok());
}

TEST(PostingSetDeathTest, WhatCannotBalance_aborts) {
  Entry entry;
  MoneyDimensions dimensions;
  PostingSet postings(entry);
  EXPECT_DEATH(postings.Post(Leg::Fund(kFund), Float(dimensions), 1), "inside one book");
  EXPECT_DEATH(postings.Post(Expenditure(dimensions), Leg::FundControl(), 1), "inside one book");
  EXPECT_DEATH(Leg::Money(journal::v1::ACCOUNT_KIND_FUND, dimensions), "money book");
  EXPECT_DEATH(postings.Post(Leg::FundControl(), Leg::Fund(kFund), 0), "at least one penny");
  EXPECT_DEATH(postings.Reserve(Leg::FundControl(), Leg::Fund(kFund), -1), "at least one penny");
}

void Add(Entry& entry, journal::v1::AccountKind account, journal::v1::Phase phase, int64_t pence) {
  Posting& posting = *entry.add_postings();
  posting.set_account(account);
  posting.set_phase(phase);
  posting.set_amount_pence(pence);
}

TEST(CheckBalanced, EachBookAndPhase_isCheckedApart) {
  using journal::v1::ACCOUNT_KIND_EXPENDITURE;
  using journal::v1::ACCOUNT_KIND_FLOAT;
  using journal::v1::ACCOUNT_KIND_FUND;
  using journal::v1::ACCOUNT_KIND_FUND_CONTROL;
  using journal::v1::PHASE_PENDING;
  using journal::v1::PHASE_POSTED;
  Entry between_phases;
  Add(between_phases, ACCOUNT_KIND_FUND_CONTROL, PHASE_POSTED, -5);
  Add(between_phases, ACCOUNT_KIND_FUND, PHASE_PENDING, 5);
  EXPECT_EQ(CheckBalanced(between_phases).code(), absl::StatusCode::kDataLoss);

  Entry between_books;
  Add(between_books, ACCOUNT_KIND_FUND_CONTROL, PHASE_POSTED, -5);
  Add(between_books, ACCOUNT_KIND_FLOAT, PHASE_POSTED, 5);
  EXPECT_EQ(CheckBalanced(between_books).code(), absl::StatusCode::kDataLoss);

  Entry by_a_penny;
  Add(by_a_penny, ACCOUNT_KIND_FLOAT, PHASE_POSTED, -5);
  Add(by_a_penny, ACCOUNT_KIND_EXPENDITURE, PHASE_POSTED, 6);
  EXPECT_EQ(CheckBalanced(by_a_penny).code(), absl::StatusCode::kDataLoss);

  Entry over_the_end;
  Add(over_the_end, ACCOUNT_KIND_FLOAT, PHASE_POSTED, INT64_MAX);
  Add(over_the_end, ACCOUNT_KIND_FLOAT, PHASE_POSTED, INT64_MAX);
  Add(over_the_end, ACCOUNT_KIND_FLOAT, PHASE_POSTED, 2);
  EXPECT_EQ(CheckBalanced(over_the_end).code(), absl::StatusCode::kDataLoss);

  Entry none;
  EXPECT_TRUE(CheckBalanced(none).ok());
}

TEST(CheckBalanced, UnknownAccountOrPhase_isRefused) {
  for (const int account : {0, 9, 49, 56, -1}) {
    Entry entry;
    Add(entry, static_cast<journal::v1::AccountKind>(account), journal::v1::PHASE_POSTED, 0);
    EXPECT_EQ(CheckBalanced(entry).code(), absl::StatusCode::kDataLoss) << account;
  }
  for (const int phase : {0, 3}) {
    Entry entry;
    Add(entry, journal::v1::ACCOUNT_KIND_FUND, static_cast<journal::v1::Phase>(phase), 0);
    EXPECT_EQ(CheckBalanced(entry).code(), absl::StatusCode::kDataLoss) << phase;
  }
}

}  // namespace
}  // namespace cardledger::domain
