// The options that durability and detection hang on. The fault tests show what they do; this test
// says which one was changed.

#include "storage/rocksdb/rocksdb_options.h"

#include "gtest/gtest.h"

namespace cardledger::storage {
namespace {

TEST(RocksDbOptions, DurabilityAndIntegrity_areAsDecided) {
  const rocksdb::Options options = MakeRocksDbOptions(kWriteBufferBytes);
  EXPECT_EQ(options.wal_recovery_mode, rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords);
  EXPECT_EQ(options.recycle_log_file_num, 0u);
  EXPECT_EQ(options.max_bgerror_resume_count, 0);
  EXPECT_TRUE(options.track_and_verify_wals_in_manifest);
  EXPECT_TRUE(options.paranoid_checks);
  EXPECT_FALSE(options.manual_wal_flush);
  EXPECT_NE(options.file_checksum_gen_factory, nullptr);
  EXPECT_TRUE(MakeWriteOptions().sync);
  EXPECT_FALSE(MakeWriteOptions().disableWAL);
  EXPECT_TRUE(MakeReadOptions(nullptr).verify_checksums);
}

TEST(RocksDbOptions, BytesOfLog_areBoundedByTheWriteBuffers) {
  const rocksdb::Options options = MakeRocksDbOptions(1 << 20);
  EXPECT_EQ(options.write_buffer_size, size_t{1} << 20);
  EXPECT_EQ(options.max_total_wal_size, uint64_t{16} << 20);
}

}  // namespace
}  // namespace cardledger::storage
