#include "storage/rocksdb/log_check.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"

#include "base/status_macros.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace cardledger::storage {
namespace {

// Picks the writer row out of a batch.
class WriterRowFinder : public rocksdb::WriteBatch::Handler {
 public:
  rocksdb::Status PutCF(uint32_t /*column_family*/, const rocksdb::Slice& key,
                        const rocksdb::Slice& value) override {
    if (absl::string_view(key.data(), key.size()) != WriterRowKey()) return rocksdb::Status::OK();
    const absl::StatusOr<WriterRow> row = DecodeWriterRow({value.data(), value.size()});
    if (row.ok()) row_ = *row;
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

// Logs may begin with what has reached the tables already.
bool Joins(const WriterRow& oldest_logged, const WriterRow& in_tables) {
  const bool is_in_tables =
      oldest_logged.sequence <= in_tables.sequence && oldest_logged.epoch <= in_tables.epoch;
  return is_in_tables || Follows(oldest_logged, in_tables);
}

}  // namespace

rocksdb::WalFilter::WalProcessingOption LogOrderCheck::LogRecordFound(
    unsigned long long /*log_number*/,  // NOLINT(google-runtime-int): RocksDB's own type
    const std::string& /*log_file_name*/, const rocksdb::WriteBatch& batch,
    rocksdb::WriteBatch* /*new_batch*/, bool* /*batch_changed*/) {
  WriterRowFinder finder;
  if (!batch.Iterate(&finder).ok() || !finder.row().has_value()) {
    return WalProcessingOption::kCorruptedRecord;
  }
  if (last_.has_value() && !Follows(*finder.row(), *last_)) {
    return WalProcessingOption::kCorruptedRecord;
  }
  last_ = finder.row();
  if (!first_.has_value()) first_ = last_;
  return records_ == Records::kReplay ? WalProcessingOption::kContinueProcessing
                                      : WalProcessingOption::kIgnoreCurrentRecord;
}

absl::Status CheckLogsJoinTables(rocksdb::Options settings, const std::string& path) {
  // Skipping every record leaves what is in the tables.
  LogOrderCheck check(LogOrderCheck::Records::kSkip);
  settings.wal_filter = &check;
  AdaptForReadOnly(settings);
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(settings, path, &opened);
  const std::unique_ptr<rocksdb::DB> db(opened);
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(status, path));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<WriterRow> in_tables, ReadWriterRow(*db));
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(db->Close(), path));
  if (!check.first().has_value() || Joins(*check.first(), in_tables.value_or(WriterRow()))) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat("cannot open store ", path, ": its logs begin at batch ",
                                          check.first()->sequence, " and its tables end at batch ",
                                          in_tables.value_or(WriterRow()).sequence));
}

}  // namespace cardledger::storage
