#pragma once

// A whole ledger on one thread: the real engine over the memory twin of the store, a memory anchor,
// a hand-moved clock and seeded randomness, driven by RunOnce. For scenario and unit tests, and the
// base of the simulation. Nothing here checks permission or form: the edge does, and so must the
// test that wants it. The disk, the
// anchor and the key file outlive every engine, as they do in life.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "services/domain/command.h"
#include "services/domain/limits.h"
#include "services/engine/engine.h"
#include "services/engine/reads.h"
#include "storage/memory/memory_anchor.h"
#include "storage/memory/memory_disk.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/test_keys.h"

namespace cardledger::tests {

struct TestLedgerOptions {
  // 2026-07-06T09:00:00Z, a Monday in summer time.
  int64_t now_us = 1'783'328'400 * kMicrosecondsPerSecond;
  uint64_t seed = 1;
  // nullopt: an empty disk is not made into a ledger.
  std::optional<journal::v1::LedgerKind> create = journal::v1::LEDGER_KIND_SANDBOX;
  size_t interactive_queue_max = domain::kInteractiveQueueMax;
  size_t bulk_queue_max = domain::kBulkQueueMax;
};

class TestLedger {
 public:
  using Options = TestLedgerOptions;

  // Nothing is open yet.
  explicit TestLedger(Options options = {});
  // With disk, anchor and key file as `other` has them, and its time. `other` stays as it is.
  TestLedger(Options options, TestLedger& other);
  ~TestLedger();
  TestLedger(const TestLedger&) = delete;
  TestLedger& operator=(const TestLedger&) = delete;

  // Opens store and engine; `only_kind` as EngineOptions has it. On an error nothing is open.
  absl::Status Open(std::optional<journal::v1::LedgerKind> only_kind = std::nullopt);
  // Stops in good order: what was submitted is finished, the anchor written.
  absl::Status Close();
  // Close and Open.
  absl::Status Restart();
  // The process dies at once, no anchor is written; what was not synced is lost or kept.
  void CutPower(storage::MemoryDisk::Unsynced fate = storage::MemoryDisk::Unsynced::kLose);
  bool is_open() const { return engine_ != nullptr; }
  // Opens from now on as EngineOptions::accept_lost_keys has it.
  void AcceptLostKeys(bool accept) { accept_lost_keys_ = accept; }

  // Submits, runs the engine until it is idle, and returns the answer. The request must be valid.
  engine::Outcome Do(domain::Request request, const journal::v1::Caller& caller,
                     uint64_t run_entry = 0);
  engine::Outcome Do(domain::Command command, int64_t deadline_us = engine::kNoDeadline);
  std::vector<engine::Outcome> DoBulk(std::vector<domain::Command> rows);
  // Runs the engine until it is idle.
  void RunUntilIdle();

  // A request id that none before was.
  std::string NewRequestId();

  // Of the newest view. Both end before the ledger is closed.
  std::shared_ptr<const engine::ReadView> view() const { return engine_->view(); }
  engine::Reader Read(const engine::ReadView& view) const { return {*store_, view}; }

  // The store as an offline tool opens it; only while the ledger is not open.
  absl::StatusOr<std::unique_ptr<storage::KvStore>> OpenStore();
  storage::Anchor& anchor() { return anchor_; }
  // Of the open ledger, else as an offline tool opens it.
  vault::Vault& vault();

  engine::Engine& engine() { return *engine_; }
  storage::KvStore& store() { return *store_; }
  ManualClock& clock() { return clock_; }
  SeededRandom& random() { return random_; }
  storage::MemoryDisk& disk() { return *disk_; }
  storage::MemoryAnchorFile& anchor_file() { return *anchor_file_; }
  TestKeys& keys() { return keys_; }

 private:
  const Options options_;
  ManualClock clock_;
  SeededRandom random_;
  const std::shared_ptr<storage::MemoryDisk> disk_;
  const std::shared_ptr<storage::MemoryAnchorFile> anchor_file_;
  storage::MemoryAnchor anchor_;
  TestKeys keys_;
  bool accept_lost_keys_ = false;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<storage::KvStore> store_;
  std::unique_ptr<engine::Engine> engine_;
};

journal::v1::Caller CallerOf(absl::string_view subject,
                             std::initializer_list<journal::v1::Role> roles);

// The policy the tests go by: £1,000 a year, phases of up to 84 days, from 2026-04-01.
absl::string_view TestPolicyText();

}  // namespace cardledger::tests
