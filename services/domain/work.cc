#include "services/domain/work.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/domain/award_money.h"
#include "services/domain/card_state.h"
#include "services/domain/dates.h"
#include "services/domain/money.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int32_t kEndingSoonDays = 14;
constexpr int32_t kDaysPerWeek = 7;

// About `award`; its name is the award's until another is set.
v1::WorkItem ItemOf(v1::WorkKind kind, absl::string_view award_id, absl::string_view person_id,
                    absl::string_view what) {
  v1::WorkItem item;
  item.set_kind(kind);
  item.set_award(AwardName(IdFromBytes<AwardId>(award_id)));
  item.set_name(item.award());
  item.set_person(PersonName(IdFromBytes<PersonId>(person_id)));
  item.set_what(std::string(what));
  return item;
}

v1::WorkItem ItemOf(v1::WorkKind kind, const AwardId& id, const store::v1::AwardRow& award,
                    absl::string_view what) {
  return ItemOf(kind, id.bytes(), award.person_id(), what);
}

void SetDue(int32_t due_day, const WorkDay& day, v1::WorkItem& item) {
  *item.mutable_due_date() = DateOf(Day(due_day));
  item.set_overdue(day.today > Day(due_day));
}

bool IsOver(const store::v1::AwardRow& award, Day today) {
  return HasEnded(award) || today > Day(award.end_day());
}

template <typename Parts>
int64_t SumOf(const Parts& parts) {
  int64_t pence = 0;
  for (const auto& part : parts) pence = AddPence(pence, part.amount_pence());
  return pence;
}

void AddApprovals(const AwardId& id, const store::v1::AwardRow& award, const WorkDay& day,
                  std::vector<AwardWork>& work) {
  if (award.step() == store::v1::AWARD_STEP_PROPOSED) {
    v1::WorkItem item = ItemOf(v1::WORK_KIND_TO_APPROVE, id, award,
                               "Approve the award, or cancel it. Nobody approves what they "
                               "proposed.");
    SetDue(award.start_day(), day, item);
    item.set_amount_pence(SumOf(award.parts()));
    work.push_back({0, std::move(item)});
  }
  const bool is_live = award.step() == store::v1::AWARD_STEP_APPROVED && !HasEnded(award);
  if (!is_live || award.course().extension_entry() == 0) return;
  v1::WorkItem item = ItemOf(v1::WORK_KIND_TO_APPROVE, id, award,
                             "Approve or decline the extension of the award. Nobody approves what "
                             "they proposed.");
  SetDue(award.end_day(), day, item);
  item.set_amount_pence(SumOf(award.course().extension().added()));
  work.push_back({award.course().extension_entry(), std::move(item)});
}

void AddReviews(const AwardId& id, const store::v1::AwardRow& award, const WorkDay& day,
                std::vector<AwardWork>& work) {
  const int32_t risk_review_day = award.terms().blocks().risk_review_day();
  if (risk_review_day != 0 && award.step() == store::v1::AWARD_STEP_APPROVED &&
      !IsOver(award, day.today)) {
    v1::WorkItem item = ItemOf(v1::WORK_KIND_REVIEW, id, award,
                               "Review the individual risk decision behind what the award may not "
                               "be spent on.");
    SetDue(risk_review_day, day, item);
    work.push_back({0, std::move(item)});
  }
  for (const store::v1::EmergencyLoadRow& load : award.course().emergencies()) {
    v1::WorkItem item = ItemOf(v1::WORK_KIND_REVIEW, id, award,
                               "Approve the emergency load, as somebody other than who made it, "
                               "or reverse it.");
    item.set_name(TransactionName(load.load_entry()));
    SetDue(load.approve_by_day(), day, item);
    item.set_amount_pence(load.amount_pence());
    work.push_back({load.load_entry(), std::move(item)});
  }
}

void AddEnding(const AwardId& id, const store::v1::AwardRow& award, const WorkDay& day,
               std::vector<AwardWork>& work) {
  if (award.step() != store::v1::AWARD_STEP_APPROVED) return;  // else it has an outcome, or no life
  const bool set = day.policy != nullptr && day.policy->has_ending_soon();
  const int32_t soon = set ? day.policy->ending_soon().days() : kEndingSoonDays;
  if (Day(award.end_day()) - day.today > soon) return;
  v1::WorkItem item = ItemOf(v1::WORK_KIND_ENDING, id, award,
                             IsOver(award, day.today)
                                 ? "The award has ended: record what it led to."
                                 : "The award ends soon: agree with the person what comes after, "
                                   "or propose its extension.");
  SetDue(award.end_day(), day, item);
  work.push_back({0, std::move(item)});
}

