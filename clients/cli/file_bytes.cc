#include "clients/cli/file_bytes.h"

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include <openssl/evp.h>

#include "base/check.h"
#include "base/status_macros.h"
#include <sys/stat.h>

namespace cardledger::cli {
namespace {

constexpr size_t kPieceBytes = size_t{256} * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

class Hash {
 public:
  Hash() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    CARDLEDGER_CHECK(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1,
                     "SHA-256 must not fail");
  }
  void Add(absl::string_view piece) {
    CARDLEDGER_CHECK(EVP_DigestUpdate(context_.get(), piece.data(), piece.size()) == 1,
                     "SHA-256 must not fail");
  }
  std::string Hex() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    CARDLEDGER_CHECK(EVP_DigestFinal_ex(context_.get(), digest, &size) == 1,
                     "SHA-256 must not fail");
    return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

absl::StatusOr<FileStamp> StampOf(const Descriptor& file, const std::string& path) {
  struct stat status;
  if (fstat(file.number(), &status) != 0) return absl::ErrnoToStatus(errno, path);
  if (!S_ISREG(status.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is not an ordinary file; it is read twice, so it cannot be a pipe"));
  }
  return FileStamp{.size_bytes = static_cast<uint64_t>(status.st_size),
                   .changed_ns = static_cast<int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
                                 status.st_mtim.tv_nsec,
                   .inode = static_cast<uint64_t>(status.st_ino)};
}

}  // namespace

absl::StatusOr<FileDigest> ReadAll(
    const std::string& path,
    absl::FunctionRef<void(absl::string_view piece, uint64_t before)> take) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", path));
  CARDLEDGER_ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(file, path));
  Hash hash;
  std::vector<char> buffer(kPieceBytes);
  uint64_t before = 0;
  while (true) {
    const ssize_t size = read(file.number(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path));
    if (size == 0) break;
    const absl::string_view piece(buffer.data(), static_cast<size_t>(size));
    hash.Add(piece);
    take(piece, before);
    before += piece.size();
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const FileStamp after, StampOf(file, path));
  if (!(after == stamp) || before != stamp.size_bytes) {
    return absl::AbortedError(absl::StrCat(path, " changed while it was read; nothing was sent"));
  }
  return FileDigest{.sha256 = hash.Hex(), .stamp = stamp};
}

absl::StatusOr<std::string> ReadText(const std::string& path, size_t bytes_max) {
  std::string text;
  uint64_t size = 0;
  CARDLEDGER_ASSIGN_OR_RETURN(const FileDigest digest,
                              ReadAll(path, [&](absl::string_view piece, uint64_t) {
                                size += piece.size();
                                if (size <= bytes_max) text.append(piece.data(), piece.size());
                              }));
  if (digest.stamp.size_bytes > bytes_max) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is longer than ", bytes_max, " bytes"));
  }
  return text;
}

}  // namespace cardledger::cli
