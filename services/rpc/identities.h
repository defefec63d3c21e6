#pragma once

// Who is calling. Identify is the only place that reads an identity out of a call; every method
// asks it first, through Edge::Admit. Any thread. proven_identities.h has the other kind.
//
// DevelopmentIdentities believes what the caller says of itself, so the server accepts it only on a
// loopback address over a SANDBOX ledger. Two metadata entries, each exactly once:
//   x-cardledger-subject: 1 to 64 of A-Z a-z 0-9 . _ : | -
//   x-cardledger-roles: role names in lower case, comma separated, such as
//       finance_officer,approver
// A missing or unreadable identity is UNAUTHENTICATED (IDENTITY_MISSING, IDENTITY_INVALID).

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/server_context.h"

#include "services/rpc/caller.h"

namespace cardledger::rpc {

inline constexpr char kSubjectMetadata[] = "x-cardledger-subject";
inline constexpr char kRolesMetadata[] = "x-cardledger-roles";

// Of a call that comes in, or of one that was let in before and goes on.
enum class Asked { kFirst, kAgain };

class Identities {
 public:
  virtual ~Identities() = default;

  virtual absl::StatusOr<Caller> Identify(const grpc::CallbackServerContext& context,
                                          Asked asked) const = 0;
};

class DevelopmentIdentities : public Identities {
 public:
  absl::StatusOr<Caller> Identify(const grpc::CallbackServerContext& context,
                                  Asked asked) const override;

  // What Identify does with the two values; for tests.
  absl::StatusOr<Caller> Parse(absl::string_view subject, absl::string_view roles) const;

 private:
  const RolesByName roles_;
};

}  // namespace cardledger::rpc
