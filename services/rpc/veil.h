#pragma once

// What is for staff alone, and is taken out of every answer to those who reach something only as
// their own: which member of the council's staff took a step or leads it, how others sign in, who
// of the staff is related to a person, whether a legal matter is looked into; and with them what
// would let them be found out: request ids and fingerprints, and the entry about the person before,
// which may be one that is not shown. Any thread.

#include "google/protobuf/message.h"

namespace cardledger::rpc {

// At whatever depth they stand.
void Veil(google::protobuf::Message& answer);

}  // namespace cardledger::rpc
