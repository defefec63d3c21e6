// Commands that name an entry which another command of the same batch makes.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/engine/award_life.h"

namespace cardledger::engine {
namespace {

namespace journal = ::cardledger::journal::v1;

class SameBatchTest : public ::testing::Test {
 protected:
  void SetUp() override { ledger_.OpenWithAward(); }

  uint64_t Next() const { return ledger_.view()->position + 1; }

  template <typename Request>
  void Put(Request request) {
    request.set_award(domain::AwardName(ledger_.award()));
    request.set_request_id(ledger_.NewRequestId());
    const size_t place = answers_.size();
    answers_.emplace_back();
    ledger_.engine().Submit(
        domain::MakeCommand(std::move(request), tests::CallerOf("fay", {})), kNoDeadline,
        [this, place](Outcome outcome) { answers_[place] = std::move(outcome); });
  }
  void PutLoad(int64_t pence) {
    v1::CreateLoadRequest load;
    load.set_amount_pence(pence);
    *load.mutable_due_date() = domain::DateOf(ledger_.today());
    Put(std::move(load));
  }
  void PutReversal(uint64_t entry) {
    v1::ReverseTransactionRequest reversal;
    reversal.set_transaction(domain::TransactionName(entry));
    *reversal.mutable_effective_date() = domain::DateOf(ledger_.today());
    reversal.set_reason(journal::REVERSAL_REASON_ENTERED_IN_ERROR);
    Put(std::move(reversal));
  }

  // In one batch; then the entries.
  std::vector<journal::Entry> Run() {
    const uint64_t batches = ledger_.disk().sequence();
    ledger_.RunUntilIdle();
    EXPECT_EQ(ledger_.disk().sequence(), batches + 1);
    std::vector<journal::Entry> entries;
    for (const std::optional<Outcome>& answer : answers_) entries.push_back((*answer)->front());
    return entries;
  }

  AwardLife ledger_;
  std::vector<std::optional<Outcome>> answers_;
};

TEST_F(SameBatchTest, LoadAndItsReversal_areBothDecided) {
  const uint64_t load = Next();
  PutLoad(700);
  PutReversal(load);
  const std::vector<journal::Entry> entries = Run();
  EXPECT_EQ(entries[0].sequence(), load);
  ASSERT_TRUE(entries[1].has_transaction_reversed()) << entries[1].DebugString();
  EXPECT_EQ(entries[1].transaction_reversed().original_entry(), load);
  EXPECT_EQ(entries[1].transaction_reversed().amount_pence(), 700);
  EXPECT_EQ(entries[1].transaction_reversed().available_after_pence(), 0);
}

TEST_F(SameBatchTest, SecondReversal_isRefused) {
  const uint64_t load = Next();
  PutLoad(700);
  PutReversal(load);
  PutReversal(load);
  EXPECT_EQ(Run()[2].refused().reason(), journal::REFUSAL_REASON_ALREADY_REVERSED);
}

// A batch is decided in order: what stands later in it is not there yet.
TEST_F(SameBatchTest, ReversalBeforeItsLoad_findsNothing) {
  PutReversal(Next() + 1);
  PutLoad(700);
  const std::vector<journal::Entry> entries = Run();
  EXPECT_EQ(entries[0].refused().reason(), journal::REFUSAL_REASON_TRANSACTION_NOT_FOUND);
  EXPECT_TRUE(entries[1].has_award_loaded());
}

TEST_F(SameBatchTest, ReversalOfARefusalOrOfAReversal_isRefused) {
  const uint64_t first = Next();
  PutLoad(100'000'000);  // more than the limit
  PutReversal(first);
  PutLoad(700);
  PutReversal(first + 2);
  PutReversal(first + 3);
  const std::vector<journal::Entry> entries = Run();
  EXPECT_TRUE(entries[0].has_refused());
  EXPECT_EQ(entries[1].refused().reason(), journal::REFUSAL_REASON_TRANSACTION_NOT_FOUND);
  EXPECT_TRUE(entries[3].has_transaction_reversed());
  EXPECT_EQ(entries[4].refused().reason(), journal::REFUSAL_REASON_TRANSACTION_NOT_FOUND);
}

}  // namespace
}  // namespace cardledger::engine
