#include "storage/rocksdb/rocksdb_options.h"

#include <cstdarg>
#include <memory>

#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/file_checksum.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/sst_partitioner.h"
#include "rocksdb/table.h"

namespace cardledger::storage {
namespace {

class SilentLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

// What makes an acknowledged batch stay, and a damaged log be noticed.
void SetRecovery(rocksdb::Options& options) {
  // A torn last record is what a power cut leaves, and was never acknowledged. Damage before it
  // fails the open. (The default mode, kPointInTimeRecovery, stops at the damage and opens with
  // what came before: half of the acknowledged batches, without an error.)
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // A recycled log has the records of its former life behind its tail, where damage hides.
  options.recycle_log_file_num = 0;
  // Sizes of finished logs go to the MANIFEST: an older log that is missing or cut fails the open.
  options.track_and_verify_wals_in_manifest = true;
  // After an error nothing is retried behind our back: the engine latches, and a restart recovers.
  options.max_bgerror_resume_count = 0;
  // Replayed rows go to tables at once, so that the next crash does not replay them again.
  options.avoid_flush_during_recovery = false;
  // Close flushes by itself (rocksdb_store.cc); RocksDB must not guess.
  options.avoid_flush_during_shutdown = false;
  // Half a database is worse than none: refuse, and let the operator restore.
  options.best_efforts_recovery = false;
  // Each write goes to the log when it is made, not when somebody flushes.
  options.manual_wal_flush = false;
  // Compressed logs save little (records are small and full of random ids) and cost the writer
  // time.
  options.wal_compression = rocksdb::kNoCompression;
  options.allow_2pc = false;
  options.atomic_flush = false;  // one column family: the log orders everything
  // fdatasync: RocksDB never relies on times and owners, and the size is synced with the data.
  options.use_fsync = false;
  // No archive of old logs: backups are made from checkpoints.
  options.WAL_ttl_seconds = 0;
  options.WAL_size_limit_MB = 0;
}

// What notices damage in files and in memory.
void SetIntegrity(rocksdb::Options& options) {
  options.paranoid_checks = true;  // any damage found stops writes
  options.force_consistency_checks = true;
  options.check_flush_compaction_key_order = true;
  options.flush_verify_memtable_count = true;
  options.verify_sst_unique_id_in_manifest = true;          // a table swapped for another's
  options.skip_checking_sst_file_sizes_on_db_open = false;  // a table cut or missing
  options.skip_stats_update_on_db_open = true;              // statistics only; opening reads less
  // Reading every new table back costs a third of the compaction rate; block checksums are verified
  // at each read, and rocksdb_verify reads whole files.
  options.paranoid_file_checks = false;
  // A checksum of each whole table file in the MANIFEST, for rocksdb_verify.
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.allow_data_in_errors = false;  // rows must not get into logs
  // Without the OPTIONS file the store opens just as well: all options come from here.
  options.fail_if_options_file_error = false;
}

// One thread writes, in batches; the memtable is the cost, not the disk.
void SetWritePath(rocksdb::Options& options, size_t write_buffer_bytes) {
  // One writer inserts alone: no compare-and-swap, and hints become possible.
  options.allow_concurrent_memtable_write = false;
  options.enable_pipelined_write = false;  // there is no second writer to overlap with
  options.unordered_write = false;
  options.two_write_queues = false;
  options.enable_write_thread_adaptive_yield = false;  // nobody waits in the queue
  options.inplace_update_support = false;              // would break snapshots
  // Within a table (first byte) new keys often follow the last one: the journal always does.
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  // New request ids are looked up and seldom found: the filter spares the walk through the list.
  options.memtable_prefix_bloom_size_ratio = 0.02;
  options.memtable_whole_key_filtering = true;
  options.memtable_huge_page_size = 0;
  // Small lists are quicker to insert into: most of the cost is memory that is not in the cache.
  options.write_buffer_size = write_buffer_bytes;
  // Tables are made of four lists: each compaction of young tables rewrites the level below, and
  // this makes them a quarter as many. Costs log to replay and to keep on disk.
  options.min_write_buffer_number_to_merge = 4;
  // Room for bursts while four are flushed: the writer waits only when all are full.
  options.max_write_buffer_number = 10;
  options.max_write_buffer_size_to_maintain = 0;  // no optimistic transactions
  options.db_write_buffer_size = 0;               // the two above bound it
  // Never reached while flushes work; a bound on disk and on the time to open.
  options.max_total_wal_size = 16 * write_buffer_bytes;
}

// Two cores, shared with the engine and the network.
void SetBackground(rocksdb::Options& options) {
  options.max_background_jobs = 2;  // one flush, one compaction
  options.max_subcompactions = 1;
  options.max_file_opening_threads = 2;
  // The engine's thread and readers must not delete files or free large tables.
  options.avoid_unnecessary_blocking_io = true;
  options.delete_obsolete_files_period_micros = 6ULL * 60 * 60 * 1'000'000;
  // Writing in pieces keeps a large flush from standing in front of the log's sync.
  options.bytes_per_sync = 512 << 10;
  options.wal_bytes_per_sync = 0;  // each write is synced
  options.strict_bytes_per_sync = false;
  options.compaction_readahead_size = 2 << 20;
  options.enable_thread_tracking = false;
  options.stats_dump_period_sec = 0;  // nobody reads it; no thread for it
  options.stats_persist_period_sec = 0;
  options.dump_malloc_stats = false;
}

void SetFiles(rocksdb::Options& options) {
  options.max_open_files = -1;  // a few hundred tables at most; no reopening on the read path
  options.is_fd_close_on_exec = true;
  options.allow_fallocate = true;    // the log grows without changing its extents at each sync
  options.allow_mmap_reads = false;  // a bad disk would be SIGBUS, not an error
  options.allow_mmap_writes = false;
  options.use_direct_reads = false;
  options.use_direct_io_for_flush_and_compaction = false;
  options.max_manifest_file_size = 16 << 20;
  options.manifest_preallocation_size = 64 << 10;  // counted by du
  // RocksDB's own log of events: two files of 2 MB, so that it never fills a disk.
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.max_log_file_size = 2 << 20;
  options.keep_log_file_num = 2;
  options.log_file_time_to_roll = 0;
}

void SetCompaction(rocksdb::Options& options, size_t write_buffer_bytes) {
  options.compaction_style = rocksdb::kCompactionStyleLevel;  // least dead bytes on disk
  options.disable_auto_compactions = false;
  options.num_levels = 7;
  // Levels sized from the last one up: a tenth of the live bytes at most is dead.
  options.level_compaction_dynamic_level_bytes = true;
  options.level0_file_num_compaction_trigger = 4;
  // A bulk stream may run ahead of compaction for a while rather than make the desk wait.
  options.level0_slowdown_writes_trigger = 40;
  options.level0_stop_writes_trigger = 64;
  options.soft_pending_compaction_bytes_limit = 16ULL << 30;
  options.hard_pending_compaction_bytes_limit = 64ULL << 30;
  // About what four tables, compressed, hand down.
  options.max_bytes_for_level_base = 8 * write_buffer_bytes;
  options.max_bytes_for_level_multiplier = 10;
  options.target_file_size_base = 2 * write_buffer_bytes;
  options.target_file_size_multiplier = 2;
  options.compaction_pri = rocksdb::kMinOverlappingRatio;
  // Files end where a table (first byte) ends, so that the journal's files, which never overlap,
  // move down a level without being rewritten.
  options.sst_partitioner_factory = rocksdb::NewSstPartitionerFixedPrefixFactory(1);
  options.ttl = 0;  // nothing ages: no rewriting of old files
  options.periodic_compaction_seconds = 0;
  options.optimize_filters_for_hits = false;  // most look-ups of request ids miss
}

void SetCompression(rocksdb::Options& options) {
  // Quick where files are young and rewritten soon; small where they stay.
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  options.bottommost_compression_opts.enabled = true;
  options.bottommost_compression_opts.level = 1;
}

rocksdb::BlockBasedTableOptions MakeTableOptions() {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes, /*num_shard_bits=*/4);
  // Indexes and filters are part of the bound on memory.
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.block_size = 16 << 10;  // neighbouring entries are alike: larger blocks compress better
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  table.verify_compression = false;  // the checksum is over what was compressed
  // 1 % of look-ups of absent request ids read a block. Ribbon is a third smaller than Bloom and
  // slower to build: young files, which are rewritten soon, get Bloom.
  table.filter_policy.reset(rocksdb::NewRibbonFilterPolicy(10, /*bloom_before_level=*/1));
  table.whole_key_filtering = true;
  table.optimize_filters_for_memory = true;
  table.partition_filters = false;  // files are small
  table.index_type = rocksdb::BlockBasedTableOptions::kBinarySearch;
  table.detect_filter_construct_corruption = true;
  return table;
}

}  // namespace

