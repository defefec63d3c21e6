#include "tests/contract/stores.h"

#include <fstream>

#include "storage/file/file_anchor.h"
#include "storage/memory/memory_anchor.h"
#include "storage/memory/memory_store.h"
#ifdef CARDLEDGER_WITH_ROCKSDB
#include "storage/rocksdb/rocksdb_store.h"
#endif

namespace cardledger::contract {
namespace {

StoreOpener MakeMemory(const std::string& /*folder*/) {
  return
      [disk = std::make_shared<storage::MemoryDisk>()] { return storage::OpenMemoryStore(disk); };
}

#ifdef CARDLEDGER_WITH_ROCKSDB
StoreOpener MakeRocksDb(const std::string& folder) {
  return [path = folder + "/store"] {
    return storage::OpenRocksDbStore({.path = path, .create_if_missing = true});
  };
}
#endif

AnchorPlace MakeMemoryAnchor(const std::string& /*folder*/) {
  const auto file = std::make_shared<storage::MemoryAnchorFile>();
  return {.open = [file] { return std::make_unique<storage::MemoryAnchor>(file); },
          .damage = [file] { file->Damage(); }};
}

AnchorPlace MakeFileAnchor(const std::string& folder) {
  const std::string path = folder + "/anchor";
  return {.open = [path] { return std::make_unique<storage::FileAnchor>(path); },
          .damage =
              [path] {
                std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
                file.seekp(30);
                file.put('~');
              }};
}

}  // namespace

const std::vector<StoreKind>& AllStores() {
  static const auto* const kinds = new std::vector<StoreKind>{
      {"memory", MakeMemory},
#ifdef CARDLEDGER_WITH_ROCKSDB
      {"rocksdb", MakeRocksDb},
#endif
  };
  return *kinds;
}

const std::vector<AnchorKind>& AllAnchors() {
  static const auto* const kinds = new std::vector<AnchorKind>{
      {"memory", MakeMemoryAnchor},
      {"file", MakeFileAnchor},
  };
  return *kinds;
}

}  // namespace cardledger::contract
