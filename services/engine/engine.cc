#include "services/engine/engine.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/mutex.h"
#include "base/status_macros.h"
#include "services/domain/decide.h"
#include "services/domain/london_time.h"
#include "services/engine/batch.h"
#include "services/engine/command_queue.h"
#include "services/engine/completer.h"
#include "services/engine/due_commands.h"
#include "services/engine/errors.h"
#include "services/engine/partial_state.h"
#include "services/engine/reads.h"
#include "services/engine/recovery.h"

namespace cardledger::engine {
namespace {

constexpr int64_t kAnchorIntervalUs = 1'000'000;
constexpr std::chrono::milliseconds kIdleWait{200};
constexpr int64_t kDueRetryUs = 1'000'000;

absl::Status LatchedStatus(absl::string_view why) {
  return WithReason(absl::UnavailableError(absl::StrCat(
                        "the ledger has stopped writing and must be restarted: ", why)),
                    kReasonLatched);
}

absl::Status StoppingStatus() {
  return WithReason(absl::UnavailableError("the ledger is stopping"), kReasonStopping);
}

absl::Status QueueFullStatus() {
  return WithReason(absl::UnavailableError("too many commands wait; try again"), kReasonQueueFull);
}

class EngineImpl final : public Engine {
 public:
  EngineImpl(EngineOptions options, OpenedLedger opened)
      : options_(std::move(options)),
        identity_{opened.state.ledger_id, opened.state.kind},
        queue_(options_.interactive_queue_max, options_.bulk_queue_max),
        view_(opened.view),
        writing_{std::move(opened.writer),
                 std::move(opened.state),
                 std::move(opened.tree),
                 std::move(opened.references),
                 opened.view->policies,
                 ClockGuard(*options_.clock),
                 {},
                 {}},
        anchored_at_us_(options_.clock->MonotonicMicroseconds()) {
    if (opened.anchored) status_.anchored_position = opened.anchored->position;
    LookAtClock();
  }

  ~EngineImpl() override {
    if (thread_.joinable()) Stop().IgnoreError();  // whoever wants to know has called Stop
  }

  void Start() override {
    completer_.Start();
    thread_ = std::thread([this] { Run(); });
  }

  absl::Status Stop() override {
    queue_.Close();
    if (thread_.joinable()) thread_.join();
    while (RunOnce()) {
    }
    completer_.Stop();
    return WriteAnchor();
  }

  void Submit(domain::Command command, int64_t deadline_us, OutcomeCallback done) override {
    InteractiveWork work{std::move(command), deadline_us, std::move(done)};
    const CommandQueue::PutResult result = queue_.PutInteractive(work);
    if (result != CommandQueue::PutResult::kTaken) work.done(TurnedAway(result));
  }

  void SubmitBulk(std::vector<domain::Command> rows, BulkCallback done) override {
    if (rows.empty()) return done({});
    auto work = std::make_unique<BulkWork>();
    work->rows = std::move(rows);
    work->done = std::move(done);
    const CommandQueue::PutResult result = queue_.PutBulk(work);
    if (result == CommandQueue::PutResult::kTaken) return;
    work->done(std::vector<Outcome>(work->rows.size(), TurnedAway(result)));
  }

  void SubmitNoOperation(absl::AnyInvocable<void()> done) override {
    InteractiveWork work;
    work.done = [done = std::move(done)](const Outcome&) mutable { done(); };
    if (queue_.PutInteractive(work) != CommandQueue::PutResult::kTaken) work.done(StoppingStatus());
  }

  Outcome Validate(const domain::Command& command, const ReadView& view) override {
    CARDLEDGER_ASSIGN_OR_RETURN(const domain::State state,
                                ReadStateFor(command, *options_.store, view));
    CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<journal::v1::Entry> original,
                                ReadOriginalOf(command, *options_.store, view));
    const Reader reader(*options_.store, view);
    absl::Status read;
    const auto by_reference = [&](const domain::ReferenceHash& hash) {
      auto person = reader.PersonByReference(hash);
      read.Update(person.status());
      return person.value_or(std::nullopt);
    };
    const domain::DecisionContext context{
        std::max(options_.clock->WallMicroseconds(), view.recorded_time_us),
        *view.policies,
        status().write_state == WriteState::kClockUnsure,
        options_.vault->reference_key(),
        by_reference,
        original ? &*original : nullptr,
        options_.random_bytes};
    domain::Decision decision = domain::Decide(command, state, context);
    if (!read.ok()) return read;
    return std::move(decision.entries);
  }

  std::shared_ptr<const ReadView> view() const override {
    const base::MutexLock lock(mutex_);
    return view_;
  }

  EngineStatus status() const override {
    const base::MutexLock lock(mutex_);
    return status_;
  }

  Waiting waiting() const override { return queue_.waiting(); }

  const LedgerIdentity& identity() const override { return identity_; }

  uint64_t Subscribe(std::function<void(uint64_t position)> listener) override {
    return completer_.Subscribe(std::move(listener));
  }
  void Unsubscribe(uint64_t handle) override { completer_.Unsubscribe(handle); }

  bool RunOnce() override {
    const bool worked = RunWaiting();
    AnchorWhenDue();
    return worked;
  }

 private:
  bool RunWaiting() {
    queue_.TakeForBatch(writing_.interactive, writing_.bulk);
    TakeDueSteps();
    if (writing_.interactive.empty() && writing_.bulk.empty()) {
      LookAtClock();
      return false;
    }
    Batch batch(options_, writing_, view());
    if (const EngineStatus now = status(); now.write_state == WriteState::kLatched) {
      batch.FailAll(LatchedStatus(now.reason));
    } else {
      RunBatch(batch);
    }
    completer_.Complete(batch.TakeAnswers(view()->position));
    return true;
  }

