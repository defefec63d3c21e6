// Requests about people, those who act for them, and how either and providers sign in.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/people.h"
#include "services/domain/validate.h"
#include "services/domain/violations.h"

namespace cardledger::domain {
namespace {

bool IsLanguage(absl::string_view language) {
  return language.empty() || ((language.size() == 2 || language.size() == 3) &&
                              std::all_of(language.begin(), language.end(),
                                          [](unsigned char c) { return absl::ascii_islower(c); }));
}

std::string NamesOf(const std::vector<journal::v1::RepresentativeScope>& scopes) {
  return absl::StrJoin(scopes, ", ", [](std::string* out, journal::v1::RepresentativeScope scope) {
    absl::StrAppend(out, absl::StripPrefix(journal::v1::RepresentativeScope_Name(scope),
                                           "REPRESENTATIVE_SCOPE_"));
  });
}

// What every request to record a supporter or a representative has.
template <typename Request>
void CheckParty(const Request& request, ViolationCollector& out) {
  out.CheckRequestId(request.request_id());
  out.CheckPersonName("person", request.person());
  if (request.scopes().empty()) out.Add("scopes", "must name at least one scope");
  std::set<int> seen;
  for (int i = 0; i < request.scopes_size(); ++i) {
    const std::string path = absl::StrCat("scopes[", i, "]");
    out.CheckEnum(path, request.scopes(i));
    if (!seen.insert(request.scopes(i)).second) out.Add(path, "must stand once in the list");
  }
  out.CheckDate("first_date", request.first_date());
  out.CheckLastDate("last_date", request.has_last_date(), request.last_date(),
                    request.first_date());
  out.CheckSubject("subject", request.subject(), false);
}

// What every request about one subject of a person or a provider has.
template <typename Request>
Violations CheckLink(const Request& request, bool subject_required) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  if constexpr (requires { request.person(); }) {
    out.CheckPersonName("person", request.person());
  } else {
    out.CheckProviderName("provider", request.provider());
  }
  out.CheckSubject("subject", request.subject(), subject_required);
  return std::move(out).Take();
}

}  // namespace

Violations Validate(const v1::RegisterPersonRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckCaseReference("case_reference", request.case_reference());
  return std::move(out).Take();
}

Violations Validate(const v1::SetPersonStateRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckPersonName("person", request.person());
  out.CheckEnum("state", request.state());
  out.CheckDate("since", request.since());
  out.CheckNote("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::SetCommunicationNeedsRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckPersonName("person", request.person());
  const v1::CommunicationNeeds& needs = request.needs();
  out.CheckEnum("needs.format", needs.format());
  if (!IsLanguage(needs.language())) {
    out.Add("needs.language", "must be an ISO 639 code of 2 or 3 lower-case letters, such as en");
  }
  out.CheckEnum("needs.channel", needs.channel());
  out.CheckReference("needs.helper", needs.helper());
  out.CheckNote("needs.note", needs.note());
  return std::move(out).Take();
}

Violations Validate(const v1::AddSupporterRequest& request) {
  ViolationCollector out;
  CheckParty(request, out);
  out.CheckDisplayName("supporter_name", request.supporter_name());
  return std::move(out).Take();
}

Violations Validate(const v1::EndSupporterRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckPersonName("person", request.person());
  out.CheckSupporterName("supporter", request.supporter());
  if (request.has_last_date()) out.CheckDate("last_date", request.last_date());
  return std::move(out).Take();
}

Violations Validate(const v1::AddRepresentativeRequest& request) {
  ViolationCollector out;
  CheckParty(request, out);
  out.CheckEnum("authority", request.authority());
  const std::vector<journal::v1::RepresentativeScope> given = ScopesOf(request.authority());
  for (int i = 0; i < request.scopes_size() && !given.empty(); ++i) {
    if (std::find(given.begin(), given.end(), request.scopes(i)) != given.end()) continue;
    out.Add(absl::StrCat("scopes[", i, "]"),
            absl::StrCat("must be a scope that the authority gives: ", NamesOf(given)));
  }
  out.CheckDisplayName("representative_name", request.representative_name());
  out.CheckReason("evidence", request.evidence());
  return std::move(out).Take();
}

Violations Validate(const v1::EndRepresentativeRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckPersonName("person", request.person());
  out.CheckRepresentativeName("representative", request.representative());
  if (request.has_last_date()) out.CheckDate("last_date", request.last_date());
  return std::move(out).Take();
}

Violations Validate(const v1::SetPersonSubjectRequest& request) {
  return CheckLink(request, false);
}

Violations Validate(const v1::DeclareRelationRequest& request) { return CheckLink(request, false); }

Violations Validate(const v1::EndRelationRequest& request) { return CheckLink(request, true); }

Violations Validate(const v1::AddProviderSubjectRequest& request) {
  return CheckLink(request, true);
}

Violations Validate(const v1::RemoveProviderSubjectRequest& request) {
  return CheckLink(request, true);
}

std::string NormaliseCaseReference(absl::string_view reference) {
  return absl::AsciiStrToUpper(reference);
}

}  // namespace cardledger::domain
