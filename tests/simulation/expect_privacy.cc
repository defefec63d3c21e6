// What is kept of people: erasing it, holding it, putting it right.

#include <algorithm>

#include "absl/strings/ascii.h"

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int32_t kYearsKept = 6;

int32_t YearsKept(const Model::Policy* policy, int retention_class) {
  if (policy == nullptr) return kYearsKept;
  for (const policy::v1::ClassRetention& each : policy->scheme.retention().classes()) {
    if (each.retention_class() == retention_class) return each.years();
  }
  return kYearsKept;
}

}  // namespace

void Expectation::LookIfErased(const Model::Person& person) {
  const bool goes_on = std::holds_alternative<v1::ProposeErasureRequest>(command_.request) ||
                       std::holds_alternative<v1::DecideErasureRequest>(command_.request) ||
                       std::holds_alternative<v1::SetLegalHoldRequest>(command_.request) ||
                       std::holds_alternative<v1::EndLegalHoldRequest>(command_.request) ||
                       std::holds_alternative<v1::OpenLinesRequest>(command_.request) ||
                       std::holds_alternative<v1::DueStep>(command_.request);
  AgainstUnless(goes_on || !person.erased.contains(journal::RETENTION_CLASS_IDENTITY),
                journal::REFUSAL_REASON_PERSON_ERASED);
}

bool Expectation::IsLive(const std::string& id, const Model::Award& award) const {
  if (award.step == Model::Step::kProposed) return true;
  if (award.step == Model::Step::kApproved && award.end >= today_) return true;
  for (const Model::Part& part : award.parts) {
    if (model_.Committed(id, part) != 0) return true;
  }
  const Model::Purses purses = model_.PursesOf(id);
  return std::any_of(purses.begin(), purses.end(),
                     [](const auto& each) { return each.second != 0; });
}

void Expectation::LookIfKept(const std::string& id, const Model::Person& person,
                             const std::set<int>& classes) {
  const Model::Policy* policy = GoBy(today_, {journal::REFUSAL_REASON_RETENTION_NOT_ENDED,
                                              journal::REFUSAL_REASON_DETAILS_ERASED_ALREADY});
  int32_t last = person.last_day;
  if (person.state == journal::PERSON_STATE_DECEASED) last = std::max(last, person.since);
  for (const auto& [award_id, award] : model_.awards_) {
    if (award.person == id) last = std::max(last, award.end);
  }
  for (const int each : classes) {
    google::type::Date until;
    until.set_year(FinancialYearOfNumber(last) + YearsKept(policy, each) + 1);
    until.set_month(3);
    until.set_day(31);
    AgainstUnless(DayNumber(until) < today_, journal::REFUSAL_REASON_RETENTION_NOT_ENDED);
  }
}

void Expectation::LookIfErasable(const std::string& id, const Model::Person& person,
                                 const std::set<int>& classes, journal::ErasureGround ground) {
  AgainstUnless(person.hold_entry == 0, journal::REFUSAL_REASON_LEGAL_HOLD);
  for (const auto& [award_id, award] : model_.awards_) {
    AgainstUnless(award.person != id || !IsLive(award_id, award),
                  journal::REFUSAL_REASON_PERSON_HAS_LIVE_AWARD);
  }
  if (ground == journal::ERASURE_GROUND_RETENTION_ENDED) LookIfKept(id, person, classes);
  for (const int each : classes) {
    const auto erased = person.erased.find(each);
    AgainstUnless(erased == person.erased.end() || erased->second.sealed_since,
                  journal::REFUSAL_REASON_DETAILS_ERASED_ALREADY);
  }
}

void Expectation::Look(const v1::ProposeErasureRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  AgainstUnless(!person->proposed, journal::REFUSAL_REASON_ERASURE_ALREADY_PROPOSED);
  const std::set<int> classes(r.classes().begin(), r.classes().end());
  LookIfErasable(IdIn(r.person()), *person, classes, r.ground());
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  journal::ErasureProposed& proposed = *entry_.mutable_erasure_proposed();
  proposed.mutable_classes()->Add(classes.begin(), classes.end());
  proposed.set_ground(r.ground());
}

void Expectation::Look(const v1::DecideErasureRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  AgainstUnless(person->proposed.has_value(), journal::REFUSAL_REASON_ERASURE_NOT_PROPOSED);
  if (!person->proposed) return;
  AgainstUnless(person->proposed->proposer != command_.caller.subject(),
                journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
  if (!r.approve()) {
    Sealed(journal::DETAIL_KIND_NOTE, r.note());
    entry_.mutable_erasure_declined()->set_proposed_entry(person->proposed->entry);
    return;
  }
  const std::set<int>& classes = person->proposed->classes;
  LookIfErasable(IdIn(r.person()), *person, classes, person->proposed->ground);
  journal::DetailsErased& erased = *entry_.mutable_details_erased();
  erased.set_proposed_entry(person->proposed->entry);
  erased.mutable_classes()->Add(classes.begin(), classes.end());
}

void Expectation::Look(const v1::SetLegalHoldRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  AgainstUnless(person->hold_entry == 0, journal::REFUSAL_REASON_LEGAL_HOLD_ALREADY_SET);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  entry_.mutable_legal_hold_set();
}

void Expectation::Look(const v1::EndLegalHoldRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  AgainstUnless(person->hold_entry != 0, journal::REFUSAL_REASON_LEGAL_HOLD_NOT_SET);
  AgainstUnless(person->held_by != command_.caller.subject(),
                journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  entry_.mutable_legal_hold_ended()->set_set_entry(person->hold_entry);
}

void Expectation::Look(const v1::RectifyDetailRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  const auto found = model_.sealed_.find(r.entry());
  const bool stands = found != model_.sealed_.end() && found->second.person == IdIn(r.person()) &&
                      !found->second.of_staff_alone && r.place() < found->second.kinds.size() &&
                      found->second.kinds[r.place()] == r.kind() &&
                      !model_.IsErased(*person, r.kind(), r.entry());
  AgainstUnless(stands, journal::REFUSAL_REASON_DETAIL_NOT_FOUND);
  if (!stands) return;
  if (r.kind() == journal::DETAIL_KIND_CASE_REFERENCE) {
    for (const auto& [id, other] : model_.persons_) {
      AgainstUnless(id == IdIn(r.person()) || other.reference != absl::AsciiStrToUpper(r.text()),
                    journal::REFUSAL_REASON_PERSON_ALREADY_REGISTERED);
    }
  }
  entry_.set_award_id(found->second.award);
  Sealed(r.kind(), r.text());
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  journal::DetailRectified& rectified = *entry_.mutable_detail_rectified();
  rectified.set_rectified_entry(r.entry());
  rectified.set_place(r.place());
}

void Expectation::StatePerson() {
  if (entry_.person_id().empty() || !entry_.award_id().empty()) return;
  const auto found = model_.persons_.find(entry_.person_id());
  if (found != model_.persons_.end()) entry_.set_previous_person_entry(found->second.last_entry);
}

}  // namespace cardledger::simulation
