#pragma once

// Every RocksDB option that this store sets, each with its reason, in one place. Called by
// rocksdb_store and rocksdb_verify when they open a database; tests look at the result.
// Options that are absent here concern what the store does not use: several column families, merge
// operators, transactions, blobs, time to live, secondary caches, direct and mapped input and
// output.

#include <cstddef>

#include "rocksdb/options.h"

namespace cardledger::storage {

// Blocks of tables kept uncompressed in memory. Hot state lives in the engine; what is read here is
// closed history, request ids of retries and the journal's newest entries.
inline constexpr size_t kBlockCacheBytes = size_t{128} << 20;

// Rows gathered in one list in memory. Four full lists together become a table.
inline constexpr size_t kWriteBufferBytes = size_t{8} << 20;

// The caller adds what belongs to one database: env, listeners, wal_filter, create_if_missing.
// Sizes of files and levels follow the size of the write buffer.
rocksdb::Options MakeRocksDbOptions(size_t write_buffer_bytes);

// What opening for reading alone needs besides: no file is changed.
void AdaptForReadOnly(rocksdb::Options& options);

// Each batch is durable when Write returns.
rocksdb::WriteOptions MakeWriteOptions();

// Reads at `snapshot`, checksums verified.
rocksdb::ReadOptions MakeReadOptions(const rocksdb::Snapshot* snapshot);

}  // namespace cardledger::storage
