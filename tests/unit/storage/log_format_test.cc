#include "storage/rocksdb/log_format.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace cardledger::storage {
namespace {

constexpr size_t kBlock = 32 << 10;

// A fragment as RocksDB writes it; type 1 is a whole record.
std::string Fragment(const std::string& bytes, char type = 1) {
  const std::string covered = type + bytes;
  const uint32_t crc = Crc32c(covered);
  const uint32_t masked = ((crc >> 15) | (crc << 17)) + 0xa282ead8;
  std::string fragment;
  for (int shift = 0; shift < 32; shift += 8) fragment += static_cast<char>(masked >> shift);
  fragment += static_cast<char>(bytes.size());
  fragment += static_cast<char>(bytes.size() >> 8);
  return fragment + covered;
}

TEST(Crc32c, PublishedVectors_hold) {
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);  // RFC 3720, B.4
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(Crc32c(""), 0u);
}

TEST(FindTornTail, LastRecordThatEndsInZerosAndIsNotWhole_isFound) {
  const std::string good = Fragment("first") + Fragment("second");
  const std::string last = Fragment("a record of some length");
  for (size_t written = 0; written < last.size(); ++written) {
    const std::string torn = last.substr(0, written) + std::string(last.size() - written, '\0');
    EXPECT_EQ(FindTornTail(good + torn), good.size()) << written;
    // The file may have grown further than the record, or less far.
    EXPECT_EQ(FindTornTail(good + torn + std::string(5'000, '\0')), good.size()) << written;
    const std::string shorter = last.substr(0, written) + '\0';
    if (shorter != last.substr(0, written + 1)) {
      EXPECT_EQ(FindTornTail(good + shorter), good.size()) << written;
    }
  }
}

TEST(FindTornTail, WholeFilesAndOtherDamage_areLeftAlone) {
  const std::string good = Fragment("first") + Fragment("second");
  std::string flipped = good + Fragment("third");
  flipped[flipped.size() - 3] ^= 1;
  std::string in_the_middle = good + Fragment(std::string("ends in zero\0", 13));
  in_the_middle[9] ^= 1;
  const std::vector<std::string> files = {
      "",
      good,
      good + Fragment(std::string("ends in zero\0", 13)),
      good.substr(0, good.size() - 2),
      flipped,
      in_the_middle,
      std::string(4, '\0') + good + std::string(4, '\0') + good,
  };
  for (size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(FindTornTail(files[i]), std::nullopt) << "file " << i;
  }
}

TEST(FindTornTail, RecordsOverSeveralBlocks_areFollowed) {
  // Fills the first block to its last 3 bytes, which are padding.
  const std::string block = Fragment(std::string(kBlock - 7 - 3, 'x')) + std::string(3, '\0');
  ASSERT_EQ(block.size(), kBlock);
  const std::string first_part = Fragment(std::string(kBlock - 7, 'y'), 2);
  const std::string last_part = Fragment("the end", 4);
  EXPECT_EQ(FindTornTail(block), std::nullopt);
  EXPECT_EQ(FindTornTail(block + first_part + last_part), std::nullopt);
  const std::string torn = last_part.substr(0, 9) + std::string(last_part.size() - 9, '\0');
  EXPECT_EQ(FindTornTail(block + first_part + torn), 2 * kBlock);
  EXPECT_EQ(FindTornTail(block + first_part + std::string(kBlock, '\0')), 2 * kBlock);
}

}  // namespace
}  // namespace cardledger::storage
