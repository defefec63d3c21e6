#pragma once

// Where an issuer's key set is fetched from: a file, or an address over HTTPS alone.

#include <string>

#include "absl/status/statusor.h"

#include "services/identity/issuer.h"

namespace cardledger::identity {

struct KeySource {
  std::string where;    // "https://..." or a path
  std::string ca_file;  // certificate authorities for the address; empty: the machine's
};

// INVALID_ARGUMENT where it is another kind of address. Each fetch then takes at most
// domain::kKeySetFetchMs and kKeySetBytesMax, follows no redirection and uses no proxy but those
// the machine names; it is UNAVAILABLE where there is nothing to be had, and says nothing of
// content.
absl::StatusOr<FetchKeys> FetchFrom(KeySource source);

}  // namespace cardledger::identity
