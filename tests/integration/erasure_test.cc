// What an erasure is for: whoever holds a copy of everything the server kept before it, and the
// key-encryption key, cannot read what was erased; and putting that copy back does not bring it
// back. A real server over RocksDB, with its files; the copies are opened behind its back.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cardledger/v1/privacy.grpc.pb.h"
#include "cardledger/v1/transactions.grpc.pb.h"
#include "services/engine/journal_tree.h"
#include "services/engine/keys.h"
#include "services/engine/rows.h"
#include "services/fsck/fsck.h"
#include "services/fsck/report_text.h"
#include "services/vault/kek.h"
#include "storage/file/file_anchor.h"
#include "storage/file/file_slots.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/slot_file.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/must.h"
#include "tests/support/test_keys.h"

namespace cardledger::tests {
namespace {

namespace fs = std::filesystem;
namespace journal = ::cardledger::journal::v1;

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kReference[] = "CASE/4711";
constexpr char kNeeds[] = "Large print, and a call on Tuesdays";
constexpr char kCaseNote[] = "Moved to her sister in Nantwich";
constexpr char kWayToThePerson[] = "the case reference leads to the person";
const Identity kSecondAdministrator{"operator-2", "administrator"};

std::string ContentOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

// A key file on which nothing is overwritten while `skips` says so: keys that are to be destroyed
// stay.
class KeepingSlots : public storage::SlotFile {
 public:
  KeepingSlots(std::unique_ptr<storage::SlotFile> file, const bool& skips)
      : file_(std::move(file)), skips_(skips) {}

  absl::StatusOr<uint64_t> Count() const override { return file_->Count(); }
  absl::StatusOr<std::string> Read(uint64_t first, size_t count) const override {
    return file_->Read(first, count);
  }
  absl::Status Write(std::span<const storage::Slot> slots) override {
    std::vector<storage::Slot> written(slots.begin(), slots.end());
    const uint64_t count = Must(file_->Count());
    if (skips_) std::erase_if(written, [&](const auto& slot) { return slot.index < count; });
    return file_->Write(written);
  }
  absl::Status Replace(absl::string_view whole) override { return file_->Replace(whole); }

