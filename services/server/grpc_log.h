#pragma once

// What gRPC itself logs, such as every handshake that failed, as events of our log: `grpc`, with
// the place in gRPC's source that said it and none of its text, in which may stand what a stranger
// sent or where they are. So it has the log's form, and cannot fill it.

#include "base/log_event.h"

namespace cardledger::server {

// Once a process, for its whole life, before gRPC does anything: its threads may log until the very
// end. `log` is called by any thread, and so often as its bounds allow (log_writer.h).
void TakeGrpcsLog(base::Log log);

}  // namespace cardledger::server
