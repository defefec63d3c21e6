// The commands about what is kept of people, who looks at them, and how they sign in.

#include "tests/unit/engine/preview_commands.h"

namespace cardledger::engine {

namespace journal = ::cardledger::journal::v1;

void PreviewCommands::AddForPrivacy(const std::string& person) {
  v1::ProposeErasureRequest propose;
  propose.set_person(person);
  propose.add_classes(journal::RETENTION_CLASS_IDENTITY);
  propose.set_ground(journal::ERASURE_GROUND_RECORDED_IN_ERROR);
  Add(propose);
  propose.set_ground(journal::ERASURE_GROUND_RETENTION_ENDED);
  Add(propose);
  v1::DecideErasureRequest decide;
  decide.set_person(person);
  Add(decide);
  Add(decide, "sam");
  v1::SetLegalHoldRequest hold;
  hold.set_person(person);
  hold.set_note("a claim");
  Add(hold);
  v1::EndLegalHoldRequest release;
  release.set_person(person);
  release.set_note("settled");
  Add(release);
  Add(release, "sam");
  v1::RectifyDetailRequest rectify;
  rectify.set_person(person);
  rectify.set_kind(journal::DETAIL_KIND_CASE_REFERENCE);
  for (const uint64_t entry : registered_) {
    rectify.set_entry(entry);
    for (const char* reference : {"LL-1001", "LL-9999"}) {
      rectify.set_text(reference);
      Add(rectify);
    }
  }
}

void PreviewCommands::AddForLook(const std::string& look) {
  for (const char* by : {"harriet", "lena"}) {
    for (const bool yes : {true, false}) {
      v1::DecideWithheldLookRequest decide;
      decide.set_look(look);
      decide.set_approve(yes);
      Add(decide, by);
      v1::ReviewWithheldLookRequest review;
      review.set_look(look);
      review.set_disclose(yes);
      if (!yes) *review.mutable_review_date() = tests::Date("2027-06-01");
      Add(review, by);
    }
  }
}

void PreviewCommands::AddForSubject(const std::string& subject) {
  for (const std::string& person : persons_) {
    v1::SetPersonSubjectRequest set;
    set.set_person(person);
    set.set_subject(subject);
    Add(set);
    v1::DeclareRelationRequest declare;
    declare.set_person(person);
    declare.set_subject(subject);
    Add(declare);
    Add(declare, "fay");
    if (subject.empty()) continue;
    v1::EndRelationRequest end;
    end.set_person(person);
    end.set_subject(subject);
    Add(end);
    Add(end, subject);
  }
  if (subject.empty()) return;
  for (const std::string& provider : providers_) {
    v1::AddProviderSubjectRequest add;
    add.set_provider(provider);
    add.set_subject(subject);
    Add(add);
    v1::RemoveProviderSubjectRequest remove;
    remove.set_provider(provider);
    remove.set_subject(subject);
    Add(remove);
  }
}

}  // namespace cardledger::engine
