// What an erasure is for: whoever holds a copy of everything the server kept before it, and the
// key-encryption key, cannot read what was erased; and putting that copy back does not bring it
// back. A real server over RocksDB, with its files; the copies are opened behind its back.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cardledger/v1/privacy.grpc.pb.h"
#include "services/engine/keys.h"
#include "services/engine/rows.h"
#include "services/fsck/fsck.h"
#include "services/vault/kek.h"
#include "storage/file/file_anchor.h"
#include "storage/file/file_slots.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/must.h"
#include "tests/support/test_keys.h"

namespace cardledger::tests {
namespace {

namespace fs = std::filesystem;
namespace journal = ::cardledger::journal::v1;

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kReference[] = "CASE/4711";
constexpr char kNeeds[] = "Large print, and a call on Tuesdays";
constexpr char kCaseNote[] = "Moved to her sister in Nantwich";
const Identity kSecondAdministrator{"operator-2", "administrator"};

std::string ContentOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

class ErasureTest : public ::testing::Test {
 protected:
  ErasureTest() {
    privacy_ = v1::PrivacyService::NewStub(ledger_.channel());
    person_ = ledger_.MakePerson(kReference);
    other_ = ledger_.MakePerson("CASE/4712");
    v1::SetCommunicationNeedsRequest needs;
    needs.set_request_id(ledger_.NewId());
    needs.set_person(person_);
    needs.mutable_needs()->set_format(v1::COMMUNICATION_FORMAT_LARGE_PRINT);
    needs.mutable_needs()->set_channel(v1::COMMUNICATION_CHANNEL_LETTER);
    needs.mutable_needs()->set_note(kNeeds);
    EXPECT_TRUE(ledger_
                    .Call(ledger_.persons, &v1::PersonService::Stub::SetCommunicationNeeds,
                          kSocialWorker, needs)
                    .ok());
    v1::SetPersonStateRequest state;
    state.set_request_id(ledger_.NewId());
    state.set_person(person_);
    state.set_state(journal::PERSON_STATE_MOVING);
    *state.mutable_since() = DateOf(2026, 7, 1);
    state.set_note(kCaseNote);
    const auto moved = ledger_.Call(ledger_.persons, &v1::PersonService::Stub::SetPersonState,
                                    kSocialWorker, state);
    EXPECT_TRUE(moved.ok()) << moved.status.error_message();
  }

  // Of everything the server keeps, while it rests.
  void CopyAll() {
    ASSERT_TRUE(ledger_.Stop().ok());
    fs::copy(ledger_.data_dir(), copy_, fs::copy_options::recursive);
    const vault::KeyPaths beside = vault::KeyPathsBeside(ledger_.data_dir());
    fs::copy_file(beside.keys, old_keys_);
    fs::copy_file(beside.kek, kek_);
    Start();
  }
  void Start() {
    ledger_.Start();
    privacy_ = v1::PrivacyService::NewStub(ledger_.channel());
  }

  void Erase() {
    v1::ProposeErasureRequest propose;
    propose.set_request_id(ledger_.NewId());
    propose.set_person(person_);
    propose.add_classes(journal::RETENTION_CLASS_IDENTITY);
    propose.add_classes(journal::RETENTION_CLASS_CASE);
    propose.set_ground(journal::ERASURE_GROUND_RIGHT_TO_ERASURE);
    const auto proposed =
        ledger_.Call(privacy_, &v1::PrivacyService::Stub::ProposeErasure, kAdministrator, propose);
    ASSERT_TRUE(proposed.ok()) << proposed.status.error_message();
    v1::DecideErasureRequest decide;
    decide.set_request_id(ledger_.NewId());
    decide.set_person(person_);
    decide.set_approve(true);
    const auto decided = ledger_.Call(privacy_, &v1::PrivacyService::Stub::DecideErasure,
                                      kSecondAdministrator, decide);
    ASSERT_TRUE(decided.ok()) << decided.status.error_message();
  }

