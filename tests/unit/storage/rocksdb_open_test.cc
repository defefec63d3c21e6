// What opening a store says of a folder that holds none, another's, somebody else's or half of one.

#include <filesystem>
#include <fstream>
#include <set>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"

#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/rocksdb_verify.h"
#include "storage/rocksdb/writer_row.h"
#include "tests/support/temporary_folder.h"
#include <sys/wait.h>

namespace cardledger::storage {
namespace {

using testing::HasSubstr;

class RocksDbOpen : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<KvStore>> Open(bool create) {
    return OpenRocksDbStore({.path = path_, .create_if_missing = create});
  }
  absl::StatusCode CodeOfOpen(bool create) { return Open(create).status().code(); }

  void MakeStore() {
    auto store = Open(true);
    ASSERT_TRUE(store.ok()) << store.status();
    auto writer = (*store)->OpenWriter(1);
    ASSERT_TRUE(writer.ok()) << writer.status();
    WriteBatch batch;
    batch.Put("a", "1");
    ASSERT_EQ((*writer)->Apply(batch, 0).outcome, ApplyOutcome::kOk);
  }

  // Opens the folder as a bare RocksDB and puts a row into it.
  void PutRaw(const std::string& key, const std::string& value) {
    rocksdb::Options options = MakeRocksDbOptions(kWriteBufferBytes);
    options.create_if_missing = true;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, path_, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    ASSERT_TRUE(db->Put(MakeWriteOptions(), key, value).ok());
    ASSERT_TRUE(db->Flush(rocksdb::FlushOptions()).ok());
    ASSERT_TRUE(db->Close().ok());
  }

  const tests::TemporaryFolder folder_;
  const std::string path_ = folder_.file("store");
};

TEST_F(RocksDbOpen, NothingThere_isNotFoundUnlessAStoreMayBeMade) {
  EXPECT_EQ(CodeOfOpen(false), absl::StatusCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(path_));
  std::filesystem::create_directory(path_);
  EXPECT_EQ(CodeOfOpen(false), absl::StatusCode::kNotFound);
  EXPECT_EQ(CodeOfOpen(true), absl::StatusCode::kOk);
  EXPECT_EQ(CodeOfOpen(false), absl::StatusCode::kOk);
}

TEST_F(RocksDbOpen, RestOfAnInterruptedCreation_isMadeAnew) {
  std::filesystem::create_directory(path_);
  std::ofstream(path_ + "/MANIFEST-000001") << "half";
  std::ofstream(path_ + "/000001.dbtmp") << "MANIFEST-0000";
  EXPECT_EQ(CodeOfOpen(true), absl::StatusCode::kOk);
}

TEST_F(RocksDbOpen, StoreThatLostItsCurrent_isDataLossAndStaysAsItIs) {
  MakeStore();
  std::filesystem::remove(path_ + "/CURRENT");
  EXPECT_EQ(CodeOfOpen(true), absl::StatusCode::kDataLoss);
  EXPECT_EQ(CodeOfOpen(false), absl::StatusCode::kDataLoss);
  EXPECT_FALSE(std::filesystem::exists(path_ + "/CURRENT"));
}

TEST_F(RocksDbOpen, DatabaseOfSomebodyElse_isDataLoss) {
  PutRaw("key", "value");
  EXPECT_EQ(CodeOfOpen(true), absl::StatusCode::kDataLoss);
}

TEST_F(RocksDbOpen, StoreOfANewerVersion_isFailedPrecondition) {
  std::string newer = EncodeWriterRow({.epoch = 1, .sequence = 1});
  newer[0] = 2;
  PutRaw(std::string(WriterRowKey()), newer);
  EXPECT_EQ(CodeOfOpen(false), absl::StatusCode::kFailedPrecondition);
}

TEST_F(RocksDbOpen, PathThatIsAFile_isNoStore) {
  std::ofstream(path_) << "a file";
  EXPECT_FALSE(Open(true).ok());
}

// The other process ends without closing: RocksDB's threads did not come along with the fork, and
// closing would wait for them.
TEST_F(RocksDbOpen, StoreOpenInAnotherProcess_isInUseAndUndisturbed) {
  int ready[2];
  int done[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(done), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto store = Open(true);
    char byte = store.ok() ? 'y' : 'n';
    if (::write(ready[1], &byte, 1) != 1 || ::read(done[0], &byte, 1) != 1) ::_exit(1);
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const absl::Status open = Open(true).status();
  EXPECT_EQ(open.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(open.message()), HasSubstr("in use"));
  EXPECT_EQ(VerifyRocksDbFiles({.path = path_}).code(), absl::StatusCode::kFailedPrecondition);
  size_t event_logs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    if (entry.path().filename().string().starts_with("LOG")) ++event_logs;
  }
  EXPECT_EQ(event_logs, 1u) << "the log of events of the other process was renamed";
  ASSERT_EQ(::write(done[1], &byte, 1), 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(CodeOfOpen(false), absl::StatusCode::kOk);
}

TEST_F(RocksDbOpen, ReadOnly_changesNoFileAndWritesNothing) {
  MakeStore();
  const auto names = [&] {
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      found.insert(entry.path().filename().string());
    }
    return found;
  };
  const std::set<std::string> before = names();
  {
    const auto store = OpenRocksDbStoreReadOnly({.path = path_});
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ((*store)->last_epoch(), 1u);
    EXPECT_EQ((*store)->OpenWriter(2).status().code(), absl::StatusCode::kFailedPrecondition);
    const auto rows = (*store)->Scan(*(*store)->Snapshot(), {}, 10);
    ASSERT_TRUE(rows.ok()) << rows.status();
    EXPECT_EQ(*rows, (std::vector<KeyValue>{{"a", "1"}}));
  }
  EXPECT_TRUE(VerifyRocksDbFiles({.path = path_}).ok());
  EXPECT_EQ(names(), before);
  EXPECT_EQ(OpenRocksDbStoreReadOnly({.path = folder_.file("none")}).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace cardledger::storage
