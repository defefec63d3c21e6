#pragma once

// The one row that a RocksDB store keeps for itself: the highest epoch and the store sequence. It
// is part of every batch, so it is as durable as the batch. Used by rocksdb_store and log_check.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rocksdb/db.h"

namespace cardledger::storage {

struct WriterRow {
  uint64_t epoch = 0;
  uint64_t sequence = 0;

  friend bool operator==(const WriterRow&, const WriterRow&) = default;
};

// Begins with the byte that kv_store.h leaves to the store.
absl::string_view WriterRowKey();

// A version byte, epoch and sequence as big-endian numbers, and a byte that is not zero. The row is
// the last of its batch, so that a record of the log never ends in a zero byte (log_tail.h).
std::string EncodeWriterRow(const WriterRow& row);
// DATA_LOSS when it is not whole, FAILED_PRECONDITION for a version this program does not know.
absl::StatusOr<WriterRow> DecodeWriterRow(absl::string_view value);

// What `db` holds; nullopt for a database without rows. DATA_LOSS for one with rows of others.
absl::StatusOr<std::optional<WriterRow>> ReadWriterRow(rocksdb::DB& db);

}  // namespace cardledger::storage
