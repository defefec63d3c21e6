#include "services/domain/sealed_detail.h"

#include "base/sha256.h"

namespace cardledger::domain {

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