rocksdb::Options MakeRocksDbOptions(size_t write_buffer_bytes) {
  rocksdb::Options options;
  SetRecovery(options);
  SetIntegrity(options);
  SetWritePath(options, write_buffer_bytes);
  SetBackground(options);
  SetFiles(options);
  SetCompaction(options, write_buffer_bytes);
  SetCompression(options);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(MakeTableOptions()));
  options.prefix_extractor = nullptr;  // scans cross prefixes and must see every row
  return options;
}

void AdaptForReadOnly(rocksdb::Options& options) {
  options.create_if_missing = false;
  // RocksDB asserts that a database opened for reading leaves no purging to its threads.
  options.avoid_unnecessary_blocking_io = false;
  // Opening would rename the log of events and begin a new one.
  options.info_log = std::make_shared<SilentLogger>();
}

rocksdb::WriteOptions MakeWriteOptions() {
  rocksdb::WriteOptions options;
  options.sync = true;          // durable when Write returns
  options.disableWAL = false;   // what is not in the log is lost at a crash
  options.no_slowdown = false;  // a full memtable makes the writer wait, not fail
  options.low_pri = false;
  options.memtable_insert_hint_per_batch = false;  // only for concurrent inserts
  return options;
}

rocksdb::ReadOptions MakeReadOptions(const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  options.verify_checksums = true;  // wrong bytes become DATA_LOSS, never an answer
  options.fill_cache = true;
  return options;
}

}  // namespace cardledger::storage
