#include "base/sha256.h"
#include "services/domain/decider.h"
#include "services/domain/person_reference.h"
#include "services/domain/validate.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

ReferenceHash HashCaseReference(absl::string_view reference_key, absl::string_view case_reference) {
  return base::HmacSha256(reference_key, NormaliseCaseReference(case_reference));
}

MaybeRefusal DecideRequest(Decider& d, const v1::RegisterPersonRequest& request) {
  const ReferenceHash reference =
      HashCaseReference(d.context.reference_key, request.case_reference());
  const auto known = d.state.persons_by_reference.find(reference);
  if (known != d.state.persons_by_reference.end()) {
    d.entry.set_person_id(known->second.ToBytes());
    return Refusal(journal::REFUSAL_REASON_PERSON_ALREADY_REGISTERED)
        .Of(journal::FACT_KIND_PERSON, known->second);
  }
  // Random, not derived from the request id: a caller may have made that from the case reference.
  const PersonId id(base::Uuid::FromRandom(d.context.random_bytes(base::Uuid::kBytes)));
  d.entry.set_person_id(id.ToBytes());
  d.entry.mutable_person_registered();
  d.decision.reference = reference;
  d.Seal(journal::DETAIL_KIND_CASE_REFERENCE, NormaliseCaseReference(request.case_reference()));
  return std::nullopt;
}

}  // namespace cardledger::domain
