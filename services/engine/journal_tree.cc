#include "services/engine/journal_tree.h"

#include <cstring>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/engine/keys.h"

namespace cardledger::engine {
namespace {

using Hashes = std::vector<base::Sha256Digest>;

absl::StatusOr<Hashes> LastLeaves(const storage::KvStore& store,
                                  const storage::KvSnapshot& snapshot, uint64_t position) {
  const uint64_t count = position % kTileWidth;
  Hashes hashes;
  if (count == 0) return hashes;
  const storage::KeyRange range{EntryKey(position - count + 1), EntryKey(position + 1)};
  CARDLEDGER_ASSIGN_OR_RETURN(auto pairs, store.Scan(snapshot, range, count));
  if (pairs.size() != count) return absl::DataLossError("entries at the tree's edge are missing");
  for (const storage::KeyValue& pair : pairs) hashes.push_back(LeafHash(pair.value));
  return hashes;
}

// The roots of the last full tiles of the level below, which the unfilled tile of `level` is made
// of.
absl::StatusOr<Hashes> LastTileRoots(const storage::KvStore& store,
                                     const storage::KvSnapshot& snapshot, int level,
                                     uint64_t position) {
  const uint64_t tiles_below = position >> (level * kTileHeight);
  const uint64_t count = tiles_below % kTileWidth;
  Hashes hashes;
  if (count == 0) return hashes;
  const auto below = static_cast<uint8_t>(level - 1);
  const storage::KeyRange range{TileKey(below, tiles_below - count), TileKey(below, tiles_below)};
  CARDLEDGER_ASSIGN_OR_RETURN(auto pairs, store.Scan(snapshot, range, count));
  if (pairs.size() != count) return absl::DataLossError("tiles of the tree are missing");
  for (const storage::KeyValue& pair : pairs) {
    if (pair.value.size() != kTileBytes) return absl::DataLossError("a tile is not 256 hashes");
    hashes.push_back(TileRoot(pair.value));
  }
  return hashes;
}

}  // namespace

absl::StatusOr<TileTree> ReadTree(const storage::KvStore& store,
                                  const storage::KvSnapshot& snapshot, uint64_t position) {
  TileTree::Edge edge;
  CARDLEDGER_ASSIGN_OR_RETURN(edge[0], LastLeaves(store, snapshot, position));
  for (int level = 1; level < kTileLevels; ++level) {
    CARDLEDGER_ASSIGN_OR_RETURN(edge[static_cast<size_t>(level)],
                                LastTileRoots(store, snapshot, level, position));
  }
  return TileTree(std::move(edge));
}

}  // namespace cardledger::engine
