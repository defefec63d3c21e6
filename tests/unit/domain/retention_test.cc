#include "services/domain/retention.h"

#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

const Day kToday = *ParseIsoDay("2026-07-06");

store::v1::PersonRow LastConcernedOn(absl::string_view day) {
  store::v1::PersonRow person;
  person.set_last_day(ParseIsoDay(day)->number());
  return person;
}

store::v1::AwardRow EndedOn(absl::string_view day) {
  store::v1::AwardRow award;
  award.set_step(store::v1::AWARD_STEP_APPROVED);
  award.set_end_day(ParseIsoDay(day)->number());
  return award;
}

std::optional<Day> CaseKeptUntil(const store::v1::PersonRow& person,
                                 const std::vector<const store::v1::AwardRow*>& awards,
                                 const policy::v1::SchemePolicy* policy = nullptr) {
  return KeptUntil(person, awards, policy, journal::RETENTION_CLASS_CASE, kToday);
}

TEST(RetentionClassOf, EveryKindThatIsStored_hasAClass) {
  for (int kind = journal::DetailKind_MIN; kind <= journal::DetailKind_MAX; ++kind) {
    if (!journal::DetailKind_IsValid(kind)) continue;
    const auto retention_class = RetentionClassOf(static_cast<journal::DetailKind>(kind));
    EXPECT_EQ(retention_class == journal::RETENTION_CLASS_UNSPECIFIED, kind == 0) << kind;
  }
}

TEST(KeptUntil, ByDefault_isSixFinancialYearsAfterTheCurrentOne) {
  EXPECT_EQ(CaseKeptUntil(LastConcernedOn("2026-03-31"), {}), ParseIsoDay("2032-03-31"));
  EXPECT_EQ(CaseKeptUntil(LastConcernedOn("2026-04-01"), {}), ParseIsoDay("2033-03-31"));
}

TEST(KeptUntil, RunsFromTheLatestOfWhatConcernedThePerson) {
  const store::v1::AwardRow award = EndedOn("2024-06-30");
  EXPECT_EQ(CaseKeptUntil(LastConcernedOn("2020-05-01"), {&award}), ParseIsoDay("2031-03-31"));
  EXPECT_EQ(CaseKeptUntil(LastConcernedOn("2025-05-01"), {&award}), ParseIsoDay("2032-03-31"));
  store::v1::PersonRow died = LastConcernedOn("2020-05-01");
  died.mutable_course()->set_state(journal::PERSON_STATE_DECEASED);
  died.mutable_course()->set_state_since_day(ParseIsoDay("2021-05-01")->number());
  EXPECT_EQ(CaseKeptUntil(died, {}), ParseIsoDay("2028-03-31"));
  EXPECT_EQ(CaseKeptUntil(died, {&award}), ParseIsoDay("2031-03-31"));
}

TEST(KeptUntil, WhereThePolicySetsTheClass_isItsYears) {
  policy::v1::SchemePolicy policy;
  policy::v1::ClassRetention& each = *policy.mutable_retention()->add_classes();
  each.set_retention_class(policy::v1::RETENTION_CLASS_CASE);
  each.set_years(1);
  EXPECT_EQ(CaseKeptUntil(LastConcernedOn("2026-04-01"), {}, &policy), ParseIsoDay("2028-03-31"));
  each.set_retention_class(policy::v1::RETENTION_CLASS_MONEY);
  EXPECT_EQ(CaseKeptUntil(LastConcernedOn("2026-04-01"), {}, &policy), ParseIsoDay("2033-03-31"));
}

TEST(KeptUntil, WhileAnAwardIsLive_isNotSaid) {
  store::v1::AwardRow award = EndedOn("2026-07-05");
  EXPECT_TRUE(CaseKeptUntil(LastConcernedOn("2026-04-01"), {&award}));
  award.set_end_day(kToday.number());
  EXPECT_FALSE(CaseKeptUntil(LastConcernedOn("2026-04-01"), {&award}));
}

TEST(IsLive, ProposedOrWithMoney_isLiveWhateverTheDay) {
  store::v1::AwardRow award = EndedOn("2020-01-01");
  EXPECT_FALSE(IsLive(award, kToday));
  award.add_purses()->set_posted_pence(1);
  EXPECT_TRUE(IsLive(award, kToday));
  award.clear_purses();
  award.add_parts()->set_committed_pence(1);
  EXPECT_TRUE(IsLive(award, kToday));
  award.clear_parts();
  award.set_step(store::v1::AWARD_STEP_PROPOSED);
  EXPECT_TRUE(IsLive(award, kToday));
  award.set_step(store::v1::AWARD_STEP_CANCELLED);
  award.set_end_day(kToday.number());
  EXPECT_FALSE(IsLive(award, kToday));
}

TEST(IsErased, OfADetail_isBySequenceAndClass) {
  store::v1::PersonRow person;
  EXPECT_FALSE(IsErased(person, 1, journal::DETAIL_KIND_NOTE));
  store::v1::ErasureRow& erasure = *person.mutable_course()->add_erasures();
  erasure.set_retention_class(journal::RETENTION_CLASS_CASE);
  erasure.set_entry(9);
  EXPECT_TRUE(IsErased(person, 9, journal::DETAIL_KIND_NOTE));
  EXPECT_FALSE(IsErased(person, 10, journal::DETAIL_KIND_NOTE));
  EXPECT_FALSE(IsErased(person, 9, journal::DETAIL_KIND_CASE_REFERENCE));
  EXPECT_FALSE(IsErased(person));
  erasure.set_retention_class(journal::RETENTION_CLASS_IDENTITY);
  EXPECT_TRUE(IsErased(person));
}

}  // namespace
}  // namespace cardledger::domain
