#include "clients/demo/everyday.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"
#include "clients/demo/award_plan.h"
#include "clients/demo/card_plan.h"

namespace cardledger::demo {
namespace {

namespace journal = ::cardledger::journal::v1;

// How many of the people, in the order of their numbers.
constexpr int kEnded = 18;
constexpr int kEndedOpen = 4;  // of these, without an outcome yet
constexpr int kWaiting = 6;
constexpr int kToBegin = 6;
// Of those whose award has ended, with a second one, and its amount.
constexpr int kSeconds = 3;
constexpr int64_t kSecondPence = 36'000;
// Without a schedule: loaded by finance, from a file.
constexpr auto kByFile = journal::LOAD_FREQUENCY_UNSPECIFIED;

constexpr std::array kPowers = {
    journal::POWER_S18_DUTY,      journal::POWER_S18_DUTY,  journal::POWER_S18_DUTY,
    journal::POWER_S18_DUTY,      journal::POWER_S19_POWER, journal::POWER_S20_CARER,
    journal::POWER_S2_PREVENTION, journal::POWER_S117,      journal::POWER_NHS};
constexpr std::array kDeliveries = {
    journal::DELIVERY_COUNCIL_ARRANGED, journal::DELIVERY_COUNCIL_ARRANGED,
    journal::DELIVERY_COUNCIL_ARRANGED, journal::DELIVERY_DIRECT_PAYMENT,
    journal::DELIVERY_MANAGED_ACCOUNT};
constexpr std::array kFrequencies = {
    journal::LOAD_FREQUENCY_WEEKLY,      journal::LOAD_FREQUENCY_WEEKLY,
    journal::LOAD_FREQUENCY_FOUR_WEEKLY, journal::LOAD_FREQUENCY_MONTHLY,
    journal::LOAD_FREQUENCY_ONE_OFF,     kByFile};

// Whom the law lets a council charge here.
bool MayBeCharged(const AwardShape& shape) {
  return shape.power == journal::POWER_S18_DUTY || shape.power == journal::POWER_S19_POWER;
}

// Not for a grant, and half of the direct payments go to an account of the person's own.
bool UsesCard(const AwardShape& shape) {
  if (shape.delivery == journal::DELIVERY_DIRECT_PAYMENT) return shape.person % 2 == 0;
  return shape.delivery != journal::DELIVERY_GRANT;
}

Goal GoalFor(Random& random, journal::Power power) {
  return power == journal::POWER_S20_CARER ? random.Pick(kCarerGoalList) : random.Pick(kGoalList);
}

// What is proposed for somebody, but for the dates.
AwardShape SomeShape(Random& random, int person) {
  AwardShape shape;
  shape.person = person;
  // £300 to £950 in steps of £5, some with odd pennies.
  shape.pence = 500 * random.Between(60, 190);
  if (random.OneIn(4)) shape.pence += random.Between(1, 99);
  shape.power = random.Pick(kPowers);
  shape.delivery = random.Pick(kDeliveries);
  shape.frequency = random.Pick(kFrequencies);
  if (shape.power == journal::POWER_S2_PREVENTION && random.OneIn(2)) {
    shape.delivery = journal::DELIVERY_GRANT;
  }
  if (random.OneIn(4)) shape.terms.set_contribution_mode(journal::CONTRIBUTION_MODE_GROSS);
  shape.goal = GoalFor(random, shape.power).text;
  return shape;
}

void SetTerms(Book& book, AwardPlan& award) {
  if (award.shape().delivery == journal::DELIVERY_DIRECT_PAYMENT) {
    award.Agree(UsesCard(award.shape()) ? journal::PAYMENT_CHOICE_CARD
                                        : journal::PAYMENT_CHOICE_OWN_ACCOUNT);
  }
  if (!MayBeCharged(award.shape()) || book.random().OneIn(3)) return;
  // Some pounds a week: what is left after a financial assessment, in steps of 25p.
  const int64_t weekly_pence = 25 * book.random().Between(8, 44);
  award.Contribute(weekly_pence);
  if (award.shape().start <= book.today()) award.ReceiveContributions(weekly_pence);
}

void AddCard(Book& book, const AwardPlan& award) {
  CardPlan card(book, award);
  switch (book.random().Below(14)) {
    case 0:
      return;
    case 1:
      return card.Issue();
    case 2:
      card.Activate();
      return card.Block(journal::CARD_BLOCK_REASON_CARDHOLDER_ASKED);
    case 3:
      card.Activate();
      card.Block(journal::CARD_BLOCK_REASON_CARDHOLDER_ASKED);
      return card.Unblock();
    case 4:
      card.Activate();
      return card.Close();
    default:
      return card.Activate();
  }
}

// What the goal was to lead to, but for some.
journal::Outcome OutcomeOf(int nth) {
  if (nth % 7 == 5) return journal::OUTCOME_GOAL_NOT_REACHED;
  if (nth % 9 == 7) return journal::OUTCOME_NEEDS_CHANGED;
  return kGoalList[static_cast<size_t>(nth % kGoalCount)].outcome;
}

// Ended on a Sunday, some weeks ago at most; what was left to be loaded has been released.
AwardPlan WriteEnded(Book& book, int person, int nth) {
  AwardShape shape = SomeShape(book.random(), person);
  if (shape.power == journal::POWER_S20_CARER) shape.power = journal::POWER_S18_DUTY;
  if (shape.frequency == kByFile) shape.frequency = journal::LOAD_FREQUENCY_ONE_OFF;
  if (nth >= kEnded - kSeconds) shape.pence = std::min(shape.pence, kLimitPence - kSecondPence);
  shape.goal = kGoalList[static_cast<size_t>(nth % kGoalCount)].text;
  const int64_t weeks = book.random().Between(0, 3);
  shape.end = absl::PrevWeekday(book.today(), absl::Weekday::sunday) - 7 * weeks;
  shape.start = std::max(shape.end - (kPhaseDays - 1), book.setting().earliest);
  if (shape.end < shape.start) shape.end = PhaseEnd(shape.start);
  AwardPlan award(book, std::move(shape));
  SetTerms(book, award);
  award.Approve();
  return award;
}

// After an earlier award that left something of the annual limit.
void WriteSecond(Book& book, int person) {
  AwardShape shape;
  shape.person = person;
  shape.nth = 2;
  shape.start = book.MondayBefore(0);
  shape.end = PhaseEnd(shape.start);
  shape.pence = kSecondPence;
  shape.frequency = journal::LOAD_FREQUENCY_FOUR_WEEKLY;
  shape.goal = "Keeps up what was learnt, with less support";
  AwardPlan(book, std::move(shape)).Approve();
}

// Proposed, and begins so many weeks from now.
AwardPlan Proposed(Book& book, int person, int64_t weeks) {
  AwardShape shape = SomeShape(book.random(), person);
  shape.start = absl::NextWeekday(book.today(), absl::Weekday::monday) + 7 * weeks;
  shape.end = PhaseEnd(shape.start);
  AwardPlan award(book, std::move(shape));
  SetTerms(book, award);
  return award;
}

void WriteToBegin(Book& book, int person, int64_t weeks) {
  AwardPlan award = Proposed(book, person, weeks);
  award.Approve();
  if (UsesCard(award.shape())) CardPlan(book, award).Issue();
}

// Half of a year's part on the first day and the rest four weeks later, where that has come.
void LoadByFile(Book& book, const AwardPlan& award, LoadRun& run) {
  const absl::CivilDay start = award.shape().start;
  const absl::CivilDay second = start + 28;
  const int64_t half = award.PartOf(start) / 2;
  const auto add = [&](absl::string_view what, int64_t pence, absl::CivilDay due) {
    v1::CreateLoadRequest& row = run.rows.emplace_back();
    row.set_request_id(book.Id(award.Step(what)));
    row.set_award(award.name());
    row.set_amount_pence(pence);
    *row.mutable_due_date() = cli::ToDate(due);
  };
  add("file/1", half, start);
  if (second > book.today() || second > award.shape().end) return;
  const bool same_year = cli::FinancialYearOf(second) == cli::FinancialYearOf(start);
  add("file/2", award.PartOf(second) - (same_year ? half : 0), second);
}

void WriteRunning(Book& book, int person, LoadRun& run) {
  AwardShape shape = SomeShape(book.random(), person);
  shape.start = book.MondayBefore(static_cast<int>(book.random().Between(0, 70)));
  shape.end = PhaseEnd(shape.start);
  AwardPlan award(book, std::move(shape));
  SetTerms(book, award);
  award.Approve();
  if (award.shape().frequency == kByFile) LoadByFile(book, award, run);
  if (UsesCard(award.shape())) AddCard(book, award);
}

}  // namespace

void WriteEverydayAwards(Book& book, int first_person) {
  LoadRun run{book.Id("file/start"), book.Id("file/finish"), {}};
  for (int person = first_person; person <= kPersonCount; ++person) {
    const int nth = person - first_person;
    if (nth < kEnded) {
      AwardPlan ended = WriteEnded(book, person, nth);
      if (nth >= kEndedOpen) {
        ended.End(std::min(ended.shape().end, book.today()), OutcomeOf(nth));
      }
      if (nth >= kEnded - kSeconds) WriteSecond(book, person);
    } else if (nth < kEnded + kWaiting) {
      Proposed(book, person, nth - kEnded);
    } else if (nth < kEnded + kWaiting + kToBegin) {
      WriteToBegin(book, person, nth - kEnded - kWaiting);
    } else {
      WriteRunning(book, person, run);
    }
  }
  if (!run.rows.empty()) book.Add(Chapter::kMoney, Actor::kFinanceOfficer, std::move(run));
}

}  // namespace cardledger::demo
