#include "services/domain/annual_limit.h"

#include <deque>
#include <string>

#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

constexpr int64_t kLimit = 100'000;

Day DayIso(absl::string_view text) { return *ParseIsoDay(text); }

policy::v1::SchemePolicy Policy(policy::v1::LimitYear year, bool pro_rata = false) {
  policy::v1::SchemePolicy policy;
  policy.mutable_annual_limit()->set_pence(kLimit);
  policy.mutable_limit_year()->set_limit_year(year);
  policy.mutable_pro_rata_first_year()->set_on(pro_rata);
  return policy;
}

const policy::v1::SchemePolicy kByFinancialYear = Policy(policy::v1::LIMIT_YEAR_FINANCIAL_YEAR);
const policy::v1::SchemePolicy kByAwardYear = Policy(policy::v1::LIMIT_YEAR_AWARD_YEAR);

// A person's awards, in the order they were proposed.
class Awards {
 public:
  store::v1::AwardRow& Approved(absl::string_view start) {
    store::v1::AwardRow& award = rows_.emplace_back();
    award.set_start_day(DayIso(start).number());
    award.set_step(store::v1::AWARD_STEP_APPROVED);
    award.set_approved_by("anna");
    return award;
  }
  store::v1::AwardRow& Proposed(absl::string_view start) {
    store::v1::AwardRow& award = Approved(start);
    award.set_step(store::v1::AWARD_STEP_PROPOSED);
    award.clear_approved_by();
    return award;
  }
  AwardRows rows() const {
    AwardRows rows;
    for (const store::v1::AwardRow& row : rows_) rows.push_back(&row);
    return rows;
  }

 private:
  std::deque<store::v1::AwardRow> rows_;
};

void Use(store::v1::AwardRow& award, absl::string_view day, int64_t pence) {
  award.add_limit_use_days(DayIso(day).number());
  award.add_limit_use_pence(pence);
}

std::string Text(const LimitYear& year) {
  return std::to_string(year.number) + ": " + FormatIsoDay(year.first) + " to " +
         FormatIsoDay(year.last);
}

TEST(LimitYearOf, FinancialYears_runFromAprilWhateverTheAwards) {
  Awards awards;
  awards.Approved("2026-11-20");
  const auto year = [&](absl::string_view day) {
    return Text(
        LimitYearOf({}, awards.rows(), kByFinancialYear, DayIso(day), DayIso("2026-12-01")));
  };
  EXPECT_EQ(year("2027-03-31"), "2026: 2026-04-01 to 2027-03-31");
  EXPECT_EQ(year("2027-04-01"), "2027: 2027-04-01 to 2028-03-31");
  EXPECT_EQ(year("2028-02-29"), "2027: 2027-04-01 to 2028-03-31");
}

TEST(LimitYearOf, AwardYears_runFromTheEarliestApprovedAward) {
  Awards awards;
  awards.Proposed("2025-01-01");  // never approved: it sets nothing
  awards.Approved("2026-11-20");
  awards.Approved("2026-07-06");
  store::v1::AwardRow& cancelled = awards.Approved("2026-05-01");
  cancelled.set_step(store::v1::AWARD_STEP_CANCELLED);
  const auto year = [&](absl::string_view day) {
    return Text(LimitYearOf({}, awards.rows(), kByAwardYear, DayIso(day), DayIso("2030-01-01")));
  };
  EXPECT_EQ(year("2026-07-06"), "2026: 2026-07-06 to 2027-07-05");
  EXPECT_EQ(year("2027-07-05"), "2026: 2026-07-06 to 2027-07-05");
  EXPECT_EQ(year("2027-07-06"), "2027: 2027-07-06 to 2028-07-05");
  EXPECT_EQ(year("2026-07-05"), "2025: 2025-07-06 to 2026-07-05");  // before the anchor
}

TEST(LimitYearOf, AwardThatHasEnded_stillSetsAwardYears) {
  Awards awards;
  awards.Approved("2026-07-06").set_step(store::v1::AWARD_STEP_ENDED);
  awards.Approved("2026-12-01");
  EXPECT_EQ(Text(LimitYearOf({}, awards.rows(), kByAwardYear, DayIso("2027-01-15"), Day())),
            "2026: 2026-07-06 to 2027-07-05");
}

