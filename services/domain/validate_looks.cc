// Requests about who opened a person's lines.

#include "services/domain/validate.h"
#include "services/domain/violations.h"

namespace cardledger::domain {

Violations Validate(const v1::OpenLinesRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckPersonName("person", request.person());
  out.CheckEnum("reason", request.reason());
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::RequestWithheldLookRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckPersonName("person", request.person());
  out.CheckEnum("reason", request.reason());
  out.CheckEnum("ground", request.ground());
  out.CheckReason("note", request.note());
  out.CheckDate("review_date", request.review_date());
  return std::move(out).Take();
}

Violations Validate(const v1::DecideWithheldLookRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckLookName("look", request.look());
  out.CheckReason("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::ReviewWithheldLookRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckLookName("look", request.look());
  if (!request.disclose()) {
    out.CheckDate("review_date", request.review_date());
  } else if (request.has_review_date()) {
    out.Add("review_date", "must be left out where the person is told");
  }
  out.CheckReason("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::GetLookRequest& request) {
  ViolationCollector out;
  out.CheckLookName("name", request.name());
  return std::move(out).Take();
}

Violations Validate(const v1::ListLooksRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  out.CheckPersonName("person", request.person());
  return std::move(out).Take();
}

Violations Validate(const v1::ListWithheldLooksRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  if (request.has_due_date()) out.CheckDate("due_date", request.due_date());
  return std::move(out).Take();
}

}  // namespace cardledger::domain
