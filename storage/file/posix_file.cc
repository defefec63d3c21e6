#include "storage/file/posix_file.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"

namespace cardledger::storage {
namespace {

absl::Status WriteAll(int file, absl::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError("cannot write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (::fsync(file) != 0) return FileError("cannot sync", path);
  return absl::OkStatus();
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  const FileDescriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.ok()) return FileError("cannot open", folder);
  if (::fsync(file.number()) != 0) return FileError("cannot sync", folder);
  return absl::OkStatus();
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);  // what had to be durable was synced before
}

absl::Status FileError(absl::string_view what, absl::string_view path) {
  return absl::UnavailableError(
      absl::StrCat(what, " ", path, ": ", std::generic_category().message(errno)));
}

absl::Status ReplaceFile(const std::string& path, absl::string_view bytes, unsigned mode) {
  const std::string temporary = path + ".new";
  {
    const FileDescriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (!file.ok()) return FileError("cannot open", temporary);
    CARDLEDGER_RETURN_IF_ERROR(WriteAll(file.number(), bytes, temporary));
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return FileError("cannot replace", path);
  return SyncFolderOf(path);
}

}  // namespace cardledger::storage
