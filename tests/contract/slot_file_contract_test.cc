// What slot_file.h promises, over every file of slots.

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "storage/file/file_slots.h"
#include "storage/memory/memory_slots.h"
#include "tests/support/temporary_folder.h"

namespace cardledger::contract {
namespace {

using storage::kSlotBytes;
using storage::Slot;
using storage::SlotFile;

std::string Bytes(char c) { return std::string(kSlotBytes, c); }

class SlotFileContract : public testing::TestWithParam<bool> {
 protected:
  // Each finds what one before it wrote; one at a time.
  SlotFile& Reopen() {
    file_.reset();
    if (!GetParam()) {
      file_ = std::make_unique<storage::MemorySlots>(disk_);
      return *file_;
    }
    auto opened = storage::FileSlots::Open(folder_.file("slots"), storage::FileSlots::Use::kWrite);
    CARDLEDGER_CHECK(opened.ok(), std::string(opened.status().message()).c_str());
    file_ = *std::move(opened);
    return *file_;
  }

  const tests::TemporaryFolder folder_;
  const std::shared_ptr<storage::MemorySlotDisk> disk_ =
      std::make_shared<storage::MemorySlotDisk>();
  std::unique_ptr<SlotFile> file_;
};

TEST_P(SlotFileContract, NeverWritten_isEmpty) {
  EXPECT_EQ(*Reopen().Count(), 0u);
  EXPECT_EQ(*file_->Read(0, 10), "");
}

TEST_P(SlotFileContract, WrittenSlots_areReadAgain_andOverwrittenInPlace) {
  Reopen();
  ASSERT_TRUE(file_->Write(std::vector<Slot>{{0, Bytes('a')}, {1, Bytes('b')}}).ok());
  ASSERT_TRUE(file_->Write(std::vector<Slot>{{1, Bytes('c')}, {2, Bytes('d')}}).ok());
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(*file_->Count(), 3u);
    EXPECT_EQ(*file_->Read(0, 3), Bytes('a') + Bytes('c') + Bytes('d'));
    EXPECT_EQ(*file_->Read(1, 1), Bytes('c'));
    EXPECT_EQ(*file_->Read(2, 100), Bytes('d'));
    EXPECT_EQ(*file_->Read(3, 1), "");
    Reopen();
  }
}

TEST_P(SlotFileContract, Gap_readsAsZeros) {
  Reopen();
  ASSERT_TRUE(file_->Write(std::vector<Slot>{{2, Bytes('a')}}).ok());
  EXPECT_EQ(*file_->Count(), 3u);
  EXPECT_EQ(*file_->Read(0, 3), Bytes('\0') + Bytes('\0') + Bytes('a'));
}

TEST_P(SlotFileContract, Replacement_isAllThatStands) {
  Reopen();
  ASSERT_TRUE(file_->Write(std::vector<Slot>{{0, Bytes('a')}, {5, Bytes('b')}}).ok());
  ASSERT_TRUE(file_->Replace(Bytes('c') + Bytes('d')).ok());
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(*file_->Read(0, 10), Bytes('c') + Bytes('d'));
    Reopen();
  }
  ASSERT_TRUE(file_->Write(std::vector<Slot>{{1, Bytes('e')}}).ok());
  EXPECT_EQ(*Reopen().Read(0, 10), Bytes('c') + Bytes('e'));
}

INSTANTIATE_TEST_SUITE_P(AllFiles, SlotFileContract, testing::Bool(),
                         [](const auto& file) { return file.param ? "File" : "Memory"; });

class FileSlotsTest : public testing::Test {
 protected:
  using Use = storage::FileSlots::Use;

  absl::StatusCode CodeOf(Use use) { return storage::FileSlots::Open(path_, use).status().code(); }

  const tests::TemporaryFolder folder_;
  const std::string path_ = folder_.file("slots");
};

TEST_F(FileSlotsTest, OneProcessWrites_andOthersMayRead) {
  const auto writer = storage::FileSlots::Open(path_, Use::kWrite);
  ASSERT_TRUE(writer.ok());
  EXPECT_EQ(CodeOf(Use::kWrite), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE((*writer)->Write(std::vector<Slot>{{0, Bytes('a')}}).ok());
  EXPECT_EQ(*(*storage::FileSlots::Open(path_, Use::kRead))->Read(0, 1), Bytes('a'));
}

TEST_F(FileSlotsTest, FileThatIsNotThere_isMadeForAWriterAlone_andForItsOwnerAlone) {
  EXPECT_EQ(CodeOf(Use::kRead), absl::StatusCode::kNotFound);
  EXPECT_EQ(CodeOf(Use::kWrite), absl::StatusCode::kOk);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(path_).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(FileSlotsTest, FileThatOthersMayRead_isRefused) {
  EXPECT_EQ(CodeOf(Use::kWrite), absl::StatusCode::kOk);
  using std::filesystem::perms;
  std::filesystem::permissions(path_, perms::group_read, std::filesystem::perm_options::add);
  EXPECT_EQ(CodeOf(Use::kWrite), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(CodeOf(Use::kRead), absl::StatusCode::kFailedPrecondition);
}

TEST_F(FileSlotsTest, FileThatWasCut_isDataLoss) {
  ASSERT_TRUE((*storage::FileSlots::Open(path_, Use::kWrite))
                  ->Write(std::vector<Slot>{{0, Bytes('a')}, {1, Bytes('b')}})
                  .ok());
  std::filesystem::resize_file(path_, kSlotBytes + 1);
  EXPECT_EQ(CodeOf(Use::kWrite), absl::StatusCode::kDataLoss);
}

TEST_F(FileSlotsTest, FileThatAReplacementLeftUnfinished_isDestroyedByTheNextWriter) {
  const std::string unfinished = path_ + ".new";
  std::ofstream(unfinished) << Bytes('s');
  using std::filesystem::perms;
  std::filesystem::permissions(unfinished, perms::owner_read | perms::owner_write);
  const auto reader = storage::FileSlots::Open(unfinished, Use::kRead);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(CodeOf(Use::kRead), absl::StatusCode::kNotFound);
  EXPECT_TRUE(std::filesystem::exists(unfinished));
  EXPECT_EQ(CodeOf(Use::kWrite), absl::StatusCode::kOk);
  EXPECT_FALSE(std::filesystem::exists(unfinished));
  EXPECT_EQ(*(*reader)->Read(0, 1), Bytes('\0'));
}

TEST_F(FileSlotsTest, FileThatWasReplaced_isOverwritten) {
  const auto writer = storage::FileSlots::Open(path_, Use::kWrite);
  ASSERT_TRUE((*writer)->Write(std::vector<Slot>{{0, Bytes('a')}, {1, Bytes('b')}}).ok());
  const auto of_the_old = storage::FileSlots::Open(path_, Use::kRead);
  ASSERT_TRUE((*writer)->Replace(Bytes('c')).ok());
  EXPECT_EQ(*(*of_the_old)->Read(0, 2), Bytes('\0') + Bytes('\0'));
  EXPECT_EQ(*(*storage::FileSlots::Open(path_, Use::kRead))->Read(0, 2), Bytes('c'));
}

}  // namespace
}  // namespace cardledger::contract
