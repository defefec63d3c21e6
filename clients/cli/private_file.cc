#include "clients/cli/private_file.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "absl/strings/str_cat.h"

#include <sys/stat.h>

namespace cardledger::cli {
namespace {

constexpr mode_t kOwnerAlone = S_IRUSR | S_IWUSR;

absl::Status Failed(const std::string& path, int error) {
  return absl::InternalError(absl::StrCat("it could not be written to ", path, ": ",
                                          std::generic_category().message(error)));
}

// One that stood may be open to others. What is no ordinary file keeps its own rights. 0, or what
// went wrong.
int CloseToOthers(int file) {
  struct stat standing = {};
  if (fstat(file, &standing) != 0) return errno;
  if (!S_ISREG(standing.st_mode)) return 0;
  return fchmod(file, kOwnerAlone) == 0 ? 0 : errno;
}

// 0, or what went wrong.
int WriteAll(int file, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

}  // namespace

absl::Status WritePrivateFile(const std::string& path, absl::string_view text, bool replace) {
  const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (replace ? O_TRUNC : O_EXCL);
  const int file = open(path.c_str(), flags, kOwnerAlone);
  if (file < 0 && errno == EEXIST) {
    return absl::AlreadyExistsError(
        absl::StrCat(path, " is there already; --force writes over it"));
  }
  if (file < 0) return Failed(path, errno);
  int error = CloseToOthers(file);
  if (error == 0) error = WriteAll(file, text);
  if (close(file) != 0 && error == 0) error = errno;
  return error == 0 ? absl::OkStatus() : Failed(path, error);
}

}  // namespace cardledger::cli
