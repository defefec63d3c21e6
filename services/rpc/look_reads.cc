#include "services/rpc/look_reads.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "services/domain/dates.h"
#include "services/domain/names.h"
#include "services/rpc/lists.h"
#include "services/rpc/looks_in_force.h"
#include "services/rpc/reasons.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

// A look with what is withheld of it.
struct SeenLook {
  uint64_t name = 0;  // the entry it is named by
  domain::PersonId person;
  store::v1::LookRow opened;  // without a time where nothing was opened
  std::optional<store::v1::WithheldLookRow> withheld;
};

// A look that was, or would be, withheld, as its own row has it.
SeenLook WithheldLook(uint64_t name, const store::v1::WithheldLookRow& row) {
  SeenLook look{.name = name,
                .person = domain::IdFromBytes<domain::PersonId>(row.person_id()),
                .opened = {},
                .withheld = row};
  look.opened.set_opened_time_us(row.opened_time_us());
  look.opened.set_subject(row.requested_by());
  *look.opened.mutable_roles() = row.roles();
  look.opened.set_reason(row.reason());
  return look;
}

absl::StatusOr<SeenLook> Complete(const ReadScope& scope, const domain::PersonId& person,
                                  uint64_t entry, const store::v1::LookRow& row) {
  SeenLook look{.name = entry, .person = person, .opened = row, .withheld = std::nullopt};
  if (row.withheld_entry() == 0) return look;
  look.name = row.withheld_entry();
  CARDLEDGER_ASSIGN_OR_RETURN(look.withheld, scope.reader().WithheldLook(look.name));
  if (look.withheld) return look;
  return absl::DataLossError("a look says that it is withheld, and no row says so");
}

RoleSet WithSeniors(RoleSet roles) {
  roles.Add(journal::v1::ROLE_SENIOR_APPROVER);
  return roles;
}

// Who decides on withheld looks sees them where they are asked for one by one, or wait.
bool IsHidden(const SeenLook& look, const Reach& reach, RoleSet seers) {
  return look.withheld && look.withheld->disclosed_entry() == 0 &&
         !reach.ReachesAs(seers, look.person);
}

v1::LookState StateOf(const SeenLook& look) {
  if (!look.withheld) return v1::LOOK_STATE_OPENED;
  if (look.withheld->decided_entry() == 0) return v1::LOOK_STATE_REQUESTED;
  if (!look.withheld->approved()) return v1::LOOK_STATE_DECLINED;
  return look.withheld->disclosed_entry() == 0 ? v1::LOOK_STATE_WITHHELD : v1::LOOK_STATE_DISCLOSED;
}

void FillLook(const SeenLook& seen, bool with_subject, v1::Look& look) {
  look.set_name(domain::LookName(seen.name));
  look.set_person(domain::PersonName(seen.person));
  look.set_state(StateOf(seen));
  if (seen.opened.opened_time_us() != 0) {
    *look.mutable_open_time() = domain::TimestampOf(seen.opened.opened_time_us());
    *look.mutable_expire_time() = domain::TimestampOf(seen.opened.opened_time_us() + kLookUs);
  }
  *look.mutable_roles() = seen.opened.roles();
  look.set_reason(seen.opened.reason());
  if (with_subject) look.set_subject(seen.opened.subject());
  if (!seen.withheld) return;
  look.set_ground(seen.withheld->ground());
  if (look.state() == v1::LOOK_STATE_REQUESTED || look.state() == v1::LOOK_STATE_WITHHELD) {
    *look.mutable_review_date() = DateOf(seen.withheld->review_day());
  }
}

// nullopt where no look has that name.
absl::StatusOr<std::optional<SeenLook>> FindLook(const ReadScope& scope, uint64_t name) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto withheld, scope.reader().WithheldLook(name));
  if (withheld) return std::optional(WithheldLook(name, *withheld));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto entries, scope.reader().Entries(name, 1));
  if (entries.empty() || !entries[0].entry.has_lines_opened()) return std::optional<SeenLook>();
  const auto person = domain::IdFromBytes<domain::PersonId>(entries[0].entry.person_id());
  CARDLEDGER_ASSIGN_OR_RETURN(const auto rows, scope.reader().LooksBefore(person, name + 1, 1));
  if (rows.empty() || rows[0].first != name) return absl::DataLossError("a look has no row");
  CARDLEDGER_ASSIGN_OR_RETURN(SeenLook look, Complete(scope, person, name, rows[0].second));
  return std::optional(std::move(look));
}

}  // namespace

