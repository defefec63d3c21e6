#include "services/rpc/past_state.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/dates.h"
#include "services/engine/award_briefs.h"
#include "services/engine/errors.h"
#include "services/rpc/reasons.h"
#include "services/rpc/status_mapping.h"

namespace cardledger::rpc {

absl::Status BeyondJournal(absl::string_view field, uint64_t asked, uint64_t position) {
  absl::Status status = absl::OutOfRangeError(
      absl::StrCat(field, " is ", asked,
                   ", beyond the journal's last entry. Accepted would be 0 to ", position, "."));
  return WithFact(engine::WithReason(std::move(status), kReasonPositionOutOfRange), "position",
                  absl::StrCat(position));
}

absl::StatusOr<uint64_t> PositionOf(const engine::ReadView& view, absl::string_view field,
                                    uint64_t asked) {
  if (asked > view.position) return BeyondJournal(field, asked, view.position);
  return asked == 0 ? view.position : asked;
}

absl::StatusOr<engine::PastPoint> PastPointOf(const engine::ReadView& view, const v1::AsOf& as_of) {
  engine::PastPoint point;
  CARDLEDGER_ASSIGN_OR_RETURN(point.position, PositionOf(view, "as_of.position", as_of.position()));
  if (as_of.has_effective_date()) point.day = domain::DayOf(as_of.effective_date());
  return point;
}

absl::StatusOr<bool> SetPastPurses(const ReadScope& scope, const domain::AwardId& id,
                                   const engine::PastPoint& point, store::v1::AwardRow& row) {
  CARDLEDGER_ASSIGN_OR_RETURN(
      const std::optional<domain::PurseBriefs> past,
      engine::PursesAt(scope.store(), scope.view(), scope.briefs(), id, row.last_entry(), point));
  if (!past) return false;
  row.clear_purses();
  for (const domain::PurseBrief& brief : *past) {
    store::v1::PurseRow& purse = *row.add_purses();
    purse.set_kind(brief.kind);
    purse.set_limit_year(brief.limit_year);
    purse.set_posted_pence(brief.posted_pence);
    purse.set_pending_pence(brief.pending_pence);
  }
  return true;
}

}  // namespace cardledger::rpc
