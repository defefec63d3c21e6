#include "services/vault/key_copy.h"

#include "absl/strings/strip.h"
#include "absl/time/time.h"

#include "base/status_macros.h"
#include "services/vault/slot_reading.h"

namespace cardledger::vault {
namespace {

constexpr char kNameFormat[] = "keys-%E4Y%m%dT%H%M%SZ";
constexpr absl::string_view kUnfinished = ".new";  // storage::ReplaceFile
constexpr size_t kSlotsAtATime = 4'096;

void Count(const KeySlot& slot, KeyFileContent& content) {
  if (slot.kind == SlotKind::kReference) {
    if (slot.state == SlotState::kLive) ++content.references;
  } else if (slot.state == SlotState::kLive) {
    ++content.live_keys;
  } else if (slot.state == SlotState::kDestroyed) {
    ++content.destroyed_keys;
  }
}

// Where another file has taken the place of this one, it is overwritten with zeros from its head on
// (storage::FileSlots::Replace), and zeros are slots that were never used: none is taken for one
// whose head has stayed.
absl::Status CheckStillStands(const storage::SlotFile& file, absl::string_view head) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string now, file.Read(0, kHeadSlots));
  if (now == head) return absl::OkStatus();
  return absl::UnavailableError("the key file was replaced while it was read: read it again");
}

}  // namespace

absl::StatusOr<KeyFileContent> ReadContent(const storage::SlotFile& file) {
  KeyFileContent content;
  CARDLEDGER_ASSIGN_OR_RETURN(content.bytes, file.Read(0, kHeadSlots));
  CARDLEDGER_ASSIGN_OR_RETURN(content.head, DecodeHead(content.bytes));
  CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t count, file.Count());
  for (uint64_t first = kHeadSlots; first < count; first += kSlotsAtATime) {
    CARDLEDGER_ASSIGN_OR_RETURN(std::string bytes,
                                file.Read(first, std::min(kSlotsAtATime, count - first)));
    for (size_t at = 0; at < bytes.size(); at += storage::kSlotBytes) {
      const uint64_t index = first + at / storage::kSlotBytes;
      absl::StatusOr<KeySlot> slot =
          DecodeSlot(index, absl::string_view(bytes).substr(at, storage::kSlotBytes));
      if (!slot.ok()) {
        CARDLEDGER_ASSIGN_OR_RETURN(const std::string again, ReadWholeSlot(file, index));
        bytes.replace(at, storage::kSlotBytes, again);
        slot = DecodeSlot(index, again);
      }
      Count(*slot, content);
    }
    content.bytes += bytes;
  }
  CARDLEDGER_RETURN_IF_ERROR(CheckStillStands(
      file, absl::string_view(content.bytes).substr(0, kHeadSlots * storage::kSlotBytes)));
  return content;
}

std::string CopyName(int64_t time_s) {
  return absl::FormatTime(kNameFormat, absl::FromUnixSeconds(time_s), absl::UTCTimeZone());
}

std::vector<std::string> OutdatedCopies(const std::vector<std::string>& names, int64_t now_s,
                                        int days) {
  std::vector<std::string> outdated;
  for (const std::string& name : names) {
    absl::string_view copy = name;
    const bool unfinished = absl::ConsumeSuffix(&copy, kUnfinished);
    absl::Time made;
    if (!absl::ParseTime(kNameFormat, copy, absl::UTCTimeZone(), &made, nullptr)) continue;
    const bool old = absl::FromUnixSeconds(now_s) - made >= absl::Hours(24) * days;
    if (unfinished || old) outdated.push_back(name);
  }
  return outdated;
}

}  // namespace cardledger::vault
