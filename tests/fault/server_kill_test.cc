// kill -9 of the real server under load, over and over. The clients keep a journal of their own:
// what they sent, and what was acknowledged. After each restart everything acknowledged stands
// exactly once, and what was not acknowledged is sent again under its id and stands exactly once
// too. (The system keeps what the dead process wrote: this shows order and recovery; power cuts are
// for ledger_power_cut_test.)

#include <atomic>
#include <deque>
#include <map>
#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "base/mutex.h"
#include "clients/cpp/client.h"
#include "clients/cpp/client_error.h"
#include "tests/fault/killable_server.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/model.h"
#include "tests/simulation/random_commands.h"
#include "tests/support/seeded_random.h"

namespace cardledger::fault {
namespace {

constexpr int kRounds = 12;
constexpr int kLoaders = 4;
constexpr uint64_t kBulkRows = 150;

// One load of a client, and the entry that acknowledged it; 0 while none has.
struct Sent {
  v1::CreateLoadRequest request;
  uint64_t sequence = 0;
};

struct Bulk {
  std::string start_id;
  std::string finish_id;
  std::vector<v1::CreateLoadRequest> rows;
  bool finished = false;
};

// The clients' own journal. Any thread.
class ClientJournal {
 public:
  Sent& Send(v1::CreateLoadRequest request) {
    const base::MutexLock lock(mutex_);
    return loads_.emplace_back(Sent{std::move(request), 0});
  }
  void Acknowledged(Sent& sent, uint64_t sequence) {
    const base::MutexLock lock(mutex_);
    sent.sequence = sequence;
    ++acknowledged_;
    changed_.NotifyAll();
  }
  // Until so many more have been acknowledged, or `loaders` have given up.
  void AwaitAcknowledged(uint64_t more) {
    const base::MutexLock lock(mutex_);
    const uint64_t wanted = acknowledged_ + more;
    while (acknowledged_ < wanted && given_up_ < kLoaders) changed_.Wait(mutex_);
  }
  void GaveUp() {
    const base::MutexLock lock(mutex_);
    ++given_up_;
    changed_.NotifyAll();
  }
  void NewRound() {
    const base::MutexLock lock(mutex_);
    given_up_ = 0;
  }
  // With no client running.
  std::deque<Sent>& loads() { return loads_; }
  std::deque<Bulk>& bulks() { return bulks_; }

 private:
  base::Mutex mutex_;
  base::CondVar changed_;
  std::deque<Sent> loads_;  // keep their places
  std::deque<Bulk> bulks_;
  uint64_t acknowledged_ ABSL_GUARDED_BY(mutex_) = 0;
  int given_up_ ABSL_GUARDED_BY(mutex_) = 0;
};

class ServerKill : public testing::Test {
 protected:
  ServerKill() : random_(1), ids_(random_) {}

  void Start() {
    ASSERT_TRUE(server_.Start()) << server_.Output();
    client_ = server_.Connect({"finance", {"finance_officer", "finance_approver", "auditor"}});
  }

  template <typename Response>
  static Response Must(absl::StatusOr<Response> response) {
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *std::move(response) : Response();
  }

