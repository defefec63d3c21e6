#include "storage/rocksdb/rocksdb_verify.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rocksdb/metadata.h"

#include "base/status_macros.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace cardledger::storage {
namespace {

// Opening compares sizes too, but opening for reading alone does not promise it.
absl::Status VerifySizes(Database& database) {
  std::vector<rocksdb::LiveFileMetaData> files;
  database.db().GetLiveFilesMetaData(&files);
  for (const rocksdb::LiveFileMetaData& file : files) {
    const std::string path = file.db_path + file.name;
    uint64_t size = 0;
    CARDLEDGER_RETURN_IF_ERROR(ReadErrorToStatus(database.env().GetFileSize(path, &size)));
    if (size != file.size) {
      return absl::DataLossError(
          absl::StrCat(path, " has ", size, " bytes where ", file.size, " were recorded"));
    }
    if (file.file_checksum.empty()) {
      return absl::DataLossError(absl::StrCat("no checksum was recorded for ", path));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyRocksDbFiles(const RocksDbOptions& options) {
  RocksDbOptions existing = options;
  existing.create_if_missing = false;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<Database> database,
                              Database::Open(existing, Database::Mode::kReadOnly));
  CARDLEDGER_RETURN_IF_ERROR(VerifySizes(*database));
  const rocksdb::ReadOptions read = MakeReadOptions(nullptr);
  CARDLEDGER_RETURN_IF_ERROR(ReadErrorToStatus(database->db().VerifyFileChecksums(read)));
  CARDLEDGER_RETURN_IF_ERROR(ReadErrorToStatus(database->db().VerifyChecksum(read)));
  return database->Close();
}

}  // namespace cardledger::storage
