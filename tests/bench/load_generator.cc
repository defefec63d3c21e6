#include "tests/bench/load_generator.h"

#include <deque>

namespace cardledger::bench {
namespace {

using Clock = std::chrono::steady_clock;

double MicrosecondsBetween(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double, std::micro>(to - from).count();
}

// The slots of one loop and what came of their calls. Turns go on from loop to loop, so that no two
// loops of a process choose the same awards in the same order.
class Loop {
 public:
  explicit Loop(const CallKind& kind) : kind_(kind) {}
  ~Loop() {
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  size_t under_way() const { return slots_.size() - idle_.size(); }

  // `due` is when the call should have been sent.
  void Send(Clock::time_point due) {
    if (idle_.empty()) {
      slots_.push_back({kind_(), due});
      idle_.push_back(&slots_.back());
    }
    Slot* const slot = idle_.back();
    idle_.pop_back();
    slot->due = due;
    slot->call->Send(NextTurn(), queue_, slot);
  }

  // Takes one answer, if one comes before `until`.
  absl::StatusOr<bool> TakeAnswer(Clock::time_point until) {
    void* tag = nullptr;
    bool ok = false;
    const auto wait = std::chrono::ceil<std::chrono::microseconds>(until - Clock::now());
    const auto next = queue_.AsyncNext(&tag, &ok, std::chrono::system_clock::now() + wait);
    if (next != grpc::CompletionQueue::GOT_EVENT) return false;
    auto* const slot = static_cast<Slot*>(tag);
    latencies_us_.push_back(MicrosecondsBetween(slot->due, Clock::now()));
    idle_.push_back(slot);
    const absl::Status status = slot->call->Finish();
    if (!status.ok()) return status;
    return true;
  }

  std::vector<double> TakeLatencies() { return std::move(latencies_us_); }
  size_t answered() const { return latencies_us_.size(); }

 private:
  struct Slot {
    std::unique_ptr<CallSlot> call;
    Clock::time_point due;
  };

  static uint64_t NextTurn() {
    static uint64_t turn = 0;  // one thread sends
    return turn++;
  }

  const CallKind& kind_;
  grpc::CompletionQueue queue_;
  std::deque<Slot> slots_;  // calls keep their place
  std::vector<Slot*> idle_;
  std::vector<double> latencies_us_;
};

// A call that has no answer after this long never gets one.
constexpr std::chrono::seconds kAnswerTimeMax{30};

absl::Status Drain(Loop& loop) {
  while (loop.under_way() > 0) {
    const absl::StatusOr<bool> taken = loop.TakeAnswer(Clock::now() + kAnswerTimeMax);
    if (!taken.ok()) return taken.status();
    if (!*taken) return absl::DeadlineExceededError("a call was not answered for 30 s");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<UnderLoad> RunClosedLoop(const CallKind& kind, size_t in_flight,
                                        std::chrono::milliseconds time) {
  Loop loop(kind);
  const Clock::time_point start = Clock::now();
  const Clock::time_point end = start + time;
  for (size_t i = 0; i < in_flight; ++i) loop.Send(Clock::now());
  while (Clock::now() < end) {
    const absl::StatusOr<bool> taken = loop.TakeAnswer(end);
    if (!taken.ok()) return taken.status();
    if (*taken) loop.Send(Clock::now());
  }
  UnderLoad result;
  result.calls_per_second =
      static_cast<double>(loop.answered()) * 1e6 / MicrosecondsBetween(start, Clock::now());
  if (const absl::Status drained = Drain(loop); !drained.ok()) return drained;
  result.latencies_us = loop.TakeLatencies();
  return result;
}

absl::StatusOr<UnderLoad> RunOpenLoop(const CallKind& kind, double calls_per_second,
                                      std::chrono::milliseconds time) {
  Loop loop(kind);
  const auto interval = std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(1.0 / calls_per_second));
  const Clock::time_point start = Clock::now();
  for (Clock::time_point due = start; due < start + time; due += interval) {
    while (Clock::now() < due) {
      const absl::StatusOr<bool> taken = loop.TakeAnswer(due);
      if (!taken.ok()) return taken.status();
    }
    loop.Send(due);
  }
  if (const absl::Status drained = Drain(loop); !drained.ok()) return drained;
  UnderLoad result;
  result.calls_per_second =
      static_cast<double>(loop.answered()) * 1e6 / MicrosecondsBetween(start, Clock::now());
  result.latencies_us = loop.TakeLatencies();
  return result;
}

}  // namespace cardledger::bench
