// A key file that is lost, whole or since its last copy: the ledger is not opened until the loss is
// accepted, and from then on what cannot be read any more is gone, and nothing else.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/domain/civil_day.h"
#include "services/domain/dates.h"
#include "services/engine/details.h"
#include "services/engine/reads.h"
#include "services/fsck/fsck.h"
#include "storage/memory/memory_slots.h"
#include "tests/support/must.h"
#include "tests/support/test_ledger.h"

namespace cardledger::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LostKeysTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    kept_ = Register("CASE/1");
  }

  journal::v1::Entry Register(const std::string& case_reference) {
    v1::RegisterPersonRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_case_reference(case_reference);
    const Outcome outcome = ledger_.Do(
        std::move(request), tests::CallerOf("worker", {journal::v1::ROLE_SOCIAL_WORKER}));
    CARDLEDGER_CHECK(outcome.ok(), "the engine answers");
    return (*outcome)[0];
  }

  // The text of an entry's first detail; "gone" where it cannot be read any more.
  std::string TextOf(const journal::v1::Entry& entry) {
    const auto view = ledger_.view();
    const auto detail = ledger_.Read(*view).Detail(PlaceOf(entry, 0));
    if (!detail.ok()) return std::string(detail.status().message());
    return *detail ? (*detail)->text() : "gone";
  }

  void Lose(const std::string& restored) {
    ASSERT_TRUE(ledger_.Close().ok());
    ledger_.keys().disk().SetContent(restored);
  }

  void ExpectRefused(const std::string& part) {
    const std::string keys = ledger_.keys().disk().content();
    const absl::Status opened = ledger_.Open();
    EXPECT_EQ(opened.code(), absl::StatusCode::kFailedPrecondition) << opened;
    EXPECT_THAT(std::string(opened.message()), HasSubstr(part));
    EXPECT_EQ(ledger_.keys().disk().content(), keys);
  }

  void Accept() {
    ledger_.AcceptLostKeys(true);
    ASSERT_TRUE(ledger_.Open().ok());
    ledger_.AcceptLostKeys(false);
    // Once is enough.
    ASSERT_TRUE(ledger_.Restart().ok());
  }

  // Closes the ledger.
  fsck::Report Fsck() {
    CARDLEDGER_CHECK(ledger_.Close().ok(), "a ledger can be closed");
    const auto store = tests::Must(ledger_.OpenStore());
    return tests::Must(fsck::Check(*store, ledger_.anchor(), &ledger_.vault(), {}));
  }

  tests::TestLedger ledger_;
  journal::v1::Entry kept_;  // whose keys are in the copy of the key file
};

TEST_F(LostKeysTest, OlderCopy_losesWhatWasSealedSince_whereThatIsAccepted) {
  const std::string copy = ledger_.keys().disk().content();
  const journal::v1::Entry lost = Register("CASE/2");
  const journal::v1::Entry lost_too = Register("CASE/3");
  Lose(copy);
  ExpectRefused("and nothing of 2 people");
  Accept();
  EXPECT_EQ(TextOf(kept_), "CASE/1");
  EXPECT_EQ(TextOf(lost), "gone");
  // What is sealed from now on never stands in the place of a lost key.
  const journal::v1::Entry later = Register("CASE/2");
  EXPECT_TRUE(later.has_person_registered());
  EXPECT_NE(later.person_id(), lost.person_id());
  EXPECT_EQ(TextOf(later), "CASE/2");
  EXPECT_EQ(TextOf(lost), "gone");
  EXPECT_EQ(TextOf(lost_too), "gone");
  const fsck::Report report = Fsck();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.details, 2u);
  EXPECT_EQ(report.lost_details, 2u);
  EXPECT_EQ(report.erased_details, 0u);
}

TEST_F(LostKeysTest, OlderCopyWithoutALaterKeyOfTheSamePerson_isRefusedToo) {
  const std::string copy = ledger_.keys().disk().content();
  v1::SetPersonStateRequest state;
  state.set_request_id(ledger_.NewRequestId());
  state.set_person("persons/" +
                   domain::IdFromBytes<domain::PersonId>(kept_.person_id()).ToString());
  state.set_state(journal::v1::PERSON_STATE_HOSPITAL);
  *state.mutable_since() = domain::DateOf(*domain::ParseIsoDay("2026-07-01"));
  state.set_note("fell");
  const Outcome outcome =
      ledger_.Do(std::move(state), tests::CallerOf("worker", {journal::v1::ROLE_SOCIAL_WORKER}));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(TextOf((*outcome)[0]), "fell");
  Lose(copy);
  ExpectRefused("older than the ledger");
}

TEST_F(LostKeysTest, WholeFile_losesAll_whereThatIsAccepted) {
  Lose("");
  ExpectRefused("the key file is empty");
  Accept();
  EXPECT_EQ(TextOf(kept_), "gone");
  EXPECT_EQ(TextOf(Register("CASE/1")), "CASE/1");
  const fsck::Report report = Fsck();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.lost_details, 1u);
}

TEST_F(LostKeysTest, NothingLost_isNothingToAccept) {
  Lose(ledger_.keys().disk().content());
  const std::string keys = ledger_.keys().disk().content();
  Accept();
  EXPECT_EQ(ledger_.keys().disk().content(), keys);
  EXPECT_EQ(TextOf(kept_), "CASE/1");
  EXPECT_EQ(Fsck().lost_details, 0u);
}

}  // namespace
}  // namespace cardledger::engine
