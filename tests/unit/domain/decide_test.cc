#include "services/domain/decide.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/test_ledger.h"
#include "tests/unit/domain/requests.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int64_t kNowUs = 1'783'328'400'000'000;  // 2026-07-06T09:00:00Z

journal::Caller Caller() { return tests::CallerOf("sam", {journal::ROLE_SOCIAL_WORKER}); }

class DecideTest : public ::testing::Test {
 protected:
  DecideTest() { state_.last_recorded_time_us = kNowUs; }

  Decision DecideOn(Request request) {
    tests::SeededRandom random(1);
    const Policies policies;
    const std::string key(32, 'k');
    const auto random_bytes = [&random](size_t count) { return random.Bytes(count); };
    const auto by_reference = [this](const ReferenceHash& hash) -> std::optional<PersonId> {
      if (hash != known_reference_) return std::nullopt;
      return known_person_;
    };
    const DecisionContext context{kNowUs,       policies, false,       key,
                                  by_reference, nullptr,  random_bytes};
    return Decide(MakeCommand(std::move(request), Caller()), state_, context);
  }

  State state_;
  std::optional<ReferenceHash> known_reference_;
  PersonId known_person_;
};

TEST_F(DecideTest, SameInputs_giveTheSameEntryByteForByte) {
  const Decision first = DecideOn(GoodRegisterPerson());
  const Decision second = DecideOn(GoodRegisterPerson());
  EXPECT_EQ(first.entries[0].SerializeAsString(), second.entries[0].SerializeAsString());
}

TEST_F(DecideTest, Head_saysWhoWhenAndUnderWhichRules) {
  const Decision decision = DecideOn(GoodCreateFund());
  const journal::Entry& entry = decision.entries[0];
  EXPECT_EQ(entry.sequence(), 1u);
  EXPECT_EQ(entry.recorded_time_us(), kNowUs);
  EXPECT_EQ(entry.accounting_period(), 202607);
  EXPECT_EQ(entry.caller().subject(), "sam");
  EXPECT_EQ(entry.rules_revision(), kRulesRevision);
  EXPECT_EQ(entry.request_id().size(), 16u);
  EXPECT_EQ(entry.fingerprint().size(), 16u);
}

TEST_F(DecideTest, PersonsId_doesNotFollowFromTheRequest) {
  const Decision decision = DecideOn(GoodRegisterPerson());
  EXPECT_NE(decision.entries[0].person_id(), decision.entries[0].request_id());
}

TEST_F(DecideTest, FreeText_standsInADetailAndNotInTheEntry) {
  const Decision decision = DecideOn(GoodRegisterPerson());
  ASSERT_EQ(decision.details.size(), 1u);
  EXPECT_EQ(decision.details[0].text(), "LL-1001");
  EXPECT_EQ(decision.entries[0].SerializeAsString().find("LL-1001"), std::string::npos);
}

TEST_F(DecideTest, Refusal_carriesNothingButWhatItConcerns) {
  const Decision first = DecideOn(GoodRegisterPerson());
  known_reference_ = first.reference;
  known_person_ = IdFromBytes<PersonId>(first.entries[0].person_id());
  const Decision decision = DecideOn(GoodRegisterPerson());
  const journal::Entry& entry = decision.entries[0];
  EXPECT_EQ(entry.refused().reason(), journal::REFUSAL_REASON_PERSON_ALREADY_REGISTERED);
  EXPECT_EQ(entry.postings_size(), 0);
  EXPECT_EQ(entry.details_size(), 0);
  EXPECT_TRUE(decision.details.empty());
  EXPECT_FALSE(decision.reference.has_value());
}

TEST_F(DecideTest, RecordedTimeBeforeTheLast_aborts) {
  state_.last_recorded_time_us = kNowUs + 1;
  EXPECT_DEATH(DecideOn(GoodCreateFund()), "recorded time never goes back");
}

TEST(MakeGenesis, SaysWhatTheLedgerIs) {
  const LedgerId id(*base::Uuid::Parse(TestUuid(1)));
  const journal::Entry entry = MakeGenesis(id, journal::LEDGER_KIND_LIVE, kNowUs);
  EXPECT_EQ(entry.sequence(), 1u);
  EXPECT_EQ(entry.ledger_created().ledger_id(), id.ToBytes());
  EXPECT_EQ(entry.ledger_created().kind(), journal::LEDGER_KIND_LIVE);
  EXPECT_EQ(entry.ledger_created().journal_format(), kJournalFormat);
}

}  // namespace
}  // namespace cardledger::domain
