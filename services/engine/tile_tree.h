#pragma once

// The RFC 6962 tree over the entries: leaves SHA-256(0x00 || entry), nodes SHA-256(0x01 || left ||
// right). Kept as C2SP tiles of 256 hashes: a tile is handed out to be stored once it is full; the
// edge of the tree stays in memory and can be restored from full tiles and the last entries. Not
// thread-safe.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "base/sha256.h"

namespace cardledger::engine {

inline constexpr size_t kTileWidth = 256;
inline constexpr int kTileHeight = 8;  // 2^8 = 256
inline constexpr size_t kTileBytes = kTileWidth * base::kSha256Bytes;
inline constexpr int kTileLevels = 8;  // 256^8 entries are more than a sequence can count

base::Sha256Digest LeafHash(absl::string_view entry_bytes);
base::Sha256Digest NodeHash(const base::Sha256Digest& left, const base::Sha256Digest& right);

struct FullTile {
  uint8_t level = 0;   // 0 holds leaf hashes, 1 the roots of level-0 tiles, and so on
  uint64_t index = 0;  // from 0 within its level
  std::string hashes;  // kTileBytes
};

class TileTree {
 public:
  // The hashes of the last, unfilled tile of each level, lowest level first.
  using Edge = std::array<std::vector<base::Sha256Digest>, kTileLevels>;

  TileTree() = default;
  // A tree of the size that the edge spells in base 256.
  explicit TileTree(Edge edge);

  void Append(const base::Sha256Digest& leaf_hash);
  uint64_t size() const { return size_; }
  base::Sha256Digest Root() const;

  // Tiles filled since the last call, in the order they were filled.
  std::vector<FullTile> TakeFullTiles();

 private:
  struct Peak {
    int height = 0;  // of a perfect subtree with 2^height leaves
    base::Sha256Digest hash;
  };

  void PushPeak(Peak peak);
  // Notes the root of a perfect subtree that is a hash of a tile of `level`.
  void AddToTile(int level, const base::Sha256Digest& hash);

  uint64_t size_ = 0;
  std::vector<Peak> peaks_;  // leftmost and highest first
  Edge edge_;
  std::array<uint64_t, kTileLevels> full_tiles_{};  // so far, by level
  std::vector<FullTile> filled_;
};

// The root over the hashes of one full tile.
base::Sha256Digest TileRoot(absl::string_view tile_hashes);

}  // namespace cardledger::engine
