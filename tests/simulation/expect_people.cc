// People, those who support and those who represent them.

#include <algorithm>

#include "absl/strings/ascii.h"

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr size_t kPartiesMax = 64;

int32_t LastDay(const google::type::Date& date) { return date.year() == 0 ? 0 : DayNumber(date); }

// Scopes of a request by number, each once.
template <typename From, typename To>
void CopyScopes(const From& from, To& to) {
  const std::set<int> scopes(from.begin(), from.end());
  to.Add(scopes.begin(), scopes.end());
}

}  // namespace

void Expectation::Look(const v1::RegisterPersonRequest& r) {
  const std::string reference = absl::AsciiStrToUpper(r.case_reference());
  for (const auto& [id, person] : model_.persons_) {
    if (person.reference != reference) continue;
    Against(journal::REFUSAL_REASON_PERSON_ALREADY_REGISTERED);
    entry_.set_person_id(id);
  }
  Sealed(journal::DETAIL_KIND_CASE_REFERENCE, reference);
  entry_.mutable_person_registered();
}

void Expectation::Look(const v1::SetPersonStateRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  const int32_t since = DayNumber(r.since());
  if (person->state == r.state() && person->since == since) {
    Against(journal::REFUSAL_REASON_PERSON_STATE_UNCHANGED);
  }
  const bool corrects = person->state == journal::PERSON_STATE_DECEASED ||
                        r.state() == journal::PERSON_STATE_DECEASED || person->state == r.state();
  if (since > today_ || (since < person->since && !corrects)) {
    Against(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  }
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  journal::PersonStateChanged& changed = *entry_.mutable_person_state_changed();
  changed.set_state(r.state());
  changed.set_since_day(since);
  if (refusals_.empty() && r.state() == journal::PERSON_STATE_DECEASED) {
    EndAwardsAtDeath(IdIn(r.person()), since);
  }
}

// In the order in which they were proposed, each in an entry of its own. One that had ended by date
// before the death keeps its end.
void Expectation::EndAwardsAtDeath(const std::string& person, int32_t day) {
  std::map<uint64_t, std::string> by_entry;
  for (const auto& [id, award] : model_.awards_) {
    const bool goes_on = award.step == Model::Step::kProposed ||
                         (award.step == Model::Step::kApproved && award.end >= day);
    if (award.person == person && goes_on) by_entry[award.created_entry] = id;
  }
  for (const auto& [created, id] : by_entry) {
    Finish();
    const Model::Award& award = model_.awards_.at(id);
    entry_.set_person_id(person);
    entry_.set_award_id(id);
    if (award.step == Model::Step::kProposed && model_.Loaded(id) == 0) {
      entry_.mutable_award_cancelled()->set_reason(journal::CANCEL_REASON_NEEDS_CHANGED);
      continue;
    }
    journal::AwardEnded& ended = *entry_.mutable_award_ended();
    ended.set_last_day(std::clamp(day, award.start, award.end));
    ended.set_outcome(journal::OUTCOME_DECEASED);
    ended.set_released_pence(ReleaseAll(id, award));
  }
}

void Expectation::Look(const v1::SetCommunicationNeedsRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  LookIfDeceased(*person);
  Sealed(journal::DETAIL_KIND_COMMUNICATION_NEEDS, r.needs().ShortDebugString());
  entry_.mutable_communication_needs_set();
}

void Expectation::LookForPlace(const Model::Person& person, const std::string& subject) {
  AgainstUnless(person.parties.size() < kPartiesMax, journal::REFUSAL_REASON_PARTIES_FULL);
  LookForLink(subject, 0);
}

void Expectation::Look(const v1::AddSupporterRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  LookIfDeceased(*person);
  LookForPlace(*person, r.subject());
  Sealed(journal::DETAIL_KIND_PARTY_NAME, r.supporter_name());
  journal::SupporterAdded& added = *entry_.mutable_supporter_added();
  added.set_supporter_id(entry_.request_id());
  CopyScopes(r.scopes(), *added.mutable_scopes());
  added.set_first_day(DayNumber(r.first_date()));
  added.set_last_day(LastDay(r.last_date()));
  added.set_subject(r.subject());
}

void Expectation::Look(const v1::AddRepresentativeRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  if (r.authority() == journal::AUTHORITY_PERSONAL_REPRESENTATIVE) {
    AgainstUnless(person->state == journal::PERSON_STATE_DECEASED,
                  journal::REFUSAL_REASON_PERSON_NOT_DECEASED);
  } else {
    LookIfDeceased(*person);
  }
  LookForPlace(*person, r.subject());
  Sealed(journal::DETAIL_KIND_PARTY_NAME, r.representative_name());
  Sealed(journal::DETAIL_KIND_EVIDENCE, r.evidence());
  journal::RepresentativeAdded& added = *entry_.mutable_representative_added();
  added.set_representative_id(entry_.request_id());
  added.set_authority(r.authority());
  CopyScopes(r.scopes(), *added.mutable_scopes());
  added.set_first_day(DayNumber(r.first_date()));
  added.set_last_day(LastDay(r.last_date()));
  added.set_subject(r.subject());
}

const Model::Party* Expectation::FindParty(const Model::Person& person, const std::string& name,
                                           bool supporter) {
  for (const Model::Party& party : person.parties) {
    const bool supports = party.authority == journal::AUTHORITY_UNSPECIFIED;
    if (party.id == IdIn(name) && supports == supporter) return &party;
  }
  return nullptr;
}

// The last day that ending the party leaves it with.
template <typename Request>
int32_t Expectation::LookAtParty(const Model::Person& person, const std::string& name,
                                 bool supporter, const Request& r) {
  const Model::Party* party = FindParty(person, name, supporter);
  if (party == nullptr) {
    Against(supporter ? journal::REFUSAL_REASON_SUPPORTER_NOT_FOUND
                      : journal::REFUSAL_REASON_REPRESENTATIVE_NOT_FOUND);
    return 0;
  }
  const int32_t last_day = r.has_last_date() ? DayNumber(r.last_date()) : today_ - 1;
  const bool died = person.state == journal::PERSON_STATE_DECEASED &&
                    party->authority != journal::AUTHORITY_PERSONAL_REPRESENTATIVE;
  AgainstUnless(!died && (party->last == 0 || party->last >= today_),
                journal::REFUSAL_REASON_PARTY_ENDED);
  AgainstUnless(!r.has_last_date() ||
                    (last_day >= party->first - 1 && (party->last == 0 || last_day <= party->last)),
                journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  return last_day;
}

void Expectation::Look(const v1::EndSupporterRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  const int32_t last_day = LookAtParty(*person, r.supporter(), true, r);
  entry_.mutable_supporter_ended()->set_supporter_id(IdIn(r.supporter()));
  entry_.mutable_supporter_ended()->set_last_day(last_day);
}

void Expectation::Look(const v1::EndRepresentativeRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  const int32_t last_day = LookAtParty(*person, r.representative(), false, r);
  entry_.mutable_representative_ended()->set_representative_id(IdIn(r.representative()));
  entry_.mutable_representative_ended()->set_last_day(last_day);
}

}  // namespace cardledger::simulation
