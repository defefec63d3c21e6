#include "services/rpc/looks_in_force.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/engine/errors.h"
#include "services/rpc/reasons.h"
#include "services/rpc/status_mapping.h"

namespace cardledger::rpc {
namespace {

// One person's lines are seldom opened so often in a working day.
constexpr size_t kLooksAtATime = 32;

constexpr journal::v1::Role kStaff[] = {
    journal::v1::ROLE_SOCIAL_WORKER,      journal::v1::ROLE_BROKERAGE,
    journal::v1::ROLE_FINANCIAL_ASSESSOR, journal::v1::ROLE_INCOME_OFFICER,
    journal::v1::ROLE_APPROVER,           journal::v1::ROLE_SENIOR_APPROVER,
    journal::v1::ROLE_FINANCE_OFFICER,    journal::v1::ROLE_FINANCE_APPROVER,
    journal::v1::ROLE_SAFEGUARDING_LEAD,  journal::v1::ROLE_AUDITOR,
    journal::v1::ROLE_ADMINISTRATOR};

}  // namespace

RoleSet StaffRoles() {
  RoleSet staff;
  for (const journal::v1::Role role : kStaff) staff.Add(role);
  return staff;
}

// Looks are read the newest first, so that one that is too old ends the search.
absl::StatusOr<bool> IsOpenTo(const engine::Reader& reader, const domain::PersonId& person,
                              absl::string_view subject, int64_t now_us) {
  uint64_t before = 0;
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(const auto looks,
                                reader.LooksBefore(person, before, kLooksAtATime));
    for (const auto& [entry, look] : looks) {
      if (now_us - look.opened_time_us() >= kLookUs) return false;
      if (look.subject() == subject) return true;
      before = entry;
    }
    if (looks.size() < kLooksAtATime) return false;
  }
}

absl::Status LookRequired(const domain::PersonId& person) {
  const std::string name = domain::PersonName(person);
  return WithFact(
      engine::WithReason(
          absl::PermissionDeniedError(absl::StrCat(
              "Who works for the council opens a person's lines with a reason before reading them. "
              "Accepted would be the same after OpenLines (cardledger person open-lines) for ",
              name, ", which holds for ", domain::kLookHoursMax, " hours.")),
          kReasonLookRequired),
      "person", name);
}

}  // namespace cardledger::rpc
