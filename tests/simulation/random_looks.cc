// Who opens whose lines, and what of it is withheld.

#include "absl/strings/str_cat.h"

#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

int32_t RandomCommands::ReviewDay(int32_t today) {
  return today + static_cast<int32_t>(random_.Below(95));
}

// Mostly one that has, or has not, been decided.
std::string RandomCommands::SomeLook(const Model& model, bool decided) {
  std::string name = absl::StrCat("looks/", 1 + random_.Below(model.position() + 5));
  for (const auto& [entry, look] : model.withheld_looks()) {
    if (look.decided != decided && !random_.OneIn(5)) continue;
    if (random_.OneIn(2)) name = absl::StrCat("looks/", entry);
  }
  return name;
}

domain::Request RandomCommands::LinesOpening(const Model& model, int32_t) {
  v1::OpenLinesRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  request.set_reason(static_cast<journal::LookReason>(1 + random_.Below(7)));
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::WithheldLook(const Model& model, int32_t today) {
  v1::RequestWithheldLookRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  request.set_reason(journal::LOOK_REASON_SAFEGUARDING);
  request.set_ground(static_cast<journal::LookGround>(1 + random_.Below(2)));
  request.set_note(Text());
  *request.mutable_review_date() = DateOfNumber(ReviewDay(today));
  return request;
}

domain::Request RandomCommands::LooksDecision(const Model& model, int32_t) {
  v1::DecideWithheldLookRequest request;
  request.set_request_id(NewId());
  request.set_look(SomeLook(model, false));
  request.set_approve(!random_.OneIn(4));
  request.set_note(Text());
  return request;
}

domain::Request RandomCommands::LooksReview(const Model& model, int32_t today) {
  v1::ReviewWithheldLookRequest request;
  request.set_request_id(NewId());
  request.set_look(SomeLook(model, true));
  request.set_disclose(random_.OneIn(3));
  if (!request.disclose()) *request.mutable_review_date() = DateOfNumber(ReviewDay(today));
  request.set_note(Text());
  return request;
}

}  // namespace cardledger::simulation
