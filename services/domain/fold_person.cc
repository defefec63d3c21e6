#include "services/domain/fold_person.h"

#include "base/status_macros.h"
#include "services/domain/fold_checks.h"
#include "services/domain/ids.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

template <typename Event>
store::v1::PartyRow& AddParty(const journal::Entry& entry, const Event& event, absl::string_view id,
                              store::v1::PersonRow& person) {
  store::v1::PartyRow& party = *person.mutable_course()->add_parties();
  party.set_id(std::string(id));
  for (const int scope : event.scopes()) party.add_scopes(scope);
  party.set_first_day(event.first_day());
  party.set_last_day(event.last_day());
  party.set_subject(event.subject());
  party.set_created_entry(entry.sequence());
  return party;
}

absl::Status EndParty(const journal::Entry& entry, absl::string_view id, int32_t last_day,
                      store::v1::PersonRow& person) {
  for (store::v1::PartyRow& party : *person.mutable_course()->mutable_parties()) {
    if (party.id() != id) continue;
    party.set_last_day(last_day);
    return absl::OkStatus();
  }
  return Misfit(entry, "the person has no such supporter or representative");
}

void AddException(const journal::Entry& entry, store::v1::PersonRow& person) {
  const journal::ReferralDecided& decided = entry.referral_decided();
  if (!decided.approved() || decided.kind() != journal::REFERRAL_KIND_ANNUAL_LIMIT) return;
  store::v1::LimitExceptionRow& exception = *person.mutable_course()->add_exceptions();
  exception.set_limit_first_day(decided.limit_first_day());
  exception.set_amount_pence(decided.amount_pence());
  exception.set_decided_entry(entry.sequence());
}

// Once a load has counted for an award year its days stand for ever, whatever award is approved or
// cancelled later.
void SettleAwardYear(const journal::AwardLoaded& loaded, store::v1::PersonRow& person) {
  if (person.award_year_day() == 0) person.set_award_year_day(loaded.limit_first_day());
}

}  // namespace

bool ChangesPerson(const journal::Entry& entry) {
  switch (entry.event_case()) {
    case journal::Entry::kAwardProposed:
    case journal::Entry::kPersonStateChanged:
    case journal::Entry::kCommunicationNeedsSet:
    case journal::Entry::kSupporterAdded:
    case journal::Entry::kSupporterEnded:
    case journal::Entry::kRepresentativeAdded:
    case journal::Entry::kRepresentativeEnded:
    case journal::Entry::kReferralDecided:
      return true;
    case journal::Entry::kAwardLoaded:
      return entry.award_loaded().limit_first_day() != 0;
    default:
      return false;
  }
}

absl::Status FoldIntoPerson(const journal::Entry& entry, store::v1::PersonRow& person) {
  switch (entry.event_case()) {
    case journal::Entry::kAwardProposed:
      person.mutable_award_ids()->append(entry.award_id());
      return absl::OkStatus();
    case journal::Entry::kPersonStateChanged:
      person.mutable_course()->set_state(entry.person_state_changed().state());
      person.mutable_course()->set_state_since_day(entry.person_state_changed().since_day());
      return absl::OkStatus();
    case journal::Entry::kCommunicationNeedsSet:
      person.mutable_course()->set_communication_entry(entry.sequence());
      return absl::OkStatus();
    case journal::Entry::kSupporterAdded:
      AddParty(entry, entry.supporter_added(), entry.supporter_added().supporter_id(), person);
      return absl::OkStatus();
    case journal::Entry::kSupporterEnded:
      return EndParty(entry, entry.supporter_ended().supporter_id(),
                      entry.supporter_ended().last_day(), person);
    case journal::Entry::kRepresentativeAdded:
      AddParty(entry, entry.representative_added(),
               entry.representative_added().representative_id(), person)
          .set_authority(entry.representative_added().authority());
      return absl::OkStatus();
    case journal::Entry::kRepresentativeEnded:
      return EndParty(entry, entry.representative_ended().representative_id(),
                      entry.representative_ended().last_day(), person);
    case journal::Entry::kReferralDecided:
      CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry, entry.referral_decided().amount_pence()));
      AddException(entry, person);
      return absl::OkStatus();
    case journal::Entry::kAwardLoaded:
      SettleAwardYear(entry.award_loaded(), person);
      return absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

}  // namespace cardledger::domain
