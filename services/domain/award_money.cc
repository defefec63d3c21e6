#include "services/domain/award_money.h"

#include <algorithm>

#include "services/domain/money.h"
#include "services/domain/row_order.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

bool BelongsToPersonWhenLoaded(journal::Delivery delivery) {
  return delivery == journal::DELIVERY_DIRECT_PAYMENT || delivery == journal::DELIVERY_GRANT;
}

bool IsNet(const store::v1::AwardRow& award) {
  return award.terms().contribution_mode() != journal::CONTRIBUTION_MODE_GROSS;
}

bool IsUnderDuty(const store::v1::AwardRow& award) {
  const bool duty = award.power() == journal::POWER_S18_DUTY ||
                    award.power() == journal::POWER_S20_CARER ||
                    award.power() == journal::POWER_S117;
  return duty && award.delivery() != journal::DELIVERY_GRANT;
}

bool HasEnded(const store::v1::AwardRow& award) {
  return award.step() == store::v1::AWARD_STEP_ENDED || award.released();
}

const store::v1::AwardPartRow* PartOf(const store::v1::AwardRow& award, int32_t financial_year) {
  for (const store::v1::AwardPartRow& part : award.parts()) {
    if (part.financial_year() == financial_year) return &part;
  }
  return nullptr;
}

int64_t RemainingOf(const store::v1::AwardPartRow& part) {
  return SubtractPence(part.amount_pence(), part.loaded_pence());
}

int64_t CouncilRemainingOf(const store::v1::AwardPartRow& part) {
  const int64_t expected = SubtractPence(part.contribution_pence(), part.contributed_pence());
  return SubtractPence(RemainingOf(part), expected);
}

int64_t CouncilBalanceOf(const store::v1::AwardRow& award) {
  int64_t pence = 0;
  for (const store::v1::PurseRow& purse : award.purses()) {
    if (purse.kind() != journal::PURSE_KIND_COUNCIL) continue;
    pence = AddPence(pence, AddPence(purse.posted_pence(), purse.pending_pence()));
  }
  return pence;
}

void SetWeeklyContribution(Day from, int64_t weekly_pence, store::v1::AwardCourseRow& course) {
  auto& weekly = *course.mutable_contributions();
  const auto place = std::find_if(weekly.begin(), weekly.end(),
                                  [from](const auto& row) { return Day(row.from_day()) >= from; });
  if (place != weekly.end() && Day(place->from_day()) == from) {
    place->set_weekly_pence(weekly_pence);
    return;
  }
  const int index = static_cast<int>(place - weekly.begin());
  store::v1::WeeklyContributionRow& row = *weekly.Add();
  row.set_from_day(from.number());
  row.set_weekly_pence(weekly_pence);
  MoveLastTo(weekly, index);
}

int64_t ContributionOf(const store::v1::AwardRow& award, const store::v1::AwardPartRow& part,
                       int64_t pence) {
  const int64_t remaining = RemainingOf(part);
  if (!IsNet(award) || remaining <= 0) return 0;
  const int64_t expected = SubtractPence(part.contribution_pence(), part.contributed_pence());
  return expected * std::min(pence, remaining) / remaining;
}

int64_t ExpectedContribution(const store::v1::AwardRow& award,
                             const store::v1::AwardPartRow& part) {
  if (!IsNet(award)) return 0;
  const Day first =
      std::max(Day(award.start_day()), FirstDayOfFinancialYear(part.financial_year()));
  const Day last = std::min(Day(award.end_day()), LastDayOfFinancialYear(part.financial_year()));
  int64_t day_pence = 0;  // pence a week, added up over the days
  const auto& weekly = award.course().contributions();
  for (int i = 0; i < weekly.size(); ++i) {
    const Day from = std::max(first, Day(weekly[i].from_day()));
    const Day to =
        i + 1 < weekly.size() ? std::min(last, Day(weekly[i + 1].from_day()) + -1) : last;
    if (from <= to) day_pence = AddPence(day_pence, weekly[i].weekly_pence() * (to - from + 1));
  }
  constexpr int64_t kDaysAWeek = 7;
  // Loads have counted on some of it, and no more than what is left of the part can come.
  const int64_t most = AddPence(part.contributed_pence(), RemainingOf(part));
  return std::clamp(day_pence / kDaysAWeek, part.contributed_pence(), most);
}

}  // namespace cardledger::domain
