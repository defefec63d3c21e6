// Opening a person's lines, and what of that the person is not told for now.

#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/person_decisions.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

Refusal LookRefusal(journal::RefusalReason reason, uint64_t look) {
  return Refusal(reason).Number(journal::FACT_KIND_LOOK, static_cast<int64_t>(look));
}

// After today, and not further ahead than a review may be put off.
MaybeRefusal CheckReviewDay(const Decider& d, Day day) {
  const Day first = d.today + 1;
  const Day last = d.today + kLookReviewDaysMax;
  if (day >= first && day <= last) return std::nullopt;
  return Refusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED)
      .OnDay(journal::FACT_KIND_REQUESTED_DAY, day)
      .OnDay(journal::FACT_KIND_FIRST_DAY, first)
      .OnDay(journal::FACT_KIND_LAST_DAY, last);
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::OpenLinesRequest& request) {
  MaybeRefusal refusal;
  if (ConcernPerson(d, request.person(), refusal) == nullptr) return refusal;
  d.entry.mutable_lines_opened()->set_reason(request.reason());
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

// The steps of a withheld look name the person only where they are accepted: a refusal that named
// them would stand in the person's own stream of entries, where nothing of the look may be.

MaybeRefusal DecideRequest(Decider& d, const v1::RequestWithheldLookRequest& request) {
  const PersonId person = PersonOf(request.person());
  if (FindPerson(d.state, person) == nullptr) {
    return PersonRefusal(journal::REFUSAL_REASON_PERSON_NOT_FOUND, request.person());
  }
  const Day review_day = DayOf(request.review_date());
  if (MaybeRefusal refusal = CheckReviewDay(d, review_day)) return refusal;
  d.entry.set_person_id(person.ToBytes());
  journal::WithheldLookRequested& requested = *d.entry.mutable_withheld_look_requested();
  requested.set_reason(request.reason());
  requested.set_ground(request.ground());
  requested.set_review_day(review_day.number());
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::DecideWithheldLookRequest& request) {
  const uint64_t name = LookOf(request.look());
  const store::v1::WithheldLookRow* look = FindWithheldLook(d.state, name);
  if (look == nullptr) return LookRefusal(journal::REFUSAL_REASON_LOOK_NOT_FOUND, name);
  if (look->decided_entry() != 0) {
    return LookRefusal(journal::REFUSAL_REASON_LOOK_DECIDED, name)
        .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(look->decided_entry()));
  }
  if (look->requested_by() == d.command.caller.subject()) {
    return LookRefusal(journal::REFUSAL_REASON_APPROVER_IS_PREPARER, name);
  }
  d.entry.set_person_id(look->person_id());
  journal::WithheldLookDecided& decided = *d.entry.mutable_withheld_look_decided();
  decided.set_look_entry(name);
  decided.set_approved(request.approve());
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::ReviewWithheldLookRequest& request) {
  const uint64_t name = LookOf(request.look());
  const store::v1::WithheldLookRow* look = FindWithheldLook(d.state, name);
  if (look == nullptr) return LookRefusal(journal::REFUSAL_REASON_LOOK_NOT_FOUND, name);
  if (look->disclosed_entry() != 0) {
    return LookRefusal(journal::REFUSAL_REASON_LOOK_DISCLOSED, name)
        .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(look->disclosed_entry()));
  }
  if (!look->approved()) return LookRefusal(journal::REFUSAL_REASON_LOOK_NOT_APPROVED, name);
  if (look->requested_by() == d.command.caller.subject()) {
    return LookRefusal(journal::REFUSAL_REASON_APPROVER_IS_PREPARER, name);
  }
  if (!request.disclose()) {
    if (MaybeRefusal refusal = CheckReviewDay(d, DayOf(request.review_date()))) return refusal;
  }
  d.entry.set_person_id(look->person_id());
  journal::WithheldLookReviewed& reviewed = *d.entry.mutable_withheld_look_reviewed();
  reviewed.set_look_entry(name);
  reviewed.set_disclosed(request.disclose());
  if (!request.disclose()) reviewed.set_review_day(DayOf(request.review_date()).number());
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

}  // namespace cardledger::domain
