// What is kept of people: erasing it, holding it, putting it right.

#include "absl/strings/str_cat.h"

#include "tests/simulation/random_commands.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

domain::Request RandomCommands::Erasure(const Model& model, int32_t) {
  v1::ProposeErasureRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  const uint64_t classes = 1 + random_.Below(7);
  for (int each = 3; each >= 1; --each) {
    if ((classes >> (each - 1)) % 2 == 0) continue;
    request.add_classes(static_cast<journal::RetentionClass>(each));
  }
  request.set_ground(static_cast<journal::ErasureGround>(1 + random_.Below(3)));
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::ErasuresDecision(const Model& model, int32_t) {
  v1::DecideErasureRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons(), [](const Model::Person& person) {
    return person.proposed.has_value();
  }));
  request.set_approve(!random_.OneIn(3));
  if (!request.approve()) request.set_note(Note());
  return request;
}

domain::Request RandomCommands::Hold(const Model& model, int32_t) {
  v1::SetLegalHoldRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  request.set_note(Text());
  return request;
}

domain::Request RandomCommands::HoldsEnd(const Model& model, int32_t) {
  v1::EndLegalHoldRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons(),
                              [](const Model::Person& person) { return person.hold_entry != 0; }));
  request.set_note(Text());
  return request;
}

domain::Request RandomCommands::Rectification(const Model& model, int32_t) {
  v1::RectifyDetailRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  request.set_entry(1 + random_.Below(200));
  request.set_kind(journal::DETAIL_KIND_NOTE);
  request.set_text(Text());
  for (const auto& [entry, sealed] : model.sealed()) {
    if (sealed.kinds.empty() || !random_.OneIn(20)) continue;
    if (!random_.OneIn(10)) request.set_person(NameOf("persons", sealed.person));
    request.set_entry(entry);
    request.set_place(static_cast<uint32_t>(random_.Below(sealed.kinds.size())));
    request.set_kind(sealed.kinds[request.place()]);
    break;
  }
  if (request.kind() == journal::DETAIL_KIND_CASE_REFERENCE) {
    request.set_text(absl::StrCat("CASE/", random_.Below(12)));
  } else if (request.kind() == journal::DETAIL_KIND_COMMUNICATION_NEEDS) {
    request.set_kind(journal::DETAIL_KIND_GOAL);  // those have a step of their own
  } else {
    request.set_text("Bea Smith");
  }
  return request;
}

}  // namespace cardledger::simulation
