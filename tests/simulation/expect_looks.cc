// Who opened a person's lines, and what the person is not told of.

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

void Expectation::Look(const v1::OpenLinesRequest& r) {
  if (PersonIn(r.person()) == nullptr) return;
  entry_.mutable_lines_opened()->set_reason(r.reason());
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
}

void Expectation::LookAtReview(const google::type::Date& date) {
  const int32_t day = DayNumber(date);
  AgainstUnless(day > today_ && day <= today_ + 90, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
}

void Expectation::Look(const v1::RequestWithheldLookRequest& r) {
  if (!model_.persons_.contains(IdIn(r.person()))) {
    return void(Against(journal::REFUSAL_REASON_PERSON_NOT_FOUND));
  }
  LookAtReview(r.review_date());
  // A refusal names no person.
  if (refusals_.empty()) entry_.set_person_id(IdIn(r.person()));
  journal::WithheldLookRequested& requested = *entry_.mutable_withheld_look_requested();
  requested.set_reason(r.reason());
  requested.set_ground(r.ground());
  requested.set_review_day(DayNumber(r.review_date()));
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
}

const Model::Look* Expectation::LookIn(const std::string& name) {
  const auto found = model_.withheld_looks_.find(SequenceIn(name));
  if (found == model_.withheld_looks_.end()) {
    Against(journal::REFUSAL_REASON_LOOK_NOT_FOUND);
    return nullptr;
  }
  AgainstUnless(found->second.asked_by != command_.caller.subject(),
                journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
  return &found->second;
}

void Expectation::Look(const v1::DecideWithheldLookRequest& r) {
  const Model::Look* look = LookIn(r.look());
  if (look == nullptr) return;
  AgainstUnless(!look->decided, journal::REFUSAL_REASON_LOOK_DECIDED);
  if (refusals_.empty()) entry_.set_person_id(look->person);
  entry_.mutable_withheld_look_decided()->set_look_entry(SequenceIn(r.look()));
  entry_.mutable_withheld_look_decided()->set_approved(r.approve());
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
}

void Expectation::Look(const v1::ReviewWithheldLookRequest& r) {
  const Model::Look* look = LookIn(r.look());
  if (look == nullptr) return;
  AgainstUnless(!look->disclosed, journal::REFUSAL_REASON_LOOK_DISCLOSED);
  AgainstUnless(look->approved, journal::REFUSAL_REASON_LOOK_NOT_APPROVED);
  if (!r.disclose()) LookAtReview(r.review_date());
  if (refusals_.empty()) entry_.set_person_id(look->person);
  journal::WithheldLookReviewed& reviewed = *entry_.mutable_withheld_look_reviewed();
  reviewed.set_look_entry(SequenceIn(r.look()));
  reviewed.set_disclosed(r.disclose());
  if (!r.disclose()) reviewed.set_review_day(DayNumber(r.review_date()));
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
}

}  // namespace cardledger::simulation
