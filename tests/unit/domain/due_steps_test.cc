#include "services/domain/due_steps.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/domain/dates.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

using ::testing::ElementsAre;

Day DayIso(absl::string_view text) { return *ParseIsoDay(text); }

AwardId Id(char byte) { return IdFromBytes<AwardId>(std::string(16, byte)); }

store::v1::AwardRow Award(absl::string_view start, absl::string_view end) {
  store::v1::AwardRow award;
  award.set_step(store::v1::AWARD_STEP_APPROVED);
  award.set_delivery(journal::DELIVERY_COUNCIL_ARRANGED);
  award.set_start_day(DayIso(start).number());
  award.set_end_day(DayIso(end).number());
  return award;
}

DueStepAt At(absl::string_view day, v1::DueKind kind) { return {DayIso(day), kind}; }

TEST(NextStepOf, OnlyAnApprovedAwardThatGoesOn_hasOne) {
  store::v1::AwardRow award = Award("2026-07-06", "2026-09-27");
  EXPECT_EQ(NextStepOf(award), At("2026-09-28", v1::DUE_KIND_RELEASE));
  award.set_released(true);
  EXPECT_EQ(NextStepOf(award), std::nullopt);
  award.set_released(false);
  for (const auto step : {store::v1::AWARD_STEP_PROPOSED, store::v1::AWARD_STEP_CANCELLED,
                          store::v1::AWARD_STEP_ENDED}) {
    award.set_step(step);
    EXPECT_EQ(NextStepOf(award), std::nullopt) << step;
  }
}

TEST(NextStepOf, Instalments_comeUntilNoneIsLeft) {
  store::v1::AwardRow award = Award("2026-07-06", "2026-09-27");
  award.mutable_schedule()->set_next_due_day(DayIso("2026-07-13").number());
  EXPECT_EQ(NextStepOf(award), At("2026-07-13", v1::DUE_KIND_INSTALMENT));
  award.mutable_schedule()->set_next_due_day(0);
  EXPECT_EQ(NextStepOf(award), At("2026-09-28", v1::DUE_KIND_RELEASE));
}

TEST(NextStepOf, MoneyOfTheCouncils_isCarriedOverEach1April) {
  store::v1::AwardRow award = Award("2026-07-06", "2028-04-01");
  EXPECT_EQ(NextStepOf(award), At("2027-04-01", v1::DUE_KIND_CARRY_FORWARD));
  award.mutable_course()->set_carried_year(2026);
  EXPECT_EQ(NextStepOf(award), At("2028-04-01", v1::DUE_KIND_CARRY_FORWARD));
  award.mutable_course()->set_carried_year(2027);
  EXPECT_EQ(NextStepOf(award), At("2028-04-02", v1::DUE_KIND_RELEASE));
  award = Award("2026-07-06", "2027-03-31");  // touches one year alone
  EXPECT_EQ(NextStepOf(award), At("2027-04-01", v1::DUE_KIND_RELEASE));
}

TEST(NextStepOf, MoneyOfThePersons_isNotCarried) {
  store::v1::AwardRow award = Award("2026-07-06", "2027-06-30");
  for (const auto delivery : {journal::DELIVERY_DIRECT_PAYMENT, journal::DELIVERY_GRANT}) {
    award.set_delivery(delivery);
    EXPECT_EQ(NextStepOf(award), At("2027-07-01", v1::DUE_KIND_RELEASE)) << delivery;
  }
  award.set_delivery(journal::DELIVERY_MANAGED_ACCOUNT);
  EXPECT_EQ(NextStepOf(award), At("2027-04-01", v1::DUE_KIND_CARRY_FORWARD));
}

