#pragma once

// What a stream of entries shows to one caller: the entries that they may reach; and of those, to
// whoever reaches only their own, nothing by which one of the council's staff could be told. Nor is
// a withheld look shown to the person, or anything of it, until it is disclosed. Any thread.

#include "absl/status/statusor.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/v1/journal.pb.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

// A stream that is `filtered` shows some events, roles or callers alone. One that is not is what
// the root is checked against, and leaves out nothing that its caller reaches.
absl::StatusOr<bool> Shows(const ReadScope& scope, const journal::v1::Entry& entry, bool filtered);

// Takes from the entry what callers who reach only their own are not shown of it.
void VeilEntry(journal::v1::Entry& entry);

// Takes from the response what callers who reach only their own are not shown of an entry.
void Veil(v1::WatchEntriesResponse& response);

}  // namespace cardledger::rpc
