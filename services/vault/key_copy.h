#pragma once

// Copies of the key file. They are kept apart from the backups of the store, and for 30 days at
// most: whoever has such a copy, the key-encryption key and an old copy of the store can read what
// has been erased since. Reads files, also one that a server writes meanwhile. One thread.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "services/vault/key_slots.h"
#include "storage/slot_file.h"

namespace cardledger::vault {

// UK GDPR article 17 asks for erasure without undue delay; a month is what article 12(3) gives for
// telling the person that it was done.
inline constexpr int kCopyDaysMax = 30;
// What a back-up leaves stays until the next one. Copies are made daily; the second day is for a
// back-up that comes late, or once not at all.
inline constexpr int kKeepDaysMax = kCopyDaysMax - 2;

struct KeyFileContent {
  Head head;
  std::string bytes;  // whole slots, each of which can be read
  uint64_t live_keys = 0;
  uint64_t destroyed_keys = 0;
  uint64_t references = 0;
};

// FAILED_PRECONDITION where it is of a newer format; DATA_LOSS where it is damaged or no key file;
// UNAVAILABLE when it cannot be read, or was replaced meanwhile.
absl::StatusOr<KeyFileContent> ReadContent(const storage::SlotFile& file);

// The name of a copy made then: "keys-20260706T090000Z".
std::string CopyName(int64_t time_s);
// Which of the file names are copies made `days` (of 86,400 s) or more before `now_s`, or what a
// back-up that was killed left of one, whatever its age.
std::vector<std::string> OutdatedCopies(const std::vector<std::string>& names, int64_t now_s,
                                        int days);

}  // namespace cardledger::vault
