#include "tests/bench/bench_store.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <openssl/rand.h>

#include "base/check.h"
#include "base/status_macros.h"
#include "storage/rocksdb/rocksdb_store.h"
#include <sys/stat.h>

namespace cardledger::bench {
namespace {

constexpr uint64_t kStatBlockBytes = 512;

absl::Status MakeFolder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return absl::UnavailableError(folder + ": " + error.message());
  return absl::OkStatus();
}

}  // namespace

std::string StoreFolder(const std::string& folder) { return folder + "/store"; }
std::string AnchorFile(const std::string& folder) { return folder + "/anchor"; }

absl::StatusOr<std::unique_ptr<storage::SlotFile>> OpenKeyFile(const std::string& folder) {
  return storage::FileSlots::Open(folder + "/keys", storage::FileSlots::Use::kWrite);
}

absl::StatusOr<std::unique_ptr<BenchStore>> BenchStore::Open(const std::string& folder) {
  CARDLEDGER_RETURN_IF_ERROR(MakeFolder(folder));
  std::unique_ptr<BenchStore> opened(new BenchStore(folder));
  storage::RocksDbOptions store_options;
  store_options.path = StoreFolder(folder);
  store_options.create_if_missing = true;
  CARDLEDGER_ASSIGN_OR_RETURN(opened->store_, storage::OpenRocksDbStore(store_options));
  CARDLEDGER_ASSIGN_OR_RETURN(opened->keys_, OpenKeyFile(folder));
  CARDLEDGER_ASSIGN_OR_RETURN(opened->vault_, vault::Vault::Open({.file = opened->keys_.get(),
                                                                  .kek = kBenchKek,
                                                                  .previous_kek = std::nullopt,
                                                                  .random_bytes = RandomBytes}));
  engine::EngineOptions options;
  options.vault = opened->vault_.get();
  options.store = opened->store_.get();
  options.anchor = &opened->anchor_;
  options.clock = &opened->clock_;
  options.random_bytes = RandomBytes;
  options.create = journal::v1::LEDGER_KIND_SANDBOX;
  CARDLEDGER_ASSIGN_OR_RETURN(opened->engine_, engine::Engine::Open(std::move(options)));
  opened->engine_->Start();
  return opened;
}

BenchStore::~BenchStore() { Close().IgnoreError(); }

absl::Status BenchStore::Close() {
  if (!store_) return absl::OkStatus();
  if (engine_) CARDLEDGER_RETURN_IF_ERROR(engine_->Stop());
  engine_.reset();
  absl::Status closed = store_->Close();
  store_.reset();
  return closed;
}

uint64_t DiskBytes(const std::string& folder) {
  uint64_t bytes = 0;
  std::error_code ignored;  // files come and go while a store is open
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder, ignored)) {
    struct stat status {};
    if (::stat(file.path().c_str(), &status) == 0) {
      bytes += static_cast<uint64_t>(status.st_blocks) * kStatBlockBytes;
    }
  }
  return bytes;
}

uint64_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  uint64_t total_pages = 0;
  uint64_t resident_pages = 0;
  file >> total_pages >> resident_pages;
  return resident_pages * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  CARDLEDGER_CHECK(
      RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1,
      "the system has random bytes");
  return bytes;
}

}  // namespace cardledger::bench
