#include "storage/rocksdb/store_folder.h"

#include <filesystem>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace cardledger::storage {
namespace {

// A creation that power cut short leaves a first MANIFEST and nothing that points to it.
bool IsLeftByCreation(const std::string& name) {
  return name == "LOCK" || name == "IDENTITY" || name == "MANIFEST-000001" ||
         absl::StartsWith(name, "LOG") || absl::EndsWith(name, ".dbtmp");
}

}  // namespace

absl::StatusOr<Presence> LookForStore(rocksdb::Env& env, const std::string& path) {
  const rocksdb::Status current = env.FileExists(path + "/CURRENT");
  if (current.ok()) return Presence::kStore;
  if (!current.IsNotFound()) return OpenErrorToStatus(current, path);
  std::vector<std::string> names;
  const rocksdb::Status listed = env.GetChildren(path, &names);
  if (listed.IsNotFound() || listed.IsPathNotFound()) return Presence::kNothing;
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(listed, path));
  for (const std::string& name : names) {
    if (name == "." || name == ".." || IsLeftByCreation(name)) continue;
    return absl::DataLossError(
        absl::StrCat("cannot open store ", path,
                     ": the folder holds files but no CURRENT, so part of a store is missing"));
  }
  return Presence::kNothing;
}

absl::Status CreateStoreFolder(rocksdb::Env& env, const std::string& path) {
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(env.CreateDirIfMissing(path), path));
  const std::string above = std::filesystem::absolute(path + "/..").lexically_normal().string();
  std::unique_ptr<rocksdb::Directory> folder;
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(env.NewDirectory(above, &folder), path));
  return OpenErrorToStatus(folder->Fsync(), path);
}

absl::StatusOr<std::unique_ptr<StoreLock>> StoreLock::Take(rocksdb::Env& env,
                                                           const std::string& path) {
  rocksdb::FileLock* lock = nullptr;
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(env.LockFile(path + "/LOCK", &lock), path));
  return std::make_unique<StoreLock>(env, lock);
}

StoreLock::~StoreLock() {
  // A lock that cannot be given back is gone with the process.
  env_.UnlockFile(lock_).PermitUncheckedError();
}

}  // namespace cardledger::storage
