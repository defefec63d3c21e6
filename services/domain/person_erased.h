#pragma once

// What a command meets that is about a person of whom it is no longer known who they are. One
// place for all commands, so that none is left out. Internal to domain.

#include "services/domain/decider.h"

namespace cardledger::domain {

// `refusal` is what the command's own decision gave. PERSON_ERASED in its place where the entry
// concerns such a person, unless it names a reason that comes first. Legal holds, further erasures
// and the ledger's own steps go on.
MaybeRefusal UnlessErased(Decider& d, MaybeRefusal refusal);

}  // namespace cardledger::domain
