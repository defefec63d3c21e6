// Erasing what describes a person, holding it for a legal matter, and putting it right.

#include <algorithm>

#include "services/domain/award_decisions.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/domain/person_decisions.h"
#include "services/domain/person_reference.h"
#include "services/domain/retention.h"
#include "services/domain/validate.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

using Classes = google::protobuf::RepeatedField<int>;

Refusal ClassRefusal(journal::RefusalReason reason, absl::string_view person, int each) {
  return PersonRefusal(reason, person).Number(journal::FACT_KIND_RETENTION_CLASS, each);
}

MaybeRefusal CheckLiveAwards(const Decider& d, const store::v1::PersonRow& person,
                             absl::string_view name) {
  for (const AwardId& id : AwardIdsOf(person)) {
    if (!IsLive(*FindAward(d.state, id), d.today)) continue;
    return PersonRefusal(journal::REFUSAL_REASON_PERSON_HAS_LIVE_AWARD, name)
        .Of(journal::FACT_KIND_AWARD, id);
  }
  return std::nullopt;
}

MaybeRefusal CheckRetention(Decider& d, const store::v1::PersonRow& person, absl::string_view name,
                            const Classes& classes) {
  const ActivePolicy* policy = d.context.policies.InForce(d.today);
  if (policy != nullptr) d.entry.set_policy_entry(policy->activated_entry);
  const policy::v1::SchemePolicy* scheme = policy == nullptr ? nullptr : &policy->scheme;
  const AwardRows awards = AwardsOf(d.state, person);
  for (const int each : classes) {
    const auto retention_class = static_cast<journal::RetentionClass>(each);
    const std::optional<Day> until = KeptUntil(person, awards, scheme, retention_class, d.today);
    CARDLEDGER_CHECK(until.has_value(), "no award of the person is live");
    if (*until < d.today) continue;
    return ClassRefusal(journal::REFUSAL_REASON_RETENTION_NOT_ENDED, name, each)
        .OnDay(journal::FACT_KIND_FIRST_DAY, *until + 1);
  }
  return std::nullopt;
}

MaybeRefusal CheckLeft(const store::v1::PersonRow& person, absl::string_view name,
                       const Classes& classes) {
  for (const int each : classes) {
    const store::v1::ErasureRow* erasure =
        FindErasure(person, static_cast<journal::RetentionClass>(each));
    if (erasure == nullptr || erasure->sealed_since()) continue;
    return ClassRefusal(journal::REFUSAL_REASON_DETAILS_ERASED_ALREADY, name, each)
        .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(erasure->entry()));
  }
  return std::nullopt;
}

// What must hold when an erasure is proposed, and still when it is approved.
MaybeRefusal CheckErasable(Decider& d, const store::v1::PersonRow& person, absl::string_view name,
                           const Classes& classes, journal::ErasureGround ground) {
  if (person.course().has_legal_hold()) {
    return PersonRefusal(journal::REFUSAL_REASON_LEGAL_HOLD, name)
        .Number(journal::FACT_KIND_ENTRY,
                static_cast<int64_t>(person.course().legal_hold().entry()));
  }
  if (MaybeRefusal refusal = CheckLiveAwards(d, person, name)) return refusal;
  if (ground == journal::ERASURE_GROUND_RETENTION_ENDED) {
    if (MaybeRefusal refusal = CheckRetention(d, person, name, classes)) return refusal;
  }
  return CheckLeft(person, name, classes);
}

// Whether its note, or that it is there at all, is for staff alone. The person is shown what was
// put right of them, so nothing of these is: whoever asks is answered as if it were not there.
bool IsForStaffAlone(const journal::Entry& entry) {
  switch (entry.event_case()) {
    case journal::Entry::kLinesOpened:
    case journal::Entry::kWithheldLookRequested:
    case journal::Entry::kWithheldLookDecided:
    case journal::Entry::kWithheldLookReviewed:
    case journal::Entry::kLegalHoldSet:
    case journal::Entry::kLegalHoldEnded:
    case journal::Entry::kRelationDeclared:
    case journal::Entry::kRelationEnded:
      return true;
    default:
      return false;
  }
}

