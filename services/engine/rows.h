#pragma once

// Between the state in memory and its rows in the store. Used by the engine, by recovery and by
// fsck. Errors: DATA_LOSS for stored bytes that cannot be read. Any thread, each on its own State.

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/policies.h"
#include "services/domain/state.h"
#include "services/engine/keys.h"
#include "services/engine/read_view.h"
#include "services/engine/tile_tree.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

// Counts up when a row or its meaning changes; stores of another schema are rebuilt at open.
inline constexpr uint32_t kRowSchema = 6;

// Rows whose table is a fold of the journal, in key order.
inline constexpr std::array kFoldedTables = {
    Table::kFund,      Table::kPerson,   Table::kAward,    Table::kRun,
    Table::kPolicy,    Table::kTotals,   Table::kReferral, Table::kCard,
    Table::kCardToken, Table::kProvider, Table::kSubject,  Table::kWithheldLook};

// The funds' checkpoints and the looks (look_rows.h) are folds too, but of one past entry each.
inline constexpr Table kCheckpointTable = Table::kFundCheckpoint;

// The end of the journal; `key_slots` is how many the key file has.
store::v1::FrontierRow FrontierOf(const domain::State& state, const TileTree& tree,
                                  uint64_t key_slots);

// Puts the rows that a fold has changed, and deletes those that it has taken away.
void PutChangedRows(const domain::State& state, const domain::ChangedRows& changed,
                    storage::WriteBatch& batch);

// At a whole number of checkpoint intervals: the rows of the funds that changed since the one
// before. Else none. To be called after each fold.
std::vector<storage::KeyValue> TakeCheckpointRows(domain::State& state);

// The days of a stored checkpoint.
absl::StatusOr<store::v1::FundCheckpointRow> ReadCheckpoint(const storage::KeyValue& pair);

// Every row that the state makes, in key order; checkpoints left out.
std::vector<storage::KeyValue> AllRows(const domain::State& state);

// SHA-256 over AllRows: two states with the same digest answer every question alike.
base::Sha256Digest StateDigest(const domain::State& state);

// Reads all rows of the folded tables and the index of case references, and works out what follows
// from them. `position` is that of the journal.
absl::Status LoadRows(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                      uint64_t position, domain::State& state);

// Reads the texts of the state's policies and compiles them.
absl::StatusOr<domain::Policies> LoadPolicies(const storage::KvStore& store, const ReadView& view,
                                              const domain::State& state);

// Calls `each` for every pair of the table in key order; stops at the first error.
absl::Status ForEachRow(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                        const storage::KeyRange& range,
                        const std::function<absl::Status(const storage::KeyValue&)>& each);

}  // namespace cardledger::engine
