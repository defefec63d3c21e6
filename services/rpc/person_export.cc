#include "services/rpc/person_export.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/engine/details.h"
#include "services/engine/person_entries.h"
#include "services/rpc/award_resources.h"
#include "services/rpc/balance_resources.h"
#include "services/rpc/card_resources.h"
#include "services/rpc/entry_sight.h"
#include "services/rpc/lists.h"
#include "services/rpc/person_reads.h"
#include "services/rpc/reasons.h"

namespace cardledger::rpc {
namespace {

using Awards = std::vector<store::v1::AwardRow>;

absl::Status AddCards(const ReadScope& scope, const store::v1::PersonRow& person,
                      const store::v1::AwardRow& award, v1::PersonStanding& standing) {
  std::vector<domain::CardId> ids;
  for (const std::string& id : award.course().card_ids()) {
    ids.push_back(domain::IdFromBytes<domain::CardId>(id));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const auto cards, scope.reader().Cards(ids));
  for (size_t i = 0; i < ids.size(); ++i) {
    FillCard(ids[i], cards[i], award, person, scope.today(), *standing.add_cards());
  }
  return absl::OkStatus();
}

absl::Status FillStanding(const ReadScope& scope, const domain::PersonId& id,
                          const store::v1::PersonRow& person, const Awards& awards,
                          v1::PersonStanding& standing) {
  CARDLEDGER_RETURN_IF_ERROR(ShowPerson(scope, id, person, *standing.mutable_person()));
  standing.mutable_balance()->set_person(domain::PersonName(id));
  const std::vector<domain::AwardId> ids = domain::AwardIdsOf(person);
  for (size_t i = 0; i < ids.size(); ++i) {
    FillAward(ids[i], awards[i], scope.today(), *standing.add_awards());
    AddBalance(ids[i], awards[i], *standing.mutable_balance());
    CARDLEDGER_RETURN_IF_ERROR(AddCards(scope, person, awards[i], standing));
  }
  return absl::OkStatus();
}

// The note of a look is for those who see looks whole, and so is who looked; nobody exports as one
// of them. Nor may an entry tell that there is one before it that is not shown.
void HideLook(journal::v1::Entry& entry) {
  entry.clear_previous_person_entry();
  if (MatterOf(entry) != Matter::kLook) return;
  entry.mutable_caller()->clear_subject();
  entry.mutable_caller()->clear_carried_by();
  entry.clear_details();
}

// A text that is not there any more has been erased.
absl::Status AddDetails(const ReadScope& scope, v1::ExportedEntry& exported) {
  const journal::v1::Entry& entry = exported.entry();
  for (int place = 0; place < entry.details_size(); ++place) {
    v1::ExportedDetail& detail = *exported.add_details();
    detail.set_kind(entry.details(place).kind());
    CARDLEDGER_ASSIGN_OR_RETURN(
        const std::optional<store::v1::DetailRow> row,
        scope.reader().Detail(engine::PlaceOf(entry, static_cast<uint8_t>(place))));
    detail.set_erased(!row);
    if (row) detail.set_text(row->text());
  }
  return absl::OkStatus();
}

// The entries of one page, and the token of the next.
absl::StatusOr<std::string> AddEntries(const ListPage& page, const ReadScope& scope,
                                       engine::PersonEntries& entries,
                                       v1::ExportPersonResponse& response) {
  uint64_t last = 0;
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(journal::v1::Entry * entry, entries.Next());
    if (entry == nullptr) return std::string();
    if (static_cast<size_t>(response.entries_size()) == page.size()) {
      return page.NextToken(TokenOfKey(last));
    }
    CARDLEDGER_ASSIGN_OR_RETURN(const bool shown, Shows(scope, *entry, /*filtered=*/true));
    if (!shown) continue;
    last = entry->sequence();
    v1::ExportedEntry& exported = *response.add_entries();
    *exported.mutable_entry() = std::move(*entry);
    HideLook(*exported.mutable_entry());
    CARDLEDGER_RETURN_IF_ERROR(AddDetails(scope, exported));
  }
}

}  // namespace

absl::Status FillExportPerson(const domain::LedgerId& ledger, const ReadScope& scope,
                              const v1::ExportPersonRequest& request,
                              v1::ExportPersonResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  const domain::PersonId id = domain::PersonOf(request.person());
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> person,
                              scope.reader().Person(id));
  if (!person) return NotFound(kReasonPersonNotFound, "person", request.person());
  CARDLEDGER_ASSIGN_OR_RETURN(const Awards awards,
                              scope.reader().Awards(domain::AwardIdsOf(*person)));
  const bool first_page = page.last_key().empty();
  if (first_page) {
    CARDLEDGER_RETURN_IF_ERROR(
        FillStanding(scope, id, *person, awards, *response.mutable_standing()));
  }
  // Pages go back in time; what was recorded after page one is on none of them.
  const uint64_t newest = first_page ? page.upper_position() : SequenceOfKey(page.last_key()) - 1;
  engine::PersonEntries entries(scope.store(), scope.view(), id, *person, awards, newest);
  CARDLEDGER_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                              AddEntries(page, scope, entries, response));
  return absl::OkStatus();
}

}  // namespace cardledger::rpc
