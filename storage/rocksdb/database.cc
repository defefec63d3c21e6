#include "storage/rocksdb/database.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
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

// Under the lock, before RocksDB takes it. Without this look RocksDB would rename the event log of
// a server that is running, and only then find the lock.
absl::Status PrepareFiles(rocksdb::Env& env, const std::string& path) {
  rocksdb::FileLock* lock = nullptr;
  const rocksdb::Status locked = env.LockFile(path + "/LOCK", &lock);
  if (!locked.ok()) return OpenErrorToStatus(locked, path);
  const absl::Status trimmed = TrimTornTails(env, path);
  const rocksdb::Status unlocked = env.UnlockFile(lock);
  return trimmed.ok() ? OpenErrorToStatus(unlocked, path) : trimmed;
}

// RocksDB syncs what is in its folder, but not the folder's own name in the one above.
absl::Status CreateFolder(rocksdb::Env& env, const std::string& path) {
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(env.CreateDirIfMissing(path), path));
  const std::string above = std::filesystem::absolute(path + "/..").lexically_normal().string();
  std::unique_ptr<rocksdb::Directory> folder;
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(env.NewDirectory(above, &folder), path));
  return OpenErrorToStatus(folder->Fsync(), path);
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
  if (options.create_if_missing) return CreateFolder(env, options.path);
  return absl::NotFoundError(absl::StrCat("no store at ", options.path));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const RocksDbOptions& options, Mode mode) {
  std::unique_ptr<Database> database(new Database());
  database->mode_ = mode;
  database->env_ = options.env == nullptr ? rocksdb::Env::Default() : options.env;
  CARDLEDGER_RETURN_IF_ERROR(CheckPresence(*database->env_, options));

  rocksdb::Options settings = MakeRocksDbOptions(
      options.write_buffer_bytes == 0 ? kWriteBufferBytes : options.write_buffer_bytes);
  settings.env = database->env_;
  settings.create_if_missing = options.create_if_missing;
  settings.wal_filter = &database->log_order_check_;
  settings.listeners.push_back(std::make_shared<StopAtFirstError>(database->write_stopped_));
  rocksdb::DB* db = nullptr;
  rocksdb::Status opened;
  if (mode == Mode::kReadOnly) {
    CARDLEDGER_RETURN_IF_ERROR(database->LockForReading(options.path));
    opened = rocksdb::DB::OpenForReadOnly(settings, options.path, &db);
  } else {
    if (database->env_->FileExists(options.path + "/CURRENT").ok()) {
      CARDLEDGER_RETURN_IF_ERROR(PrepareFiles(*database->env_, options.path));
    }
    opened = rocksdb::DB::Open(settings, options.path, &db);
  }
  database->db_.reset(db);
  if (!opened.ok()) return OpenErrorToStatus(opened, options.path);
  return database;
}

absl::Status Database::LockForReading(const std::string& path) {
  return OpenErrorToStatus(env_->LockFile(path + "/LOCK", &reading_lock_), path);
}

Database::~Database() {
  // Whoever wants to know how closing went has called Close.
  Close().IgnoreError();
}

absl::Status Database::Close() {
  rocksdb::Status closed;
  if (db_ != nullptr) closed = db_->Close();
  db_.reset();
  if (reading_lock_ != nullptr) {
    const rocksdb::Status unlocked = env_->UnlockFile(reading_lock_);
    reading_lock_ = nullptr;
    if (closed.ok()) closed = unlocked;
  }
  return ReadErrorToStatus(closed);
}

}  // namespace cardledger::storage
