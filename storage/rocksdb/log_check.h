#pragma once

// Whether RocksDB's logs tell the whole story. RocksDB checks each record by itself; these checks
// find records that are missing between good ones, by the writer row that each record holds. Used
// by database when it opens one.
// What they cannot find: records missing at the very end.

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "rocksdb/options.h"
#include "rocksdb/wal_filter.h"

#include "storage/rocksdb/writer_row.h"

namespace cardledger::storage {

// Looks at each record as RocksDB replays its logs: it must follow the one before (the same epoch
// and the next sequence, or a higher epoch and the same sequence), else the open fails.
class LogOrderCheck : public rocksdb::WalFilter {
 public:
  enum class Records { kReplay, kSkip };

  explicit LogOrderCheck(Records records) : records_(records) {}
  const char* Name() const override { return "cardledger.LogOrderCheck"; }

  // NOLINTNEXTLINE(google-runtime-int): RocksDB's own type
  WalProcessingOption LogRecordFound(unsigned long long log_number,
                                     const std::string& log_file_name,
                                     const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch* new_batch, bool* batch_changed) override;

  // Of the oldest record seen.
  const std::optional<WriterRow>& first() const { return first_; }

 private:
  const Records records_;
  std::optional<WriterRow> first_;
  std::optional<WriterRow> last_;
};

// DATA_LOSS when the oldest record of the logs comes later than the next after what the tables
// hold: then a table, or the MANIFEST's mention of it, is lost. Opens the database for reading,
// with `settings` otherwise, and changes no file.
absl::Status CheckLogsJoinTables(rocksdb::Options settings, const std::string& path);

}  // namespace cardledger::storage
