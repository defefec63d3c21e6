#include "services/engine/tile_tree.h"

#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/check.h"

namespace cardledger::engine {
namespace {

constexpr absl::string_view kLeafPrefix("\x00", 1);
constexpr absl::string_view kNodePrefix("\x01", 1);

base::Sha256Digest HashAt(absl::string_view tile_hashes, size_t place) {
  base::Sha256Digest hash;
  std::memcpy(hash.data(), tile_hashes.data() + place * base::kSha256Bytes, base::kSha256Bytes);
  return hash;
}

}  // namespace

base::Sha256Digest LeafHash(absl::string_view entry_bytes) {
  return base::Sha256({kLeafPrefix, entry_bytes});
}

base::Sha256Digest NodeHash(const base::Sha256Digest& left, const base::Sha256Digest& right) {
  return base::Sha256({kNodePrefix, base::AsBytes(left), base::AsBytes(right)});
}

base::Sha256Digest TileRoot(absl::string_view tile_hashes) {
  CARDLEDGER_CHECK(tile_hashes.size() == kTileBytes, "a full tile holds 256 hashes");
  std::vector<base::Sha256Digest> row;
  for (size_t place = 0; place < kTileWidth; ++place) row.push_back(HashAt(tile_hashes, place));
  while (row.size() > 1) {
    for (size_t i = 0; i < row.size() / 2; ++i) row[i] = NodeHash(row[2 * i], row[2 * i + 1]);
    row.resize(row.size() / 2);
  }
  return row[0];
}

TileTree::TileTree(Edge edge) : edge_(std::move(edge)) {
  for (int level = kTileLevels - 1; level >= 0; --level) {
    const std::vector<base::Sha256Digest>& hashes = edge_[static_cast<size_t>(level)];
    CARDLEDGER_CHECK(hashes.size() < kTileWidth, "the edge holds no full tile");
    for (const base::Sha256Digest& hash : hashes) PushPeak({level * kTileHeight, hash});
    size_ += hashes.size() << (level * kTileHeight);
  }
  for (int level = 0; level < kTileLevels; ++level) {
    const int shift = (level + 1) * kTileHeight;
    full_tiles_[static_cast<size_t>(level)] = shift < 64 ? size_ >> shift : 0;
  }
}

void TileTree::Append(const base::Sha256Digest& leaf_hash) {
  ++size_;
  AddToTile(0, leaf_hash);
  PushPeak({0, leaf_hash});
}

void TileTree::PushPeak(Peak peak) {
  while (!peaks_.empty() && peaks_.back().height == peak.height) {
    peak = {peak.height + 1, NodeHash(peaks_.back().hash, peak.hash)};
    peaks_.pop_back();
    // The root of a full tile is a hash of a tile one level up. The constructor never gets here: an
    // edge holds no full tile.
    if (peak.height % kTileHeight == 0) AddToTile(peak.height / kTileHeight, peak.hash);
  }
  peaks_.push_back(peak);
}

void TileTree::AddToTile(int level, const base::Sha256Digest& hash) {
  std::vector<base::Sha256Digest>& hashes = edge_[static_cast<size_t>(level)];
  hashes.push_back(hash);
  if (hashes.size() < kTileWidth) return;
  FullTile& tile = filled_.emplace_back();
  tile.level = static_cast<uint8_t>(level);
  tile.index = full_tiles_[static_cast<size_t>(level)]++;
  tile.hashes.reserve(kTileBytes);
  for (const base::Sha256Digest& each : hashes) absl::StrAppend(&tile.hashes, base::AsBytes(each));
  hashes.clear();
}

base::Sha256Digest TileTree::Root() const {
  if (peaks_.empty()) return base::Sha256("");
  base::Sha256Digest root = peaks_.back().hash;
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) {
    root = NodeHash(peak->hash, root);
  }
  return root;
}

std::vector<FullTile> TileTree::TakeFullTiles() { return std::exchange(filled_, {}); }

}  // namespace cardledger::engine
