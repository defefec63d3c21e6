#include "services/engine/fund_history.h"

#include <vector>

#include "gtest/gtest.h"

#include "services/domain/fund_amounts.h"
#include "services/domain/limits.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/engine/stored_entries.h"

namespace cardledger::engine {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr uint64_t kInterval = domain::kCheckpointInterval;
constexpr int32_t kDay = 20'000;
const domain::FundId kFund = domain::IdFromBytes<domain::FundId>(std::string(16, '\x2b'));
const domain::FundId kOther = domain::IdFromBytes<domain::FundId>(std::string(16, '\x2c'));

journal::Entry Allocation(uint64_t sequence, const domain::FundId& fund, int32_t day,
                          int64_t pence) {
  journal::Entry entry;
  entry.set_sequence(sequence);
  entry.set_effective_day(day);
  entry.mutable_budget_allocated()->set_fund_id(fund.ToBytes());
  entry.mutable_budget_allocated()->set_amount_pence(pence);
  journal::Posting& posting = *entry.add_postings();
  posting.set_account(journal::ACCOUNT_KIND_FUND);
  posting.set_phase(journal::PHASE_POSTED);
  posting.set_fund_id(fund.ToBytes());
  posting.set_amount_pence(pence);
  return entry;
}

// Over two intervals and a bit, with allocations now and then; in the second whole interval the
// fund is left alone, so that it has no checkpoint at its end.
class FundHistoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    tests::SeededRandom random(3);
    for (uint64_t sequence = 1; sequence <= 2 * kInterval + 300; ++sequence) {
      const bool quiet = sequence > kInterval && sequence <= 2 * kInterval;
      const bool other = quiet || random.OneIn(2);
      const auto day = kDay + static_cast<int32_t>(random.Below(20));
      const auto pence = static_cast<int64_t>(random.Below(1'000));
      entries_.push_back(Allocation(sequence, other ? kOther : kFund, day, pence));
      stored_.Put(entries_.back());
    }
    PutCheckpoint(kFund, kInterval);
    PutCheckpoint(kOther, kInterval);
    PutCheckpoint(kOther, 2 * kInterval);
  }

  int64_t AddedUp(const domain::FundId& fund, uint64_t position, int32_t day) const {
    int64_t pence = 0;
    for (uint64_t i = 0; i < position; ++i) {
      const journal::BudgetAllocated& event = entries_[i].budget_allocated();
      if (event.fund_id() == fund.bytes() && entries_[i].effective_day() <= day) {
        pence += event.amount_pence();
      }
    }
    return pence;
  }

  int64_t Allocated(const domain::FundId& fund, const PastPoint& point) const {
    const auto amounts = FundAmountsAt(stored_.store(), stored_.view(), fund, point);
    EXPECT_TRUE(amounts.ok()) << amounts.status();
    return amounts.ok() ? amounts->allocated_pence() : -1;
  }

  StoredEntries stored_;
  std::vector<journal::Entry> entries_;

 private:
  void PutCheckpoint(const domain::FundId& fund, uint64_t position) {
    store::v1::FundCheckpointRow row;
    for (int32_t day = kDay; day < kDay + 20; ++day) {
      store::v1::FundDayRow& of_day = *row.add_days();
      of_day.set_effective_day(day);
      of_day.mutable_amounts()->set_allocated_pence(AddedUp(fund, position, day) -
                                                    AddedUp(fund, position, day - 1));
    }
    stored_.PutRow(FundCheckpointKey(fund, position), row);
  }
};

TEST_F(FundHistoryTest, AnyPositionAndDay_isWhatTheEntriesAddUpTo) {
  for (const uint64_t position :
       {uint64_t{1}, uint64_t{100}, kInterval - 1, kInterval, kInterval + 1, kInterval + 2'000,
        2 * kInterval - 1, 2 * kInterval, 2 * kInterval + 1, 2 * kInterval + 300}) {
    for (const domain::FundId& fund : {kFund, kOther}) {
      EXPECT_EQ(Allocated(fund, {.position = position}), AddedUp(fund, position, INT32_MAX));
      for (const int32_t day : {kDay - 1, kDay, kDay + 7, kDay + 19}) {
        EXPECT_EQ(Allocated(fund, {.position = position, .day = domain::Day(day)}),
                  AddedUp(fund, position, day))
            << position << ", day " << day - kDay;
      }
    }
  }
}

TEST_F(FundHistoryTest, EntriesThatTheCheckpointCovers_areNotReadAgain) {
  stored_.Remove(kInterval);
  stored_.Remove(kInterval + 7);
  EXPECT_EQ(Allocated(kFund, {.position = 2 * kInterval + 10}),
            AddedUp(kFund, 2 * kInterval + 10, INT32_MAX));
}

TEST_F(FundHistoryTest, MissingAndDamagedRows_areDataLoss) {
  const auto code = [this](uint64_t position) {
    return FundAmountsAt(stored_.store(), stored_.view(), kFund, {.position = position})
        .status()
        .code();
  };
  stored_.Remove(2 * kInterval + 7);
  EXPECT_EQ(code(2 * kInterval + 6), absl::StatusCode::kOk);
  EXPECT_EQ(code(2 * kInterval + 7), absl::StatusCode::kDataLoss);
  journal::Entry stranger = Allocation(9, kFund, kDay, 1);
  stranger.mutable_award_approved();  // moves no fund for good
  stored_.Put(stranger);
  EXPECT_EQ(code(8), absl::StatusCode::kOk);
  EXPECT_EQ(code(9), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace cardledger::engine