absl::Status FillGetLook(const ReadScope& scope, const v1::GetLookRequest& request,
                         v1::GetLookResponse& response) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<SeenLook> look,
                              FindLook(scope, domain::LookOf(request.name())));
  RoleSet seers = SeersOfWithheldLooks();
  if (look && look->withheld) seers = WithSeniors(seers);
  // What is hidden is answered as what is not there.
  const bool shown = look && !IsHidden(*look, scope.reach(), seers);
  CARDLEDGER_RETURN_IF_ERROR(
      scope.reach().Check(shown ? std::optional(Named{look->person}) : std::nullopt));
  if (!shown) return NotFound(kReasonLookNotFound, "look", request.name());
  const bool sees_who = scope.reach().ReachesAs(seers, look->person);
  FillLook(*look, sees_who, *response.mutable_look());
  if (!sees_who) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto note,
                              scope.reader().Detail({.owner = look->person.uuid(),
                                                     .retention = journal::v1::RETENTION_CLASS_CASE,
                                                     .sequence = look->name}));
  if (note) response.set_note(note->text());
  return absl::OkStatus();
}

absl::Status FillListLooks(const domain::LedgerId& ledger, const ReadScope& scope,
                           const v1::ListLooksRequest& request, v1::ListLooksResponse& response) {
  const domain::PersonId person = domain::PersonOf(request.person());
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, scope.reader().Person(person));
  if (!row) return NotFound(kReasonPersonNotFound, "person", request.person());
  const ListPage page(ledger, scope.view().position, request);
  const RoleSet seers = SeersOfWithheldLooks();
  const bool sees_who = scope.reach().ReachesAs(seers, person);
  using Rows = std::vector<std::pair<uint64_t, SeenLook>>;
  CARDLEDGER_ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      WalkPage<uint64_t>(
          page,
          [&](uint64_t before, size_t limit) -> absl::StatusOr<Rows> {
            Rows rows;
            CARDLEDGER_ASSIGN_OR_RETURN(const auto looks,
                                        scope.reader().LooksBefore(person, before, limit));
            for (const auto& [entry, opened] : looks) {
              CARDLEDGER_ASSIGN_OR_RETURN(SeenLook look, Complete(scope, person, entry, opened));
              rows.emplace_back(entry, std::move(look));
            }
            return rows;
          },
          [&](uint64_t, const SeenLook& look) { return !IsHidden(look, scope.reach(), seers); },
          [&](uint64_t, const SeenLook& look) {
            FillLook(look, sees_who, *response.add_looks());
          }));
  return absl::OkStatus();
}

absl::Status FillListWithheldLooks(const domain::LedgerId& ledger, const ReadScope& scope,
                                   const v1::ListWithheldLooksRequest& request,
                                   v1::ListWithheldLooksResponse& response) {
  const domain::Day due =
      request.has_due_date() ? domain::DayOf(request.due_date()) : scope.today();
  const ListPage page(ledger, scope.view().position, request);
  CARDLEDGER_ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      WalkPage<uint64_t>(
          page,
          [&scope](uint64_t after, size_t limit) {
            return scope.reader().WithheldLooksAfter(after, limit);
          },
          [&](uint64_t, const store::v1::WithheldLookRow& row) {
            const bool review_due = row.approved() && row.disclosed_entry() == 0 &&
                                    domain::Day(row.review_day()) <= due;
            return scope.reach().Lists(row.person_id()) && (row.decided_entry() == 0 || review_due);
          },
          [&](uint64_t name, const store::v1::WithheldLookRow& row) {
            FillLook(WithheldLook(name, row), true, *response.add_looks());
          }));
  return absl::OkStatus();
}

}  // namespace cardledger::rpc
