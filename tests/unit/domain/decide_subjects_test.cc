// What no ledger of a test grows to: a subject with as many links as it may have.

#include <string>

#include "absl/strings/str_cat.h"
#include <gtest/gtest.h>

#include "services/domain/decide.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "tests/support/test_ledger.h"
#include "tests/unit/domain/requests.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int64_t kNowUs = 1'783'328'400'000'000;  // 2026-07-06T09:00:00Z
constexpr char kSubject[] = "office-1";

// A person and a provider who are linked to nobody, and a subject with links to others.
class DecideSubjectsTest : public ::testing::Test {
 protected:
  explicit DecideSubjectsTest(int links = kLinksPerSubjectMax) {
    state_.last_recorded_time_us = kNowUs;
    state_.persons[PersonOf("persons/" + TestUuid(2))];
    state_.providers[ProviderOf("providers/" + TestUuid(2))];
    store::v1::SubjectRow& row = state_.subjects[base::Sha256(kSubject)];
    for (int i = 0; i < links; ++i) {
      store::v1::SubjectLink& link = *row.add_links();
      link.set_kind(store::v1::LINK_KIND_SUPPORTER);
      link.set_id(absl::StrCat("person-", 100'000'000 + i));  // 16 bytes
    }
  }

  template <typename Request>
  journal::Entry DecideFor(Request request) {
    request.set_subject(kSubject);
    tests::SeededRandom random(1);
    const Policies policies;
    const std::string key(32, 'k');
    const auto random_bytes = [&random](size_t count) { return random.Bytes(count); };
    const auto nobody = [](const ReferenceHash&) { return std::optional<PersonId>(); };
    const DecisionContext context{kNowUs, policies, false, key, nobody, nullptr, random_bytes};
    const auto caller = tests::CallerOf("sam", {journal::ROLE_SOCIAL_WORKER});
    return Decide(MakeCommand(std::move(request), caller), state_, context).entries[0];
  }

  State state_;
};

class DecideWithRoomTest : public DecideSubjectsTest {
 protected:
  DecideWithRoomTest() : DecideSubjectsTest(kLinksPerSubjectMax - 1) {}
};

void ExpectFull(const journal::Entry& entry) {
  EXPECT_EQ(entry.refused().reason(), journal::REFUSAL_REASON_SUBJECTS_FULL);
  ASSERT_EQ(entry.refused().facts_size(), 2);
  EXPECT_EQ(entry.refused().facts(1).kind(), journal::FACT_KIND_COUNT_MAX);
  EXPECT_EQ(entry.refused().facts(1).number(), kLinksPerSubjectMax);
}

TEST_F(DecideSubjectsTest, SubjectWithAllTheLinksThereMayBe_isGivenNoOther) {
  ExpectFull(DecideFor(GoodSetPersonSubject()));
  ExpectFull(DecideFor(GoodDeclareRelation()));
  ExpectFull(DecideFor(GoodProviderSubject<v1::AddProviderSubjectRequest>()));
  ExpectFull(DecideFor(GoodAddSupporter()));
  ExpectFull(DecideFor(GoodAddRepresentative()));
}

TEST_F(DecideWithRoomTest, SubjectWithOneLinkFewer_isGivenItsLast) {
  EXPECT_TRUE(DecideFor(GoodSetPersonSubject()).has_person_subject_set());
  EXPECT_TRUE(DecideFor(GoodDeclareRelation()).has_relation_declared());
  const auto add = GoodProviderSubject<v1::AddProviderSubjectRequest>();
  EXPECT_TRUE(DecideFor(add).has_provider_subject_added());
  EXPECT_TRUE(DecideFor(GoodAddSupporter()).has_supporter_added());
  EXPECT_TRUE(DecideFor(GoodAddRepresentative()).has_representative_added());
}

}  // namespace
}  // namespace cardledger::domain