TEST(NextStepOf, OnOneDay_carriesBeforeItLoads) {
  store::v1::AwardRow award = Award("2027-03-01", "2027-05-09");
  award.mutable_schedule()->set_next_due_day(DayIso("2027-04-01").number());
  EXPECT_EQ(NextStepOf(award), At("2027-04-01", v1::DUE_KIND_CARRY_FORWARD));
  award.mutable_course()->set_carried_year(2026);
  EXPECT_EQ(NextStepOf(award), At("2027-04-01", v1::DUE_KIND_INSTALMENT));
  award.mutable_schedule()->set_next_due_day(DayIso("2027-03-31").number());
  award.mutable_course()->set_carried_year(0);
  EXPECT_EQ(NextStepOf(award), At("2027-03-31", v1::DUE_KIND_INSTALMENT));
}

TEST(DueStepAt, OfOneDay_standInTheOrderInWhichTheyAreTaken) {
  EXPECT_LT(At("2027-04-01", v1::DUE_KIND_CARRY_FORWARD),
            At("2027-04-01", v1::DUE_KIND_INSTALMENT));
  EXPECT_LT(At("2027-04-01", v1::DUE_KIND_INSTALMENT), At("2027-04-01", v1::DUE_KIND_RELEASE));
  EXPECT_LT(At("2027-03-31", v1::DUE_KIND_RELEASE), At("2027-04-01", v1::DUE_KIND_CARRY_FORWARD));
}

TEST(DueSteps, Replace_keepsOneStepAnAwardInOrder) {
  const DueStepAt early = At("2026-07-13", v1::DUE_KIND_INSTALMENT);
  const DueStepAt late = At("2026-07-20", v1::DUE_KIND_INSTALMENT);
  DueSteps due;
  due.Replace(Id('b'), std::nullopt, early);
  due.Replace(Id('c'), std::nullopt, late);
  due.Replace(Id('a'), std::nullopt, late);
  EXPECT_THAT(due.items(),
              ElementsAre(DueSteps::Item{early, Id('b')}, DueSteps::Item{late, Id('a')},
                          DueSteps::Item{late, Id('c')}));
  due.Replace(Id('b'), early, late);
  due.Replace(Id('a'), late, std::nullopt);
  due.Replace(Id('c'), late, late);
  EXPECT_THAT(due.items(),
              ElementsAre(DueSteps::Item{late, Id('b')}, DueSteps::Item{late, Id('c')}));
  due.Replace(Id('d'), std::nullopt, std::nullopt);
  EXPECT_EQ(due.items().size(), 2u);
}

TEST(MakeDueStep, SaysWhatIsDue) {
  const v1::DueStep step = MakeDueStep({At("2026-07-13", v1::DUE_KIND_INSTALMENT), Id('a')});
  EXPECT_EQ(step.award(), AwardName(Id('a')));
  EXPECT_EQ(step.kind(), v1::DUE_KIND_INSTALMENT);
  EXPECT_EQ(DayOf(step.due_date()), DayIso("2026-07-13"));
  ASSERT_TRUE(ParseRequestId(step.request_id()).has_value());
  EXPECT_TRUE(ParseRequestId(step.request_id())->uuid().is_reserved());
}

// These ids stand in journals: another way to derive them would take every step a second time.
TEST(MakeDueStep, RequestIds_areDerivedAsTheyAlwaysWere) {
  const AwardId award(*base::Uuid::Parse("0f8fad5b-d9cb-469f-a165-70867728950e"));
  EXPECT_EQ(MakeDueStep({At("2026-07-13", v1::DUE_KIND_INSTALMENT), award}).request_id(),
            "fe1aa172-f337-5d0d-e66a-3db95ade10ac");
}

TEST(MakeDueStep, RequestIds_differByAwardKindAndDay) {
  std::set<std::string> ids;
  for (const char award : {'a', 'b'}) {
    for (const auto kind :
         {v1::DUE_KIND_CARRY_FORWARD, v1::DUE_KIND_INSTALMENT, v1::DUE_KIND_RELEASE}) {
      for (const char* day : {"2027-04-01", "2027-04-02"}) {
        EXPECT_TRUE(ids.insert(MakeDueStep({At(day, kind), Id(award)}).request_id()).second);
      }
    }
  }
}

}  // namespace
}  // namespace cardledger::domain
