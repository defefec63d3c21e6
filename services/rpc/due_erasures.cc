#include "services/rpc/due_erasures.h"

#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "services/domain/dates.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/domain/retention.h"
#include "services/rpc/lists.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

// A person with what the list says of them.
struct DueRow {
  uint64_t created = 0;
  bool shown = false;
  v1::DueErasure due;

  uint64_t created_entry() const { return created; }
};
using DueRows = std::vector<std::pair<domain::PersonId, DueRow>>;

// Works out what is due of one person after another.
class DueReader {
 public:
  explicit DueReader(const ReadScope& scope) : scope_(scope), today_(scope.today()) {
    const domain::ActivePolicy* policy = scope.view().policies->InForce(today_);
    if (policy != nullptr) policy_ = &policy->scheme;
  }

  absl::StatusOr<DueRows> After(const domain::PersonId& after, size_t limit) const {
    CARDLEDGER_ASSIGN_OR_RETURN(const auto people, scope_.reader().PersonsAfter(after, limit));
    DueRows rows;
    for (const auto& [id, person] : people) {
      CARDLEDGER_ASSIGN_OR_RETURN(DueRow row, RowOf(id, person));
      rows.emplace_back(id, std::move(row));
    }
    return rows;
  }

 private:
  absl::StatusOr<DueRow> RowOf(const domain::PersonId& id,
                               const store::v1::PersonRow& person) const {
    DueRow row;
    row.created = person.created_entry();
    if (person.course().has_legal_hold() || !scope_.reach().Lists(id.bytes())) return row;
    row.due.set_person(domain::PersonName(id));
    CARDLEDGER_RETURN_IF_ERROR(AddDue(person, row.due));
    if (person.course().has_proposed_erasure()) {
      const store::v1::ProposedErasureRow& proposed = person.course().proposed_erasure();
      row.due.mutable_proposed()->set_entry(proposed.entry());
      *row.due.mutable_proposed()->mutable_classes() = proposed.classes();
      row.due.mutable_proposed()->set_ground(proposed.ground());
    }
    row.shown = row.due.has_proposed() || row.due.due_size() > 0;
    return row;
  }

  absl::Status AddDue(const store::v1::PersonRow& person, v1::DueErasure& due) const {
    CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<store::v1::AwardRow> awards,
                                scope_.reader().Awards(domain::AwardIdsOf(person)));
    std::vector<const store::v1::AwardRow*> all;
    for (const store::v1::AwardRow& award : awards) all.push_back(&award);
    for (const journal::RetentionClass each :
         {journal::RETENTION_CLASS_IDENTITY, journal::RETENTION_CLASS_CASE,
          journal::RETENTION_CLASS_MONEY}) {
      const store::v1::ErasureRow* erasure = domain::FindErasure(person, each);
      if (erasure != nullptr && !erasure->sealed_since()) continue;
      const std::optional<domain::Day> until =
          domain::KeptUntil(person, all, policy_, each, today_);
      if (!until || *until >= today_) continue;
      v1::DueClass& listed = *due.add_due();
      listed.set_retention_class(each);
      *listed.mutable_kept_until() = DateOf(until->number());
    }
    return absl::OkStatus();
  }

  const ReadScope& scope_;
  const domain::Day today_;
  const policy::v1::SchemePolicy* policy_ = nullptr;
};

}  // namespace

absl::Status FillListDueErasures(const domain::LedgerId& ledger, const ReadScope& scope,
                                 const v1::ListDueErasuresRequest& request,
                                 v1::ListDueErasuresResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  const DueReader reader(scope);
  CARDLEDGER_ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      WalkPage<domain::PersonId>(
          page,
          [&reader](const domain::PersonId& after, size_t limit) {
            return reader.After(after, limit);
          },
          [](const domain::PersonId&, const DueRow& row) { return row.shown; },
          [&response](const domain::PersonId&, const DueRow& row) {
            *response.add_erasures() = row.due;
          }));
  return absl::OkStatus();
}

}  // namespace cardledger::rpc
