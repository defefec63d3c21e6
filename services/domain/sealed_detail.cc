#include "services/domain/sealed_detail.h"

#include "base/sha256.h"
#include "services/domain/ids.h"

namespace cardledger::domain {
namespace {

// The provider that the entry registers or concerns; empty for none.
absl::string_view ProviderIn(const journal::v1::Entry& entry) {
  switch (entry.event_case()) {
    case journal::v1::Entry::kProviderRegistered:
      return entry.provider_registered().provider_id();
    case journal::v1::Entry::kProviderSubjectAdded:
      return entry.provider_subject_added().provider_id();
    case journal::v1::Entry::kProviderSubjectRemoved:
      return entry.provider_subject_removed().provider_id();
    default:
      return "";
  }
}

}  // namespace

DetailOwner OwnerOf(const journal::v1::Entry& entry) {
  if (!entry.person_id().empty()) return IdFromBytes<PersonId>(entry.person_id()).uuid();
  const absl::string_view provider = ProviderIn(entry);
  return provider.empty() ? DetailOwner() : IdFromBytes<ProviderId>(provider).uuid();
}

journal::v1::SealedDetail CommitmentTo(const store::v1::DetailRow& detail) {
  journal::v1::SealedDetail commitment;
  commitment.set_kind(detail.kind());
  commitment.set_commitment(
      std::string(base::AsBytes(base::HmacSha256(detail.salt(), detail.text()))));
  return commitment;
}

absl::Status CheckCommitment(const journal::v1::SealedDetail& commitment,
                             const store::v1::DetailRow& detail) {
  const journal::v1::SealedDetail expected = CommitmentTo(detail);
  if (detail.salt().size() != kSaltBytes || expected.kind() != commitment.kind() ||
      expected.commitment() != commitment.commitment()) {
    return absl::DataLossError("a sealed detail is not what its entry committed to");
  }
  return absl::OkStatus();
}

}  // namespace cardledger::domain
