#include "services/engine/tile_tree.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include <gtest/gtest.h>

namespace cardledger::engine {
namespace {

using base::Sha256Digest;

std::string Hex(const Sha256Digest& digest) {
  return absl::BytesToHexString(base::AsBytes(digest));
}

// RFC 6962 2.1 as it is written, for comparison: the root over leaves [from, to).
Sha256Digest PlainRoot(const std::vector<Sha256Digest>& leaves, size_t from, size_t to) {
  if (to == from) return base::Sha256("");
  if (to - from == 1) return leaves[from];
  size_t split = 1;
  while (split * 2 < to - from) split *= 2;
  return NodeHash(PlainRoot(leaves, from, from + split), PlainRoot(leaves, from + split, to));
}

std::vector<Sha256Digest> Leaves(size_t count) {
  std::vector<Sha256Digest> leaves;
  for (size_t i = 0; i < count; ++i) leaves.push_back(LeafHash(absl::StrCat("entry ", i)));
  return leaves;
}

// Test vectors of the Certificate Transparency code base.
TEST(TileTree, TestVectorsOfRfc6962) {
  const char* const inputs[] = {"",
                                "00",
                                "10",
                                "2021",
                                "3031",
                                "40414243",
                                "5051525354555657",
                                "606162636465666768696a6b6c6d6e6f"};
  const char* const roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  TileTree tree;
  EXPECT_EQ(Hex(tree.Root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (size_t i = 0; i < 8; ++i) {
    tree.Append(LeafHash(absl::HexStringToBytes(inputs[i])));
    EXPECT_EQ(tree.size(), i + 1);
    EXPECT_EQ(Hex(tree.Root()), roots[i]);
  }
}

TEST(TileTree, EverySizeAroundTheFirstTiles_hasThePlainRoot) {
  const std::vector<Sha256Digest> leaves = Leaves(770);
  TileTree tree;
  for (size_t size = 1; size <= leaves.size(); ++size) {
    tree.Append(leaves[size - 1]);
    ASSERT_EQ(tree.Root(), PlainRoot(leaves, 0, size)) << size;
  }
}

TEST(TileTree, SizesAroundASecondLevel_haveThePlainRoot) {
  const std::vector<Sha256Digest> leaves = Leaves(66'100);
  TileTree tree;
  for (size_t size = 1; size <= leaves.size(); ++size) {
    tree.Append(leaves[size - 1]);
    const bool interesting = (size >= 65'535 && size <= 65'537) || size == 65'792 || size == 65'793;
    if (interesting) {
      ASSERT_EQ(tree.Root(), PlainRoot(leaves, 0, size)) << size;
    }
  }
  EXPECT_EQ(tree.Root(), PlainRoot(leaves, 0, leaves.size()));
}

// The sizes that C2SP tlog-tiles gives as its example.
TEST(TileTree, SeventyThousandEntries_fill273TilesAndOneAbove) {
  const std::vector<Sha256Digest> leaves = Leaves(70'000);
  TileTree tree;
  for (const Sha256Digest& leaf : leaves) tree.Append(leaf);
  std::map<int, std::vector<FullTile>> by_level;
  for (FullTile& tile : tree.TakeFullTiles()) by_level[tile.level].push_back(std::move(tile));
  ASSERT_EQ(by_level.size(), 2u);
  EXPECT_EQ(by_level[0].size(), 273u);
  ASSERT_EQ(by_level[1].size(), 1u);
  for (size_t index = 0; index < by_level[0].size(); ++index) {
    const FullTile& tile = by_level[0][index];
    EXPECT_EQ(tile.index, index);
    ASSERT_EQ(tile.hashes.size(), kTileBytes);
    EXPECT_EQ(TileRoot(tile.hashes), PlainRoot(leaves, index * 256, index * 256 + 256));
  }
  EXPECT_EQ(TileRoot(by_level[1][0].hashes), PlainRoot(leaves, 0, 65'536));
  EXPECT_TRUE(tree.TakeFullTiles().empty());
}

// What of a tree stands outside its full tiles, as a store would give it back.
TileTree::Edge EdgeOf(const std::vector<Sha256Digest>& leaves) {
  TileTree::Edge edge;
  for (size_t i = leaves.size() / 256 * 256; i < leaves.size(); ++i) edge[0].push_back(leaves[i]);
  const size_t tiles = leaves.size() / 256;
  for (size_t i = tiles / 256 * 256; i < tiles; ++i) {
    edge[1].push_back(PlainRoot(leaves, i * 256, i * 256 + 256));
  }
  for (size_t i = 0; i < tiles / 256; ++i) {
    edge[2].push_back(PlainRoot(leaves, i * 65'536, (i + 1) * 65'536));
  }
  return edge;
}

TEST(TileTree, RestoredFromItsEdge_goesOnAsIfItHadNeverStopped) {
  const std::vector<Sha256Digest> all = Leaves(66'000);
  for (const size_t size :
       {size_t{0}, size_t{1}, size_t{255}, size_t{256}, size_t{257}, size_t{511}, size_t{512},
        size_t{65'535}, size_t{65'536}, size_t{65'537}, size_t{65'792}}) {
    const std::vector<Sha256Digest> leaves(all.begin(),
                                           all.begin() + static_cast<std::ptrdiff_t>(size));
    TileTree appended;
    for (const Sha256Digest& leaf : leaves) appended.Append(leaf);
    appended.TakeFullTiles();
    TileTree restored(EdgeOf(leaves));
    ASSERT_EQ(restored.size(), size);
    ASSERT_EQ(restored.Root(), appended.Root()) << size;
    for (size_t more = 0; more < 260 && size + more < all.size(); ++more) {
      appended.Append(all[size + more]);
      restored.Append(all[size + more]);
    }
    EXPECT_EQ(restored.Root(), appended.Root()) << size;
    const std::vector<FullTile> expected = appended.TakeFullTiles();
    const std::vector<FullTile> filled = restored.TakeFullTiles();
    ASSERT_EQ(filled.size(), expected.size()) << size;
    for (size_t i = 0; i < filled.size(); ++i) {
      EXPECT_EQ(filled[i].level, expected[i].level);
      EXPECT_EQ(filled[i].index, expected[i].index);
      EXPECT_EQ(filled[i].hashes, expected[i].hashes);
    }
  }
}

TEST(TileTreeDeathTest, WrongTiles_abort) {
  EXPECT_DEATH(TileRoot("short"), "256 hashes");
  TileTree::Edge edge;
  edge[0] = Leaves(256);
  EXPECT_DEATH(TileTree{edge}, "holds no full tile");
}

}  // namespace
}  // namespace cardledger::engine
