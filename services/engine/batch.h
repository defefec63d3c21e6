#pragma once

// One turn of the engine: what it takes from the two lanes, decides, writes and answers. Lives on
// the engine's thread.

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "services/domain/state.h"
#include "services/engine/clock_guard.h"
#include "services/engine/command_queue.h"
#include "services/engine/completer.h"
#include "services/engine/engine.h"
#include "services/engine/journal_batch.h"
#include "services/engine/keys.h"
#include "services/engine/tile_tree.h"

namespace cardledger::engine {

// The writer's own: everything only the engine's thread touches, and so without a lock. After a
// failed write it is ahead of the store and must not be used again: the engine is latched.
struct WriterState {
  std::unique_ptr<storage::KvWriter> writer;
  domain::State state;
  TileTree tree;
  std::shared_ptr<ReferenceIndex> references;
  std::shared_ptr<const domain::Policies> policies;
  ClockGuard clock_guard;
  // Taken from the queue and not finished.
  std::deque<InteractiveWork> interactive;
  std::deque<std::unique_ptr<BulkWork>> bulk;
};

class Batch {
 public:
  // Takes interactive work for one batch; all three outlive it. `view` is the newest.
  Batch(const EngineOptions& options, WriterState& writing, std::shared_ptr<const ReadView> view);

  // Decides what was taken, then bulk rows as far as the bounds allow.
  void Decide();
  // Nothing was decided that has to be written: only replays, refused ids, or no work at all.
  bool empty() const { return journal_.empty(); }
  // Why the clock is in doubt; empty when it is not.
  const std::string& clock_doubt() const { return clock_.doubt; }

  // How many it has answered, of each lane.
  BatchSeen Seen() const { return {.interactive = interactive_.size(), .bulk_rows = bulk_rows_}; }

  // Writes what was decided. On anything but OK everything of this batch is answered UNAVAILABLE.
  storage::ApplyResult Write();

  // Answers all interactive commands of this batch and all bulk rows that wait with `status`. Rows
  // that an earlier batch has written keep their outcomes.
  void FailAll(const absl::Status& status);

  // The outcomes of everything that is finished, for the completer. Call last.
  Completer::Work TakeAnswers(uint64_t published_position);

 private:
  struct Interactive {
    InteractiveWork work;
    Outcome outcome;
  };

  absl::Status LookUpRequests();
  void DecideInteractive();
  void DecideBulk();
  // Answers a command whose request id has an answer already; whether it has.
  bool AnswerKnown(const domain::Command& command, Outcome& outcome);
  // `outcome` keeps its place until the batch is answered.
  void DecideNew(const domain::Command& command, Outcome& outcome);
  absl::StatusOr<std::optional<journal::v1::Entry>> FindOriginal(
      const domain::Command& command) const;
  Outcome Replay(const RequestRow& row, const domain::Command& command);
  // The answer that was given before; refused where the content is another.
  Outcome AnswerAgain(absl::InlinedVector<journal::v1::Entry, 1> entries,
                      const domain::Command& command) const;
  std::optional<domain::PersonId> PersonByReference(const domain::ReferenceHash& hash) const;
  storage::ApplyResult WriteKeysAndEntries();
  storage::ApplyResult FinishErasures();
  bool NamesAnotherPerson(const domain::Command& command, const journal::v1::Entry& entry) const;
  void AddPolicy(const domain::Decision& decision);
  void ConfirmClock();

  const EngineOptions& options_;
  WriterState& writing_;
  const std::shared_ptr<const ReadView> view_;
  JournalBatch journal_;
  ClockGuard::Reading clock_;
  std::vector<Interactive> interactive_;
  size_t bulk_rows_ = 0;      // decided
  size_t bulk_rows_max_ = 0;  // looked up, and so at most decided
  std::vector<std::unique_ptr<BulkWork>> finished_bulk_;
  absl::flat_hash_map<std::string, RequestRow> decided_before_;  // by key of kRequest
  absl::flat_hash_map<domain::RequestId, const Outcome*> decided_here_;
};

}  // namespace cardledger::engine
