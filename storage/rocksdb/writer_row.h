#pragma once

// The one row that a RocksDB store keeps for itself: the highest epoch and the store sequence. It
// is part of every batch, so it is as durable as the batch. Also the check of a log's order that
// the row makes possible. Used by rocksdb_store and rocksdb_verify.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rocksdb/wal_filter.h"
#include "rocksdb/write_batch.h"

namespace cardledger::storage {

struct WriterRow {
  uint64_t epoch = 0;
  uint64_t sequence = 0;

  friend bool operator==(const WriterRow&, const WriterRow&) = default;
};

// Begins with the byte that kv_store.h leaves to the store.
absl::string_view WriterRowKey();

// A version byte, epoch and sequence as big-endian numbers, and a byte that is not zero. The row is
// the last of its batch, so that a record of the log never ends in a zero byte (log_tail.h).
std::string EncodeWriterRow(const WriterRow& row);
// DATA_LOSS when it is not whole, FAILED_PRECONDITION for a version this program does not know.
absl::StatusOr<WriterRow> DecodeWriterRow(absl::string_view value);

// While RocksDB replays its logs: each record must hold a writer row that follows the one before
// (the same epoch and the next sequence, or a higher epoch and the same sequence). RocksDB checks
// each record by itself; this finds a record that is missing between two good ones.
class LogOrderCheck : public rocksdb::WalFilter {
 public:
  const char* Name() const override { return "cardledger.LogOrderCheck"; }

  WalProcessingOption LogRecordFound(unsigned long long log_number,
                                     const std::string& log_file_name,
                                     const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch* new_batch, bool* batch_changed) override;

 private:
  std::optional<WriterRow> last_;
};

}  // namespace cardledger::storage
