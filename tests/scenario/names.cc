#include "tests/scenario/names.h"

#include "absl/strings/str_cat.h"

#include "base/check.h"

namespace cardledger::tests {

base::Uuid Names::IdOf(absl::string_view kind, absl::string_view name) {
  const std::string key = absl::StrCat(kind, "/", name);
  const auto bound = ids_.find(key);
  if (bound != ids_.end()) return bound->second;
  const base::Uuid id = base::Uuid::Version5(base::Uuid(), key);
  Bind(kind, name, id);
  return id;
}

void Names::Bind(absl::string_view kind, absl::string_view name, const base::Uuid& id) {
  ids_[absl::StrCat(kind, "/", name)] = id;
  if (kind != "request") names_[id] = std::string(name);
}

void Names::BindRun(absl::string_view name, uint64_t entry) { runs_[std::string(name)] = entry; }

std::string Names::NameOf(absl::string_view id_bytes) const {
  const auto id = base::Uuid::FromBytes(id_bytes);
  CARDLEDGER_CHECK(id.has_value(), "an id is 16 bytes");
  const auto name = names_.find(*id);
  return name == names_.end() ? id->ToString() : name->second;
}

uint64_t Names::RunOf(absl::string_view name) const {
  const auto run = runs_.find(name);
  return run == runs_.end() ? 0 : run->second;
}

std::string Names::NameOfRun(uint64_t entry) const {
  for (const auto& [name, run] : runs_) {
    if (run == entry) return name;
  }
  return absl::StrCat(entry);
}

}  // namespace cardledger::tests