TEST(LimitYearOf, OnceALoadHasCounted_isNotMovedByAnEarlierAward) {
  store::v1::PersonRow person;
  person.set_award_year_day(DayIso("2026-07-06").number());
  Awards awards;
  awards.Approved("2026-07-06");
  awards.Approved("2026-05-10");
  EXPECT_EQ(Text(LimitYearOf(person, awards.rows(), kByAwardYear, DayIso("2027-06-01"), Day())),
            "2026: 2026-07-06 to 2027-07-05");
}

TEST(LimitYearOf, WithoutAnApprovedAward_runsFromTheOneAtHand) {
  Awards awards;
  awards.Proposed("2026-01-01");
  EXPECT_EQ(Text(LimitYearOf({}, awards.rows(), kByAwardYear, DayIso("2026-09-30"),
                             DayIso("2026-08-15"))),
            "2026: 2026-08-15 to 2027-08-14");
}

// A leap day's anniversary is 28 February in other years, and 29 February again in the next leap
// year.
TEST(LimitYearOf, AnchorOnALeapDay_hasAnniversariesOnTheLastOfFebruary) {
  Awards awards;
  awards.Approved("2028-02-29");
  const auto year = [&](absl::string_view day) {
    return Text(LimitYearOf({}, awards.rows(), kByAwardYear, DayIso(day), Day()));
  };
  EXPECT_EQ(year("2028-02-29"), "2028: 2028-02-29 to 2029-02-27");
  EXPECT_EQ(year("2029-02-27"), "2028: 2028-02-29 to 2029-02-27");
  EXPECT_EQ(year("2029-02-28"), "2029: 2029-02-28 to 2030-02-27");
  EXPECT_EQ(year("2031-12-31"), "2031: 2031-02-28 to 2032-02-28");
  EXPECT_EQ(year("2032-02-28"), "2031: 2031-02-28 to 2032-02-28");
  EXPECT_EQ(year("2032-02-29"), "2032: 2032-02-29 to 2033-02-27");
}

// Whatever the anchor: each day lies in just one award year, and the years follow on each other.
TEST(LimitYearOf, AwardYears_leaveNoDayOut) {
  for (const char* anchor :
       {"2028-02-29", "2028-02-28", "2028-03-01", "2027-12-31", "2027-01-01"}) {
    Awards awards;
    awards.Approved(anchor);
    LimitYear before = LimitYearOf({}, awards.rows(), kByAwardYear, DayIso("2026-01-01"), Day());
    for (Day day = DayIso("2026-01-02"); day < DayIso("2034-12-31"); day = day + 1) {
      const LimitYear year = LimitYearOf({}, awards.rows(), kByAwardYear, day, Day());
      ASSERT_LE(year.first, day) << anchor;
      ASSERT_GE(year.last, day) << anchor;
      if (year.number != before.number) {
        ASSERT_EQ(year.number, before.number + 1) << anchor;
        ASSERT_EQ(year.first, day) << anchor;
        ASSERT_EQ(before.last, day + -1) << anchor;
      }
      before = year;
    }
  }
}

