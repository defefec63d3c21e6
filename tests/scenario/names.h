#pragma once

// The names a scenario gives to things, such as award=a1, and the ids behind them. An id follows
// from the name, so a scenario runs alike every time; a person's id is minted by the ledger and
// bound when it answers.

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"

#include "base/uuid.h"

namespace cardledger::tests {

class Names {
 public:
  // `kind` is "fund", "person", "award" or "request". A name never bound gets an id of its own, so
  // that a scenario can speak of what does not stand.
  base::Uuid IdOf(absl::string_view kind, absl::string_view name);
  void Bind(absl::string_view kind, absl::string_view name, const base::Uuid& id);
  void BindRun(absl::string_view name, uint64_t entry);

  // The name of what has this id of 16 bytes; the id's text where it has none.
  std::string NameOf(absl::string_view id_bytes) const;
  // 0 where no run has that name.
  uint64_t RunOf(absl::string_view name) const;
  std::string NameOfRun(uint64_t entry) const;

 private:
  std::map<std::string, base::Uuid> ids_;  // by kind/name
  std::map<base::Uuid, std::string> names_;
  std::map<std::string, uint64_t, std::less<>> runs_;
};

}  // namespace cardledger::tests
