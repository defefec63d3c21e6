#pragma once

// The one writer. Takes commands from two lanes, interactive before bulk; decides a batch of them
// on a state that already holds the earlier ones; writes one atomic synced batch; publishes a new
// ReadView; then completes the callers on another thread and outside locks. While a batch syncs the
// next gathers.
//
// Threads: Submit, SubmitBulk, view, status and Subscribe from any thread. One thread of its own
// decides and writes, one completes. Without Start the owner may call RunOnce instead (tests);
// callers are then completed inside RunOnce. Errors: a write that fails or whose outcome is unknown
// latches the engine: every waiter and every later command is answered UNAVAILABLE, reads go on,
// and only a new process writes again. What it does not do: it checks no permission and no
// request's form (the edge has), and it never runs lists or long reads.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/command.h"
#include "services/domain/limits.h"
#include "services/engine/clock.h"
#include "services/engine/engine_observer.h"
#include "services/engine/read_view.h"
#include "services/vault/vault.h"
#include "storage/anchor.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

// What became of a command: the entries that hold the decision, accepted or refused; or why there
// is none (nothing was stored under this request id by this attempt, unless the message says
// "outcome unknown"):
//   INVALID_ARGUMENT   the request id was used before with other content (reason REQUEST_ID_REUSED)
//   DEADLINE_EXCEEDED  the caller's deadline had passed before the decision
//   UNAVAILABLE        queue full, latched, stopping, or clock unsure
// The status carries its reason as payload; see errors.h.
using Outcome = absl::StatusOr<absl::InlinedVector<journal::v1::Entry, 1>>;
using OutcomeCallback = absl::AnyInvocable<void(Outcome)>;
// One outcome a row, in order; called once, when all rows are durable or failed.
using BulkCallback = absl::AnyInvocable<void(std::vector<Outcome>)>;

inline constexpr int64_t kNoDeadline = INT64_MAX;

enum class WriteState { kReady, kLatched, kClockUnsure };

// Everything that changes while running and is not in a ReadView.
struct EngineStatus {
  WriteState write_state = WriteState::kReady;
  std::string reason;  // why not ready; for people
  uint64_t anchored_position = 0;
  std::string anchor_error;  // why the anchor could not be written last time; for logs
};

// How much waits in the lanes, not counting what the engine has taken.
struct Waiting {
  size_t interactive = 0;  // commands
  size_t bulk = 0;         // chunks
};

struct LedgerIdentity {
  domain::LedgerId id;
  journal::v1::LedgerKind kind = journal::v1::LEDGER_KIND_UNSPECIFIED;
};

struct EngineOptions {
  storage::KvStore* store = nullptr;   // not owned; outlives the engine
  storage::Anchor* anchor = nullptr;   // not owned; outlives the engine
  vault::Vault* vault = nullptr;       // not owned; outlives the engine
  const Clock* clock = nullptr;        // not owned; outlives the engine
  EngineObserver* observer = nullptr;  // not owned; outlives the engine; may be null
  // Goes on where keys of people are lost, so that their details can never be read again; without
  // it such a ledger is FAILED_PRECONDITION.
  bool accept_lost_keys = false;
  // So many random bytes; called on the engine's thread and by validate_only readers.
  std::function<std::string(size_t)> random_bytes;
  // Makes a ledger of this kind where the store is empty; without it an empty store is NOT_FOUND.
  std::optional<journal::v1::LedgerKind> create;
  // A ledger of another kind is FAILED_PRECONDITION, before anything of it is written.
  std::optional<journal::v1::LedgerKind> only_kind;
  // Told now and then while Open works through `total` entries.
  std::function<void(uint64_t done, uint64_t total)> progress;
  // Takes the steps whose day has come in London by itself (services/domain/due_steps.h), each once
  // for ever: when work comes in, and otherwise several times a second.
  bool take_due_steps = true;
  // Interactive commands that may wait; further ones are answered UNAVAILABLE.
  size_t interactive_queue_max = domain::kInteractiveQueueMax;
  // Bulk chunks that may wait.
  size_t bulk_queue_max = domain::kBulkQueueMax;
};

class Engine {
 public:
  // Opens the ledger: checks format and anchor, rebuilds rows of another schema, loads the hot
  // state. NOT_FOUND no ledger; FAILED_PRECONDITION newer format or a store in use; DATA_LOSS
  // damaged, or behind its anchor; UNAVAILABLE cannot be read now.
  static absl::StatusOr<std::unique_ptr<Engine>> Open(EngineOptions options);

  virtual ~Engine() = default;

  // Starts the threads. At most once.
  virtual void Start() = 0;
  // Finishes what was submitted, writes the anchor, ends the threads. Later submissions are
  // answered UNAVAILABLE. Idempotent. Returns why the anchor could not be written, if so.
  virtual absl::Status Stop() = 0;

  // `deadline_us`: on the wall clock of EngineOptions. `done` is called exactly once.
  virtual void Submit(domain::Command command, int64_t deadline_us, OutcomeCallback done) = 0;
  // Up to limits.h kBulkRowsPerChunkMax commands on the bulk lane.
  virtual void SubmitBulk(std::vector<domain::Command> rows, BulkCallback done) = 0;

  // Decides on `view` without storing, on the caller's thread. The entries' sequences are those
  // they would have had. Errors as reads.
  virtual Outcome Validate(const domain::Command& command, const ReadView& view) = 0;

  virtual std::shared_ptr<const ReadView> view() const = 0;
  virtual EngineStatus status() const = 0;
  virtual Waiting waiting() const = 0;
  virtual const LedgerIdentity& identity() const = 0;

  // Calls `listener` after each published batch, from the completing thread; it must be quick and
  // must not call Unsubscribe. Returns a handle. Unsubscribe waits for a call under way.
  virtual uint64_t Subscribe(std::function<void(uint64_t position)> listener) = 0;
  virtual void Unsubscribe(uint64_t handle) = 0;

  // A command without ledger work, passed through the interactive lane and back: measures the hop.
  virtual void SubmitNoOperation(absl::AnyInvocable<void()> done) = 0;

  // Takes one batch, if any waits, and writes the anchor when that is due, on the caller's thread;
  // only without Start. Returns whether it took a batch.
  virtual bool RunOnce() = 0;
};

}  // namespace cardledger::engine
