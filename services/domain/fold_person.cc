#include "services/domain/fold_person.h"

#include <algorithm>

#include "base/status_macros.h"
#include "services/domain/fold_checks.h"
#include "services/domain/fold_privacy.h"
#include "services/domain/fold_subject.h"
#include "services/domain/retention.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// The rules whose entries do not name the person's entry before them.
constexpr uint32_t kFirstRules = 1;

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
    case journal::Entry::kPersonSubjectSet:
    case journal::Entry::kRelationDeclared:
    case journal::Entry::kRelationEnded:
    case journal::Entry::kErasureProposed:
    case journal::Entry::kDetailsErased:
    case journal::Entry::kErasureDeclined:
    case journal::Entry::kLegalHoldSet:
    case journal::Entry::kLegalHoldEnded:
    case journal::Entry::kDetailRectified:
      return true;
    case journal::Entry::kAwardLoaded:
      return entry.award_loaded().limit_first_day() != 0;
    default:
      return false;
  }
}

absl::Status FoldIntoPersonChain(const journal::Entry& entry, store::v1::PersonRow& person) {
  const bool named = entry.rules_revision() != kFirstRules;
  if (named && entry.previous_person_entry() != person.last_entry()) {
    return Misfit(entry, "it does not name the person's entry before it");
  }
  person.set_last_entry(entry.sequence());
  if (KeepsDetails(entry)) {
    person.set_last_day(std::max(person.last_day(), entry.effective_day()));
  }
  return absl::OkStatus();
}

bool NoteSealed(const journal::Entry& entry, store::v1::PersonRow& person) {
  // Looked at first: a row of most people has no course, and none is made by asking.
  if (person.course().erasures().empty()) return false;
  bool noted = false;
  for (store::v1::ErasureRow& erasure : *person.mutable_course()->mutable_erasures()) {
    const bool sealed =
        std::any_of(entry.details().begin(), entry.details().end(), [&erasure](const auto& detail) {
          return RetentionClassOf(detail.kind()) == erasure.retention_class();
        });
    if (!sealed || erasure.sealed_since()) continue;
    erasure.set_sealed_since(true);
    noted = true;
  }
  return noted;
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
    case journal::Entry::kPersonSubjectSet:
      person.mutable_course()->set_subject(entry.person_subject_set().subject());
      return absl::OkStatus();
    case journal::Entry::kRelationDeclared:
      person.mutable_course()->add_related_subjects(entry.relation_declared().subject());
      return absl::OkStatus();
    case journal::Entry::kRelationEnded:
      return TakeOut(entry, entry.relation_ended().subject(),
                     *person.mutable_course()->mutable_related_subjects());
    case journal::Entry::kAwardLoaded:
      SettleAwardYear(entry.award_loaded(), person);
      return absl::OkStatus();
    default:
      return FoldPrivacy(entry, person);
  }
}

}  // namespace cardledger::domain
