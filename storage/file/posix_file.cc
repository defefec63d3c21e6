#include "storage/file/posix_file.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include <sys/file.h>
#include <sys/stat.h>

namespace cardledger::storage {
namespace {

constexpr size_t kZerosAtATime = 65'536;
constexpr unsigned kOwnerAlone = 0600;

absl::StatusOr<FileDescriptor> Lock(const std::string& path, int how, const std::string& locked) {
  FileDescriptor file(::open(locked.c_str(), how | O_CLOEXEC, kOwnerAlone));
  if (!file.ok()) return FileError("cannot open", locked);
  if (::flock(file.number(), LOCK_EX | LOCK_NB) == 0) return file;
  if (errno != EWOULDBLOCK) return FileError("cannot lock", locked);
  return absl::FailedPreconditionError(absl::StrCat(path, " is in use by another process"));
}

absl::Status Sync(int file, const std::string& path) {
  return ::fsync(file) == 0 ? absl::OkStatus() : FileError("cannot sync", path);
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  const FileDescriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.ok()) return FileError("cannot open", folder);
  return Sync(file.number(), folder);
}

absl::Status WriteNewFile(const std::string& path, absl::string_view bytes, unsigned mode) {
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (!file.ok()) return FileError("cannot open", path);
  CARDLEDGER_RETURN_IF_ERROR(WriteAt(file.number(), 0, bytes, path));
  return Sync(file.number(), path);
}

absl::Status OverwriteFile(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file.ok()) return FileError("cannot open", path);
  return OverwriteWithZeros(file.number(), path);
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);  // what had to be durable was synced before
}

absl::Status FileError(absl::string_view what, absl::string_view path) {
  return absl::UnavailableError(
      absl::StrCat(what, " ", path, ": ", std::generic_category().message(errno)));
}

absl::StatusOr<FileDescriptor> LockFile(const std::string& path) {
  return Lock(path, O_RDWR | O_CREAT, path + ".lock");
}

absl::StatusOr<FileDescriptor> LockFolder(const std::string& path) {
  return Lock(path, O_RDONLY | O_DIRECTORY, path);
}

absl::Status WriteAt(int file, uint64_t offset, absl::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError("cannot write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
    offset += static_cast<uint64_t>(written);
  }
  return absl::OkStatus();
}

absl::Status OverwriteWithZeros(int file, const std::string& path) {
  struct stat found {};
  if (::fstat(file, &found) != 0) return FileError("cannot read", path);
  const std::string zeros(kZerosAtATime, '\0');
  const auto size = static_cast<size_t>(found.st_size);
  for (size_t at = 0; at < size; at += zeros.size()) {
    const absl::string_view next = absl::string_view(zeros).substr(0, size - at);
    CARDLEDGER_RETURN_IF_ERROR(WriteAt(file, at, next, path));
  }
  return Sync(file, path);
}

absl::Status DestroyFile(const std::string& path) {
  absl::Status overwritten = OverwriteFile(path);
  if (::unlink(path.c_str()) != 0) {
    return errno == ENOENT ? absl::OkStatus() : FileError("cannot remove", path);
  }
  CARDLEDGER_RETURN_IF_ERROR(SyncFolderOf(path));
  return overwritten;
}

absl::Status ReplaceFile(const std::string& path, absl::string_view bytes, unsigned mode) {
  const std::string temporary = path + ".new";
  absl::Status written = WriteNewFile(temporary, bytes, mode);
  if (written.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = FileError("cannot replace", path);
  }
  if (written.ok()) return SyncFolderOf(path);
  // The first error says more than one of the tidying up.
  DestroyFile(temporary).IgnoreError();
  return written;
}

}  // namespace cardledger::storage
