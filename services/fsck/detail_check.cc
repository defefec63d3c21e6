#include "services/fsck/detail_check.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/people.h"
#include "services/domain/person_reference.h"
#include "services/domain/retention.h"
#include "services/domain/sealed_detail.h"

namespace cardledger::fsck {
namespace {

std::string NameOf(const vault::DetailPlace& at) {
  return absl::StrCat("the sealed detail ", static_cast<int>(at.place), " of entry ", at.sequence);
}

// Null where the owner is no person.
const store::v1::PersonRow* OwnerIn(const domain::State& state, absl::string_view owner) {
  return domain::FindPerson(state, domain::IdFromBytes<domain::PersonId>(owner));
}

}  // namespace

void DetailCheck::Compare(const Expected& expected, const std::optional<std::string>& stored) {
  if (!stored) {
    gone_.push_back({expected, false});
    return;
  }
  ++standing_;
  NoteStanding(expected);
  Open(expected, *stored);
}

void DetailCheck::NoteStanding(const Expected& expected) {
  const OwnersClass key(std::string(expected.at.owner.bytes()), expected.at.retention);
  first_standing_.try_emplace(key, expected.at.sequence);
}

void DetailCheck::Open(const Expected& expected, const std::string& stored) {
  store::v1::SealedRow row;
  if (!row.ParseFromString(stored)) {
    findings_.Add(absl::StrCat(NameOf(expected.at), " cannot be read"));
    return;
  }
  if (vault_ == nullptr) return;
  const auto detail = vault_->OpenDetail(expected.at, row);
  if (!detail.ok()) {
    findings_.Add(absl::StrCat(NameOf(expected.at), ": ", detail.status().message()));
  } else if (!*detail) {
    gone_.push_back({expected, true});
  } else if (!domain::CheckCommitment(expected.commitment, **detail).ok()) {
    findings_.Add(absl::StrCat(NameOf(expected.at), " is not what its entry committed to"));
  } else {
    ++opened_;
    if ((*detail)->kind() != journal::v1::DETAIL_KIND_CASE_REFERENCE) return;
    case_references_[std::string(expected.at.owner.bytes())] = {(*detail)->text(),
                                                                expected.at.sequence};
  }
}

absl::Status DetailCheck::Finish(const domain::State& state) {
  CheckGone(state);
  CheckStanding(state);
  return vault_ == nullptr ? absl::OkStatus() : CheckReferences(state);
}

void DetailCheck::CheckGone(const domain::State& state) {
  for (const auto& [expected, has_row] : gone_) {
    const auto& [commitment, at] = expected;
    const store::v1::PersonRow* person = OwnerIn(state, at.owner.bytes());
    if (person != nullptr && domain::IsErased(*person, at.sequence, commitment.kind())) {
      ++erased_;
    } else if (has_row && at.sequence <= vault_->lost_until()) {
      ++lost_;
    } else if (has_row) {  // its key is known, and destroyed
      ++erased_since_;
    } else {
      findings_.Add(absl::StrCat(NameOf(at), " is missing, and the journal has not erased it"));
    }
  }
}

void DetailCheck::CheckStanding(const domain::State& state) {
  for (const auto& [key, sequence] : first_standing_) {
    const store::v1::PersonRow* person = OwnerIn(state, key.first);
    if (person == nullptr) continue;
    const store::v1::ErasureRow* erasure = domain::FindErasure(*person, key.second);
    if (erasure == nullptr || sequence > erasure->entry()) continue;
    findings_.Add(absl::StrCat("details that entry ", erasure->entry(),
                               " erased still stand: opening the ledger finishes it"));
  }
}

// Who is not found by the own reference could be registered, and funded, twice.
absl::Status DetailCheck::CheckReferences(const domain::State& state) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::vector<vault::Reference> references, vault_->References());
  std::set<std::pair<std::string, base::Sha256Digest>> known;
  std::map<std::string, uint64_t> newest;  // entries that recorded them
  for (const vault::Reference& reference : references) {
    known.emplace(reference.person.ToBytes(), reference.hash);
    uint64_t& last = newest[reference.person.ToBytes()];
    last = std::max(last, reference.sequence);
    const store::v1::PersonRow* person = domain::FindPerson(state, reference.person);
    if (person != nullptr && domain::IsErased(*person)) {
      findings_.Add(absl::StrCat("the case reference of person ", reference.person.ToString(),
                                 " stands still: opening the ledger finishes its erasure"));
    }
  }
  for (const auto& [person, reference] : case_references_) {
    const store::v1::PersonRow* row = OwnerIn(state, person);
    if (row == nullptr || domain::ReferenceEntryOf(*row) != reference.sequence) continue;
    const auto hash = domain::HashCaseReference(vault_->reference_key(), reference.text);
    if (known.contains({person, hash})) continue;
    const auto later = newest.find(person);
    if (later != newest.end() && later->second > reference.sequence) {
      ++put_right_since_;
      continue;
    }
    findings_.Add(absl::StrCat("person ", domain::IdFromBytes<domain::PersonId>(person).ToString(),
                               " is not found by their case reference"));
  }
  return absl::OkStatus();
}

}  // namespace cardledger::fsck
