#include "storage/file/file_anchor.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "base/sha256.h"
#include "base/status_macros.h"

namespace cardledger::storage {
namespace {

constexpr absl::string_view kHeader = "cardledger-anchor 1";
constexpr absl::string_view kPosition = "position ";
constexpr absl::string_view kRoot = "root ";
// The longest anchor has 199 bytes; anything longer is not one and need not be read whole.
constexpr size_t kAnchorBytesMax = 256;

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);  // what had to be durable was synced before
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  int number() const { return number_; }
  bool ok() const { return number_ >= 0; }

 private:
  const int number_;
};

absl::Status Failed(absl::string_view what, const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat(what, " ", path, ": ", std::generic_category().message(errno)));
}

absl::Status WriteAll(int file, absl::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Failed("cannot write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (::fsync(file) != 0) return Failed("cannot sync", path);
  return absl::OkStatus();
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  const FileDescriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.ok()) return Failed("cannot open", folder);
  if (::fsync(file.number()) != 0) return Failed("cannot sync", folder);
  return absl::OkStatus();
}

std::string Body(const AnchorPoint& point) {
  return absl::StrCat(kHeader, "\n", kPosition, point.position, "\n", kRoot,
                      absl::BytesToHexString(base::AsBytes(point.root)), "\n");
}

}  // namespace

std::string EncodeAnchor(const AnchorPoint& point) {
  const std::string body = Body(point);
  return absl::StrCat(body, "sha256 ", absl::BytesToHexString(base::AsBytes(base::Sha256(body))),
                      "\n");
}

absl::StatusOr<AnchorPoint> DecodeAnchor(absl::string_view text) {
  const absl::Status damaged = absl::DataLossError("the anchor is damaged");
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.size() != 5) return damaged;
  absl::string_view position = lines[1];
  absl::string_view root = lines[2];
  AnchorPoint point;
  if (!absl::ConsumePrefix(&position, kPosition) || !absl::SimpleAtoi(position, &point.position)) {
    return damaged;
  }
  if (!absl::ConsumePrefix(&root, kRoot) || root.size() != 2 * point.root.size()) return damaged;
  const std::string bytes = absl::HexStringToBytes(root);
  std::memcpy(point.root.data(), bytes.data(), point.root.size());
  // Encoding it again catches every other spelling, the header and the checksum at one stroke.
  if (EncodeAnchor(point) != text) return damaged;
  return point;
}

absl::StatusOr<std::optional<AnchorPoint>> FileAnchor::Read() {
  const FileDescriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok() && errno == ENOENT) return std::nullopt;
  if (!file.ok()) return Failed("cannot open", path_);
  std::string text;
  while (text.size() <= kAnchorBytesMax) {
    char buffer[kAnchorBytesMax];
    const ssize_t size = ::read(file.number(), buffer, sizeof(buffer));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return Failed("cannot read", path_);
    if (size == 0) break;
    text.append(buffer, static_cast<size_t>(size));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const AnchorPoint point, DecodeAnchor(text));
  return point;
}

absl::Status FileAnchor::Write(const AnchorPoint& point) {
  const std::string temporary = path_ + ".new";
  {
    const FileDescriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file.ok()) return Failed("cannot open", temporary);
    CARDLEDGER_RETURN_IF_ERROR(WriteAll(file.number(), EncodeAnchor(point), temporary));
  }
  if (::rename(temporary.c_str(), path_.c_str()) != 0) return Failed("cannot replace", path_);
  return SyncFolderOf(path_);
}

}  // namespace cardledger::storage
