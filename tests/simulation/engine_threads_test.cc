// The engine with its own threads, between many threads that submit, read, listen and stop. Meant
// for ThreadSanitizer; what was decided is judged afterwards by the auditor. The clock stands
// still, so every entry is recorded at the same instant.

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

#include "base/mutex.h"
#include "storage/memory/memory_store.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"
#include "tests/support/manual_clock.h"
#include "tests/support/test_ledger.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int64_t kNowUs = 1'783'328'400 * tests::kMicrosecondsPerSecond;
constexpr int kSubmitters = 4;
constexpr int kLoadsEach = 150;
constexpr int kChunks = 8;
constexpr int kRowsEach = 40;

// Counts answers; every one is awaited before the test ends.
class Answers {
 public:
  engine::OutcomeCallback Expect() {
    const base::MutexLock lock(mutex_);
    ++awaited_;
    return [this](const engine::Outcome& outcome) { Answered(outcome); };
  }
  void Answered(const engine::Outcome& outcome) {
    const base::MutexLock lock(mutex_);
    --awaited_;
    (outcome.ok() ? ok_ : failed_) += 1;
    answered_.NotifyAll();
  }
  engine::BulkCallback ExpectBulk(size_t rows) {
    const base::MutexLock lock(mutex_);
    awaited_ += static_cast<int>(rows);
    return [this](const std::vector<engine::Outcome>& outcomes) {
      for (const engine::Outcome& outcome : outcomes) Answered(outcome);
    };
  }
  void AwaitAll() {
    const base::MutexLock lock(mutex_);
    while (awaited_ > 0) answered_.Wait(mutex_);
  }
  int awaited() const {
    const base::MutexLock lock(mutex_);
    return awaited_;
  }
  int ok() const {
    const base::MutexLock lock(mutex_);
    return ok_;
  }

 private:
  mutable base::Mutex mutex_;
  base::CondVar answered_;
  int awaited_ ABSL_GUARDED_BY(mutex_) = 0;
  int ok_ ABSL_GUARDED_BY(mutex_) = 0;
  int failed_ ABSL_GUARDED_BY(mutex_) = 0;
};

class EngineThreads : public testing::Test {
 protected:
  EngineThreads()
      : random_(1),
        engine_random_(2),
        commands_(random_),
        clock_(kNowUs),
        disk_(std::make_shared<storage::MemoryDisk>()),
        anchor_(std::make_shared<storage::MemoryAnchorFile>()) {
    store_ = *storage::OpenMemoryStore(disk_);
    engine::EngineOptions options;
    options.store = store_.get();
    options.anchor = &anchor_;
    options.clock = &clock_;
    options.create = journal::LEDGER_KIND_SANDBOX;
    options.random_bytes = [this](size_t count) {
      const base::MutexLock lock(random_mutex_);
      return engine_random_.Bytes(count);
    };
    vault_ = keys_.MustOpen(options.random_bytes);
    options.vault = vault_.get();
    engine_ = *engine::Engine::Open(options);
    engine_->Start();
  }

  // Waits for the answer.
  journal::Entry Do(domain::Request request, absl::string_view subject) {
    const domain::Command command = Noted(std::move(request), subject);
    std::optional<journal::Entry> entry;
    Answers answers;
    auto counted = answers.Expect();
    engine_->Submit(command, engine::kNoDeadline,
                    [&entry, counted = std::move(counted)](engine::Outcome outcome) mutable {
                      if (outcome.ok()) entry = outcome->front();
                      counted(std::move(outcome));
                    });
    answers.AwaitAll();
    EXPECT_TRUE(entry && !entry->has_refused());
    return entry.value_or(journal::Entry());
  }

  domain::Command Noted(domain::Request request, absl::string_view subject,
                        uint64_t run_entry = 0) {
    domain::Command command =
        domain::MakeCommand(std::move(request), tests::CallerOf(subject, {}), run_entry);
    auditor_.Note(command, findings_);
    return command;
  }

