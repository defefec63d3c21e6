// Requests about what is kept of people.

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/domain/validate.h"
#include "services/domain/violations.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// What every request about one person has.
template <typename Request>
void CheckPerson(const Request& request, ViolationCollector& out) {
  out.CheckRequestId(request.request_id());
  out.CheckPersonName("person", request.person());
}

// As where such a detail is first recorded, but that there must be a text.
void CheckText(journal::DetailKind kind, absl::string_view text, ViolationCollector& out) {
  switch (kind) {
    case journal::DETAIL_KIND_CASE_REFERENCE:
      return out.CheckCaseReference("text", text);
    case journal::DETAIL_KIND_PARTY_NAME:
    case journal::DETAIL_KIND_PAYMENT_REFERENCE:
      return out.CheckDisplayName("text", text);
    case journal::DETAIL_KIND_COMMUNICATION_NEEDS:
      return out.Add("kind", "must be another kind: SetCommunicationNeeds records these anew");
    case journal::DETAIL_KIND_PROVIDER_NAME:
      return out.Add("kind", "must be a kind of detail about a person, not a provider's name");
    default:
      if (text.empty()) return out.Add("text", "must not be empty");
      return out.CheckNote("text", text);
  }
}

}  // namespace

Violations Validate(const v1::ProposeErasureRequest& request) {
  ViolationCollector out;
  CheckPerson(request, out);
  if (request.classes().empty()) out.Add("classes", "must name at least one class");
  std::set<int> seen;
  for (int i = 0; i < request.classes_size(); ++i) {
    const std::string path = absl::StrCat("classes[", i, "]");
    out.CheckEnum(path, request.classes(i));
    if (!seen.insert(request.classes(i)).second) out.Add(path, "must stand once in the list");
  }
  out.CheckEnum("ground", request.ground());
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::DecideErasureRequest& request) {
  ViolationCollector out;
  CheckPerson(request, out);
  out.CheckNote("note", request.note());
  if (request.approve() && !request.note().empty()) {
    out.Add("note",
            "must be empty where the erasure is approved: it could be among what is erased");
  }
  return std::move(out).Take();
}

Violations Validate(const v1::SetLegalHoldRequest& request) {
  ViolationCollector out;
  CheckPerson(request, out);
  out.CheckReason("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::EndLegalHoldRequest& request) {
  ViolationCollector out;
  CheckPerson(request, out);
  out.CheckReason("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::RectifyDetailRequest& request) {
  ViolationCollector out;
  CheckPerson(request, out);
  if (request.entry() == 0) out.Add("entry", "must be the sequence of an entry, 1 or more");
  out.CheckEnum("kind", request.kind());
  CheckText(request.kind(), request.text(), out);
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::ListDueErasuresRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  return std::move(out).Take();
}

Violations Validate(const v1::ExportPersonRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  out.CheckPersonName("person", request.person());
  return std::move(out).Take();
}

}  // namespace cardledger::domain
