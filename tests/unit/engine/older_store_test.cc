// A backup of the store that comes back beside the key file of today, in which case references were
// put right since: everybody is found by the reference that this store has for them.

#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/engine/reads.h"
#include "services/fsck/fsck.h"
#include "services/fsck/report_text.h"
#include "tests/support/must.h"
#include "tests/support/test_ledger.h"

namespace cardledger::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class OlderStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    person_ = Register(ledger_, "CASE/1");
    other_ = Register(ledger_, "CASE/9");
    ASSERT_TRUE(ledger_.Close().ok());
    tests::TestLedgerOptions other_ids;
    other_ids.seed = 2;
    backup_.emplace(other_ids, ledger_);
    ASSERT_TRUE(ledger_.Open().ok());
  }

  static journal::v1::Entry Do(tests::TestLedger& ledger, domain::Request request) {
    const Outcome outcome =
        ledger.Do(std::move(request), tests::CallerOf("worker", {journal::v1::ROLE_SOCIAL_WORKER}));
    CARDLEDGER_CHECK(outcome.ok(), "the engine answers");
    return (*outcome)[0];
  }
  static journal::v1::Entry Register(tests::TestLedger& ledger, const std::string& reference) {
    v1::RegisterPersonRequest request;
    request.set_request_id(ledger.NewRequestId());
    request.set_case_reference(reference);
    return Do(ledger, std::move(request));
  }
  static domain::Request PutRight(tests::TestLedger& ledger, const journal::v1::Entry& registered,
                                  const std::string& reference) {
    v1::RectifyDetailRequest request;
    request.set_request_id(ledger.NewRequestId());
    request.set_person("persons/" + Id(registered).ToString());
    request.set_entry(registered.sequence());
    request.set_kind(journal::v1::DETAIL_KIND_CASE_REFERENCE);
    request.set_text(reference);
    return request;
  }
  static domain::PersonId Id(const journal::v1::Entry& registered) {
    return domain::IdFromBytes<domain::PersonId>(registered.person_id());
  }

  // The backup with the key file as it stands today.
  tests::TestLedger& PutBack() {
    CARDLEDGER_CHECK(ledger_.Close().ok(), "a ledger can be closed");
    backup_->keys().disk().SetContent(ledger_.keys().disk().content());
    return *backup_;
  }
  static std::optional<domain::PersonId> Find(tests::TestLedger& ledger,
                                              const std::string& reference) {
    const auto view = ledger.view();
    return tests::Must(ledger.Read(*view).PersonByReference(reference));
  }
  // Of a ledger that is not open.
  static fsck::Report Fsck(tests::TestLedger& ledger) {
    const auto store = tests::Must(ledger.OpenStore());
    return tests::Must(fsck::Check(*store, ledger.anchor(), &ledger.vault(), {}));
  }

  tests::TestLedger ledger_;
  std::optional<tests::TestLedger> backup_;
  journal::v1::Entry person_;
  journal::v1::Entry other_;
};

TEST_F(OlderStoreTest, PersonWhoseReferenceWasPutRightSince_isFoundByTheOneItHas) {
  Do(ledger_, PutRight(ledger_, person_, "CASE/2"));
  tests::TestLedger& restored = PutBack();
  for (int again = 0; again < 2; ++again) {
    ASSERT_TRUE(restored.Open().ok());
    EXPECT_EQ(Find(restored, "CASE/1"), Id(person_));
    EXPECT_EQ(Find(restored, "CASE/9"), Id(other_));
    EXPECT_EQ(Find(restored, "CASE/2"), std::nullopt);
    const journal::v1::Entry refused = Register(restored, "CASE/1");
    EXPECT_EQ(refused.refused().reason(), journal::v1::REFUSAL_REASON_PERSON_ALREADY_REGISTERED);
    ASSERT_TRUE(restored.Close().ok());
  }
  EXPECT_THAT(Fsck(restored).findings, IsEmpty());
  EXPECT_EQ(Fsck(restored).put_right_since_references, 0u);
}

TEST_F(OlderStoreTest, ReferenceThatCameBack_isPutRightAgain) {
  Do(ledger_, PutRight(ledger_, person_, "CASE/2"));
  tests::TestLedger& restored = PutBack();
  ASSERT_TRUE(restored.Open().ok());
  Do(restored, PutRight(restored, person_, "CASE/3"));
  ASSERT_TRUE(restored.Restart().ok());
  EXPECT_EQ(Find(restored, "CASE/3"), Id(person_));
  // Also the one that the lost entry of the same number had.
  EXPECT_EQ(Find(restored, "CASE/2"), std::nullopt);
  EXPECT_EQ(Find(restored, "CASE/1"), std::nullopt);
}

TEST_F(OlderStoreTest, CheckedAsItLies_isClean_andSaysHowManyWerePutRightSince) {
  Do(ledger_, PutRight(ledger_, person_, "CASE/2"));
  const fsck::Report copy = Fsck(PutBack());
  EXPECT_THAT(copy.findings, IsEmpty());
  EXPECT_EQ(copy.put_right_since_references, 1u);
  EXPECT_THAT(fsck::RenderText(copy), HasSubstr(", 1 case reference put right since this copy"));
  const fsck::Report now = Fsck(ledger_);
  EXPECT_THAT(now.findings, IsEmpty());
  EXPECT_EQ(now.put_right_since_references, 0u);
  EXPECT_THAT(fsck::RenderText(now), Not(HasSubstr("put right")));
}

TEST_F(OlderStoreTest, PersonWithoutAnyReference_isAFindingStill) {
  ASSERT_TRUE(ledger_.Close().ok());
  ASSERT_TRUE(ledger_.vault().DestroyReferencesBefore(Id(person_), person_.sequence() + 1).ok());
  EXPECT_THAT(Fsck(ledger_).findings,
              ::testing::ElementsAre(HasSubstr("is not found by their case reference")));
}

}  // namespace
}  // namespace cardledger::engine
