// What the ledger does by itself when a day has come. A step is decided on the award as it is then:
// one that is not the award's next any more is refused, and nothing else happens.

#include <algorithm>

#include "services/domain/award_decisions.h"
#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/money.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

MaybeRefusal LoadInstalment(Decider& d, const AwardId& id, const store::v1::AwardRow& award,
                            Day due) {
  const store::v1::AwardPartRow* part = PartOf(award, FinancialYearOf(due));
  CARDLEDGER_CHECK(part != nullptr, "every year of an award's dates has its fund");
  const SchedulePlan plan = PlanOf(award);
  const bool last_of_year = DueDaysLeft(plan, part->financial_year(), due + 1) == 0;
  journal::Instalment instalment;
  if (const std::optional<Day> next = NextDueAfter(plan, due)) {
    instalment.set_next_due_day(next->number());
  }
  const int64_t share = last_of_year ? part->last_instalment_pence() : part->instalment_pence();
  MaybeRefusal refusal = DecideLoad(d, {.id = id,
                                        .award = award,
                                        .due = due,
                                        .pence = std::min(share, RemainingOf(*part)),
                                        .emergency = false,
                                        .instalment = instalment});
  if (!refusal) return std::nullopt;
  return std::move(*refusal).OfInstalment(instalment);
}

void CarryForward(Decider& d, const store::v1::AwardRow& award, Day first_of_year) {
  const int32_t year = FinancialYearOf(first_of_year);
  const store::v1::AwardPartRow* from = PartOf(award, year - 1);
  const store::v1::AwardPartRow* to = PartOf(award, year);
  CARDLEDGER_CHECK(from != nullptr && to != nullptr, "every year of an award's dates has its fund");
  // A load of the new year may have come first: its fund has paid for that already.
  const int64_t pence =
      std::max<int64_t>(std::min(from->standing_pence(), CouncilBalanceOf(award)), 0);
  if (pence > 0) {
    d.postings.Post(Leg::Fund(IdFromBytes<FundId>(to->fund_id())),
                    Leg::Fund(IdFromBytes<FundId>(from->fund_id())), pence);
  }
  journal::BalanceCarriedForward& carried = *d.entry.mutable_balance_carried_forward();
  carried.set_from_fund_id(from->fund_id());
  carried.set_to_fund_id(to->fund_id());
  carried.set_amount_pence(pence);
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::DueStep& step) {
  const AwardId id = AwardOf(step.award());
  const Day day = DayOf(step.due_date());
  d.TakeEffectOn(day);
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  const std::optional<DueStepAt> next = NextStepOf(*award);
  if (!next || *next != DueStepAt{day, step.kind()} || day > d.today) {
    return AwardRefusal(journal::REFUSAL_REASON_NOTHING_DUE, id)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, day);
  }
  switch (step.kind()) {
    case v1::DUE_KIND_INSTALMENT:
      return LoadInstalment(d, id, *award, day);
    case v1::DUE_KIND_CARRY_FORWARD:
      CarryForward(d, *award, day);
      return std::nullopt;
    default:
      d.entry.mutable_commitment_released()->set_released_pence(ReleaseAll(d.postings, *award));
      return std::nullopt;
  }
}

}  // namespace cardledger::domain
