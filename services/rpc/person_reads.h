#pragma once

// A person as the API shows one, with the time they were registered. Called by the services' reads,
// on their threads.

#include "absl/status/status.h"

#include "cardledger/store/v1/persons.pb.h"
#include "cardledger/v1/persons.pb.h"
#include "services/domain/ids.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

// `row` is the person's.
absl::Status ShowPerson(const ReadScope& scope, const domain::PersonId& id,
                        const store::v1::PersonRow& row, v1::Person& person);

}  // namespace cardledger::rpc