TEST(LimitUsed, AddsUpWhatIsDueInTheYear_overAllAwards) {
  Awards awards;
  store::v1::AwardRow& one = awards.Approved("2026-07-06");
  Use(one, "2027-03-31", 10'000);
  Use(one, "2027-04-01", 2'000);
  store::v1::AwardRow& two = awards.Approved("2026-10-01");
  Use(two, "2026-10-01", 500);
  Use(two, "2026-11-01", 0);  // reversed
  store::v1::AwardRow& ended = awards.Approved("2026-04-01");
  ended.set_step(store::v1::AWARD_STEP_ENDED);
  Use(ended, "2026-04-01", 70'000);
  Use(ended, "2026-03-31", 1);
  const LimitYear year{2026, DayIso("2026-04-01"), DayIso("2027-03-31")};
  EXPECT_EQ(LimitUsed(awards.rows(), year), 80'500);
  EXPECT_EQ(LimitUsed(awards.rows(), {2027, DayIso("2027-04-01"), DayIso("2028-03-31")}), 2'000);
  EXPECT_EQ(LimitUsed({}, year), 0);
}

int64_t ProRataLimit(absl::string_view start, absl::string_view due) {
  Awards awards;
  awards.Approved(start);
  return LimitOf({}, awards.rows(), Policy(policy::v1::LIMIT_YEAR_FINANCIAL_YEAR, true),
                 DayIso(due), Day())
      .limit_pence;
}

TEST(LimitOf, ProRata_takesTheDaysLeftOfTheYearInWhichTheFirstAwardBegins) {
  EXPECT_EQ(ProRataLimit("2026-04-01", "2026-07-01"), kLimit);              // all 365
  EXPECT_EQ(ProRataLimit("2027-03-31", "2027-03-31"), kLimit / 365);        // the last day alone
  EXPECT_EQ(ProRataLimit("2026-04-02", "2026-07-01"), kLimit * 364 / 365);  // rounded down
  EXPECT_EQ(ProRataLimit("2027-04-01", "2027-07-01"), kLimit);              // all 366
  EXPECT_EQ(ProRataLimit("2028-02-29", "2028-03-01"), kLimit * 32 / 366);   // of a leap year
  EXPECT_EQ(ProRataLimit("2028-03-31", "2028-03-31"), kLimit / 366);
  EXPECT_EQ(ProRataLimit("2028-02-29", "2028-04-01"), kLimit);  // the year after
}

TEST(LimitOf, ProRata_countsFromTheEarliestAward_orTheOneAtHand) {
  const auto policy = Policy(policy::v1::LIMIT_YEAR_FINANCIAL_YEAR, true);
  Awards awards;
  awards.Approved("2026-10-01");
  awards.Approved("2025-10-01");  // began the year before: this year is whole
  EXPECT_EQ(LimitOf({}, awards.rows(), policy, DayIso("2026-11-01"), Day()).limit_pence, kLimit);
  EXPECT_EQ(LimitOf({}, {}, policy, DayIso("2027-03-31"), DayIso("2027-03-31")).limit_pence,
            kLimit / 365);
}

TEST(LimitOf, WithoutTheSwitchOrByAwardYear_isWhole) {
  Awards awards;
  awards.Approved("2027-03-31");
  const Day due = DayIso("2027-03-31");
  EXPECT_EQ(LimitOf({}, awards.rows(), kByFinancialYear, due, Day()).limit_pence, kLimit);
  const auto by_award_year = Policy(policy::v1::LIMIT_YEAR_AWARD_YEAR, true);
  EXPECT_EQ(LimitOf({}, awards.rows(), by_award_year, due, Day()).limit_pence, kLimit);
}

void AddException(store::v1::PersonRow& person, absl::string_view first_day, int64_t pence) {
  store::v1::LimitExceptionRow& exception = *person.mutable_course()->add_exceptions();
  exception.set_limit_first_day(DayIso(first_day).number());
  exception.set_amount_pence(pence);
}

TEST(LimitOf, Exceptions_countForTheirYearAlone) {
  store::v1::PersonRow person;
  AddException(person, "2026-04-01", 30'000);
  AddException(person, "2027-04-01", 5'000);
  AddException(person, "2026-04-01", 1'000);
  Awards awards;
  Use(awards.Approved("2026-07-06"), "2026-07-06", 400);
  const LimitStatus status =
      LimitOf(person, awards.rows(), kByFinancialYear, DayIso("2026-08-01"), Day());
  EXPECT_EQ(status.limit_year, 2026);
  EXPECT_EQ(FormatIsoDay(status.first), "2026-04-01");
  EXPECT_EQ(FormatIsoDay(status.last), "2027-03-31");
  EXPECT_EQ(status.limit_pence, kLimit);
  EXPECT_EQ(status.exceptions_pence, 31'000);
  EXPECT_EQ(status.used_pence, 400);
  EXPECT_EQ(LimitOf(person, awards.rows(), kByFinancialYear, DayIso("2027-08-01"), Day())
                .exceptions_pence,
            5'000);
}

// An exception names its limit year by the first day, wherever award years begin by then.
TEST(LimitOf, Exceptions_countForTheAwardYearTheyBelongTo) {
  store::v1::PersonRow person;
  AddException(person, "2026-07-06", 30'000);
  Awards awards;
  awards.Approved("2026-07-06");
  const auto exceptions = [&](absl::string_view day) {
    return LimitOf(person, awards.rows(), kByAwardYear, DayIso(day), Day()).exceptions_pence;
  };
  EXPECT_EQ(exceptions("2027-07-05"), 30'000);
  EXPECT_EQ(exceptions("2027-07-06"), 0);
  EXPECT_EQ(exceptions("2026-07-05"), 0);
}

}  // namespace
}  // namespace cardledger::domain
