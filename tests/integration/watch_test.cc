// The stream of entries: in order, without gaps, resumed from anywhere, live, and ended well.

#include <numeric>
#include <thread>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

#include "base/sha256.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

class WatchTest : public ::testing::TestWithParam<Backing> {
 protected:
  WatchTest() : ledger_(GetParam(), Transport::kTcp) {}

  struct Watch {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::WatchEntriesResponse>> reader;
  };

  std::unique_ptr<Watch> Begin(const v1::WatchEntriesRequest& request) const {
    auto watch = std::make_unique<Watch>();
    Identify(watch->context, kAuditor);
    watch->reader = ledger_.journal->WatchEntries(&watch->context, request);
    return watch;
  }
  std::unique_ptr<Watch> Begin(uint64_t after, uint64_t until) const {
    v1::WatchEntriesRequest request;
    request.set_after_sequence(after);
    request.set_until_sequence(until);
    return Begin(request);
  }
  void MakeFunds(int count) {
    for (int i = 0; i < count; ++i) ledger_.MakeFund("F" + std::to_string(++funds_), 2026, 1);
  }

  ServedLedger ledger_;
  int funds_ = 0;
};

TEST_P(WatchTest, Entries_ofSeveralPages_comeInOrderWithTheirLeafHashes) {
  MakeFunds(300);  // two entries each
  const uint64_t last = ledger_.Position();
  const auto watch = Begin(0, last);
  v1::WatchEntriesResponse response;
  uint64_t expected = 1;
  while (watch->reader->Read(&response)) {
    EXPECT_EQ(response.sequence(), expected);
    EXPECT_EQ(response.entry().sequence(), expected++);
    const std::string stored = response.entry().SerializeAsString();
    EXPECT_EQ(response.leaf_hash(),
              base::AsBytes(base::Sha256({absl::string_view("\0", 1), stored})));
  }
  EXPECT_TRUE(watch->reader->Finish().ok());
  EXPECT_EQ(expected, last + 1);
}

// A hint to buffer the first message once held back the stream's head with it, for ever.
TEST_P(WatchTest, Watch_asTheFirstCallOfAConnection_isNotHeldBack) {
  MakeFunds(5);
  const uint64_t position = ledger_.Position();
  ledger_.Restart();
  const auto watch = Begin(0, position);
  v1::WatchEntriesResponse response;
  uint64_t count = 0;
  while (watch->reader->Read(&response)) ++count;
  EXPECT_TRUE(watch->reader->Finish().ok());
  EXPECT_EQ(count, position);
}

TEST_P(WatchTest, Watch_fromTheMiddle_resumesWithTheNext) {
  MakeFunds(3);
  const auto watch = Begin(3, 5);
  v1::WatchEntriesResponse response;
  ASSERT_TRUE(watch->reader->Read(&response));
  EXPECT_EQ(response.entry().sequence(), 4u);
  ASSERT_TRUE(watch->reader->Read(&response));
  EXPECT_EQ(response.entry().sequence(), 5u);
  EXPECT_FALSE(watch->reader->Read(&response));
  EXPECT_TRUE(watch->reader->Finish().ok());
}

// All a reader must keep is the last sequence it has applied.
TEST_P(WatchTest, Complaint_streamThatAppliesTwiceOrCannotResume_givesEachEntryOnce) {
  MakeFunds(5);
  std::vector<uint64_t> expected(ledger_.Position());
  std::iota(expected.begin(), expected.end(), 1);
  std::vector<uint64_t> applied;
  for (size_t cut = 0; cut < expected.size() && applied.size() < expected.size(); ++cut) {
    const auto watch = Begin(applied.empty() ? 0 : applied.back(), 0);
    v1::WatchEntriesResponse response;
    for (int i = 0; i < 3 && applied.size() < expected.size(); ++i) {
      ASSERT_TRUE(watch->reader->Read(&response));
      applied.push_back(response.entry().sequence());
    }
    if (cut % 2 == 0) watch->context.TryCancel();
    ledger_.Restart();
  }
  EXPECT_EQ(applied, expected);
}

TEST_P(WatchTest, Watch_atTheEnd_waitsForWhatComes) {
  const uint64_t position = ledger_.Position();
  const auto watch = Begin(position, position + 6);
  v1::WatchEntriesResponse response;
  for (int i = 0; i < 3; ++i) {
    MakeFunds(1);
    for (int entry = 1; entry <= 2; ++entry) {
      ASSERT_TRUE(watch->reader->Read(&response));
      EXPECT_EQ(response.entry().sequence(), position + static_cast<uint64_t>(2 * i + entry));
    }
  }
  EXPECT_FALSE(watch->reader->Read(&response));
  EXPECT_TRUE(watch->reader->Finish().ok());
}

