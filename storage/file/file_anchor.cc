#include "storage/file/file_anchor.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "base/sha256.h"
#include "base/status_macros.h"
#include "storage/file/posix_file.h"

namespace cardledger::storage {
namespace {

constexpr absl::string_view kHeader = "cardledger-anchor 1";
constexpr absl::string_view kPosition = "position ";
constexpr absl::string_view kRoot = "root ";
// The longest anchor has 199 bytes; anything longer is not one and need not be read whole.
constexpr size_t kAnchorBytesMax = 256;

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
  if (!file.ok()) return FileError("cannot open", path_);
  std::string text;
  while (text.size() <= kAnchorBytesMax) {
    char buffer[kAnchorBytesMax];
    const ssize_t size = ::read(file.number(), buffer, sizeof(buffer));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return FileError("cannot read", path_);
    if (size == 0) break;
    text.append(buffer, static_cast<size_t>(size));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const AnchorPoint point, DecodeAnchor(text));
  return point;
}

absl::Status FileAnchor::Write(const AnchorPoint& point) {
  return ReplaceFile(path_, EncodeAnchor(point), 0644);
}

}  // namespace cardledger::storage
