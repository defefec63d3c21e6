// Registering people, and what becomes of them.

#include "base/sha256.h"
#include "services/domain/award_decisions.h"
#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/domain/person_decisions.h"
#include "services/domain/person_reference.h"
#include "services/domain/validate.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

namespace {

// Of awards that had ended by date; leaves room for all that go on.
constexpr size_t kFurtherReleasedMax = kEntriesPerCommandMax - kLiveAwardsPerPersonMax - 2;

// Whether a death ends the award. One whose last day lay before it keeps its end.
bool EndsAtDeath(const store::v1::AwardRow& award, Day death) {
  if (award.step() == store::v1::AWARD_STEP_PROPOSED) return true;
  return award.step() == store::v1::AWARD_STEP_APPROVED && Day(award.end_day()) >= death;
}

// Every such award ends with its person, each by an entry of its own. Those that go on are bounded
// by kLiveAwardsPerPersonMax; what is beyond one command's entries has ended by date before.
void EndAwards(Decider& d, const store::v1::PersonRow& person, Day death) {
  for (const AwardId& id : AwardIdsOf(person)) {
    const store::v1::AwardRow& award = *FindAward(d.state, id);
    if (!EndsAtDeath(award, death)) continue;
    if (award.released() && d.further.size() > kFurtherReleasedMax) continue;
    journal::Entry& entry = d.AddEntry();
    entry.set_person_id(award.person_id());
    entry.set_award_id(id.ToBytes());
    PostingSet postings(entry);
    EndAtDeath(award, death, postings, entry);
  }
}

}  // namespace

ReferenceHash HashCaseReference(absl::string_view reference_key, absl::string_view case_reference) {
  return base::HmacSha256(reference_key, NormaliseCaseReference(case_reference));
}

MaybeRefusal DecideRequest(Decider& d, const v1::RegisterPersonRequest& request) {
  const ReferenceHash reference =
      HashCaseReference(d.context.reference_key, request.case_reference());
  if (const std::optional<PersonId> known = d.context.person_by_reference(reference)) {
    d.entry.set_person_id(known->ToBytes());
    return Refusal(journal::REFUSAL_REASON_PERSON_ALREADY_REGISTERED)
        .Of(journal::FACT_KIND_PERSON, *known);
  }
  // Random, not derived from the request id: a caller may have made that from the case reference.
  const PersonId id(base::Uuid::FromRandom(d.context.random_bytes(base::Uuid::kBytes)));
  d.entry.set_person_id(id.ToBytes());
  d.entry.mutable_person_registered();
  d.decision.reference = reference;
  d.Seal(journal::DETAIL_KIND_CASE_REFERENCE, NormaliseCaseReference(request.case_reference()));
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::SetPersonStateRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  const Day since = DayOf(request.since());
  if (person->course().state() == request.state() &&
      Day(person->course().state_since_day()) == since) {
    return PersonRefusal(journal::REFUSAL_REASON_PERSON_STATE_UNCHANGED, request.person())
        .Number(journal::FACT_KIND_PERSON_STATE, request.state());
  }
  // A death, a death recorded in error, and the day of the same state are put right since any day.
  const bool any_day = IsDeceased(*person) || request.state() == person->course().state() ||
                       request.state() == journal::PERSON_STATE_DECEASED;
  const bool too_early = !any_day && since < Day(person->course().state_since_day());
  if (too_early || since > d.today) {
    Refusal late = PersonRefusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED, request.person())
                       .OnDay(journal::FACT_KIND_REQUESTED_DAY, since);
    if (too_early) {
      late = std::move(late).OnDay(journal::FACT_KIND_FIRST_DAY,
                                   Day(person->course().state_since_day()));
    }
    return std::move(late).OnDay(journal::FACT_KIND_LAST_DAY, d.today);
  }
  journal::PersonStateChanged& changed = *d.entry.mutable_person_state_changed();
  changed.set_state(request.state());
  changed.set_since_day(since.number());
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  if (request.state() == journal::PERSON_STATE_DECEASED) EndAwards(d, *person, since);
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::SetCommunicationNeedsRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  if (IsDeceased(*person)) {
    return PersonRefusal(journal::REFUSAL_REASON_PERSON_DECEASED, request.person());
  }
  d.entry.mutable_communication_needs_set();
  d.Seal(journal::DETAIL_KIND_COMMUNICATION_NEEDS, request.needs().ShortDebugString());
  return std::nullopt;
}

}  // namespace cardledger::domain
