// That the file system of the fault tests forgets what it must and keeps what it must.

#include "storage/rocksdb/testing/power_cut_file_system.h"

#include <set>

#include "gtest/gtest.h"

#include "tests/support/temporary_folder.h"

namespace cardledger::storage {
namespace {

using rocksdb::FSWritableFile;
using rocksdb::IOStatus;

class PowerCut : public testing::Test {
 protected:
  std::unique_ptr<FSWritableFile> Create(const std::string& name) {
    std::unique_ptr<FSWritableFile> file;
    EXPECT_TRUE(disk_.NewWritableFile(folder_.file(name), {}, &file, nullptr).ok());
    return file;
  }
  static IOStatus Append(FSWritableFile& file, const std::string& bytes) {
    return file.Append(bytes, rocksdb::IOOptions(), nullptr);
  }
  static IOStatus Sync(FSWritableFile& file) { return file.Sync(rocksdb::IOOptions(), nullptr); }
  IOStatus SyncFolder() {
    std::unique_ptr<rocksdb::FSDirectory> directory;
    const IOStatus status = disk_.NewDirectory(folder_.path().string(), {}, &directory, nullptr);
    return status.ok() ? directory->Fsync({}, nullptr) : status;
  }
  IOStatus Rename(const std::string& from, const std::string& to) {
    return disk_.RenameFile(folder_.file(from), folder_.file(to), {}, nullptr);
  }
  IOStatus Delete(const std::string& name) {
    return disk_.DeleteFile(folder_.file(name), {}, nullptr);
  }
  // nullopt when the file is not there.
  std::optional<std::string> Read(const std::string& name) {
    std::string bytes;
    const IOStatus status = rocksdb::ReadFileToString(&disk_, folder_.file(name), &bytes);
    return status.ok() ? std::optional(bytes) : std::nullopt;
  }
  void MakeDurable(const std::string& name, const std::string& bytes) {
    const auto file = Create(name);
    ASSERT_TRUE(Append(*file, bytes).ok());
    ASSERT_TRUE(Sync(*file).ok());
    ASSERT_TRUE(SyncFolder().ok());
  }
  void CutAndRestore(uint64_t seed) {
    disk_.CutPower();
    disk_.Restore(seed);
  }

  const tests::TemporaryFolder graveyard_;
  const tests::TemporaryFolder folder_;
  PowerCutFileSystem disk_{graveyard_.path()};
};

TEST_F(PowerCut, SyncedBytes_stayAndUnsyncedOnesMayGoInEveryWay) {
  std::set<std::string> ends;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const auto file = Create("a");
    ASSERT_TRUE(Append(*file, "synced").ok());
    ASSERT_TRUE(Sync(*file).ok());
    ASSERT_TRUE(SyncFolder().ok());
    ASSERT_TRUE(Append(*file, "+++").ok());
    CutAndRestore(seed);
    const std::optional<std::string> left = Read("a");
    ASSERT_TRUE(left.has_value());
    EXPECT_EQ(left->substr(0, 6), "synced");
    ends.insert(left->substr(6));
  }
  const std::set<std::string> expected = {"",
                                          "+",
                                          "++",
                                          "+++",
                                          std::string("\0\0\0", 3),
                                          std::string("+\0\0", 3),
                                          std::string("++\0", 3)};
  EXPECT_EQ(ends, expected);
}

TEST_F(PowerCut, UnsyncedFolderChanges_stayInOrderOrAreTakenBack) {
  MakeDurable("old", "old");
  MakeDurable("replaced", "before");
  MakeDurable("deleted", "deleted");
  std::set<std::string> outcomes;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    ASSERT_TRUE(Rename("old", "new").ok());
    ASSERT_TRUE(Rename("new", "replaced").ok());
    ASSERT_TRUE(Delete("deleted").ok());
    EXPECT_EQ(Read("replaced"), "old");
    EXPECT_EQ(Read("deleted"), std::nullopt);
    CutAndRestore(seed);
    std::string outcome;
    for (const std::string name : {"old", "new", "replaced", "deleted"}) {
      outcome += name + "=" + Read(name).value_or("none") + " ";
    }
    outcomes.insert(outcome);
    // As before, for the next round.
    if (!Read("old").has_value()) MakeDurable("old", "old");
    if (Read("new").has_value()) {
      ASSERT_TRUE(Delete("new").ok());
    }
    MakeDurable("replaced", "before");
    MakeDurable("deleted", "deleted");
  }
  const std::set<std::string> expected = {
      "old=old new=none replaced=before deleted=deleted ",
      "old=none new=old replaced=before deleted=deleted ",
      "old=none new=none replaced=old deleted=deleted ",
      "old=none new=none replaced=old deleted=none ",
  };
  EXPECT_EQ(outcomes, expected);
}

