#include "storage/rocksdb/rocksdb_status.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace cardledger::storage {
namespace {

bool IsFileMissing(const rocksdb::Status& error) {
  return error.IsNotFound() || error.IsPathNotFound() ||
         (error.IsIOError() && absl::StrContains(error.ToString(), "No such file"));
}

// RocksDB has no code of its own for a lock that another holds.
bool IsLocked(const rocksdb::Status& error) {
  const std::string text = error.ToString();
  return error.IsIOError() && (absl::StrContains(text, "lock hold by current process") ||
                               absl::StrContains(text, "While lock file"));
}

}  // namespace

absl::Status ReadErrorToStatus(const rocksdb::Status& error) {
  if (error.ok()) return absl::OkStatus();
  if (error.IsCorruption() || IsFileMissing(error)) return absl::DataLossError(error.ToString());
  return absl::UnavailableError(error.ToString());
}

absl::Status OpenErrorToStatus(const rocksdb::Status& error, absl::string_view path) {
  if (error.ok()) return absl::OkStatus();
  if (IsLocked(error)) {
    return absl::FailedPreconditionError(absl::StrCat("store in use by another process: ", path));
  }
  if (error.IsNotSupported()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "store ", path, " has a format this program does not know: ", error.ToString()));
  }
  const std::string message = absl::StrCat("cannot open store ", path, ": ", error.ToString());
  // A store that is there and cannot be understood is damaged, whatever RocksDB calls it.
  if (error.IsIOError() && !IsFileMissing(error)) return absl::UnavailableError(message);
  return absl::DataLossError(message);
}

}  // namespace cardledger::storage