  // Policy, fund with budget, one person, one approved award.
  void Found() {
    const int32_t today = LondonDayNumber(kNowUs);
    v1::ActivatePolicyRequest policy;
    policy.set_request_id(commands_.NewId());
    policy.set_text(RandomCommands::PolicyText(today - 90, 100'000, 84));
    Do(policy, "finance");
    v1::CreateFundRequest fund;
    fund.set_request_id(commands_.NewId());
    fund.set_code("TIER-3");
    fund.set_financial_year(FinancialYearOfNumber(today));
    Do(fund, "finance");
    v1::AllocateBudgetRequest budget;
    budget.set_request_id(commands_.NewId());
    budget.set_fund("funds/" + fund.request_id());
    budget.set_amount_pence(1'000'000);
    budget.set_reason(journal::BUDGET_REASON_ANNUAL_BUDGET);
    Do(budget, "finance");
    v1::RegisterPersonRequest person;
    person.set_request_id(commands_.NewId());
    person.set_case_reference("case/1");
    v1::ProposeAwardRequest award;
    award.set_request_id(commands_.NewId());
    award.set_person(NameOf("persons", Do(person, "worker").person_id()));
    award.set_power(journal::POWER_S2_PREVENTION);
    award.set_delivery(journal::DELIVERY_DIRECT_PAYMENT);
    *award.mutable_start_date() = DateOfNumber(today);
    *award.mutable_end_date() = DateOfNumber(today + 83);
    v1::AwardFunding& part = *award.add_funding();
    part.set_fund(budget.fund());
    part.set_amount_pence(100'000);
    Do(award, "worker");
    v1::ApproveAwardRequest approval;
    approval.set_request_id(commands_.NewId());
    approval.set_award("awards/" + award.request_id());
    Do(approval, "approver");
    v1::RecordAgreementRequest agreement;
    agreement.set_request_id(commands_.NewId());
    agreement.set_award(approval.award());
    agreement.mutable_agreement()->set_version("1");
    agreement.mutable_agreement()->set_choice(journal::PAYMENT_CHOICE_CARD);
    *agreement.mutable_agreement()->mutable_signed_date() = DateOfNumber(today);
    Do(agreement, "worker");
    award_ = approval.award();
    fund_ = domain::IdFromBytes<domain::FundId>(IdIn(budget.fund()));
  }

  v1::CreateLoadRequest Load(int64_t pence) {
    v1::CreateLoadRequest load;
    load.set_request_id(commands_.NewId());
    load.set_award(award_);
    load.set_amount_pence(pence);
    *load.mutable_due_date() = DateOfNumber(LondonDayNumber(kNowUs));
    return load;
  }

  // Views only ever go forward, and each is whole: the fund shows what the award got.
  void ReadUntil(const std::atomic<bool>& done) {
    uint64_t position = 0;
    while (!done) {
      const std::shared_ptr<const engine::ReadView> view = engine_->view();
      EXPECT_GE(view->position, position);
      position = view->position;
      const engine::Reader reader(*store_, *view);
      const auto fund = reader.Fund(fund_);
      const auto award = reader.Award(domain::IdFromBytes<domain::AwardId>(IdIn(award_)));
      ASSERT_TRUE(fund.ok() && *fund && award.ok() && *award);
      const store::v1::FundAmounts& amounts = (*fund)->amounts();
      EXPECT_EQ(amounts.loaded_pence(), (*award)->parts(0).loaded_pence());
      EXPECT_EQ(amounts.allocated_pence() - amounts.committed_pence() - amounts.loaded_pence(),
                900'000);
      EXPECT_EQ(engine_->status().write_state, engine::WriteState::kReady);
    }
  }

  void JudgeEverything() {
    auditor_.Follow(*store_, *engine_->view(), {kNowUs, false}, findings_);
    EXPECT_EQ(findings_, Findings());
  }

  void TearDown() override {
    EXPECT_TRUE(engine_->Stop().ok());
    engine_.reset();
    EXPECT_TRUE(store_->Close().ok());
  }

  tests::SeededRandom random_;
  base::Mutex random_mutex_;
  tests::SeededRandom engine_random_;
  RandomCommands commands_;
  tests::ManualClock clock_;
  const std::shared_ptr<storage::MemoryDisk> disk_;
  storage::MemoryAnchor anchor_;
  tests::TestKeys keys_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<storage::KvStore> store_;
  std::unique_ptr<engine::Engine> engine_;
  Auditor auditor_;
  Findings findings_;
  std::string award_;
  domain::FundId fund_;
};

TEST_F(EngineThreads, ManySubmittersReadersAndListenersSeeOneLedger) {
  Found();
  std::vector<std::vector<domain::Command>> loads(kSubmitters);
  for (std::vector<domain::Command>& mine : loads) {
    for (int i = 0; i < kLoadsEach; ++i) mine.push_back(Noted(Load(1 + i % 100), "finance"));
  }
  std::vector<std::vector<domain::Command>> chunks(kChunks);
  for (std::vector<domain::Command>& chunk : chunks) {
    for (int i = 0; i < kRowsEach; ++i) chunk.push_back(Noted(Load(50 + i), "finance"));
  }
  Answers answers;
  std::atomic<bool> done = false;
  std::atomic<uint64_t> heard = 0;
  const uint64_t handle = engine_->Subscribe([&heard](uint64_t position) {
    EXPECT_GE(position, heard);
    heard = position;
  });
  std::vector<std::thread> threads;
  threads.reserve(loads.size());
  for (const std::vector<domain::Command>& mine : loads) {
    threads.emplace_back([&] {
      for (const domain::Command& command : mine) {
        auto counted = answers.Expect();
        engine_->Submit(command, engine::kNoDeadline,
                        [this, counted = std::move(counted)](engine::Outcome outcome) mutable {
                          ASSERT_TRUE(outcome.ok()) << outcome.status();
                          EXPECT_GE(engine_->view()->position, outcome->front().sequence());
                          counted(std::move(outcome));
                        });
      }
    });
  }
  threads.emplace_back([&] {
    for (const std::vector<domain::Command>& chunk : chunks) {
      engine_->SubmitBulk(chunk, answers.ExpectBulk(chunk.size()));
    }
  });
  threads.emplace_back([&] {  // everything of the first submitter again, while it is in flight
    for (const domain::Command& command : loads.front()) {
      engine_->Submit(command, engine::kNoDeadline, answers.Expect());
      const engine::Outcome preview = engine_->Validate(command, *engine_->view());
      EXPECT_TRUE(preview.ok());
    }
  });
  threads.emplace_back([&] {  // comes and goes
    while (!done) {
      engine_->Unsubscribe(engine_->Subscribe([](uint64_t position) { EXPECT_GT(position, 0u); }));
    }
  });
  for (int i = 0; i < 2; ++i) threads.emplace_back([&] { ReadUntil(done); });
  for (size_t i = 0; i < kSubmitters + 2; ++i) threads[i].join();
  answers.AwaitAll();
  done = true;
  for (size_t i = kSubmitters + 2; i < threads.size(); ++i) threads[i].join();
  engine_->Unsubscribe(handle);
  EXPECT_EQ(answers.ok(), kSubmitters * kLoadsEach + kChunks * kRowsEach + kLoadsEach);
  EXPECT_EQ(heard, engine_->view()->position);
  JudgeEverything();
}

TEST_F(EngineThreads, StopAnswersEveryCommandExactlyOnce) {
  Found();
  std::vector<std::vector<domain::Command>> loads(kSubmitters);
  for (std::vector<domain::Command>& mine : loads) {
    for (int i = 0; i < kLoadsEach; ++i) mine.push_back(Noted(Load(1), "finance"));
  }
  Answers answers;
  std::atomic<int> submitted = 0;
  std::vector<std::thread> threads;
  threads.reserve(loads.size());
  for (const std::vector<domain::Command>& mine : loads) {
    threads.emplace_back([&] {
      for (size_t i = 0; i < mine.size(); ++i) {
        if (i % 10 == 0) {
          engine_->SubmitBulk({mine[i]}, answers.ExpectBulk(1));
        } else {
          engine_->Submit(mine[i], engine::kNoDeadline, answers.Expect());
        }
        ++submitted;
      }
    });
  }
  while (submitted < kSubmitters * kLoadsEach / 3) std::this_thread::yield();
  EXPECT_TRUE(engine_->Stop().ok());
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answers.awaited(), 0);  // also of those that came too late
  const auto anchored = anchor_.Read();
  ASSERT_TRUE(anchored.ok() && *anchored);
  EXPECT_EQ((*anchored)->position, engine_->view()->position);
  // What was answered OK stands, and nothing else was loaded.
  JudgeEverything();
  EXPECT_EQ(auditor_.model().loads().size(), static_cast<size_t>(answers.ok()));
}

}  // namespace
}  // namespace cardledger::simulation