TEST_F(PowerCut, SyncedFolderChanges_stay) {
  MakeDurable("a", "a");
  MakeDurable("b", "b");
  ASSERT_TRUE(Rename("a", "c").ok());
  ASSERT_TRUE(Delete("b").ok());
  ASSERT_TRUE(SyncFolder().ok());
  CutAndRestore(1);
  EXPECT_EQ(Read("a"), std::nullopt);
  EXPECT_EQ(Read("b"), std::nullopt);
  EXPECT_EQ(Read("c"), "a");
}

TEST_F(PowerCut, FileWhoseNameWasNotSynced_mayBeGoneThoughItsBytesWere) {
  std::set<bool> there;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const auto file = Create("f" + std::to_string(seed));
    ASSERT_TRUE(Append(*file, "x").ok());
    ASSERT_TRUE(Sync(*file).ok());
    CutAndRestore(seed);
    there.insert(Read("f" + std::to_string(seed)).has_value());
  }
  EXPECT_EQ(there, (std::set<bool>{false, true}));
}

TEST_F(PowerCut, AfterTheCut_everyCallFailsUntilRestored) {
  MakeDurable("a", "a");
  const auto file = Create("b");
  disk_.CutPowerAfter(1);
  EXPECT_TRUE(Append(*file, "1").ok());
  EXPECT_FALSE(disk_.power_is_cut());
  EXPECT_FALSE(Append(*file, "2").ok());
  EXPECT_TRUE(disk_.power_is_cut());
  EXPECT_FALSE(Sync(*file).ok());
  EXPECT_FALSE(SyncFolder().ok());
  EXPECT_FALSE(Rename("a", "c").ok());
  EXPECT_FALSE(Delete("a").ok());
  EXPECT_EQ(Read("a"), std::nullopt);
  disk_.Restore(3);
  EXPECT_EQ(Read("a"), "a");
  EXPECT_FALSE(Append(*file, "3").ok()) << "a handle of the life before";
}

TEST_F(PowerCut, SyncThatIsTheLastCall_promisesNothing) {
  std::set<std::string> left;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    MakeDurable("a", "");
    std::unique_ptr<FSWritableFile> file;
    ASSERT_TRUE(disk_.ReopenWritableFile(folder_.file("a"), {}, &file, nullptr).ok());
    ASSERT_TRUE(Append(*file, "x").ok());
    disk_.CutPowerAfter(0);
    EXPECT_FALSE(Sync(*file).ok());
    disk_.Restore(seed);
    left.insert(Read("a").value_or("none"));
  }
  EXPECT_TRUE(left.contains("x"));
  EXPECT_TRUE(left.contains(""));
}

TEST_F(PowerCut, FailedLogSync_leavesItsBytesUnsynced) {
  std::set<size_t> sizes;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const auto table = Create("1.sst");
    const auto log = Create("1.log");
    ASSERT_TRUE(SyncFolder().ok());
    ASSERT_TRUE(Append(*table, "x").ok());
    ASSERT_TRUE(Append(*log, "x").ok());
    disk_.FailLogSyncs(1);
    EXPECT_TRUE(Sync(*table).ok());
    EXPECT_FALSE(Sync(*log).ok());
    CutAndRestore(seed);
    EXPECT_EQ(Read("1.sst"), "x");
    sizes.insert(Read("1.log")->size());
  }
  EXPECT_EQ(sizes, (std::set<size_t>{0, 1}));
}

TEST_F(PowerCut, FullDisk_writesWhatFitsAndRecovers) {
  const auto file = Create("a");
  disk_.SetQuota(4);
  EXPECT_TRUE(Append(*file, "123").ok());
  const IOStatus full = Append(*file, "456");
  EXPECT_TRUE(full.IsNoSpace()) << full.ToString();
  EXPECT_EQ(disk_.bytes_used(), 4u);
  EXPECT_EQ(Read("a"), "1234");
  disk_.SetQuota(std::nullopt);
  EXPECT_TRUE(Append(*file, "5").ok());
  EXPECT_EQ(Read("a"), "12345");
  ASSERT_TRUE(Sync(*file).ok());
  ASSERT_TRUE(Delete("a").ok());
  EXPECT_EQ(disk_.bytes_used(), 0u);
}

}  // namespace
}  // namespace cardledger::storage