  // Every text that the copied store gives away to who has this key file and the key.
  std::vector<std::string> TextsInCopy(const fs::path& key_file) {
    const auto file = Must(storage::FileSlots::Open(key_file, storage::FileSlots::Use::kRead));
    const auto vault = Must(vault::Vault::Open(
        {.file = file.get(), .kek = Must(vault::ReadKek(kek_)), .random_bytes = {}}));
    const auto store =
        Must(storage::OpenRocksDbStoreReadOnly({.path = (copy_ / "store").string()}));
    std::vector<std::string> texts;
    const absl::Status read = engine::ForEachRow(
        *store, *store->Snapshot(), engine::RangeOf(engine::Table::kDetail),
        [&](const storage::KeyValue& pair) {
          store::v1::SealedRow row;
          CARDLEDGER_CHECK(row.ParseFromString(pair.value), "a sealed detail can be parsed");
          const vault::DetailPlace at{
              *base::Uuid::FromBytes(absl::string_view(pair.key).substr(1, 16)),
              static_cast<journal::RetentionClass>(pair.key[17]),
              engine::SequenceInDetailKey(pair.key), static_cast<uint8_t>(pair.key.back())};
          const auto detail = vault->OpenDetail(at, row);
          if (detail.ok() && *detail) texts.push_back((*detail)->text());
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return texts;
  }

  // Whether the case reference leads to anybody by what the key file holds.
  bool LeadsToSomebody(const fs::path& key_file, absl::string_view reference) {
    const auto file = Must(storage::FileSlots::Open(key_file, storage::FileSlots::Use::kRead));
    const auto vault = Must(vault::Vault::Open(
        {.file = file.get(), .kek = Must(vault::ReadKek(kek_)), .random_bytes = {}}));
    const auto hash = domain::HashCaseReference(vault->reference_key(), reference);
    const auto references = Must(vault->References());
    return std::any_of(references.begin(), references.end(),
                       [&](const vault::Reference& each) { return each.hash == hash; });
  }

  bool IsFound(const std::string& reference) {
    v1::FindPersonRequest find;
    find.set_case_reference(reference);
    return ledger_.Call(ledger_.persons, &v1::PersonService::Stub::FindPerson, kSocialWorker, find)
        .ok();
  }
  bool HasNeeds() {
    v1::GetCommunicationNeedsRequest get;
    get.set_person(person_);
    const auto needs = ledger_.Call(
        ledger_.persons, &v1::PersonService::Stub::GetCommunicationNeeds, kSocialWorker, get);
    EXPECT_TRUE(needs.ok()) << needs.status.error_message();
    return needs.response.has_needs();
  }
  fsck::Report Fsck() {
    const auto store =
        Must(storage::OpenRocksDbStoreReadOnly({.path = ledger_.data_dir() + "/store"}));
    const vault::KeyPaths beside = vault::KeyPathsBeside(ledger_.data_dir());
    const auto file = Must(storage::FileSlots::Open(beside.keys, storage::FileSlots::Use::kRead));
    const auto vault = Must(vault::Vault::Open(
        {.file = file.get(), .kek = Must(vault::ReadKek(beside.kek)), .random_bytes = {}}));
    storage::FileAnchor anchor(ledger_.data_dir() + "/anchor");
    return Must(fsck::Check(*store, anchor, vault.get(), {}));
  }

  ServedLedger ledger_{Backing::kRocksDb};
  std::unique_ptr<v1::PrivacyService::Stub> privacy_;
  std::string person_;
  std::string other_;
  const TemporaryFolder folder_;
  const fs::path copy_ = folder_.file("copy");
  const fs::path old_keys_ = folder_.file("old-keys");
  const fs::path kek_ = folder_.file("kek");
};

TEST_F(ErasureTest, FilesNeverHoldWhatDescribesSomebody_inPlainText) {
  CopyAll();
  for (const auto& file : fs::recursive_directory_iterator(copy_)) {
    if (!file.is_regular_file()) continue;
    for (const char* text : {kReference, kNeeds, kCaseNote}) {
      EXPECT_THAT(ContentOf(file.path()), Not(HasSubstr(text))) << file.path();
    }
  }
  EXPECT_THAT(ContentOf(old_keys_), Not(HasSubstr(kReference)));
}

TEST_F(ErasureTest, CopyOfAllFilesFromBefore_andTheKey_giveNothingErasedAway) {
  CopyAll();
  const fs::path keys = vault::KeyPathsBeside(ledger_.data_dir()).keys;
  Erase();
  const std::vector<std::string> texts = TextsInCopy(keys);
  EXPECT_THAT(texts, Not(Contains(kReference)));
  EXPECT_THAT(texts, Not(Contains(HasSubstr(kNeeds))));
  EXPECT_THAT(texts, Not(Contains(kCaseNote)));
  EXPECT_THAT(texts, Contains("CASE/4712"));  // of nobody else was anything erased
  EXPECT_FALSE(LeadsToSomebody(keys, kReference));
  EXPECT_TRUE(LeadsToSomebody(keys, "CASE/4712"));
  // Where the key is not destroyed, as in the key file from before, all of it is read: what the
  // test looks for is there to be found.
  const std::vector<std::string> before = TextsInCopy(old_keys_);
  EXPECT_THAT(before,
              AllOf(Contains(kReference), Contains(HasSubstr(kNeeds)), Contains(kCaseNote)));
  EXPECT_TRUE(LeadsToSomebody(old_keys_, kReference));
}

TEST_F(ErasureTest, ProofsAndBalancesHold_andNothingOfItIsShown) {
  Erase();
  EXPECT_FALSE(IsFound(kReference));
  EXPECT_FALSE(HasNeeds());
  v1::GetPersonRequest get;
  get.set_name(person_);
  const auto person =
      ledger_.Call(ledger_.persons, &v1::PersonService::Stub::GetPerson, kSocialWorker, get);
  ASSERT_TRUE(person.ok()) << person.status.error_message();
  const auto root = ledger_.server().engine().view()->root;
  ASSERT_TRUE(ledger_.Stop().ok());
  const fsck::Report report = Fsck();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.erased_details, 3u);
  EXPECT_EQ(report.root, root);
  Start();
  EXPECT_FALSE(IsFound(kReference));
  EXPECT_FALSE(HasNeeds());
  EXPECT_NE(ledger_.MakePerson(kReference), person_);
}

TEST_F(ErasureTest, CopyPutBack_doesNotBringItBack) {
  CopyAll();
  Erase();
  ASSERT_TRUE(ledger_.Stop().ok());
  fs::remove_all(ledger_.data_dir());
  fs::copy(copy_, ledger_.data_dir(), fs::copy_options::recursive);
  Start();
  EXPECT_FALSE(IsFound(kReference));
  EXPECT_FALSE(HasNeeds());
  EXPECT_TRUE(IsFound("CASE/4712"));
}

TEST_F(ErasureTest, OlderKeyFilePutBack_isMadeToForgetAgain) {
  CopyAll();
  Erase();
  ASSERT_TRUE(ledger_.Stop().ok());
  const fs::path keys = vault::KeyPathsBeside(ledger_.data_dir()).keys;
  fs::copy_file(old_keys_, keys, fs::copy_options::overwrite_existing);
  Start();
  EXPECT_FALSE(IsFound(kReference));
  EXPECT_FALSE(HasNeeds());
  EXPECT_THAT(TextsInCopy(keys), Not(Contains(kReference)));
  EXPECT_FALSE(LeadsToSomebody(keys, kReference));
}

}  // namespace
}  // namespace cardledger::tests
