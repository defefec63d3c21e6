#include "storage/rocksdb/writer_row.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

#include "storage/rocksdb/log_check.h"

namespace cardledger::storage {
namespace {

using Option = rocksdb::WalFilter::WalProcessingOption;

TEST(WriterRow, Golden_isWhatIsStored) {
  const WriterRow row = {.epoch = 0x0102, .sequence = 0x0a0b0c0d0e0f0000};
  const std::string value = EncodeWriterRow(row);
  EXPECT_EQ(absl::BytesToHexString(value), "0100000000000001020a0b0c0d0e0f000001");
  EXPECT_EQ(absl::BytesToHexString(WriterRowKey()), "0077");
  EXPECT_EQ(*DecodeWriterRow(value), row);
}

TEST(WriterRow, LastByte_isNeverZero) { EXPECT_NE(EncodeWriterRow({}).back(), '\0'); }

TEST(WriterRow, DamageAndNewerVersions_areToldApart) {
  const std::string value = EncodeWriterRow({.epoch = 1, .sequence = 2});
  EXPECT_EQ(DecodeWriterRow("").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeWriterRow(value + "x").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeWriterRow(value.substr(0, 17)).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeWriterRow("\x02" + value.substr(1)).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

Option Show(LogOrderCheck& check, const WriterRow& row) {
  rocksdb::WriteBatch batch;
  EXPECT_TRUE(batch.Put("another row", "of the batch").ok());
  EXPECT_TRUE(batch.Delete("a third").ok());
  const absl::string_view key = WriterRowKey();
  EXPECT_TRUE(batch.Put({key.data(), key.size()}, EncodeWriterRow(row)).ok());
  return check.LogRecordFound(1, "log", batch, nullptr, nullptr);
}

TEST(LogOrderCheck, RecordsThatFollowEachOther_pass) {
  LogOrderCheck check(LogOrderCheck::Records::kReplay);
  for (const WriterRow& row : std::vector<WriterRow>{{3, 10}, {3, 11}, {4, 11}, {9, 11}, {9, 12}}) {
    EXPECT_EQ(Show(check, row), Option::kContinueProcessing);
  }
  EXPECT_EQ(check.first(), (WriterRow{3, 10}));
}

TEST(LogOrderCheck, RecordsThatDoNot_areReported) {
  for (const WriterRow& row :
       std::vector<WriterRow>{{3, 10}, {3, 12}, {3, 9}, {4, 11}, {4, 9}, {2, 11}, {2, 10}}) {
    LogOrderCheck check(LogOrderCheck::Records::kReplay);
    EXPECT_EQ(Show(check, {3, 10}), Option::kContinueProcessing);
    EXPECT_EQ(Show(check, row), Option::kCorruptedRecord) << row.epoch << ", " << row.sequence;
  }
}

TEST(LogOrderCheck, RecordWithoutAWriterRow_isReported) {
  LogOrderCheck check(LogOrderCheck::Records::kReplay);
  rocksdb::WriteBatch batch;
  EXPECT_TRUE(batch.Put("a row", "of somebody else").ok());
  EXPECT_EQ(check.LogRecordFound(1, "log", batch, nullptr, nullptr), Option::kCorruptedRecord);
}

TEST(LogOrderCheck, Skipping_onlyLooks) {
  LogOrderCheck check(LogOrderCheck::Records::kSkip);
  EXPECT_EQ(Show(check, {3, 10}), Option::kIgnoreCurrentRecord);
  EXPECT_EQ(Show(check, {3, 12}), Option::kCorruptedRecord);
}

}  // namespace
}  // namespace cardledger::storage
