#include "services/engine/reference_recovery.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "base/status_macros.h"
#include "services/domain/people.h"
#include "services/domain/person_reference.h"
#include "services/engine/details.h"

namespace cardledger::engine {
namespace {

using Persons = absl::flat_hash_set<domain::PersonId>;

// Adds those in force that the key file holds, and returns whose they are.
absl::StatusOr<Persons> AddKnown(const domain::State& state, const vault::Vault& vault,
                                 ReferenceIndex& index) {
  Persons known;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<vault::Reference> references, vault.References());
  // The newest first: of several of one entry, those before were written for an entry of the same
  // number that never became durable.
  for (auto each = references.rbegin(); each != references.rend(); ++each) {
    const store::v1::PersonRow* person = domain::FindPerson(state, each->person);
    if (person == nullptr || domain::ReferenceEntryOf(*person) != each->sequence) continue;
    if (known.insert(each->person).second) index.Add(*each);
  }
  return known;
}

// The case reference that the entry recorded for the person; nullopt where its key is gone.
absl::StatusOr<std::optional<std::string>> SealedReference(const Reader& reader,
                                                           const domain::PersonId& person,
                                                           uint64_t sequence) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto entries, reader.Entries(sequence, 1));
  for (const auto& [bytes, entry] : entries) {
    if (entry.person_id() != person.bytes()) break;
    for (int i = 0; i < entry.details_size(); ++i) {
      if (entry.details(i).kind() != journal::v1::DETAIL_KIND_CASE_REFERENCE) continue;
      CARDLEDGER_ASSIGN_OR_RETURN(const auto detail,
                                  reader.Detail(PlaceOf(entry, static_cast<uint8_t>(i))));
      return detail ? std::optional(detail->text()) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<std::shared_ptr<ReferenceIndex>> LoadReferences(const domain::State& state,
                                                               const Reader& reader,
                                                               vault::Vault& vault) {
  auto index = std::make_shared<ReferenceIndex>();
  CARDLEDGER_ASSIGN_OR_RETURN(const Persons known, AddKnown(state, vault, *index));
  for (const auto& [id, person] : state.persons) {
    const uint64_t sequence = domain::ReferenceEntryOf(person);
    if (sequence == 0 || known.contains(id)) continue;
    CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<std::string> text,
                                SealedReference(reader, id, sequence));
    if (!text) continue;
    const vault::Reference reference{domain::HashCaseReference(vault.reference_key(), *text), id,
                                     sequence};
    vault.AddReference(reference);
    index->Add(reference);
  }
  CARDLEDGER_RETURN_IF_ERROR(vault.Commit());
  return index;
}

}  // namespace cardledger::engine
