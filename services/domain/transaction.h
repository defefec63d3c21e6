#pragma once

// Transactions: the entries of an award that moved money on it, and the loads that were refused. An
// entry never changes, so what has become of a transaction since is for the caller to find: whether
// a later entry of the award reverses it. Pure, any thread.

#include <cstdint>

#include "cardledger/v1/transactions.pb.h"
#include "services/domain/entry_brief.h"

namespace cardledger::domain {

// `reversal` is the sequence of the entry that reversed this one; 0 where none has.
v1::TransactionState TransactionStateOf(const EntryBrief& entry, uint64_t reversal);

// Of an entry that is a transaction.
void FillTransaction(const EntryBrief& entry, uint64_t reversal, v1::Transaction& transaction);

}  // namespace cardledger::domain
