#include "storage/rocksdb/writer_row.h"

#include <memory>

#include "base/status_macros.h"
#include "storage/batch_bounds.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/rocksdb_status.h"

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

absl::StatusOr<std::optional<WriterRow>> ReadWriterRow(rocksdb::DB& db) {
  const rocksdb::ReadOptions read = MakeReadOptions(nullptr);
  const rocksdb::Slice key(kKey, sizeof(kKey));
  std::string value;
  const rocksdb::Status status = db.Get(read, key, &value);
  if (status.ok()) return DecodeWriterRow(value);
  if (!status.IsNotFound()) return ReadErrorToStatus(status);
  const std::unique_ptr<rocksdb::Iterator> iterator(db.NewIterator(read));
  iterator->SeekToFirst();
  CARDLEDGER_RETURN_IF_ERROR(ReadErrorToStatus(iterator->status()));
  if (iterator->Valid()) return absl::DataLossError("the store holds rows but no writer row");
  return std::nullopt;
}

}  // namespace cardledger::storage
