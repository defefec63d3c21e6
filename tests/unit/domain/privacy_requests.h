#pragma once

// Well-formed requests about what is kept of people, for tests to spoil.

#include "cardledger/v1/privacy.pb.h"
#include "tests/unit/domain/requests.h"

namespace cardledger::domain {

inline v1::ProposeErasureRequest GoodProposeErasure() {
  v1::ProposeErasureRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.add_classes(journal::v1::RETENTION_CLASS_IDENTITY);
  request.add_classes(journal::v1::RETENTION_CLASS_CASE);
  request.set_ground(journal::v1::ERASURE_GROUND_RIGHT_TO_ERASURE);
  request.set_note("a note");
  return request;
}

inline v1::DecideErasureRequest GoodDecideErasure() {
  v1::DecideErasureRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_note("a note");
  return request;
}

template <typename Request>
Request GoodLegalHold() {
  Request request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_note("a note");
  return request;
}

inline v1::RectifyDetailRequest GoodRectifyDetail() {
  v1::RectifyDetailRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_entry(7);
  request.set_place(1);
  request.set_kind(journal::v1::DETAIL_KIND_PARTY_NAME);
  request.set_text("Bea Smith");
  request.set_note("a note");
  return request;
}

}  // namespace cardledger::domain
