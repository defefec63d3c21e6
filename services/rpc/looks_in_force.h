#pragma once

// Whether a member of staff has opened a person's lines: by a look of their own that stands in the
// journal and is not older than a working day. Any thread.

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "services/domain/ids.h"
#include "services/domain/limits.h"
#include "services/engine/reads.h"
#include "services/rpc/caller.h"

namespace cardledger::rpc {

inline constexpr int64_t kLookUs = domain::kLookHoursMax * 3'600 * 1'000'000;

// The roles of people who work for the council: who acts as one of them opens lines first.
RoleSet StaffRoles();

absl::StatusOr<bool> IsOpenTo(const engine::Reader& reader, const domain::PersonId& person,
                              absl::string_view subject, int64_t now_us);

// PERMISSION_DENIED (LOOK_REQUIRED), with the person as a fact.
absl::Status LookRequired(const domain::PersonId& person);

}  // namespace cardledger::rpc
