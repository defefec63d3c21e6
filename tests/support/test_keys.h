#pragma once

// The key file of a test's ledger, in memory, wrapped by a key that everybody may know. It outlives
// the vaults that are opened over it, as a disk does. Any thread; one vault at a time may write.

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include "absl/strings/escaping.h"

#include "base/check.h"
#include "services/vault/vault.h"
#include "storage/memory/memory_slots.h"

namespace cardledger::tests {

inline constexpr char kTestKek[] = "a key-encryption key of 32 bytes";

// As an operator keeps it.
inline void WriteTestKek(const std::string& path) {
  std::ofstream(path) << absl::BytesToHexString(kTestKek);
  std::filesystem::permissions(
      path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

class TestKeys {
 public:
  using RandomBytes = std::function<std::string(size_t)>;

  std::unique_ptr<storage::SlotFile> NewFile() const {
    return std::make_unique<storage::MemorySlots>(disk_);
  }

  absl::StatusOr<std::unique_ptr<vault::Vault>> Open(RandomBytes random_bytes) {
    return vault::Vault::Open({.file = &file_,
                               .kek = kTestKek,
                               .previous_kek = std::nullopt,
                               .random_bytes = std::move(random_bytes)});
  }
  std::unique_ptr<vault::Vault> MustOpen(RandomBytes random_bytes) {
    auto vault = Open(std::move(random_bytes));
    CARDLEDGER_CHECK(vault.ok(), std::string(vault.status().message()).c_str());
    return *std::move(vault);
  }

  storage::MemorySlotDisk& disk() { return *disk_; }

 private:
  const std::shared_ptr<storage::MemorySlotDisk> disk_ =
      std::make_shared<storage::MemorySlotDisk>();
  storage::MemorySlots file_{disk_};
};

}  // namespace cardledger::tests
