#pragma once

// What is left to do once the entry that erases details is durable: destroy their keys, then delete
// their rows. Until it is done no caller hears of the erasure; a process that dies meanwhile
// finishes when the ledger is opened again. Engine's thread, or the one that opens the ledger.

#include <cstdint>
#include <vector>

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/persons.pb.h"
#include "services/domain/ids.h"
#include "services/vault/vault.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

// Of what one entry erased or replaced.
struct Erasure {
  base::Uuid owner;
  // UNSPECIFIED: nothing but the case references before `entry`.
  journal::v1::RetentionClass retention = journal::v1::RETENTION_CLASS_UNSPECIFIED;
  uint64_t entry = 0;  // what it or an entry before it sealed goes
};

// Of an entry that was decided; of a person as the journal has left them.
std::vector<Erasure> ErasuresOf(const journal::v1::Entry& entry);
std::vector<Erasure> ErasuresOf(const domain::PersonId& id, const store::v1::PersonRow& person);

// May be done again. UNAVAILABLE when key file or store cannot be read or written; DATA_LOSS when
// what they hold cannot be read.
absl::Status Finish(const Erasure& erasure, const storage::KvStore& store,
                    storage::KvWriter& writer, vault::Vault& vault);

}  // namespace cardledger::engine
