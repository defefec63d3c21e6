#pragma once

// The first half of the check: entry after entry, with what is stored about each. Folds as it goes;
// the second half (row_check.h) compares the rows with the state that results. Internal to fsck.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/state.h"
#include "services/engine/keys.h"
#include "services/engine/tile_tree.h"
#include "services/fsck/detail_check.h"
#include "services/fsck/findings.h"
#include "storage/kv_store.h"

namespace cardledger::fsck {

class JournalCheck {
 public:
  JournalCheck(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
               std::optional<storage::AnchorPoint> anchored, DetailCheck& details,
               Findings& findings);

  // Stops at the first entry that cannot be folded: what follows has no meaning. Errors:
  // UNAVAILABLE.
  absl::Status Run(uint64_t expected_position, const Progress& progress);

  const domain::State& state() const { return state_; }
  const engine::TileTree& tree() const { return tree_; }
  uint32_t journal_format() const { return journal_format_; }  // as the first entry says
  uint64_t requests() const { return requests_; }
  uint64_t tiles() const { return tiles_; }
  uint64_t checkpoints() const { return checkpoints_; }
  uint64_t looks() const { return looks_; }
  // The journal is another than the one the anchor saw.
  bool anchor_differs() const { return anchor_differs_; }

 private:
  absl::Status CheckEntries(const std::vector<storage::KeyValue>& pairs);
  bool FoldEntry(const storage::KeyValue& pair, journal::v1::Entry& entry);
  void CheckLimit(const journal::v1::Entry& entry);
  void NoteRequest(const journal::v1::Entry& entry);
  void ExpectCheckpoints();
  void ExpectLook(const journal::v1::Entry& entry);
  void ExpectTiles();
  void ExpectBeside(const journal::v1::Entry& entry);
  void CheckAnchorAt(uint64_t position);
  // Reads all that the last entries made expected and compares.
  absl::Status CompareExpected();

  const storage::KvStore& store_;
  const storage::KvSnapshot& snapshot_;
  const std::optional<storage::AnchorPoint> anchored_;
  DetailCheck& details_;
  Findings& findings_;

  domain::State state_;
  domain::ChangedRows changed_;
  engine::TileTree tree_;
  bool broken_ = false;  // an entry could not be folded
  bool anchor_differs_ = false;
  uint32_t journal_format_ = 0;
  uint64_t requests_ = 0;
  uint64_t tiles_ = 0;
  uint64_t checkpoints_ = 0;
  uint64_t looks_ = 0;
  // The command whose entries are being read.
  std::string request_id_;
  engine::RequestRow request_;
  // Rows that must stand in the store, by key; sealed details are compared apart.
  std::map<std::string, std::string> expected_;
  std::map<std::string, DetailCheck::Expected> expected_details_;
  std::vector<std::string> expected_texts_;  // SHA-256 of policy texts
};

}  // namespace cardledger::fsck
