#pragma once

// Which entries a stream, or a person's export, shows to one caller. Whoever reaches a person in a
// role that reaches everybody is shown all of theirs. Whoever reaches one only as their own is
// shown what the method that shows the like of it would show them: an award's steps who may call
// GetAward for it, its money who may call ListTransactions, and so on; nothing that is for staff
// alone; and of what is shown, no more than veil.h leaves. A withheld look, and anything of it, is
// shown to neither until it is disclosed. Any thread.

#include "absl/status/statusor.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

// What an event is about, and so which method's rule says who of those who reach the person only as
// their own is shown it.
enum class Matter {
  kStaff,   // nobody of them
  kAward,   // AwardService.GetAward
  kMoney,   // TransactionService.ListTransactions
  kCard,    // CardService.GetCard
  kPerson,  // PersonService.GetPerson
  kLook,    // LookService.ListLooks
};

Matter MatterOf(const journal::v1::Entry& entry);

// A stream that is `filtered` shows some events, roles or callers alone. One that is not is what
// the root is checked against, and leaves out nothing that its caller reaches.
absl::StatusOr<bool> Shows(const ReadScope& scope, const journal::v1::Entry& entry, bool filtered);

// How the caller reaches what the entry is about, if they do.
Sight SightOf(const Reach& reach, const journal::v1::Entry& entry);

}  // namespace cardledger::rpc