  // Steps whose day has come go before what waits on the bulk lane, however much that is, a batch's
  // worth at a time: the next are taken once these are decided.
  void TakeDueSteps() {
    if (!options_.take_due_steps) return;
    if (!writing_.bulk.empty() && writing_.bulk.front()->own_steps) return;
    if (status().write_state != WriteState::kReady) return;
    // Steps that were taken and could not be decided, as when the store cannot be read, come again
    // after a while.
    const int64_t monotonic_us = options_.clock->MonotonicMicroseconds();
    const bool undecided = due_taken_at_position_ == writing_.state.position;
    if (undecided && monotonic_us - due_taken_at_us_ < kDueRetryUs) return;
    const int64_t now_us =
        std::max(options_.clock->WallMicroseconds(), writing_.state.last_recorded_time_us);
    std::vector<domain::Command> due = DueCommands(writing_.state.due, domain::LondonDay(now_us));
    if (due.empty()) return;
    due_taken_at_position_ = writing_.state.position;
    due_taken_at_us_ = monotonic_us;
    auto work = std::make_unique<BulkWork>();
    work->rows = std::move(due);
    work->outcomes.reserve(work->rows.size());
    work->done = [](const std::vector<Outcome>&) {};
    work->own_steps = true;
    writing_.bulk.push_front(std::move(work));
  }

  void Run() {
    // After work there may be more without a call: steps of the next day that has come.
    bool worked = false;
    while (true) {
      if (!worked) queue_.WaitForWork(kIdleWait);
      worked = RunOnce();
      if (!worked && queue_.closed()) return;
    }
  }

  absl::Status TurnedAway(CommandQueue::PutResult result) const {
    return result == CommandQueue::PutResult::kFull ? QueueFullStatus() : StoppingStatus();
  }

  void RunBatch(Batch& batch) {
    batch.Decide();
    NoteClock(batch.clock_doubt());
    if (batch.empty()) return;
    const uint64_t position_before = view()->position;
    const int64_t begun_us = options_.clock->MonotonicMicroseconds();
    const storage::ApplyResult result = batch.Write();
    if (result.outcome == storage::ApplyOutcome::kOk) {
      Publish();
      if (options_.observer == nullptr) return;
      BatchSeen seen = batch.Seen();
      seen.entries = writing_.state.position - position_before;
      seen.write_us = options_.clock->MonotonicMicroseconds() - begun_us;
      options_.observer->Wrote(seen);
    } else {
      Latch(result);
    }
  }

  void Latch(const storage::ApplyResult& result) {
    const base::MutexLock lock(mutex_);
    status_.write_state = WriteState::kLatched;
    status_.reason = result.outcome == storage::ApplyOutcome::kFenced
                         ? "another writer has taken over the store"
                         : absl::StrCat("a write failed: ", result.message);
  }

  // Without work too, so that what operators are shown is true, and a step is seen before it
  // counts.
  void LookAtClock() {
    NoteClock(writing_.clock_guard.Read(writing_.state.last_recorded_time_us).doubt);
  }

  void NoteClock(const std::string& doubt) {
    const base::MutexLock lock(mutex_);
    if (status_.write_state == WriteState::kLatched) return;
    status_.write_state = doubt.empty() ? WriteState::kReady : WriteState::kClockUnsure;
    status_.reason = doubt;
  }

  void Publish() {
    auto view = std::make_shared<ReadView>();
    view->position = writing_.state.position;
    view->root = writing_.tree.Root();
    view->recorded_time_us = writing_.state.last_recorded_time_us;
    view->snapshot = options_.store->Snapshot();
    view->policies = writing_.policies;
    view->vault = options_.vault;
    view->references = writing_.references;
    std::shared_ptr<const ReadView> published = std::move(view);
    {
      const base::MutexLock lock(mutex_);
      view_.swap(published);
    }  // the old view, and perhaps its snapshot, ends here, outside the lock
  }

  void AnchorWhenDue() {
    const int64_t now_us = options_.clock->MonotonicMicroseconds();
    if (now_us - anchored_at_us_ < kAnchorIntervalUs) return;
    anchored_at_us_ = now_us;
    // A stale anchor protects less but harms nothing, so the ledger goes on and tries again.
    const absl::Status written = WriteAnchor();
    const base::MutexLock lock(mutex_);
    status_.anchor_error = std::string(written.message());
  }

  absl::Status WriteAnchor() {
    const std::shared_ptr<const ReadView> view = this->view();
    if (status().anchored_position == view->position) return absl::OkStatus();
    CARDLEDGER_RETURN_IF_ERROR(options_.anchor->Write({view->position, view->root}));
    const base::MutexLock lock(mutex_);
    status_.anchored_position = view->position;
    return absl::OkStatus();
  }

  const EngineOptions options_;
  const LedgerIdentity identity_;
  CommandQueue queue_;
  Completer completer_;
  std::thread thread_;

  mutable base::Mutex mutex_;
  std::shared_ptr<const ReadView> view_ ABSL_GUARDED_BY(mutex_);
  EngineStatus status_ ABSL_GUARDED_BY(mutex_);

  // The engine's thread alone.
  WriterState writing_;
  int64_t anchored_at_us_;
  uint64_t due_taken_at_position_ = 0;
  int64_t due_taken_at_us_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(EngineOptions options) {
  CARDLEDGER_ASSIGN_OR_RETURN(OpenedLedger opened, OpenLedger(options));
  return std::make_unique<EngineImpl>(std::move(options), std::move(opened));
}

}  // namespace cardledger::engine
