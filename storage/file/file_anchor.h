#pragma once

// The anchor as a small text file, for the server and the offline tools. It belongs outside the
// store's folder, best on another disk: it is there to find out what happened to the store.
// One thread at a time. A write makes `path`.new, syncs it, renames it over `path` and syncs the
// folder, so that there is always one whole point. It makes no folders and takes no lock.
// The format is four lines; the last is the SHA-256 of the bytes before it:
//   cardledger-anchor 1
//   position 42
//   root <64 hexadecimal digits>
//   sha256 <64 hexadecimal digits>
// The checksum finds damage, not a forger: that is for signed checkpoints.

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "storage/anchor.h"

namespace cardledger::storage {

std::string EncodeAnchor(const AnchorPoint& point);

// DATA_LOSS unless `text` is byte for byte what EncodeAnchor makes of some point.
absl::StatusOr<AnchorPoint> DecodeAnchor(absl::string_view text);

class FileAnchor : public Anchor {
 public:
  explicit FileAnchor(std::string path) : path_(std::move(path)) {}

  // UNAVAILABLE when the file is there and cannot be read.
  absl::StatusOr<std::optional<AnchorPoint>> Read() override;
  // UNAVAILABLE when the file cannot be written; the message names it.
  absl::Status Write(const AnchorPoint& point) override;

 private:
  const std::string path_;
};

}  // namespace cardledger::storage
