#pragma once

// A whole ledger on a real RocksDB and a real anchor file, under a file system that can fail,
// driven on one thread by random clients and followed by the auditor. What was acknowledged is kept
// here, outside the ledger; after every opening it is compared with what stands, and fsck looks.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "services/engine/engine.h"
#include "storage/file/file_anchor.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/testing/power_cut_file_system.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/random_commands.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_keys.h"

namespace cardledger::fault {

class RocksDbLedger {
 public:
  explicit RocksDbLedger(uint64_t seed);
  ~RocksDbLedger();

  // Opens; on OK everything acknowledged stands and fsck is content, or there are findings.
  absl::Status Open();
  // Stops in good order.
  void Close();
  // The process ends here and now.
  void Die();

  // Random traffic of every kind in both lanes, with days that go by, until `turns` are done or a
  // write fails. Returns turns that answered OK.
  int Work(int turns);
  // After a failed write: the next command is refused, and reads go on.
  void ExpectLatchedButReadable();
  // Adds to `events` how often each kind of entry stands in the journal.
  void CountEvents(std::map<int, uint64_t>& events);

  storage::PowerCutFileSystem& disk() { return *disk_; }
  tests::SeededRandom& random() { return random_; }
  engine::Engine& engine() { return *engine_; }
  storage::KvStore& store() { return *store_; }
  bool is_open() const { return engine_ != nullptr; }
  bool latched() const;
  uint64_t acknowledged() const { return acknowledged_.size(); }
  std::string folder() const { return folder_.path().string(); }
  const simulation::Findings& findings() const { return findings_; }
  storage::RocksDbOptions StoreOptions();
  storage::Anchor& anchor() { return anchor_; }
  tests::TestKeys& keys() { return keys_; }

 private:
  void SendSome();
  void LetTimePass();
  void Acknowledge(const domain::Command& command, const engine::Outcome& outcome);
  void CheckAcknowledged();
  void CheckWithFsck();
  simulation::Moment Now() const;

  const tests::TemporaryFolder folder_;
  tests::SeededRandom random_;
  tests::SeededRandom engine_random_;
  simulation::RandomCommands commands_;
  tests::ManualClock clock_;
  storage::FileAnchor anchor_;
  const std::shared_ptr<storage::PowerCutFileSystem> disk_;
  const std::unique_ptr<rocksdb::Env> env_;
  tests::TestKeys keys_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<storage::KvStore> store_;
  std::unique_ptr<engine::Engine> engine_;
  simulation::Auditor auditor_;
  simulation::Findings findings_;
  simulation::Moment last_moment_;
  std::map<domain::RequestId, std::string> acknowledged_;  // bytes of the entries
  std::vector<domain::Command> sent_;                      // to be sent again now and then
  int answered_ok_ = 0;
};

}  // namespace cardledger::fault
