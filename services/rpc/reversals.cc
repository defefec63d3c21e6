#include "services/rpc/reversals.h"

#include "base/status_macros.h"
#include "services/engine/award_briefs.h"

namespace cardledger::rpc {

Reversals::Reversals(const ReadScope& scope, const domain::AwardId& award,
                     const store::v1::AwardRow& row, uint64_t position)
    : scope_(scope),
      award_(award),
      last_entry_(row.last_entry()),
      position_(position),
      reversed_(row.course().reversed_entries().begin(), row.course().reversed_entries().end()) {}

void Reversals::Note(const domain::EntryBrief& entry) {
  if (entry.reverses != 0) reversals_.emplace(entry.reverses, entry.sequence);
}

absl::StatusOr<uint64_t> Reversals::Of(uint64_t sequence) {
  // Of most awards nothing was ever reversed, and a page asks for each of its lines.
  if (reversed_.empty() || !reversed_.contains(sequence)) return 0;
  auto found = reversals_.find(sequence);
  if (found == reversals_.end() && !looked_above_) {
    CARDLEDGER_RETURN_IF_ERROR(LookAbove(sequence));
    found = reversals_.find(sequence);
  }
  return found == reversals_.end() ? 0 : found->second;
}

absl::Status Reversals::LookAbove(uint64_t sequence) {
  looked_above_ = true;
  engine::AwardBriefs entries(scope_.store(), scope_.view(), scope_.briefs(), award_, last_entry_);
  CARDLEDGER_RETURN_IF_ERROR(entries.SkipTo(position_).status());
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(const domain::EntryBrief* entry, entries.Next());
    if (entry == nullptr || entry->sequence <= sequence) return absl::OkStatus();
    Note(*entry);
  }
}

}  // namespace cardledger::rpc
