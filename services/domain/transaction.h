#pragma once

// Transactions: the entries of an award that moved money on it, and the loads that were refused. An
// entry never changes, so what has become of a transaction since is for the caller to find: whether
// a later entry of the award reverses it. Pure, any thread.

#include <cstdint>

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/v1/transactions.pb.h"

namespace cardledger::domain {

// UNSPECIFIED where the entry is no transaction.
v1::TransactionKind TransactionKindOf(const journal::v1::Entry& entry);

// `reversal` is the sequence of the entry that reversed this one; 0 where none has.
v1::TransactionState TransactionStateOf(const journal::v1::Entry& entry, uint64_t reversal);

// Of an entry that is a transaction.
void FillTransaction(const journal::v1::Entry& entry, uint64_t reversal,
                     v1::Transaction& transaction);

}  // namespace cardledger::domain