void AddSurplus(const AwardId& id, const store::v1::AwardRow& award, const WorkDay& day,
                std::vector<AwardWork>& work) {
  const int64_t surplus = SurplusOf(award, day);
  if (surplus == 0) return;
  v1::WorkItem item =
      ItemOf(v1::WORK_KIND_SURPLUS, id, award,
             IsOver(award, day.today) ? "The award has ended with council money on it: decide what "
                                        "becomes of it."
                                      : "More is on the award than the policy lets stand: ask why "
                                        "before anything is decided.");
  item.set_amount_pence(surplus);
  work.push_back({0, std::move(item)});
}

// Rounded up, in the person's favour.
int64_t DividedUp(int64_t pence, int64_t by) { return (pence + by - 1) / by; }

// What an award is loaded with a week: of its schedule this year, or spread over its days.
int64_t WeeklyOf(const store::v1::AwardRow& award, Day today) {
  const Day within = std::clamp(today, Day(award.start_day()), Day(award.end_day()));
  const store::v1::AwardPartRow* part = PartOf(award, FinancialYearOf(within));
  const int64_t instalment = part == nullptr ? 0 : part->instalment_pence();
  switch (award.schedule().frequency()) {
    case journal::LOAD_FREQUENCY_WEEKLY:
      return instalment;
    case journal::LOAD_FREQUENCY_FOUR_WEEKLY:
      return DividedUp(instalment, 4);
    case journal::LOAD_FREQUENCY_MONTHLY:
      return DividedUp(instalment * 12, 52);
    default:
      return DividedUp(SumOf(award.parts()) * kDaysPerWeek,
                       award.end_day() - award.start_day() + 1);
  }
}

}  // namespace

int64_t SurplusOf(const store::v1::AwardRow& award, const WorkDay& day) {
  const int64_t balance = std::max<int64_t>(CouncilBalanceOf(award), 0);
  if (balance == 0 || IsOver(award, day.today)) return balance;
  if (day.policy == nullptr || !day.policy->has_surplus_above()) return 0;
  const int64_t may_stand =
      WeeklyOf(award, day.today) * day.policy->surplus_above().days() / kDaysPerWeek;
  return std::max<int64_t>(balance - may_stand, 0);
}

std::vector<AwardWork> WorkOn(v1::WorkKind kind, const AwardId& id,
                              const store::v1::AwardRow& award, const WorkDay& day) {
  std::vector<AwardWork> work;
  switch (kind) {
    case v1::WORK_KIND_TO_APPROVE:
      AddApprovals(id, award, day, work);
      break;
    case v1::WORK_KIND_REVIEW:
      AddReviews(id, award, day, work);
      break;
    case v1::WORK_KIND_ENDING:
      AddEnding(id, award, day, work);
      break;
    case v1::WORK_KIND_SURPLUS:
      AddSurplus(id, award, day, work);
      break;
    default:
      break;
  }
  return work;
}

std::optional<v1::WorkItem> ReviewOf(const CardId& id, const store::v1::CardRow& card,
                                     const WorkDay& day) {
  if (OwnStateOf(card, day.today) != v1::CARD_STATE_BLOCKED || card.review_day() == 0) {
    return std::nullopt;
  }
  v1::WorkItem item = ItemOf(v1::WORK_KIND_REVIEW, card.award_id(), card.person_id(),
                             "Review the block of the card, and how needs are met meanwhile.");
  item.set_name(CardName(id));
  SetDue(card.review_day(), day, item);
  return item;
}

std::optional<v1::WorkItem> DecisionOn(uint64_t opened_entry,
                                       const store::v1::ReferralRow& referral, const WorkDay& day) {
  if (referral.decided_entry() != 0) return std::nullopt;
  const bool about_limit = referral.referral().kind() == journal::REFERRAL_KIND_ANNUAL_LIMIT;
  v1::WorkItem item = ItemOf(v1::WORK_KIND_REFERRAL, referral.award_id(), referral.person_id(),
                             about_limit ? "Decide whether the person may be given more than the "
                                           "annual limit."
                                         : "Decide whether the award may be approved beyond its "
                                           "fund's budget.");
  item.set_name(ReferralName(opened_entry));
  SetDue(referral.referral().deadline_day(), day, item);
  item.set_amount_pence(referral.referral().amount_pence());
  return item;
}

}  // namespace cardledger::domain
