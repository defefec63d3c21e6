#include "services/vault/kek.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "services/vault/aead.h"

namespace cardledger::vault {
namespace {

namespace fs = std::filesystem;

constexpr fs::perms kOthers = fs::perms::group_all | fs::perms::others_all;

bool MayBeReadByOthers(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return !error && (status.permissions() & kOthers) != fs::perms::none;
}

}  // namespace

KeyPaths KeyPathsBeside(const std::string& data_dir) {
  const fs::path folder(data_dir);
  const std::string beside = (folder.has_filename() ? folder : folder.parent_path()).string();
  return {beside + ".keys", beside + ".kek"};
}

absl::StatusOr<std::string> ParseKek(absl::string_view text, absl::string_view where) {
  text = absl::StripAsciiWhitespace(text);
  bool digits = text.size() == 2 * kKeyBytes;
  for (const char c : text) digits = digits && absl::ascii_isxdigit(static_cast<unsigned char>(c));
  if (digits) return absl::HexStringToBytes(text);
  return absl::InvalidArgumentError(
      absl::StrCat(where,
                   " must hold a key-encryption key: 64 hexadecimal digits, as `openssl "
                   "rand -hex 32` prints"));
}

absl::StatusOr<std::string> ReadKek(const std::string& path) {
  if (path.empty()) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing of ours sets the environment
    const char* text = std::getenv(kKekVariable);
    if (text != nullptr) return ParseKek(text, kKekVariable);
    return absl::NotFoundError(
        absl::StrCat("no key-encryption key is given: name its file, or set ", kKekVariable));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("the file ", path, " cannot be read"));
  if (MayBeReadByOthers(path)) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " holds a secret and may be read by others than its owner: chmod 600 it"));
  }
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return ParseKek(text, path);
}

absl::Status MakeKekFile(const std::string& path,
                         const std::function<std::string(size_t)>& random_bytes) {
  const std::string text = absl::StrCat(absl::BytesToHexString(random_bytes(kKeyBytes)), "\n");
  // Durable before anything is encrypted under it, and never one that stands there already.
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == EEXIST) {
    return absl::AlreadyExistsError(absl::StrCat("there is a file ", path));
  }
  const bool written =
      file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (written) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("the file ", path, " cannot be written"));
}

}  // namespace cardledger::vault
