#include "storage/rocksdb/writer_row.h"

#include "storage/batch_bounds.h"

namespace cardledger::storage {
namespace {

constexpr char kKey[] = {kStoreOwnByte, 'w'};
constexpr char kVersion = 1;
constexpr char kEnd = 1;
constexpr size_t kValueBytes = 2 + 2 * sizeof(uint64_t);

void AppendBigEndian(uint64_t number, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(number >> shift));
}

uint64_t ReadBigEndian(absl::string_view bytes) {
  uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

// Picks the writer row out of a batch.
class WriterRowFinder : public rocksdb::WriteBatch::Handler {
 public:
  rocksdb::Status PutCF(uint32_t /*column_family*/, const rocksdb::Slice& key,
                        const rocksdb::Slice& value) override {
    if (key == rocksdb::Slice(kKey, sizeof(kKey))) {
      const absl::StatusOr<WriterRow> row = DecodeWriterRow({value.data(), value.size()});
      if (row.ok()) row_ = *row;
    }
    return rocksdb::Status::OK();
  }
  rocksdb::Status DeleteCF(uint32_t /*column_family*/, const rocksdb::Slice& /*key*/) override {
    return rocksdb::Status::OK();
  }

  const std::optional<WriterRow>& row() const { return row_; }

 private:
  std::optional<WriterRow> row_;
};

bool Follows(const WriterRow& row, const WriterRow& before) {
  if (row.epoch == before.epoch) return row.sequence == before.sequence + 1;
  return row.epoch > before.epoch && row.sequence == before.sequence;
}

}  // namespace

absl::string_view WriterRowKey() { return {kKey, sizeof(kKey)}; }

std::string EncodeWriterRow(const WriterRow& row) {
  std::string value;
  value.reserve(kValueBytes);
  value.push_back(kVersion);
  AppendBigEndian(row.epoch, value);
  AppendBigEndian(row.sequence, value);
  value.push_back(kEnd);
  return value;
}

absl::StatusOr<WriterRow> DecodeWriterRow(absl::string_view value) {
  if (value.empty()) return absl::DataLossError("the writer row is empty");
  if (value[0] != kVersion) {
    return absl::FailedPreconditionError("the store was written by a newer version");
  }
  if (value.size() != kValueBytes || value.back() != kEnd) {
    return absl::DataLossError("the writer row is not whole");
  }
  return WriterRow{.epoch = ReadBigEndian(value.substr(1, 8)),
                   .sequence = ReadBigEndian(value.substr(9, 8))};
}

rocksdb::WalFilter::WalProcessingOption LogOrderCheck::LogRecordFound(
    unsigned long long /*log_number*/, const std::string& /*log_file_name*/,
    const rocksdb::WriteBatch& batch, rocksdb::WriteBatch* /*new_batch*/, bool* /*batch_changed*/) {
  WriterRowFinder finder;
  if (!batch.Iterate(&finder).ok() || !finder.row().has_value()) {
    return WalProcessingOption::kCorruptedRecord;
  }
  if (last_.has_value() && !Follows(*finder.row(), *last_)) {
    return WalProcessingOption::kCorruptedRecord;
  }
  last_ = finder.row();
  return WalProcessingOption::kContinueProcessing;
}

}  // namespace cardledger::storage
