// Who has to do with whom, as the model remembers people and providers.

#include <algorithm>

#include "tests/simulation/model.h"

namespace cardledger::simulation {

Model::Links Model::LinksOf(absl::string_view subject) const {
  Links links;
  const auto names = [subject](const std::vector<std::string>& subjects) {
    return std::find(subjects.begin(), subjects.end(), subject) != subjects.end();
  };
  for (const auto& [id, person] : persons_) {
    if (person.subject == subject) links.emplace(Link::kPerson, id);
    if (names(person.related)) links.emplace(Link::kRelated, id);
    for (const Party& party : person.parties) {
      if (party.subject != subject) continue;
      const bool supports = party.authority == journal::v1::AUTHORITY_UNSPECIFIED;
      links.emplace(supports ? Link::kSupporter : Link::kRepresentative, id);
    }
  }
  for (const auto& [id, subjects] : provider_subjects_) {
    if (names(subjects)) links.emplace(Link::kProvider, id);
  }
  return links;
}

std::set<std::string> Model::Subjects() const {
  std::set<std::string> all;
  for (const auto& [id, person] : persons_) {
    all.insert(person.subject);
    all.insert(person.related.begin(), person.related.end());
    for (const Party& party : person.parties) all.insert(party.subject);
  }
  for (const auto& [id, subjects] : provider_subjects_) {
    all.insert(subjects.begin(), subjects.end());
  }
  all.erase("");
  return all;
}

}  // namespace cardledger::simulation
