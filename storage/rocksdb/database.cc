#include "storage/rocksdb/database.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/listener.h"

#include "base/status_macros.h"
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

enum class Presence { kNothing, kStore, kRemains };

// A creation that power cut short leaves a first MANIFEST and nothing that points to it.
bool IsLeftByCreation(const std::string& name) {
  return name == "LOCK" || name == "IDENTITY" || name == "MANIFEST-000001" ||
         absl::StartsWith(name, "LOG") || absl::EndsWith(name, ".dbtmp");
}

// RocksDB takes a folder without CURRENT for an empty one and, asked to create, writes over what is
// there. A store that has lost its CURRENT must not become a new one.
absl::StatusOr<Presence> Look(rocksdb::Env& env, const std::string& path) {
  const rocksdb::Status current = env.FileExists(path + "/CURRENT");
  if (current.ok()) return Presence::kStore;
  if (!current.IsNotFound()) return OpenErrorToStatus(current, path);
  std::vector<std::string> names;
  const rocksdb::Status listed = env.GetChildren(path, &names);
  if (listed.IsNotFound() || listed.IsPathNotFound()) return Presence::kNothing;
  if (!listed.ok()) return OpenErrorToStatus(listed, path);
  for (const std::string& name : names) {
    if (name != "." && name != ".." && !IsLeftByCreation(name)) return Presence::kRemains;
  }
  return Presence::kNothing;
}

// Opening renames RocksDB's log of events before it takes the lock; a look at the lock first leaves
// the files of a running server alone.
absl::Status CheckNotInUse(rocksdb::Env& env, const std::string& path) {
  rocksdb::FileLock* lock = nullptr;
  const rocksdb::Status locked = env.LockFile(path + "/LOCK", &lock);
  if (!locked.ok()) return OpenErrorToStatus(locked, path);
  return OpenErrorToStatus(env.UnlockFile(lock), path);
}

absl::Status CheckPresence(rocksdb::Env& env, const RocksDbOptions& options) {
  CARDLEDGER_ASSIGN_OR_RETURN(const Presence presence, Look(env, options.path));
  switch (presence) {
    case Presence::kStore:
      return absl::OkStatus();
    case Presence::kRemains:
      return absl::DataLossError(
          absl::StrCat("cannot open store ", options.path,
                       ": the folder holds files but no CURRENT, so part of a store is missing"));
    case Presence::kNothing:
      break;
  }
  if (options.create_if_missing) return absl::OkStatus();
  return absl::NotFoundError(absl::StrCat("no store at ", options.path));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const RocksDbOptions& options, Mode mode) {
  std::unique_ptr<Database> database(new Database());
  database->env_ = rocksdb::Env::Default();
  if (options.file_system != nullptr) {
    database->own_env_ = rocksdb::NewCompositeEnv(options.file_system);
    database->env_ = database->own_env_.get();
  }
  CARDLEDGER_RETURN_IF_ERROR(CheckPresence(*database->env_, options));

  rocksdb::Options settings = MakeRocksDbOptions();
  settings.env = database->env_;
  settings.create_if_missing = options.create_if_missing;
  settings.wal_filter = &database->log_order_check_;
  settings.listeners.push_back(std::make_shared<StopAtFirstError>(database->write_stopped_));
  rocksdb::DB* db = nullptr;
  rocksdb::Status opened;
  if (mode == Mode::kReadOnly) {
    opened = rocksdb::DB::OpenForReadOnly(settings, options.path, &db);
  } else {
    if (database->env_->FileExists(options.path + "/CURRENT").ok()) {
      CARDLEDGER_RETURN_IF_ERROR(CheckNotInUse(*database->env_, options.path));
    }
    opened = rocksdb::DB::Open(settings, options.path, &db);
  }
  database->db_.reset(db);
  if (!opened.ok()) return OpenErrorToStatus(opened, options.path);
  return database;
}

Database::~Database() {
  if (db_ != nullptr) db_->Close().PermitUncheckedError();
}

absl::Status Database::Close() {
  if (db_ == nullptr) return absl::OkStatus();
  const rocksdb::Status closed = db_->Close();
  db_.reset();
  return ReadErrorToStatus(closed);
}

}  // namespace cardledger::storage