  // A policy that allows much, and one award of £1,000,000, today by the ledger's own clock.
  void Found() {
    const v1::GetLedgerResponse ledger = Must(client_->GetLedger());
    today_ = simulation::LondonDayNumber(ledger.last_recorded_time().seconds() * 1'000'000);
    v1::ActivatePolicyRequest policy;
    policy.set_text(simulation::RandomCommands::PolicyText(today_ - 30, 100'000'000, 84));
    Must(client_->ActivatePolicy(policy));
    v1::CreateFundRequest fund;
    fund.set_code("TIER-3");
    fund.set_financial_year(simulation::FinancialYearOfNumber(today_));
    fund_ = Must(client_->CreateFund(fund)).fund().name();
    v1::AllocateBudgetRequest budget;
    budget.set_fund(fund_);
    budget.set_amount_pence(200'000'000);
    budget.set_reason(journal::v1::BUDGET_REASON_ANNUAL_BUDGET);
    Must(client_->AllocateBudget(budget));
    const auto worker = client_->As({"worker", {"social_worker"}});
    v1::RegisterPersonRequest person;
    person.set_case_reference("case/1");
    v1::ProposeAwardRequest award;
    award.set_person(Must(worker->RegisterPerson(person)).person());
    award.set_power(journal::v1::POWER_S2_PREVENTION);
    award.set_delivery(journal::v1::DELIVERY_COUNCIL_ARRANGED);
    *award.mutable_start_date() = simulation::DateOfNumber(today_);
    *award.mutable_end_date() = simulation::DateOfNumber(today_);
    v1::AwardFunding& part = *award.add_funding();
    part.set_fund(fund_);
    part.set_amount_pence(100'000'000);
    award_ = Must(worker->ProposeAward(award)).award().name();
    v1::ApproveAwardRequest approval;
    approval.set_award(award_);
    Must(client_->As({"approver", {"approver"}})->ApproveAward(approval));
  }

  v1::CreateLoadRequest NewLoad() {
    const base::MutexLock lock(random_mutex_);
    v1::CreateLoadRequest load;
    load.set_request_id(ids_.NewId());
    load.set_award(award_);
    load.set_amount_pence(static_cast<int64_t>(1 + random_.Below(50)));
    *load.mutable_due_date() = simulation::DateOfNumber(today_);
    return load;
  }

  // Loads until the server is gone.
  void LoadUntilBroken() {
    while (true) {
      Sent& sent = journal_.Send(NewLoad());
      const auto response = client_->CreateLoad(sent.request);
      if (!response.ok()) {
        EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable) << response.status();
        return journal_.GaveUp();
      }
      journal_.Acknowledged(sent, response->decision().sequence());
    }
  }

  bool Run(Bulk& bulk) {
    client::BulkLoadPlan plan;
    plan.start_request_id = bulk.start_id;
    plan.finish_request_id = bulk.finish_id;
    plan.row_count = bulk.rows.size();
    for (const v1::CreateLoadRequest& row : bulk.rows) plan.total_pence += row.amount_pence();
    plan.row = [&bulk](uint64_t index) { return bulk.rows[index]; };
    client::BulkLoadOptions options;
    options.rows_per_chunk = 40;
    const auto summary = client_->BulkLoad(plan, options);
    if (!summary.ok()) return false;
    EXPECT_EQ(summary->finished.accepted_count(), bulk.rows.size());
    EXPECT_EQ(summary->finished.refused_count(), 0U);
    return true;
  }

  void BulkUntilBroken() {
    do {
      Bulk& bulk = journal_.bulks().emplace_back();
      bulk.start_id = NewLoad().request_id();
      bulk.finish_id = NewLoad().request_id();
      for (uint64_t i = 0; i < kBulkRows; ++i) bulk.rows.push_back(NewLoad());
      bulk.finished = Run(bulk);
    } while (journal_.bulks().back().finished);
  }

  // How often each request stands in the journal.
  std::map<std::string, int> ReadJournal() {
    std::map<std::string, int> standing;
    v1::WatchEntriesRequest request;
    request.set_until_sequence(Must(client_->GetLedger()).read_point().position());
    uint64_t next = 1;
    const absl::Status read = client_->WatchEntries(request, [&](const auto& response) {
      EXPECT_EQ(response.entry().sequence(), next++);
      ++standing[response.entry().request_id()];
      return true;
    });
    EXPECT_TRUE(read.ok()) << read;
    return standing;
  }

  // Right after a restart, before anything is sent again.
  void ExpectAcknowledgedOnce() {
    const std::map<std::string, int> standing = ReadJournal();
    const auto times = [&standing](const v1::CreateLoadRequest& request) {
      const auto found = standing.find(simulation::IdIn(request.request_id()));
      return found == standing.end() ? 0 : found->second;
    };
    for (const Sent& sent : journal_.loads()) {
      if (sent.sequence != 0) {
        ASSERT_EQ(times(sent.request), 1) << sent.request.request_id();
      } else {
        ASSERT_LE(times(sent.request), 1) << sent.request.request_id();
        ++(times(sent.request) == 1 ? decided_unheard_ : lost_unheard_);
      }
    }
    for (const Bulk& bulk : journal_.bulks()) {
      for (const v1::CreateLoadRequest& row : bulk.rows) {
        ASSERT_LE(times(row), 1);
        if (bulk.finished) {
          ASSERT_EQ(times(row), 1);
        }
      }
    }
  }

