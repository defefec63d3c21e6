#include "services/vault/vault.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "storage/memory/memory_slots.h"
#include "tests/support/seeded_random.h"
#include "tests/support/test_keys.h"

namespace cardledger::vault {
namespace {

using journal::v1::RETENTION_CLASS_CASE;
using journal::v1::RETENTION_CLASS_IDENTITY;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const base::Uuid kAnn = *base::Uuid::Parse("00112233-4455-4677-8899-aabbccddeeff");
const base::Uuid kBob = *base::Uuid::Parse("00112233-4455-4677-8899-aabbccddee00");
const domain::LedgerId kLedger(*base::Uuid::Parse("10112233-4455-4677-8899-aabbccddeeff"));
constexpr char kOtherKek[] = "another key-encryption key of 32";

store::v1::DetailRow Detail(absl::string_view text) {
  store::v1::DetailRow detail;
  detail.set_kind(journal::v1::DETAIL_KIND_NOTE);
  detail.set_salt(std::string(32, 's'));
  detail.set_text(std::string(text));
  return detail;
}

// A key file of which the next `torn` reads of one slot meet it half overwritten.
class TornSlots : public storage::MemorySlots {
 public:
  explicit TornSlots(std::shared_ptr<storage::MemorySlotDisk> disk)
      : MemorySlots(std::move(disk)) {}

  absl::StatusOr<std::string> Read(uint64_t first, size_t count) const override {
    absl::StatusOr<std::string> bytes = MemorySlots::Read(first, count);
    if (bytes.ok() && count == 1 && torn > 0) {
      --torn;
      bytes->replace(0, storage::kSlotBytes / 2, std::string(storage::kSlotBytes / 2, '\2'));
    }
    return bytes;
  }

  mutable int torn = 0;
};

class VaultTest : public ::testing::Test {
 protected:
  VaultTest() {
    Reopen();
    CARDLEDGER_CHECK(vault_->Create(kLedger).ok(), "a key file can be made");
  }

  absl::StatusOr<std::unique_ptr<Vault>> OpenWith(
      absl::string_view kek, std::optional<std::string> previous = std::nullopt) {
    return Vault::Open({.file = &file_,
                        .kek = std::string(kek),
                        .previous_kek = std::move(previous),
                        .random_bytes = [this](size_t count) { return random_.Bytes(count); }});
  }
  void Reopen() { vault_ = *OpenWith(tests::kTestKek); }

  store::v1::SealedRow Seal(const DetailPlace& at, absl::string_view text) {
    const auto row = vault_->SealDetail(at, Detail(text));
    CARDLEDGER_CHECK(row.ok(), "a detail can be sealed");
    return *row;
  }
  // nullopt where its key is destroyed.
  std::optional<std::string> Text(const DetailPlace& at, const store::v1::SealedRow& row) {
    const auto detail = vault_->OpenDetail(at, row);
    CARDLEDGER_CHECK(detail.ok(), std::string(detail.status().message()).c_str());
    if (!*detail) return std::nullopt;
    return (*detail)->text();
  }

