#pragma once

// What decisions about people share. Internal to domain.

#include "services/domain/decider.h"

namespace cardledger::domain {

// `person` is a checked name.
Refusal PersonRefusal(journal::v1::RefusalReason reason, absl::string_view person);

// The person of that name, named in the entry; nullptr, with `refusal` set, where there is none.
const store::v1::PersonRow* ConcernPerson(Decider& d, absl::string_view person,
                                          MaybeRefusal& refusal);

// `full`, SUBJECTS_FULL, where the command's subject has as many links as one may have.
MaybeRefusal CheckLinks(const Decider& d, Refusal full);

}  // namespace cardledger::domain
