#include "storage/rocksdb/log_tail.h"

#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "base/status_macros.h"
#include "storage/rocksdb/log_format.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace cardledger::storage {
namespace {

std::optional<std::string> NewestLog(const std::vector<std::string>& names) {
  std::optional<std::string> newest;
  uint64_t highest = 0;
  for (const std::string& name : names) {
    absl::string_view number_text = name;
    uint64_t number = 0;
    if (!absl::ConsumeSuffix(&number_text, ".log") || !absl::SimpleAtoi(number_text, &number)) {
      continue;
    }
    if (newest.has_value() && number < highest) continue;
    newest = name;
    highest = number;
  }
  return newest;
}

absl::StatusOr<bool> EndsInZero(rocksdb::Env& env, const std::string& path) {
  uint64_t size = 0;
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(env.GetFileSize(path, &size), path));
  if (size == 0) return false;
  std::unique_ptr<rocksdb::RandomAccessFile> file;
  char scratch = 1;
  rocksdb::Slice last;
  rocksdb::Status status = env.NewRandomAccessFile(path, &file, rocksdb::EnvOptions());
  if (status.ok()) status = file->Read(size - 1, 1, &last, &scratch);
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(status, path));
  return last.size() == 1 && last[0] == '\0';
}

absl::Status CutTo(rocksdb::Env& env, const std::string& path, uint64_t size) {
  std::unique_ptr<rocksdb::WritableFile> file;
  rocksdb::Status status = env.ReopenWritableFile(path, &file, rocksdb::EnvOptions());
  if (status.ok()) status = file->Truncate(size);
  if (status.ok()) status = file->Close();
  return OpenErrorToStatus(status, path);
}

absl::Status TrimTornTail(rocksdb::Env& env, const std::string& path) {
  // A look at one byte spares nearly every open the reading of whole files.
  CARDLEDGER_ASSIGN_OR_RETURN(const bool ends_in_zero, EndsInZero(env, path));
  if (!ends_in_zero) return absl::OkStatus();
  std::string bytes;
  CARDLEDGER_RETURN_IF_ERROR(
      OpenErrorToStatus(rocksdb::ReadFileToString(&env, path, &bytes), path));
  const std::optional<size_t> tail = FindTornTail(bytes);
  return tail.has_value() ? CutTo(env, path, *tail) : absl::OkStatus();
}

}  // namespace

absl::Status TrimTornTails(rocksdb::Env& env, const std::string& folder) {
  std::vector<std::string> names;
  CARDLEDGER_RETURN_IF_ERROR(OpenErrorToStatus(env.GetChildren(folder, &names), folder));
  if (const std::optional<std::string> log = NewestLog(names); log.has_value()) {
    CARDLEDGER_RETURN_IF_ERROR(TrimTornTail(env, folder + "/" + *log));
  }
  std::string current;
  CARDLEDGER_RETURN_IF_ERROR(
      OpenErrorToStatus(rocksdb::ReadFileToString(&env, folder + "/CURRENT", &current), folder));
  const std::string manifest(absl::StripAsciiWhitespace(current));
  // A CURRENT that names no MANIFEST is damage, which RocksDB reports.
  if (!absl::StartsWith(manifest, "MANIFEST-") || !env.FileExists(folder + "/" + manifest).ok()) {
    return absl::OkStatus();
  }
  return TrimTornTail(env, folder + "/" + manifest);
}

}  // namespace cardledger::storage