  tests::SeededRandom random_{1};
  tests::TestKeys keys_;
  storage::MemorySlotDisk& disk_ = keys_.disk();
  const std::unique_ptr<storage::SlotFile> owned_ = keys_.NewFile();
  storage::SlotFile& file_ = *owned_;
  std::unique_ptr<Vault> vault_;
};

DetailPlace At(const base::Uuid& owner, journal::v1::RetentionClass retention, uint64_t sequence) {
  return {owner, retention, sequence, 0};
}

TEST_F(VaultTest, Detail_opensAgain_alsoFromAnotherProcess) {
  const DetailPlace at = At(kAnn, RETENTION_CLASS_CASE, 7);
  const store::v1::SealedRow row = Seal(at, "a note");
  EXPECT_THAT(row.SerializeAsString(), Not(HasSubstr("a note")));
  ASSERT_TRUE(vault_->Commit().ok());
  EXPECT_EQ(Text(at, row), "a note");
  Reopen();
  EXPECT_EQ(Text(at, row), "a note");
}

TEST_F(VaultTest, Detail_opensWhereItWasSealed_aloneOfAllPlaces) {
  const DetailPlace at = At(kAnn, RETENTION_CLASS_CASE, 7);
  const store::v1::SealedRow row = Seal(at, "a note");
  Seal(At(kBob, RETENTION_CLASS_CASE, 8), "another");
  Seal(At(kAnn, RETENTION_CLASS_IDENTITY, 8), "another");
  ASSERT_TRUE(vault_->Commit().ok());
  DetailPlace other_place = at;
  other_place.place = 1;
  for (const DetailPlace& other :
       {At(kAnn, RETENTION_CLASS_CASE, 8), At(kBob, RETENTION_CLASS_CASE, 7),
        At(kAnn, RETENTION_CLASS_IDENTITY, 7), other_place}) {
    EXPECT_EQ(vault_->OpenDetail(other, row).status().code(), absl::StatusCode::kDataLoss);
  }
  for (uint64_t slot = kHeadSlots; slot < kHeadSlots + 5; ++slot) {
    store::v1::SealedRow moved = row;
    moved.set_key_slot(slot);
    EXPECT_EQ(vault_->OpenDetail(at, moved).ok(), slot == row.key_slot()) << slot;
  }
}

TEST_F(VaultTest, OwnersAndClasses_haveKeysOfTheirOwn) {
  const uint64_t ann = Seal(At(kAnn, RETENTION_CLASS_CASE, 1), "").key_slot();
  EXPECT_EQ(Seal(At(kAnn, RETENTION_CLASS_CASE, 2), "").key_slot(), ann);
  EXPECT_NE(Seal(At(kAnn, RETENTION_CLASS_IDENTITY, 2), "").key_slot(), ann);
  EXPECT_NE(Seal(At(kBob, RETENTION_CLASS_CASE, 2), "").key_slot(), ann);
  ASSERT_TRUE(vault_->Commit().ok());
  Reopen();
  EXPECT_EQ(Seal(At(kAnn, RETENTION_CLASS_CASE, 3), "").key_slot(), ann);
}

TEST_F(VaultTest, DestroyedKey_isGoneFromTheFile_andFromEveryCopyOfWhatItSealed) {
  const DetailPlace at = At(kAnn, RETENTION_CLASS_CASE, 7);
  const store::v1::SealedRow row = Seal(at, "a note");
  const DetailPlace kept = At(kAnn, RETENTION_CLASS_IDENTITY, 7);
  const store::v1::SealedRow kept_row = Seal(kept, "a name");
  ASSERT_TRUE(vault_->Commit().ok());
  const std::string secret =
      disk_.content().substr(row.key_slot() * storage::kSlotBytes + 32, kWrappedKeyBytes);
  vault_->Retire(kAnn, RETENTION_CLASS_CASE);
  ASSERT_TRUE(vault_->Destroy(kAnn, RETENTION_CLASS_CASE, {}).ok());
  EXPECT_THAT(disk_.content(), Not(HasSubstr(secret)));
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(Text(at, row), std::nullopt);
    EXPECT_EQ(Text(kept, kept_row), "a name");
    EXPECT_TRUE(vault_->Knows(kAnn));
    Reopen();
  }
}

TEST_F(VaultTest, WhatIsSealedAfterAnErasure_standsUnderANewKey) {
  const DetailPlace before = At(kAnn, RETENTION_CLASS_CASE, 7);
  const store::v1::SealedRow old_row = Seal(before, "before");
  vault_->Retire(kAnn, RETENTION_CLASS_CASE);
  const DetailPlace after = At(kAnn, RETENTION_CLASS_CASE, 9);
  const store::v1::SealedRow new_row = Seal(after, "after");
  ASSERT_TRUE(vault_->Commit().ok());
  ASSERT_TRUE(vault_->Destroy(kAnn, RETENTION_CLASS_CASE, {new_row.key_slot()}).ok());
  EXPECT_EQ(Text(before, old_row), std::nullopt);
  EXPECT_EQ(Text(after, new_row), "after");
  EXPECT_EQ(Seal(At(kAnn, RETENTION_CLASS_CASE, 10), "").key_slot(), new_row.key_slot());
}

TEST_F(VaultTest, References_areListed_andGoWithTheIdentityOrWithACorrection) {
  const Reference first{base::Sha256("CASE/1"), domain::PersonId(kAnn), 3};
  const Reference second{base::Sha256("CASE/2"), domain::PersonId(kAnn), 8};
  vault_->AddReference(first);
  vault_->AddReference(second);
  ASSERT_TRUE(vault_->Commit().ok());
  EXPECT_THAT(*vault_->References(), SizeIs(2));
  ASSERT_TRUE(vault_->DestroyReferencesBefore(domain::PersonId(kAnn), 8).ok());
  const auto left = vault_->References();
  ASSERT_THAT(*left, SizeIs(1));
  EXPECT_EQ((*left)[0].hash, second.hash);
  EXPECT_EQ((*left)[0].sequence, 8u);
  EXPECT_THAT(disk_.content(), Not(HasSubstr(std::string(base::AsBytes(first.hash)))));
  ASSERT_TRUE(vault_->Destroy(kAnn, RETENTION_CLASS_IDENTITY, {}).ok());
  EXPECT_THAT(*vault_->References(), IsEmpty());
  EXPECT_THAT(disk_.content(), Not(HasSubstr(std::string(base::AsBytes(second.hash)))));
}

TEST_F(VaultTest, NewKeyEncryptionKey_opensWhatWasSealed_andTheOldOneDoesNot) {
  const DetailPlace at = At(kAnn, RETENTION_CLASS_CASE, 7);
  const store::v1::SealedRow row = Seal(at, "a note");
  ASSERT_TRUE(vault_->Commit().ok());
  const std::string copy = disk_.content();
  const std::string reference_key = vault_->reference_key();
  EXPECT_EQ(OpenWith(kOtherKek).status().code(), absl::StatusCode::kFailedPrecondition);
  vault_ = *OpenWith(kOtherKek, tests::kTestKek);
  EXPECT_EQ(Text(at, row), "a note");
  EXPECT_EQ(vault_->reference_key(), reference_key);
  EXPECT_EQ(OpenWith(tests::kTestKek).status().code(), absl::StatusCode::kFailedPrecondition);
  // As it is started again with both.
  vault_ = *OpenWith(kOtherKek, tests::kTestKek);
  EXPECT_EQ(Text(at, row), "a note");
  // A copy made before needs the old key.
  disk_.SetContent(copy);
  EXPECT_EQ(OpenWith(kOtherKek).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(VaultTest, FileOfAnotherLedgerOrOfNone_isSaid) {
  EXPECT_TRUE(vault_->CheckIsOf(kLedger).ok());
  EXPECT_THAT(std::string(vault_->CheckIsOf(domain::LedgerId(kAnn)).message()),
              HasSubstr("is that of the ledger"));
  disk_.SetContent("");
  Reopen();
  EXPECT_TRUE(vault_->is_new());
  EXPECT_EQ(vault_->CheckIsOf(kLedger).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(VaultTest, WriteThatFails_leavesTheFileReadable) {
  Seal(At(kAnn, RETENTION_CLASS_CASE, 7), "a note");
  Seal(At(kBob, RETENTION_CLASS_CASE, 7), "a note");
  disk_.FailNextWriteAfter(1);
  EXPECT_EQ(vault_->Commit().code(), absl::StatusCode::kUnavailable);
  Reopen();
  EXPECT_TRUE(vault_->Knows(kAnn));
  EXPECT_FALSE(vault_->Knows(kBob));
  const store::v1::SealedRow row = Seal(At(kBob, RETENTION_CLASS_CASE, 7), "again");
  ASSERT_TRUE(vault_->Commit().ok());
  EXPECT_EQ(Text(At(kBob, RETENTION_CLASS_CASE, 7), row), "again");
}

TEST_F(VaultTest, DestructionThatFails_isSaid_andDoneAgain) {
  const DetailPlace at = At(kAnn, RETENTION_CLASS_CASE, 7);
  const store::v1::SealedRow row = Seal(at, "a note");
  ASSERT_TRUE(vault_->Commit().ok());
  disk_.faults().FailCall(storage::CallKind::kSlotWrite, absl::UnavailableError("full"));
  EXPECT_EQ(vault_->Destroy(kAnn, RETENTION_CLASS_CASE, {}).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Text(at, row), "a note");
  EXPECT_TRUE(vault_->Destroy(kAnn, RETENTION_CLASS_CASE, {}).ok());
  EXPECT_EQ(Text(at, row), std::nullopt);
}

TEST(VaultOfAFileBeingOverwritten, SlotThatIsReadHalf_isLookedAtAgain) {
  TornSlots file(std::make_shared<storage::MemorySlotDisk>());
  const auto vault = *Vault::Open({.file = &file,
                                   .kek = tests::kTestKek,
                                   .previous_kek = std::nullopt,
                                   .random_bytes = [](size_t n) { return std::string(n, 'r'); }});
  ASSERT_TRUE(vault->Create(kLedger).ok());
  const DetailPlace at = At(kAnn, RETENTION_CLASS_CASE, 7);
  const auto row = vault->SealDetail(at, Detail("text"));
  ASSERT_TRUE(row.ok() && vault->Commit().ok());
  file.torn = 1;
  const auto detail = vault->OpenDetail(at, *row);
  ASSERT_TRUE(detail.ok()) << detail.status();
  EXPECT_EQ((*detail)->text(), "text");
  file.torn = 1'000;  // what never becomes whole is damaged
  EXPECT_EQ(vault->OpenDetail(at, *row).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(VaultTest, DamagedFile_isDataLoss) {
  Seal(At(kAnn, RETENTION_CLASS_CASE, 7), "a note");
  ASSERT_TRUE(vault_->Commit().ok());
  const std::string whole = disk_.content();
  for (const size_t at : {size_t{0}, size_t{40}, size_t{70}, whole.size() - 100}) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    disk_.SetContent(damaged);
    EXPECT_FALSE(OpenWith(tests::kTestKek).ok()) << at;
  }
}

}  // namespace
}  // namespace cardledger::vault
