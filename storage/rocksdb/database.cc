#include "storage/rocksdb/database.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "rocksdb/listener.h"

#include "base/status_macros.h"
#include "storage/rocksdb/log_tail.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace cardledger::storage {
namespace {

// RocksDB resumes by itself from some errors and not from others; this store never goes on.
class StopAtFirstError : public rocksdb::EventListener {
 public:
  explicit StopAtFirstError(std::shared_ptr<std::atomic<bool>> stopped)
      : stopped_(std::move(stopped)) {}

  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                         rocksdb::Status* /*error*/) override {
    stopped_->store(true);
  }
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason /*reason*/, rocksdb::Status /*error*/,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }

 private:
  const std::shared_ptr<std::atomic<bool>> stopped_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const RocksDbOptions& options, Mode mode) {
  std::unique_ptr<Database> database(new Database());
  database->mode_ = mode;
  database->env_ = options.env == nullptr ? rocksdb::Env::Default() : options.env;
  rocksdb::Options settings = MakeRocksDbOptions(
      options.write_buffer_bytes == 0 ? kWriteBufferBytes : options.write_buffer_bytes);
  settings.env = database->env_;
  settings.create_if_missing = options.create_if_missing;
  settings.wal_filter = &database->log_order_check_;
  settings.listeners.push_back(std::make_shared<StopAtFirstError>(database->write_stopped_));

  CARDLEDGER_ASSIGN_OR_RETURN(const Presence presence, LookForStore(*database->env_, options.path));
  if (presence == Presence::kStore) {
    CARDLEDGER_RETURN_IF_ERROR(database->Prepare(settings, options.path));
  } else if (options.create_if_missing) {
    CARDLEDGER_RETURN_IF_ERROR(CreateStoreFolder(*database->env_, options.path));
  } else {
    return absl::NotFoundError(absl::StrCat("no store at ", options.path));
  }

  rocksdb::DB* db = nullptr;
  rocksdb::Status opened;
  if (mode == Mode::kReadOnly) {
    AdaptForReadOnly(settings);
    opened = rocksdb::DB::OpenForReadOnly(settings, options.path, &db);
  } else {
    opened = rocksdb::DB::Open(settings, options.path, &db);
  }
  database->db_.reset(db);
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(opened, options.path));
  return database;
}

absl::Status Database::Prepare(const rocksdb::Options& settings, const std::string& path) {
  // Without this look RocksDB would rename the event log of a server that is running, and only then
  // find the lock.
  CARDLEDGER_ASSIGN_OR_RETURN(std::unique_ptr<StoreLock> lock, StoreLock::Take(*env_, path));
  if (mode_ == Mode::kReadWrite) CARDLEDGER_RETURN_IF_ERROR(TrimTornTails(*env_, path));
  CARDLEDGER_RETURN_IF_ERROR(CheckLogsJoinTables(settings, path));
  // For writing RocksDB takes the lock itself, so here it must be given back.
  if (mode_ == Mode::kReadOnly) reading_lock_ = std::move(lock);
  return absl::OkStatus();
}

Database::~Database() {
  // Whoever wants to know how closing went has called Close.
  Close().IgnoreError();
}

absl::Status Database::Close() {
  if (db_ == nullptr) return absl::OkStatus();
  const rocksdb::Status closed = db_->Close();
  db_.reset();
  reading_lock_.reset();
  return ReadErrorToStatus(closed);
}

}  // namespace cardledger::storage
