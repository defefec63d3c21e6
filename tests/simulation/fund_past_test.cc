// What a fund stood at, asked for long afterwards: a journal of random traffic that goes past
// several checkpoints of its funds, all of it as the model says, and for many pairs of a position
// and a day what was known at that position of what counts up to that day.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "services/domain/fund_amounts.h"
#include "services/engine/fund_history.h"
#include "services/engine/keys.h"
#include "services/fsck/fsck.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"
#include "tests/support/fsck_findings.h"
#include "tests/support/test_ledger.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr uint64_t kInterval = domain::kCheckpointInterval;
constexpr size_t kChunk = 200;

// Of one fund by one entry.
struct Movement {
  uint64_t position = 0;
  int32_t day = 0;
  int64_t pence = 0;  // more that may be promised
};

class FundPast : public testing::Test {
 protected:
  FundPast() : random_(1), commands_(random_) {}

  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    Follow();
    WorkUntil(kInterval + kInterval / 2);
    resting_ = true;
    WorkUntil(3 * kInterval + kChunk);
    resting_ = false;
    WorkUntil(3 * kInterval + 2 * kChunk);
  }

  void WorkUntil(uint64_t position) {
    while (auditor_.position() < position && !HasFailure()) Work();
  }

  // A chunk, mostly of budgets, so that the journal grows and the model stays small.
  void Work() {
    ledger_.clock().Advance(static_cast<int64_t>(random_.Below(20)) * 3'600 *
                            tests::kMicrosecondsPerSecond);
    std::vector<domain::Command> rows;
    for (size_t i = 0; i < kChunk; ++i) {
      const bool any = !resting_ && (auditor_.model().funds().size() < 3 || random_.OneIn(10));
      rows.push_back(any ? commands_.Next(auditor_.model(), ledger_.clock().WallMicroseconds())
                         : Allocation());
      auditor_.Note(rows.back(), findings_);
    }
    ledger_.DoBulk(std::move(rows));
    Follow();
    Note();
  }

  // While all but one fund rest, to that one.
  domain::Command Allocation() {
    const std::map<std::string, Model::Fund>& funds = auditor_.model().funds();
    auto fund = funds.begin();
    if (!resting_) std::advance(fund, random_.Below(funds.size()));
    v1::AllocateBudgetRequest request;
    request.set_request_id(commands_.NewId());
    request.set_fund(NameOf("funds", fund->first));
    const auto pence = static_cast<int64_t>(1 + random_.Below(10'000));
    request.set_amount_pence(random_.OneIn(3) ? -pence : pence);
    request.set_reason(journal::BUDGET_REASON_IN_YEAR_CHANGE);
    return domain::MakeCommand(std::move(request), commands_.Caller());
  }

  void Follow() {
    const Moment moment{
        std::max(auditor_.model().last_recorded_us(), ledger_.clock().WallMicroseconds()), false};
    auditor_.Follow(ledger_.store(), *ledger_.view(), moment, findings_);
    ExpectNothingFound();
  }

  // What the model says of every fund now.
  void Note() {
    const Model& model = auditor_.model();
    for (const auto& [id, fund] : model.funds()) {
      store::v1::FundAmounts amounts;
      amounts.set_allocated_pence(fund.allocated);
      amounts.set_committed_pence(model.CommittedOf(id));
      amounts.set_loaded_pence(model.LoadedOf(id));
      amounts.set_carried_pence(model.CarriedOf(id));
      noted_[model.position()][id] = amounts;
    }
  }

  // The model has agreed with every entry, and so with what its postings do to a fund, and when.
  std::map<std::string, std::vector<Movement>> Movements() {
    std::map<std::string, std::vector<Movement>> movements;
    const auto entries = ledger_.Read(*ledger_.view()).Entries(1, ledger_.view()->position);
    EXPECT_TRUE(entries.ok()) << entries.status();
    for (const engine::Reader::StoredEntry& stored : *entries) {
      for (const journal::Posting& leg : stored.entry.postings()) {
        if (leg.account() != journal::ACCOUNT_KIND_FUND) continue;
        movements[leg.fund_id()].push_back(
            {stored.entry.sequence(), stored.entry.effective_day(), leg.amount_pence()});
      }
    }
    return movements;
  }

  store::v1::FundAmounts AmountsAt(const std::string& fund, const engine::PastPoint& point) {
    const auto amounts = engine::FundAmountsAt(ledger_.store(), *ledger_.view(),
                                               domain::IdFromBytes<domain::FundId>(fund), point);
    EXPECT_TRUE(amounts.ok()) << amounts.status();
    return amounts.ok() ? *amounts : store::v1::FundAmounts();
  }

  // Next to each checkpoint, and in between.
  std::vector<uint64_t> Positions() {
    const uint64_t last = ledger_.view()->position;
    std::vector<uint64_t> positions = {1, last};
    for (uint64_t checkpoint = kInterval; checkpoint + 1 <= last; checkpoint += kInterval) {
      positions.insert(positions.end(), {checkpoint - 1, checkpoint, checkpoint + 1});
    }
    for (int i = 0; i < 12; ++i) positions.push_back(1 + random_.Below(last));
    return positions;
  }

  void ExpectPastAsItWas(const std::string& fund, const std::vector<Movement>& movements) {
    for (const uint64_t position : Positions()) {
      for (int i = 0; i < 4; ++i) {
        const Movement& some = movements[random_.Below(movements.size())];
        const int32_t day = some.day - static_cast<int32_t>(random_.Below(2));
        int64_t pence = 0;
        for (const Movement& each : movements) {
          if (each.position <= position && each.day <= day) pence += each.pence;
        }
        EXPECT_EQ(domain::AvailableOf(AmountsAt(fund, {position, domain::Day(day)})), pence)
            << "at " << position << " up to day " << day;
      }
    }
  }

  void ExpectAllAsItWas() {
    for (const auto& [fund, movements] : Movements()) ExpectPastAsItWas(fund, movements);
    for (int i = 0; i < 12; ++i) {
      auto noted = noted_.begin();
      std::advance(noted, random_.Below(noted_.size()));
      for (const auto& [fund, amounts] : noted->second) {
        EXPECT_EQ(AmountsAt(fund, {noted->first}).SerializeAsString(), amounts.SerializeAsString())
            << "at " << noted->first;
      }
    }
  }

  // By fund.
  std::map<std::string, int> Checkpoints() {
    const auto rows = ledger_.store().Scan(*ledger_.view()->snapshot,
                                           engine::RangeOf(engine::Table::kFundCheckpoint), 1'000);
    EXPECT_TRUE(rows.ok()) << rows.status();
    std::map<std::string, int> count;
    for (const storage::KeyValue& row : *rows) ++count[row.key.substr(1, base::Uuid::kBytes)];
    return count;
  }

  void ExpectNothingFound() {
    for (const std::string& finding : findings_) ADD_FAILURE() << finding;
    findings_.clear();
  }

  tests::SeededRandom random_;
  RandomCommands commands_;
  tests::TestLedger ledger_{{.seed = 2}};
  Auditor auditor_;
  Findings findings_;
  bool resting_ = false;                                                     // of all funds but one
  std::map<uint64_t, std::map<std::string, store::v1::FundAmounts>> noted_;  // by position
};

TEST_F(FundPast, EveryPositionAndDay_areAsTheyWere) {
  std::set<int32_t> days;
  for (const auto& [fund, movements] : Movements()) {
    for (const Movement& each : movements) days.insert(each.day);
  }
  EXPECT_GT(days.size(), 20u);
  int rested = 0;
  int busy = 0;
  for (const auto& [fund, checkpoints] : Checkpoints()) {
    rested += checkpoints < 3 ? 1 : 0;
    busy += checkpoints == 3 ? 1 : 0;
  }
  EXPECT_GT(rested, 0);
  EXPECT_GT(busy, 0);
  ExpectAllAsItWas();
}

TEST_F(FundPast, LedgerOpenedAgain_saysTheSameAndGoesOn) {
  ASSERT_TRUE(ledger_.Restart().ok());
  auditor_.Reopened(ledger_.store(), *ledger_.view(), {}, findings_);
  ExpectNothingFound();
  Work();
  ExpectAllAsItWas();
  ASSERT_TRUE(ledger_.Close().ok());
  const auto store = ledger_.OpenStore();
  ASSERT_TRUE(store.ok()) << store.status();
  const auto report = fsck::Check(**store, ledger_.anchor(), &ledger_.vault(), nullptr);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(tests::FindingsInUse(*report), Findings());
}

}  // namespace
}  // namespace cardledger::simulation
