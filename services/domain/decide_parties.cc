// Those who may act for a person: supporters, whom the person names, and representatives, who act
// by authority.

#include <algorithm>

#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/domain/person_decisions.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

Refusal PersonRefusal(journal::RefusalReason reason, absl::string_view person) {
  return Refusal(reason).Of(journal::FACT_KIND_PERSON, PersonOf(person));
}

const store::v1::PersonRow* ConcernPerson(Decider& d, absl::string_view person,
                                          MaybeRefusal& refusal) {
  const PersonId id = PersonOf(person);
  const store::v1::PersonRow* row = FindPerson(d.state, id);
  if (row == nullptr) {
    refusal = PersonRefusal(journal::REFUSAL_REASON_PERSON_NOT_FOUND, person);
  } else {
    d.entry.set_person_id(id.ToBytes());
  }
  return row;
}

namespace {

MaybeRefusal CheckRoom(const Decider& d, const store::v1::PersonRow& person,
                       absl::string_view name) {
  if (person.course().parties_size() >= kPartiesPerPersonMax) {
    return PersonRefusal(journal::REFUSAL_REASON_PARTIES_FULL, name)
        .Number(journal::FACT_KIND_COUNT_MAX, kPartiesPerPersonMax);
  }
  return CheckLinks(d, PersonRefusal(journal::REFUSAL_REASON_SUBJECTS_FULL, name));
}

// What both kinds of party say of themselves.
template <typename Request, typename Event>
void WriteParty(const Request& request, Event& event) {
  *event.mutable_scopes() = request.scopes();
  std::sort(event.mutable_scopes()->begin(), event.mutable_scopes()->end());
  event.set_first_day(DayOf(request.first_date()).number());
  if (request.has_last_date()) event.set_last_day(DayOf(request.last_date()).number());
  event.set_subject(request.subject());
}

MaybeRefusal CheckNotEnded(const Decider& d, const store::v1::PersonRow& person,
                           const store::v1::PartyRow& party, const PartyId& id) {
  const bool of_estate = party.authority() == journal::AUTHORITY_PERSONAL_REPRESENTATIVE;
  const bool by_death = IsDeceased(person) && !of_estate;
  if (!by_death && (party.last_day() == 0 || Day(party.last_day()) >= d.today)) return std::nullopt;
  return Refusal(journal::REFUSAL_REASON_PARTY_ENDED)
      .Of(journal::FACT_KIND_PARTY, id)
      .OnDay(journal::FACT_KIND_LAST_DAY,
             Day(by_death ? person.course().state_since_day() : party.last_day()));
}

// The day before the first is accepted, for a part that is not to begin. Ending never prolongs what
// has an end: that takes a new part, with its own evidence.
MaybeRefusal CheckLastDay(const store::v1::PartyRow& party, const PartyId& id, Day last) {
  const bool too_late = party.last_day() != 0 && last > Day(party.last_day());
  if (last >= Day(party.first_day()) + -1 && !too_late) return std::nullopt;
  Refusal refusal = Refusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED)
                        .Of(journal::FACT_KIND_PARTY, id)
                        .OnDay(journal::FACT_KIND_REQUESTED_DAY, last)
                        .OnDay(journal::FACT_KIND_FIRST_DAY, Day(party.first_day()));
  if (party.last_day() == 0) return refusal;
  return std::move(refusal).OnDay(journal::FACT_KIND_LAST_DAY, Day(party.last_day()));
}

// On which day the part is to end. With none given the entry itself is the end: yesterday was the
// last day, so that it is in force on no day from here on, also where it has not begun.
template <typename Request>
MaybeRefusal EndParty(const Decider& d, const store::v1::PersonRow& person,
                      const store::v1::PartyRow& party, const PartyId& id, const Request& request,
                      Day& last) {
  MaybeRefusal refusal = CheckNotEnded(d, person, party, id);
  if (refusal) return refusal;
  last = request.has_last_date() ? DayOf(request.last_date()) : d.today + -1;
  return request.has_last_date() ? CheckLastDay(party, id, last) : std::nullopt;
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::AddSupporterRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  if (IsDeceased(*person)) {
    return PersonRefusal(journal::REFUSAL_REASON_PERSON_DECEASED, request.person());
  }
  if ((refusal = CheckRoom(d, *person, request.person()))) return refusal;
  journal::SupporterAdded& added = *d.entry.mutable_supporter_added();
  added.set_supporter_id(d.command.request_id.ToBytes());
  WriteParty(request, added);
  d.Seal(journal::DETAIL_KIND_PARTY_NAME, request.supporter_name());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::EndSupporterRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  const PartyId id = SupporterOf(request.supporter());
  const store::v1::PartyRow* party = FindSupporter(*person, id);
  if (party == nullptr) {
    return Refusal(journal::REFUSAL_REASON_SUPPORTER_NOT_FOUND).Of(journal::FACT_KIND_PARTY, id);
  }
  Day last;
  if ((refusal = EndParty(d, *person, *party, id, request, last))) return refusal;
  journal::SupporterEnded& ended = *d.entry.mutable_supporter_ended();
  ended.set_supporter_id(id.ToBytes());
  ended.set_last_day(last.number());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::AddRepresentativeRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  const bool of_estate = request.authority() == journal::AUTHORITY_PERSONAL_REPRESENTATIVE;
  if (IsDeceased(*person) && !of_estate) {
    return PersonRefusal(journal::REFUSAL_REASON_PERSON_DECEASED, request.person());
  }
  if (!IsDeceased(*person) && of_estate) {
    return PersonRefusal(journal::REFUSAL_REASON_PERSON_NOT_DECEASED, request.person());
  }
  if ((refusal = CheckRoom(d, *person, request.person()))) return refusal;
  journal::RepresentativeAdded& added = *d.entry.mutable_representative_added();
  added.set_representative_id(d.command.request_id.ToBytes());
  added.set_authority(request.authority());
  WriteParty(request, added);
  d.Seal(journal::DETAIL_KIND_PARTY_NAME, request.representative_name());
  d.Seal(journal::DETAIL_KIND_EVIDENCE, request.evidence());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::EndRepresentativeRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  const PartyId id = RepresentativeOf(request.representative());
  const store::v1::PartyRow* party = FindRepresentative(*person, id);
  if (party == nullptr) {
    return Refusal(journal::REFUSAL_REASON_REPRESENTATIVE_NOT_FOUND)
        .Of(journal::FACT_KIND_PARTY, id);
  }
  Day last;
  if ((refusal = EndParty(d, *person, *party, id, request, last))) return refusal;
  journal::RepresentativeEnded& ended = *d.entry.mutable_representative_ended();
  ended.set_representative_id(id.ToBytes());
  ended.set_last_day(last.number());
  return std::nullopt;
}

}  // namespace cardledger::domain
