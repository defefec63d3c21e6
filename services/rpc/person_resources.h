#pragma once

// A person as the API shows one: the row, with what follows from today: which supporters and
// representatives are in force. Called by the services' reads. Pure, any thread.

#include <cstdint>

#include "cardledger/store/v1/persons.pb.h"
#include "cardledger/v1/persons.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"

namespace cardledger::rpc {

void FillPerson(const domain::PersonId& id, const store::v1::PersonRow& row,
                int64_t registered_time_us, domain::Day today, v1::Person& person);

}  // namespace cardledger::rpc