TEST_P(WatchTest, ManyWatchers_cancelledWhileTheyWait_leaveTheServerWell) {
  for (int round = 0; round < 10; ++round) {
    std::vector<std::unique_ptr<Watch>> watches;
    watches.reserve(8);
    for (int i = 0; i < 8; ++i) watches.push_back(Begin(ledger_.Position(), 0));
    std::thread writer([this] { MakeFunds(2); });
    for (const auto& watch : watches) watch->context.TryCancel();
    for (const auto& watch : watches) {
      v1::WatchEntriesResponse response;
      while (watch->reader->Read(&response)) {
      }
      EXPECT_EQ(watch->reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
    }
    writer.join();
  }
}

TEST_P(WatchTest, MoreWatchersThanAllowed_areToldToComeBack) {
  std::vector<std::unique_ptr<Watch>> watches;
  v1::WatchEntriesResponse response;
  for (int i = 0; i < 256; ++i) {
    watches.push_back(Begin(0, 0));
    ASSERT_TRUE(watches.back()->reader->Read(&response));
  }
  const auto one_more = Begin(0, 0);
  EXPECT_FALSE(one_more->reader->Read(&response));
  const grpc::Status status = one_more->reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(DetailsOf(status)), "WATCHERS_FULL");
  for (const auto& watch : watches) watch->context.TryCancel();
}

TEST_P(WatchTest, Watch_whenTheServerStops_endsAndIsResumedAfterwards) {
  MakeFunds(1);
  const uint64_t position = ledger_.Position();
  const auto watch = Begin(position - 1, 0);
  v1::WatchEntriesResponse response;
  ASSERT_TRUE(watch->reader->Read(&response));
  const auto before = std::chrono::steady_clock::now();
  ASSERT_TRUE(ledger_.Stop().ok());
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
  EXPECT_FALSE(watch->reader->Read(&response));
  const grpc::Status status = watch->reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(DetailsOf(status)), "STOPPING");
  ledger_.Start();
  MakeFunds(1);
  const auto resumed = Begin(position, 0);
  ASSERT_TRUE(resumed->reader->Read(&response));
  EXPECT_EQ(response.entry().sequence(), position + 1);
  resumed->context.TryCancel();
}

// Nothing passes: the client still learns how far the stream has come, often enough.
TEST_P(WatchTest, FilteredWatch_saysHowFarItHasLooked_atLeastEveryThousandEntries) {
  MakeFunds(1'200);
  const uint64_t last = ledger_.Position();
  v1::WatchEntriesRequest request;
  request.set_until_sequence(last);
  request.add_events("clock_confirmed");
  const auto watch = Begin(request);
  v1::WatchEntriesResponse response;
  uint64_t told = 0;
  while (watch->reader->Read(&response)) {
    EXPECT_FALSE(response.has_entry());
    EXPECT_GT(response.sequence(), told);
    EXPECT_LE(response.sequence() - told, 1'000u);
    told = response.sequence();
  }
  EXPECT_TRUE(watch->reader->Finish().ok());
  EXPECT_EQ(told, last);
}

TEST_P(WatchTest, FilteredWatch_thatHasCaughtUp_saysSo_andGoesOnWithWhatComes) {
  MakeFunds(2);
  v1::WatchEntriesRequest request;
  request.add_events("fund_created");
  request.add_roles(journal::v1::ROLE_FINANCE_OFFICER);
  const auto watch = Begin(request);
  v1::WatchEntriesResponse response;
  int funds = 0;
  for (int more = 0; more < 3; ++more) {
    do {
      ASSERT_TRUE(watch->reader->Read(&response));
      funds += response.entry().has_fund_created() ? 1 : 0;
    } while (response.sequence() < ledger_.Position());
    EXPECT_EQ(funds, 2 + more);
    MakeFunds(1);
  }
  watch->context.TryCancel();
}

TEST_P(WatchTest, FilteredWatch_thatIsCutAndResumed_givesWhatPassesOnce) {
  MakeFunds(20);
  std::vector<uint64_t> expected;
  std::vector<uint64_t> applied;
  const auto all = Begin(0, ledger_.Position());
  v1::WatchEntriesResponse response;
  while (all->reader->Read(&response)) {
    if (response.entry().has_budget_allocated()) expected.push_back(response.sequence());
  }
  uint64_t resume_after = 0;
  while (resume_after < ledger_.Position()) {
    v1::WatchEntriesRequest request;
    request.set_after_sequence(resume_after);
    request.add_events("budget_allocated");
    const auto watch = Begin(request);
    for (int i = 0; i < 3 && resume_after < ledger_.Position(); ++i) {
      ASSERT_TRUE(watch->reader->Read(&response));
      resume_after = response.sequence();
      if (response.has_entry()) applied.push_back(response.entry().sequence());
    }
    watch->context.TryCancel();
  }
  EXPECT_EQ(applied, expected);
}

INSTANTIATE_TEST_SUITE_P(Backings, WatchTest,
                         ::testing::Values(Backing::kMemory, Backing::kRocksDb),
                         [](const auto& backing) {
                           return backing.param == Backing::kMemory ? "Memory" : "RocksDb";
                         });

}  // namespace
}  // namespace cardledger::tests
