// Stories of limits, funding, contributions and the course of an award.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"
#include "clients/demo/award_plan.h"
#include "clients/demo/party_plan.h"
#include "clients/demo/stories.h"

namespace cardledger::demo {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kShowAward = "award show";
constexpr absl::string_view kListTransactions = "transaction list --reason audit";
constexpr int kExtensionDays = 28;

// Runs today and stands in the financial year of today alone.
AwardShape InThisYear(const Book& book, int person, int64_t pence) {
  const int year = cli::FinancialYearOf(book.today());
  AwardShape shape;
  shape.person = person;
  shape.start = std::max(book.MondayBefore(20), absl::CivilDay(year, 4, 1));
  shape.end = std::min(PhaseEnd(shape.start), absl::CivilDay(year + 1, 3, 31));
  shape.pence = pence;
  return shape;
}

// Runs today, for so many days already.
AwardShape Running(const Book& book, int person, int days, int64_t pence) {
  AwardShape shape;
  shape.person = person;
  shape.start = book.MondayBefore(days);
  shape.end = PhaseEnd(shape.start);
  shape.pence = pence;
  return shape;
}

void AddShare(journal::FundingSource source, int basis_points, bool chargeable, AwardShape& shape) {
  v1::AwardShare& share = *shape.terms.add_shares();
  share.set_source(source);
  share.set_basis_points(basis_points);
  share.set_chargeable(chargeable);
}

AwardPlan Approved(Book& book, AwardShape shape) {
  AwardPlan award(book, std::move(shape));
  award.Approve();
  return award;
}

// Loaded up to the annual limit in two loads.
AwardPlan LoadedToLimit(Book& book, AwardShape shape) {
  AwardPlan award = Approved(book, std::move(shape));
  award.Load("first", 60'000, award.shape().start);
  award.Load("second", kLimitPence - 60'000, award.shape().start);
  return award;
}

}  // namespace

void WriteLimitStories(Book& book) {
  AwardShape shape = InThisYear(book, 1, kLimitPence);
  // Without a duty no question to a senior comes of a penny.
  shape.power = journal::POWER_S19_POWER;
  shape.goal = "A supported internship at a garden centre";
  const AwardPlan to_limit = LoadedToLimit(book, std::move(shape));
  book.plan().beyond_limit_case = CaseReference(1);
  v1::CreateLoadRequest& beyond = book.plan().beyond_limit;
  beyond.set_request_id(book.Id("load/beyond"));
  beyond.set_award(to_limit.name());
  beyond.set_amount_pence(1);
  *beyond.mutable_due_date() = cli::ToDate(to_limit.shape().start);
  book.Show("loaded up to the annual limit", "entitlement show", to_limit.person());

  shape = InThisYear(book, 2, kLimitPence + 15'000);
  shape.goal = "Travels to college alone by bus, with a trainer for longer than most";
  AwardPlan excepted = LoadedToLimit(book, shape);
  std::string question = excepted.AskForException(15'000, "Three more lessons with the trainer");
  excepted.Decide(question, true, "The need is eligible and would go unmet");
  excepted.Load("exception", 15'000, excepted.shape().start);
  book.Show("an exception to the annual limit, approved and used", "entitlement show",
            excepted.person());

  shape = InThisYear(book, 3, kLimitPence);
  shape.goal = "A certificate in food hygiene";
  AwardPlan declined = LoadedToLimit(book, shape);
  question = declined.AskForException(20'000, "A second certificate in the same year");
  declined.Decide(question, false, "The first certificate meets the need");
  book.Show("an exception that was declined", "referral show", NameFrom("referrals", question));

  shape = InThisYear(book, 4, kLimitPence);
  shape.power = journal::POWER_S20_CARER;
  shape.goal = "Back to part-time work beside caring";
  AwardPlan asking = LoadedToLimit(book, shape);
  question = asking.AskForException(12'000, "Two more evenings with somebody at home");
  book.Show("a question that waits for a senior", "referral show", NameFrom("referrals", question));
}

void WriteFundingStories(Book& book) {
  AwardShape shape = Running(book, 5, 45, 99'999);
  shape.power = journal::POWER_S117;
  shape.delivery = journal::DELIVERY_DIRECT_PAYMENT;
  shape.frequency = journal::LOAD_FREQUENCY_WEEKLY;
  shape.goal = "Volunteers at a community shop every Thursday";
  AddShare(journal::FUNDING_SOURCE_COUNCIL, 6667, false, shape);
  AddShare(journal::FUNDING_SOURCE_HEALTH_BODY, 3333, false, shape);
  AwardPlan joint = Approved(book, shape);
  joint.Agree(journal::PAYMENT_CHOICE_OWN_ACCOUNT);
  book.Show("a direct payment funded jointly with the health service", kShowAward, joint.name());

  shape = Running(book, 6, 38, 72'001);
  shape.power = journal::POWER_NHS;
  shape.delivery = journal::DELIVERY_MANAGED_ACCOUNT;
  shape.frequency = journal::LOAD_FREQUENCY_FOUR_WEEKLY;
  shape.goal = "Regains confidence in the swimming pool";
  AddShare(journal::FUNDING_SOURCE_COUNCIL, 2500, false, shape);
  AddShare(journal::FUNDING_SOURCE_HEALTH_BODY, 7500, false, shape);
  Approved(book, shape);

  shape = Running(book, 7, 60, 84'000);
  shape.delivery = journal::DELIVERY_DIRECT_PAYMENT;
  shape.frequency = journal::LOAD_FREQUENCY_FOUR_WEEKLY;
  shape.goal = "Manages money for a week's shopping";
  v1::AwardBlocks& blocks = *shape.terms.mutable_blocks();
  blocks.set_cash(true);
  blocks.add_categories(7995);  // betting
  blocks.set_risk_decision("Others took cash from the person; agreed with them (invented)");
  *blocks.mutable_risk_review_date() = cli::ToDate(book.today() + 30);
  AwardPlan blocked = Approved(book, shape);
  blocked.Agree(journal::PAYMENT_CHOICE_CARD);
  AddRepresentative(book, 7, journal::AUTHORITY_NOMINATED_PERSON);
  book.Show("a direct payment on which cash is blocked by a risk decision", kShowAward,
            blocked.name());

  shape = Running(book, 8, 25, 25'000);
  shape.power = journal::POWER_S2_PREVENTION;
  shape.delivery = journal::DELIVERY_GRANT;
  shape.frequency = journal::LOAD_FREQUENCY_ONE_OFF;
  shape.goal = "Uses a tablet to meet others and to shop";
  Approved(book, shape);
}

void WriteMoneyStories(Book& book) {
  AwardShape shape = Running(book, 18, 50, 96'000);
  shape.frequency = journal::LOAD_FREQUENCY_WEEKLY;
  shape.goal = "Paid work in a kitchen, two evenings a week";
  AwardPlan net = Approved(book, shape);
  net.Contribute(650);
  const std::string swapped = net.Receive("swapped", 6'200, net.shape().start);
  net.Reverse("received", swapped, Actor::kIncomeOfficer, journal::REVERSAL_REASON_WRONG_AMOUNT,
              "Two digits were swapped");
  net.ReceiveContributions(650);
  book.Show("a weekly contribution, and one that was reversed", kListTransactions, net.name());

  shape = Running(book, 19, 55, 60'000);
  shape.frequency = journal::LOAD_FREQUENCY_MONTHLY;
  shape.terms.set_contribution_mode(journal::CONTRIBUTION_MODE_GROSS);
  shape.terms.set_spend_order(journal::SPEND_ORDER_PRO_RATA);
  shape.goal = "A first aid course with an examination";
  AwardPlan gross = Approved(book, shape);
  gross.Contribute(425);
  gross.ReceiveContributions(425);

  shape = Running(book, 20, 40, 54'000);
  shape.frequency = journal::LOAD_FREQUENCY_FOUR_WEEKLY;
  shape.goal = "Takes the train to a sister's town and back";
  AwardPlan own = Approved(book, shape);
  v1::AddOwnMoneyRequest added;
  added.set_award(own.name());
  added.set_amount_pence(8'000);
  *added.mutable_received_date() = cli::ToDate(own.shape().start);
  added.set_reference("From the family (invented)");
  book.AddAs(own.Step("own"), Chapter::kMoney, Actor::kIncomeOfficer, added);
  v1::RepayOwnMoneyRequest repaid;
  repaid.set_award(own.name());
  repaid.set_amount_pence(2'550);
  *repaid.mutable_paid_date() = cli::ToDate(book.today());
  book.AddAs(own.Step("own/repay"), Chapter::kMoney, Actor::kIncomeOfficer, repaid);
  book.Show("money of the family's own, part of it repaid", "balance show", own.name());

  shape = InThisYear(book, 21, 60'000);
  shape.goal = "A vocational certificate in horticulture";
  AwardPlan doubled = Approved(book, shape);
  doubled.Load("first", 20'000, doubled.shape().start);
  const std::string again = doubled.Load("again", 20'000, doubled.shape().start);
  doubled.Reverse("load", again, Actor::kFinanceOfficer, journal::REVERSAL_REASON_DUPLICATE,
                  "Entered by two officers");
  book.Show("a load that was made twice and reversed", kListTransactions, doubled.name());

  shape = InThisYear(book, 22, 45'000);
  shape.goal = "Goes bowling with friends, booked without help";
  AwardPlan mistaken = Approved(book, shape);
  const std::string wrong = mistaken.Load("wrong", 30'000, mistaken.shape().start);
  mistaken.Reverse("load", wrong, Actor::kFinanceOfficer, journal::REVERSAL_REASON_WRONG_AWARD,
                   absl::StrCat("Meant for ", CaseReference(23)));

  shape = InThisYear(book, 23, 80'000);
  shape.goal = "Goes bowling with friends, booked without help";
  shape.terms.add_allowed_categories(7933);  // bowling
  shape.terms.add_allowed_categories(7997);  // sports clubs
  shape.terms.set_spend_order(journal::SPEND_ORDER_COUNCIL_FIRST);
  for (const auto& [provider, pence] : {std::pair{3, 20'000}, std::pair{4, 15'000}}) {
    v1::AwardEarmark& earmark = *shape.terms.add_earmarks();
    earmark.set_provider(absl::StrCat("providers/", book.Id(absl::StrCat("provider/", provider))));
    earmark.set_amount_pence(pence);
  }
  AwardPlan earmarked = Approved(book, shape);
  earmarked.Load("first", 30'000, earmarked.shape().start);
  book.Show("parts of an award kept for two providers", kShowAward, earmarked.name());
}

void WriteCourseStories(Book& book) {
  constexpr absl::string_view kReason = "Another four weeks to reach the goal";
  for (int person = 24; person <= 26; ++person) {
    AwardShape shape = Running(book, person, 66, 70'000);
    shape.frequency = journal::LOAD_FREQUENCY_WEEKLY;
    shape.goal = kGoalList[static_cast<size_t>(person) % kGoalCount].text;
    AwardPlan award = Approved(book, shape);
    const auto days = award.shape().end - award.shape().start + 1 + kExtensionDays;
    if (days > book.setting().length_days_max) continue;
    award.Extend(kExtensionDays, 10'000, kReason);
    if (person < 26) award.DecideExtension(person == 24);
    if (person == 24) book.Show("an extension that was approved", kShowAward, award.name());
  }

  AwardShape shape = Running(book, 27, 0, 40'000);
  shape.start = book.today() + 10;
  shape.end = PhaseEnd(shape.start);
  shape.goal = "Joins a choir and keeps going";
  AwardPlan(book, shape).Cancel(journal::CANCEL_REASON_DECLINED_BY_PERSON);

  for (const auto& [person, outcome] :
       {std::pair{28, journal::OUTCOME_STOPPED_BY_PERSON},
        std::pair{29, journal::OUTCOME_MOVED_AWAY}, std::pair{30, journal::OUTCOME_PAID_WORK}}) {
    shape = InThisYear(book, person, 50'000);
    shape.goal = kGoalList[static_cast<size_t>(person) % kGoalCount].text;
    AwardPlan early = Approved(book, shape);
    early.Load("first", 20'000, early.shape().start);
    early.End(book.DaysAgo(2, early.shape().start), outcome);
    if (person == 28) book.Show("an award that ended early", kShowAward, early.name());
  }

  // Six weeks before 31 March or after, so that it crosses it.
  shape = Running(book, 31, 0, 60'000);
  const absl::CivilDay turn(cli::FinancialYearOf(book.today()) + 1, 3, 31);
  shape.start = absl::NextWeekday(turn - 43, absl::Weekday::monday);
  shape.end = PhaseEnd(shape.start);
  shape.frequency = journal::LOAD_FREQUENCY_FOUR_WEEKLY;
  shape.goal = "A supported internship in a library";
  book.Show("an award over the turn of the financial year, borne by two funds", kShowAward,
            Approved(book, shape).name());
}

void WriteEmergencyStories(Book& book) {
  constexpr int64_t kPence = 4'000;
  for (int person = 32; person <= 33; ++person) {
    AwardShape shape = InThisYear(book, person, 60'000);
    shape.goal = kGoalList[static_cast<size_t>(person) % kGoalCount].text;
    AwardPlan award = Approved(book, shape);
    award.Load("first", 30'000, award.shape().start);
    if (book.setting().emergency_pence_max < kPence) continue;
    v1::CreateLoadRequest load;
    load.set_award(award.name());
    load.set_amount_pence(kPence);
    *load.mutable_due_date() = cli::ToDate(book.today());
    load.set_emergency(true);
    const std::string id =
        book.AddAs(award.Step("emergency"), Chapter::kMoney, Actor::kFinanceOfficer, load);
    if (person == 33) continue;
    v1::ApproveEmergencyLoadRequest approve;
    approve.set_award(award.name());
    approve.set_transaction(NameFrom("transactions", id));
    book.AddAs(award.Step("emergency/approve"), Chapter::kMoney, Actor::kApprover, approve);
    book.Show("an emergency load, approved afterwards", kListTransactions, award.name());
  }
}

}  // namespace cardledger::demo
