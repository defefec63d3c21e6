#include "services/engine/keys.h"

#include "absl/strings/escaping.h"
#include <gtest/gtest.h>

namespace cardledger::engine {
namespace {

const base::Uuid kUuid = *base::Uuid::Parse("00112233-4455-6677-8899-aabbccddeeff");
constexpr absl::string_view kUuidHex = "00112233445566778899aabbccddeeff";

// Keys are on disk for ever. docs/JOURNAL_FORMAT.md holds the same vectors.
TEST(Keys, GoldenVectors) {
  const base::Sha256Digest hash = base::Sha256("x");
  const std::string hash_hex = absl::BytesToHexString(base::AsBytes(hash));
  const struct {
    std::string key;
    std::string hex;
  } table[] = {
      {SingleKey(Table::kMeta), "01"},
      {EntryKey(1), "020000000000000001"},
      {EntryKey(258), "020000000000000102"},
      {RequestKey(domain::RequestId(kUuid)), "03" + std::string(kUuidHex)},
      {TileKey(1, 2), "04010000000000000002"},
      {SingleKey(Table::kFrontier), "05"},
      {FundKey(domain::FundId(kUuid)), "10" + std::string(kUuidHex)},
      {PersonKey(domain::PersonId(kUuid)), "11" + std::string(kUuidHex)},
      {AwardKey(domain::AwardId(kUuid)), "12" + std::string(kUuidHex)},
      {RunKey(7), "130000000000000007"},
      {PolicyKey(7), "140000000000000007"},
      {SingleKey(Table::kTotals), "15"},
      {ReferralKey(7), "160000000000000007"},
      {CardKey(domain::CardId(kUuid)), "17" + std::string(kUuidHex)},
      {CardTokenKey("x"), "18" + hash_hex},
      {ProviderKey(domain::ProviderId(kUuid)), "19" + std::string(kUuidHex)},
      {FundCheckpointKey(domain::FundId(kUuid), 4'096),
       "1a" + std::string(kUuidHex) + "ffffffffffffefff"},
      {SubjectKey(hash), "1b" + hash_hex},
      {LookKey(domain::PersonId(kUuid), 7), "1c" + std::string(kUuidHex) + "fffffffffffffff8"},
      {WithheldLookKey(7), "1d0000000000000007"},
      {PolicyTextKey(base::AsBytes(hash)), "20" + hash_hex},
      {DetailKey({kUuid, journal::v1::RETENTION_CLASS_CASE, 7, 3}),
       "21" + std::string(kUuidHex) + "02000000000000000703"},
  };
  for (const auto& row : table) EXPECT_EQ(absl::BytesToHexString(row.key), row.hex);
}

TEST(Keys, RequestRow_goldenVectorAndBack) {
  const std::string bytes = EncodeRequestRow({258, 1});
  EXPECT_EQ(absl::BytesToHexString(bytes), "000000000000010201");
  const std::optional<RequestRow> row = DecodeRequestRow(bytes);
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->first_sequence, 258u);
  EXPECT_EQ(row->entry_count, 1);
}

TEST(DecodeRequestRow, OfAnotherLength_isRefused) {
  for (size_t length = 0; length < 20; ++length) {
    EXPECT_EQ(DecodeRequestRow(std::string(length, '\1')).has_value(), length == 9) << length;
  }
}

TEST(Keys, NumbersSortAsTheyCount) {
  uint64_t before = 0;
  for (const uint64_t number : {1ULL, 255ULL, 256ULL, 65'535ULL, 65'536ULL, 1ULL << 32,
                                (1ULL << 63) - 1, 1ULL << 63, ~0ULL}) {
    EXPECT_LT(EntryKey(before), EntryKey(number));
    EXPECT_EQ(DecodeNumber(EncodeNumber(number)), number);
    before = number;
  }
}

TEST(Keys, FundCheckpoints_ofLaterPositionsComeFirst) {
  const domain::FundId fund(kUuid);
  EXPECT_LT(FundCheckpointKey(fund, 8'192), FundCheckpointKey(fund, 4'096));
  EXPECT_LT(FundCheckpointKey(fund, 1ULL << 63), FundCheckpointKey(fund, 8'192));
}

TEST(Keys, EachTablesRange_holdsItsKeysAlone) {
  for (const Table table : kTables) {
    const storage::KeyRange range = RangeOf(table);
    for (const Table other : kTables) {
      const std::string key = SingleKey(other) + "\xFF\xFF";
      EXPECT_EQ(key >= range.from && key < range.to, other == table);
    }
  }
}

TEST(KeysDeathTest, NumberOfAnotherLength_aborts) {
  EXPECT_DEATH(DecodeNumber("1234567"), "8 bytes");
}

}  // namespace
}  // namespace cardledger::engine
