// The file that says who may call: any text is refused in words that can be shown, or names nobody
// who could not be stored, and no system two times.

#include <string>

#include "services/domain/validate.h"
#include "services/server/identities_file.h"
#include "tests/fuzz/fuzz_input.h"

namespace server = cardledger::server;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  cardledger::tests::FuzzInput input(data, size);
  const auto identities = server::ParseIdentities(input.rest());
  if (!identities.ok()) {
    CARDLEDGER_CHECK(!identities.status().message().empty(), "what is wrong is said");
    return 0;
  }
  const auto systems = server::SystemsOf(*identities);
  CARDLEDGER_CHECK(systems.size() == static_cast<size_t>(identities->systems_size()),
                   "every system has a certificate of its own");
  for (const auto& [name, system] : systems) {
    CARDLEDGER_CHECK(!name.empty() && cardledger::domain::IsSubject(system.subject),
                     "a system acts under a subject that can be stored");
    CARDLEDGER_CHECK(system.carries_tokens || !system.roles.empty(), "a system can do something");
  }
  return 0;
}
