#pragma once

// A SlotFile as a file that its owner alone may read. For the server and the offline tools. The
// threads of slot_file.h.

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "storage/file/posix_file.h"
#include "storage/slot_file.h"

namespace cardledger::storage {

class FileSlots : public SlotFile {
 public:
  enum class Use {
    kWrite,  // makes the file where there is none, and keeps every other writer out
    kRead,   // a tool's: looks at what stands there, also while a server writes
  };

  // NOT_FOUND to read where there is none; FAILED_PRECONDITION when others than its owner may read
  // it, or another process writes it (`path`.lock is held); DATA_LOSS when it is no number of whole
  // slots; UNAVAILABLE when it cannot be opened.
  static absl::StatusOr<std::unique_ptr<FileSlots>> Open(const std::string& path, Use use);

  absl::StatusOr<uint64_t> Count() const override;
  absl::StatusOr<std::string> Read(uint64_t first, size_t count) const override;
  absl::Status Write(std::span<const Slot> slots) override;
  absl::Status Replace(absl::string_view whole) override;

 private:
  FileSlots(std::string path, std::optional<FileDescriptor> lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}
  absl::Status OpenFile(Use use);
  absl::Status CheckFile() const;

  const std::string path_;
  const std::optional<FileDescriptor> lock_;
  std::optional<FileDescriptor> file_;
};

}  // namespace cardledger::storage
