#include "storage/file/file_anchor.h"

#include <filesystem>
#include <fstream>
#include <vector>

#include "gtest/gtest.h"

#include "tests/support/temporary_folder.h"

namespace cardledger::storage {
namespace {

// The root of no entries; the last line is sha256sum of the three before it.
constexpr char kGolden[] =
    "cardledger-anchor 1\n"
    "position 42\n"
    "root e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
    "sha256 cdb7b209714adfc6727d5b29fb6eefbf040d6d2e81e7ba179886952579245c43\n";

const AnchorPoint kPoint = {.position = 42, .root = base::Sha256("")};

TEST(FileAnchorFormat, Golden_isWhatIsWritten) {
  EXPECT_EQ(EncodeAnchor(kPoint), kGolden);
  const auto point = DecodeAnchor(kGolden);
  ASSERT_TRUE(point.ok()) << point.status();
  EXPECT_EQ(*point, kPoint);
}

TEST(FileAnchorFormat, EveryChangedByteAndEveryCut_isDataLoss) {
  const std::string golden = kGolden;
  for (size_t place = 0; place < golden.size(); ++place) {
    for (const int mask : {1, 2, 32, 255}) {
      std::string damaged = golden;
      damaged[place] = static_cast<char>(damaged[place] ^ mask);
      EXPECT_EQ(DecodeAnchor(damaged).status().code(), absl::StatusCode::kDataLoss) << damaged;
    }
    EXPECT_EQ(DecodeAnchor(golden.substr(0, place)).status().code(), absl::StatusCode::kDataLoss);
  }
}

TEST(FileAnchorFormat, OtherSpellingsOfAPoint_areDataLoss) {
  const auto spell = [](const std::string& body) {
    return body + "sha256 " +
           [](const base::Sha256Digest& digest) {
             std::string hex;
             for (const uint8_t byte : digest) {
               hex += "0123456789abcdef"[byte >> 4];
               hex += "0123456789abcdef"[byte & 15];
             }
             return hex;
           }(base::Sha256(body)) +
           "\n";
  };
  const std::string root = "root " + std::string(64, 'a') + "\n";
  EXPECT_TRUE(DecodeAnchor(spell("cardledger-anchor 1\nposition 42\n" + root)).ok());
  const std::vector<std::string> bodies = {
      "cardledger-anchor 2\nposition 42\n" + root,
      "cardledger-anchor 1\nposition 042\n" + root,
      "cardledger-anchor 1\nposition -1\n" + root,
      "cardledger-anchor 1\nposition 18446744073709551616\n" + root,
      "cardledger-anchor 1\nposition 42 \n" + root,
      "cardledger-anchor 1\nposition 42\nroot " + std::string(64, 'A') + "\n",
      "cardledger-anchor 1\nposition 42\nroot " + std::string(62, 'a') + "\n",
      "cardledger-anchor 1\nposition 42\nroot " + std::string(64, 'g') + "\n",
      "cardledger-anchor 1\nposition 42\n" + root + "\n",
  };
  for (const std::string& body : bodies) {
    EXPECT_EQ(DecodeAnchor(spell(body)).status().code(), absl::StatusCode::kDataLoss) << body;
  }
}

TEST(FileAnchor, RestOfAnInterruptedWrite_isIgnoredAndReplaced) {
  const tests::TemporaryFolder folder;
  FileAnchor anchor(folder.file("anchor"));
  ASSERT_TRUE(anchor.Write(kPoint).ok());
  std::ofstream(folder.file("anchor.new")) << "half of an an";
  EXPECT_EQ(**anchor.Read(), kPoint);
  const AnchorPoint next = {.position = 43, .root = base::Sha256("43")};
  ASSERT_TRUE(anchor.Write(next).ok());
  EXPECT_EQ(**anchor.Read(), next);
  EXPECT_FALSE(std::filesystem::exists(folder.file("anchor.new")));
}

TEST(FileAnchor, LongFile_isDataLoss) {
  const tests::TemporaryFolder folder;
  std::ofstream(folder.file("anchor")) << kGolden << std::string(1 << 20, 'x');
  EXPECT_EQ(FileAnchor(folder.file("anchor")).Read().status().code(), absl::StatusCode::kDataLoss);
}

TEST(FileAnchor, PlaceThatCannotBeWritten_isUnavailableAndNamed) {
  const tests::TemporaryFolder folder;
  const std::string path = folder.file("missing/anchor");
  const absl::Status status = FileAnchor(path).Write(kPoint);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(status.message().find(path), absl::string_view::npos);
  // Nothing stands there, which is what Read says.
  EXPECT_EQ(*FileAnchor(path).Read(), std::nullopt);
}

TEST(FileAnchor, PlaceThatCannotBeRead_isUnavailable) {
  const tests::TemporaryFolder folder;
  std::filesystem::create_directory(folder.file("anchor"));
  EXPECT_EQ(FileAnchor(folder.file("anchor")).Read().status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace cardledger::storage
