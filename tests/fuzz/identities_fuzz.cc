// What a caller says of itself, in two pieces: its subject and its roles. Whoever is let in has a
// subject that can be stored, and roles that may be called by; said again they are the same.

#include <string>
#include <vector>

#include "absl/strings/str_join.h"

#include "base/plain_text.h"
#include "services/domain/validate.h"
#include "services/rpc/identities.h"
#include "tests/fuzz/fuzz_input.h"

namespace domain = cardledger::domain;
namespace rpc = cardledger::rpc;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const identities = new rpc::DevelopmentIdentities;
  cardledger::tests::FuzzInput input(data, size);
  const absl::string_view subject = input.TakePiece();
  const auto caller = identities->Parse(subject, input.TakePiece());
  if (!caller.ok()) {
    CARDLEDGER_CHECK(cardledger::base::IsPlainText(caller.status().message()),
                     "what is wrong can be shown");
    return 0;
  }
  CARDLEDGER_CHECK(caller->subject == subject && domain::IsSubject(subject),
                   "a subject is taken as it is");
  std::vector<std::string> names;
  for (const auto role : rpc::RolesOf(caller->roles)) {
    CARDLEDGER_CHECK(rpc::IsCallersRole(role), "nobody calls as the ledger itself");
    names.push_back(rpc::RoleName(role));
  }
  const auto again = identities->Parse(subject, absl::StrJoin(names, ","));
  CARDLEDGER_CHECK(again.ok() && again->roles == caller->roles, "a set of roles has its names");
  return 0;
}