  // What was not acknowledged is sent again; of the rest some are asked for once more.
  void SendAgain() {
    for (Sent& sent : journal_.loads()) {
      if (sent.sequence != 0 && !random_.OneIn(40)) continue;
      const uint64_t sequence = Must(client_->CreateLoad(sent.request)).decision().sequence();
      if (sent.sequence != 0) {
        EXPECT_EQ(sequence, sent.sequence);
      }
      sent.sequence = sequence;
    }
    for (Bulk& bulk : journal_.bulks()) {
      if (bulk.finished && !random_.OneIn(10)) continue;
      bulk.finished = Run(bulk);
      EXPECT_TRUE(bulk.finished);
    }
  }

  // Every load, once, and nothing else: by the balance and by the fund.
  void ExpectEveryPenny() {
    int64_t pence = 0;
    for (const Sent& sent : journal_.loads()) pence += sent.request.amount_pence();
    for (const Bulk& bulk : journal_.bulks()) {
      for (const v1::CreateLoadRequest& row : bulk.rows) pence += row.amount_pence();
    }
    v1::GetFundRequest request;
    request.set_name(fund_);
    const v1::Fund fund = Must(client_->GetFund(request)).fund();
    EXPECT_EQ(fund.loaded_pence(), pence);
    EXPECT_EQ(fund.committed_pence(), 100'000'000 - pence);
    EXPECT_EQ(fund.available_pence(), 100'000'000);
  }

  void LoadAndKill() {
    journal_.NewRound();
    std::vector<std::thread> threads;
    threads.reserve(kLoaders + 1);
    for (int i = 0; i < kLoaders; ++i) threads.emplace_back([this] { LoadUntilBroken(); });
    threads.emplace_back([this] { BulkUntilBroken(); });
    journal_.AwaitAcknowledged(20 + random_.Below(200));
    server_.Kill();
    server_.AwaitExit();
    for (std::thread& thread : threads) thread.join();
  }

  KillableServer server_;
  std::unique_ptr<client::Client> client_;
  tests::SeededRandom random_;
  base::Mutex random_mutex_;
  simulation::RandomCommands ids_;
  ClientJournal journal_;
  std::string award_;
  std::string fund_;
  int32_t today_ = 0;
  int decided_unheard_ = 0;  // stood though nobody had been told
  int lost_unheard_ = 0;
};

TEST_F(ServerKill, EveryAcknowledgedLoadStandsOnceAndEveryOtherIsLoadedOnceWhenSentAgain) {
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(testing::Message() << "round " << round);
    Start();
    if (HasFailure()) return;
    if (round == 0) Found();
    ExpectAcknowledgedOnce();
    SendAgain();
    ExpectEveryPenny();
    if (HasFailure()) return;
    LoadAndKill();
  }
  Start();
  if (HasFailure()) return;
  ExpectAcknowledgedOnce();
  SendAgain();
  ExpectEveryPenny();

  // Two servers never share a ledger.
  EXPECT_EQ(server_.StartSecond(), 3);
  EXPECT_EQ(server_.Stop(), 0) << server_.Output();
  const tests::ProgramRun fsck = server_.Fsck();
  EXPECT_EQ(fsck.exit_code, 0) << fsck.out << fsck.err;
  RecordProperty("loads", static_cast<int>(journal_.loads().size()));
  RecordProperty("bulk_runs", static_cast<int>(journal_.bulks().size()));
  RecordProperty("unheard_but_decided", decided_unheard_);
  RecordProperty("unheard_and_lost", lost_unheard_);
}

}  // namespace
}  // namespace cardledger::fault
