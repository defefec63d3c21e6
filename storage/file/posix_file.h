#pragma once

// What the files of this folder share: descriptors that close themselves, writes that are whole and
// synced, locks, the exchange of one file for another, and the end of one that held secrets. Any
// thread; each function by itself. Errors are UNAVAILABLE and name the file.

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cardledger::storage {

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  int number() const { return number_; }
  bool ok() const { return number_ >= 0; }

 private:
  int number_;
};

// Of the call that has just set errno.
absl::Status FileError(absl::string_view what, absl::string_view path);

// Keep every other process that asks for the same out, until what they return is closed.
// FAILED_PRECONDITION where another process has it.
absl::StatusOr<FileDescriptor> LockFile(const std::string& path);    // by way of `path`.lock
absl::StatusOr<FileDescriptor> LockFolder(const std::string& path);  // puts nothing into it

// All of `bytes`, not synced.
absl::Status WriteAt(int file, uint64_t offset, absl::string_view bytes, const std::string& path);

// Overwrites the whole file where it stands, durably: what was in it is gone as far as the medium
// lets it be (slot_file.h).
absl::Status OverwriteWithZeros(int file, const std::string& path);

// Overwrites and removes, durably; OK where there is no such file. What cannot be overwritten, as
// on a full disk that copies on write, is removed all the same.
absl::Status DestroyFile(const std::string& path);

// Makes `path` hold `bytes`, durably: by way of `path`.new, so that one of the two states stands,
// whole. `mode` is that of a new file, such as 0600. After an error `path`.new is destroyed; it
// stands where the process ended meanwhile.
absl::Status ReplaceFile(const std::string& path, absl::string_view bytes, unsigned mode);

}  // namespace cardledger::storage