 private:
  const std::unique_ptr<storage::SlotFile> file_;
  const bool& skips_;
};

class ErasureTest : public ::testing::Test {
 protected:
  ErasureTest() {
    ledger_.configure = [this](server::ServerOptions& options) {
      options.keys.file =
          std::make_unique<KeepingSlots>(std::move(options.keys.file), skips_destruction_);
    };
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

  // What a copy of all files from before an erasure gives away after it, to who has what the key
  // file has become and the key-encryption key: of what was erased.
  std::vector<std::string> FoundInCopyAfterErasure() {
    CopyAll();
    Erase();
    const fs::path keys = vault::KeyPathsBeside(ledger_.data_dir()).keys;
    std::vector<std::string> found;
    for (const std::string& text : TextsInCopy(keys)) {
      for (const char* erased : {kReference, kNeeds, kCaseNote}) {
        if (absl::StrContains(text, erased)) found.emplace_back(erased);
      }
    }
    if (LeadsToSomebody(keys, kReference)) found.emplace_back(kWayToThePerson);
    return found;
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
  // Of a store as it rests, by the key file of now.
  fsck::Report Fsck(const fs::path& data_dir) {
    const auto store =
        Must(storage::OpenRocksDbStoreReadOnly({.path = (data_dir / "store").string()}));
    const vault::KeyPaths beside = vault::KeyPathsBeside(ledger_.data_dir());
    const auto file = Must(storage::FileSlots::Open(beside.keys, storage::FileSlots::Use::kRead));
    const auto vault = Must(vault::Vault::Open(
        {.file = file.get(), .kek = Must(vault::ReadKek(beside.kek)), .random_bytes = {}}));
    storage::FileAnchor anchor((data_dir / "anchor").string());
    return Must(fsck::Check(*store, anchor, vault.get(), {}));
  }

  // An award of the person with the load on it; nothing else is asked of it.
  std::string MakeAwardWithLoad(const std::string& person, const std::string& fund, int64_t pence) {
    std::string award = ledger_.ProposeAward(person, fund, 100'000);
    ledger_.ApproveAward(award);
    const auto loaded = ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad,
                                     kFinanceOfficer, ledger_.LoadOf(award, pence));
    EXPECT_TRUE(loaded.ok()) << loaded.status.error_message();
    return award;
  }
  // As nothing is erased while somebody has money.
  void TakeBackLastLoadAndCancel(const std::string& award) {
    const auto transactions = v1::TransactionService::NewStub(ledger_.channel());
    v1::ReverseTransactionRequest reversal;
    reversal.set_request_id(ledger_.NewId());
    reversal.set_award(award);
    reversal.set_transaction(absl::StrCat("transactions/", ledger_.Position()));
    *reversal.mutable_effective_date() = DateOf(2026, 7, 6);
    reversal.set_reason(journal::REVERSAL_REASON_ENTERED_IN_ERROR);
    grpc::ClientContext context;
    Identify(context, kFinanceOfficer);
    v1::Change reversed;
    const grpc::Status status = transactions->ReverseTransaction(&context, reversal, &reversed);
    ASSERT_TRUE(status.ok()) << status.error_message();
    v1::CancelAwardRequest cancel;
    cancel.set_request_id(ledger_.NewId());
    cancel.set_award(award);
    cancel.set_reason(journal::CANCEL_REASON_ENTERED_IN_ERROR);
    const auto cancelled =
        ledger_.Call(ledger_.awards, &v1::AwardService::Stub::CancelAward, kApprover, cancel);
    ASSERT_TRUE(cancelled.ok()) << cancelled.status.error_message();
  }

  // Of the awards one by one, and of both people, as text; without the position it was read at.
  std::string Balances(const std::vector<std::string>& awards) {
    std::string text;
    for (const std::string& award : awards) {
      v1::GetBalanceRequest get;
      get.set_award(award);
      auto balance = ledger_.Call(ledger_.balances, &v1::BalanceService::Stub::GetBalance,
                                  kFinanceOfficer, get);
      EXPECT_TRUE(balance.ok()) << balance.status.error_message();
      balance.response.clear_read_point();
      absl::StrAppend(&text, balance.response.DebugString());
    }
    for (const std::string& person : {person_, other_}) {
      v1::GetPersonBalanceRequest get;
      get.set_person(person);
      auto balance = ledger_.Call(ledger_.balances, &v1::BalanceService::Stub::GetPersonBalance,
                                  kFinanceOfficer, get);
      EXPECT_TRUE(balance.ok()) << balance.status.error_message();
      balance.response.clear_read_point();
      absl::StrAppend(&text, balance.response.DebugString());
    }
    return text;
  }

  bool skips_destruction_ = false;
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
  EXPECT_THAT(FoundInCopyAfterErasure(), IsEmpty());
  // Of nobody else was anything erased.
  const fs::path keys = vault::KeyPathsBeside(ledger_.data_dir()).keys;
  EXPECT_THAT(TextsInCopy(keys), Contains("CASE/4712"));
  EXPECT_TRUE(LeadsToSomebody(keys, "CASE/4712"));
}

TEST_F(ErasureTest, WhereDestroyingKeysIsSkipped_theSameCopyGivesAllOfItAway) {
  skips_destruction_ = true;
  EXPECT_THAT(FoundInCopyAfterErasure(),
              UnorderedElementsAre(kReference, kNeeds, kCaseNote, kWayToThePerson));
}

TEST_F(ErasureTest, NothingOfItIsShown) {
  Erase();
  for (int again = 0; again < 2; ++again) {
    EXPECT_FALSE(IsFound(kReference));
    EXPECT_FALSE(HasNeeds());
    v1::GetPersonRequest get;
    get.set_name(person_);
    const auto person =
        ledger_.Call(ledger_.persons, &v1::PersonService::Stub::GetPerson, kSocialWorker, get);
    EXPECT_TRUE(person.ok()) << person.status.error_message();
    ASSERT_TRUE(ledger_.Stop().ok());
    Start();
  }
  EXPECT_NE(ledger_.MakePerson(kReference), person_);
}

TEST_F(ErasureTest, ProofsAndBalancesHold) {
  ledger_.ActivateTestPolicy();
  const std::string fund = ledger_.MakeFund("ENABLE", 2026, 1'000'000);
  const std::vector<std::string> awards = {MakeAwardWithLoad(other_, fund, 20'000),
                                           MakeAwardWithLoad(person_, fund, 30'000)};
  TakeBackLastLoadAndCancel(awards[1]);
  const std::string balances = Balances(awards);
  EXPECT_THAT(balances, HasSubstr("posted_pence: 20000"));
  const uint64_t position = ledger_.Position();
  const base::Sha256Digest root = ledger_.server().engine().view()->root;
  Erase();
  EXPECT_GT(ledger_.Position(), position);
  EXPECT_EQ(Balances(awards), balances);
  const base::Sha256Digest root_now = ledger_.server().engine().view()->root;
  ASSERT_TRUE(ledger_.Stop().ok());
  // The root that was noted then is that of the same entries now: whoever kept it can prove each.
  {
    const auto store =
        Must(storage::OpenRocksDbStoreReadOnly({.path = ledger_.data_dir() + "/store"}));
    const auto snapshot = store->Snapshot();
    EXPECT_EQ(Must(engine::ReadTree(*store, *snapshot, position)).Root(), root);
  }
  const fsck::Report report = Fsck(ledger_.data_dir());
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.erased_details, 3u);
  EXPECT_EQ(report.root, root_now);
  Start();
  EXPECT_EQ(Balances(awards), balances);
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

TEST_F(ErasureTest, CopyFromBefore_isCleanByTodaysKeys_andSaysHowMuchWasErasedSince) {
  CopyAll();
  Erase();
  ASSERT_TRUE(ledger_.Stop().ok());
  const fsck::Report copy = Fsck(copy_);
  EXPECT_THAT(copy.findings, IsEmpty());
  EXPECT_EQ(copy.erased_since_details, 3u);
  EXPECT_EQ(copy.erased_details, 0u);
  EXPECT_THAT(fsck::RenderText(copy), HasSubstr("3 erased since this copy was made"));
  const fsck::Report now = Fsck(ledger_.data_dir());
  EXPECT_EQ(now.erased_since_details, 0u);
  EXPECT_EQ(now.erased_details, 3u);
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