// Whether the entry is about the person and has, unerased, such a detail at that place.
bool HasDetail(const journal::Entry* entry, const store::v1::PersonRow& person,
               const v1::RectifyDetailRequest& request) {
  if (entry == nullptr || entry->person_id() != PersonOf(request.person()).bytes()) return false;
  if (IsForStaffAlone(*entry)) return false;
  if (request.place() >= static_cast<uint32_t>(entry->details_size())) return false;
  const journal::DetailKind kind = entry->details(static_cast<int>(request.place())).kind();
  return kind == request.kind() && !IsErased(person, entry->sequence(), kind);
}

// Another person's number is not given to this one.
MaybeRefusal TakeReference(Decider& d, const v1::RectifyDetailRequest& request) {
  const ReferenceHash reference = HashCaseReference(d.context.reference_key, request.text());
  const std::optional<PersonId> known = d.context.person_by_reference(reference);
  if (known && *known != PersonOf(request.person())) {
    return PersonRefusal(journal::REFUSAL_REASON_PERSON_ALREADY_REGISTERED, PersonName(*known));
  }
  d.decision.reference = reference;
  return std::nullopt;
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::ProposeErasureRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  if (person->course().has_proposed_erasure()) {
    return PersonRefusal(journal::REFUSAL_REASON_ERASURE_ALREADY_PROPOSED, request.person())
        .Number(journal::FACT_KIND_ENTRY,
                static_cast<int64_t>(person->course().proposed_erasure().entry()));
  }
  Classes classes = request.classes();
  std::sort(classes.begin(), classes.end());
  refusal = CheckErasable(d, *person, request.person(), classes, request.ground());
  if (refusal) return refusal;
  journal::ErasureProposed& proposed = *d.entry.mutable_erasure_proposed();
  *proposed.mutable_classes() = std::move(classes);
  proposed.set_ground(request.ground());
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::DecideErasureRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  if (!person->course().has_proposed_erasure()) {
    return PersonRefusal(journal::REFUSAL_REASON_ERASURE_NOT_PROPOSED, request.person());
  }
  const store::v1::ProposedErasureRow& proposed = person->course().proposed_erasure();
  if (proposed.proposed_by() == d.command.caller.subject()) {
    return PersonRefusal(journal::REFUSAL_REASON_APPROVER_IS_PREPARER, request.person());
  }
  if (!request.approve()) {
    d.entry.mutable_erasure_declined()->set_proposed_entry(proposed.entry());
    d.Seal(journal::DETAIL_KIND_NOTE, request.note());
    return std::nullopt;
  }
  refusal = CheckErasable(d, *person, request.person(), proposed.classes(), proposed.ground());
  if (refusal) return refusal;
  journal::DetailsErased& erased = *d.entry.mutable_details_erased();
  erased.set_proposed_entry(proposed.entry());
  *erased.mutable_classes() = proposed.classes();
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::SetLegalHoldRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  if (person->course().has_legal_hold()) {
    return PersonRefusal(journal::REFUSAL_REASON_LEGAL_HOLD_ALREADY_SET, request.person())
        .Number(journal::FACT_KIND_ENTRY,
                static_cast<int64_t>(person->course().legal_hold().entry()));
  }
  d.entry.mutable_legal_hold_set();
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::EndLegalHoldRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  if (!person->course().has_legal_hold()) {
    return PersonRefusal(journal::REFUSAL_REASON_LEGAL_HOLD_NOT_SET, request.person());
  }
  const store::v1::LegalHoldRow& hold = person->course().legal_hold();
  if (hold.set_by() == d.command.caller.subject()) {
    return PersonRefusal(journal::REFUSAL_REASON_APPROVER_IS_PREPARER, request.person());
  }
  d.entry.mutable_legal_hold_ended()->set_set_entry(hold.entry());
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::RectifyDetailRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  const journal::Entry* original = d.context.original;
  if (!HasDetail(original, *person, request)) {
    return PersonRefusal(journal::REFUSAL_REASON_DETAIL_NOT_FOUND, request.person())
        .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(request.entry()));
  }
  const bool is_reference = request.kind() == journal::DETAIL_KIND_CASE_REFERENCE;
  if (is_reference && (refusal = TakeReference(d, request))) return refusal;
  d.entry.set_award_id(original->award_id());
  journal::DetailRectified& rectified = *d.entry.mutable_detail_rectified();
  rectified.set_rectified_entry(original->sequence());
  rectified.set_place(request.place());
  d.Seal(request.kind(),
         is_reference ? NormaliseCaseReference(request.text()) : std::string(request.text()));
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

}  // namespace cardledger::domain
