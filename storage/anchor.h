#pragma once

// The anchor: how far the journal had come, and its root there, kept apart from the store. A store
// that has lost acknowledged entries, or was swapped for another, is found out at open because it
// stands below its anchor or has another root at that position.
// Called by the engine: read once at open, written at most once a second and at stop, by one
// thread.

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "base/sha256.h"

namespace cardledger::storage {

struct AnchorPoint {
  uint64_t position = 0;    // entries in the journal
  base::Sha256Digest root;  // RFC 6962 root over exactly those entries

  friend bool operator==(const AnchorPoint&, const AnchorPoint&) = default;
};

class Anchor {
 public:
  virtual ~Anchor() = default;

  // nullopt when none was ever written. DATA_LOSS when what stands there is damaged.
  virtual absl::StatusOr<std::optional<AnchorPoint>> Read() = 0;

  // Durable on return of OK. On failure either the point before it or this one stands, whole: both
  // are true of the journal, so the caller may go on and try again later.
  virtual absl::Status Write(const AnchorPoint& point) = 0;
};

}  // namespace cardledger::storage
