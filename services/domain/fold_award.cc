#include "services/domain/fold_award.h"

#include <algorithm>

#include "base/status_macros.h"
#include "services/domain/award_amounts.h"
#include "services/domain/award_money.h"
#include "services/domain/fold_card.h"
#include "services/domain/fold_checks.h"
#include "services/domain/money.h"
#include "services/domain/row_order.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// One fold of one entry into one award; the event's part is one overload a kind.
class AwardFolder {
 public:
  AwardFolder(const journal::Entry& entry, store::v1::AwardRow& award)
      : entry_(entry), award_(award) {}

  absl::Status FoldEvent() {
    switch (entry_.event_case()) {
      case journal::Entry::kRefused:
        return FoldEvent(entry_.refused());
      case journal::Entry::kAwardProposed:
        return FoldEvent(entry_.award_proposed());
      case journal::Entry::kAwardApproved:
        return FoldEvent(entry_.award_approved());
      case journal::Entry::kAwardCancelled:
        return FoldEvent(entry_.award_cancelled());
      case journal::Entry::kAwardLoaded:
        return FoldEvent(entry_.award_loaded());
      case journal::Entry::kExtensionProposed:
        return FoldEvent(entry_.extension_proposed());
      case journal::Entry::kAwardExtended:
        return FoldEvent(entry_.award_extended());
      case journal::Entry::kExtensionDeclined:
        return DropExtension();
      case journal::Entry::kAwardEnded:
        return FoldEvent(entry_.award_ended());
      case journal::Entry::kCommitmentReleased:
        return FoldEvent(entry_.commitment_released());
      case journal::Entry::kAgreementRecorded:
        *award_.mutable_course()->mutable_agreement() = entry_.agreement_recorded();
        return absl::OkStatus();
      case journal::Entry::kContributionSet:
        return FoldEvent(entry_.contribution_set());
      case journal::Entry::kTransactionReversed:
        return FoldEvent(entry_.transaction_reversed());
      case journal::Entry::kEmergencyLoadApproved:
        return DropEmergency(entry_.emergency_load_approved().load_entry());
      case journal::Entry::kBalanceCarriedForward:
        return FoldEvent(entry_.balance_carried_forward());
      case journal::Entry::kReferralOpened:
        award_.mutable_course()->add_open_referrals(entry_.sequence());
        return absl::OkStatus();
      case journal::Entry::kReferralDecided:
        return FoldEvent(entry_.referral_decided());
      case journal::Entry::kCardRequested:
        award_.mutable_course()->add_card_ids(entry_.card_id());
        return absl::OkStatus();
      case journal::Entry::kCardReplaced:
        award_.mutable_course()->add_card_ids(entry_.card_replaced().new_card_id());
        return absl::OkStatus();
      default:
        return absl::OkStatus();  // moves the award's money at most
    }
  }

 private:
  absl::Status FoldEvent(const journal::Refused& event) {
    if (event.has_referral()) award_.mutable_course()->add_open_referrals(entry_.sequence());
    if (!event.has_instalment()) return absl::OkStatus();
    return GoOnAt(event.instalment().next_due_day());
  }

  absl::Status FoldEvent(const journal::AwardProposed& event) {
    award_.set_person_id(entry_.person_id());
    award_.set_step(store::v1::AWARD_STEP_PROPOSED);
    award_.set_power(event.power());
    award_.set_delivery(event.delivery());
    award_.set_start_day(event.start_day());
    award_.set_end_day(event.end_day());
    award_.set_funding_model(event.funding_model());
    for (const journal::FundPart& part : event.parts()) {
      CARDLEDGER_RETURN_IF_ERROR(FoldPart(part));
    }
    if (event.frequency() != journal::LOAD_FREQUENCY_UNSPECIFIED) {
      award_.mutable_schedule()->set_frequency(event.frequency());
      award_.mutable_schedule()->set_first_due_day(event.first_due_day());
    }
    FoldTerms(event);
    award_.set_proposed_by(entry_.caller().subject());
    award_.set_created_entry(entry_.sequence());
    return absl::OkStatus();
  }

  void FoldTerms(const journal::AwardProposed& event) {
    store::v1::AwardTermsRow terms;
    *terms.mutable_shares() = event.shares();
    terms.set_contribution_mode(event.contribution_mode());
    terms.set_spend_order(event.spend_order());
    *terms.mutable_allowed_categories() = event.allowed_categories();
    if (event.has_blocks()) *terms.mutable_blocks() = event.blocks();
    *terms.mutable_earmarks() = event.earmarks();
    if (terms.ByteSizeLong() > 0) *award_.mutable_terms() = std::move(terms);
  }

  absl::Status FoldEvent(const journal::AwardApproved& event) {
    award_.set_step(store::v1::AWARD_STEP_APPROVED);
    award_.set_approved_by(entry_.caller().subject());
    return event.next_due_day() == 0 ? absl::OkStatus() : GoOnAt(event.next_due_day());
  }

  absl::Status FoldEvent(const journal::AwardCancelled&) {
    award_.set_step(store::v1::AWARD_STEP_CANCELLED);
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::AwardLoaded& event) {
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, event.amount_pence()));
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, event.contribution_pence()));
    CARDLEDGER_RETURN_IF_ERROR(
        AddToPart(event.fund_id(), event.amount_pence(), event.contribution_pence()));
    const int64_t counted =
        event.has_limit_counted_pence() ? event.limit_counted_pence() : event.amount_pence();
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, counted));
    if (counted == 0) {
      AddUncountedLoad(entry_.effective_day());
    } else {
      AddToLimitUse(entry_.effective_day(), counted);
    }
    if (event.approve_by_day() != 0) {
      store::v1::EmergencyLoadRow& emergency = *award_.mutable_course()->add_emergencies();
      emergency.set_load_entry(entry_.sequence());
      emergency.set_approve_by_day(event.approve_by_day());
      emergency.set_amount_pence(event.amount_pence());
      emergency.set_loaded_by(entry_.caller().subject());
    }
    return event.has_instalment() ? GoOnAt(event.instalment().next_due_day()) : absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::ExtensionProposed& event) {
    store::v1::AwardCourseRow& course = *award_.mutable_course();
    *course.mutable_extension() = event;
    course.set_extension_by(entry_.caller().subject());
    course.set_extension_entry(entry_.sequence());
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::AwardExtended& event) {
    award_.set_end_day(event.end_day());
    for (const journal::FundPart& part : event.parts()) {
      CARDLEDGER_RETURN_IF_ERROR(FoldPart(part));
    }
    award_.mutable_course()->set_extended(true);
    CARDLEDGER_RETURN_IF_ERROR(DropExtension());
    return award_.has_schedule() ? GoOnAt(event.next_due_day()) : absl::OkStatus();
  }

  absl::Status DropExtension() {
    store::v1::AwardCourseRow& course = *award_.mutable_course();
    course.clear_extension();
    course.clear_extension_by();
    course.clear_extension_entry();
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::AwardEnded& event) {
    award_.set_step(store::v1::AWARD_STEP_ENDED);
    award_.set_end_day(event.last_day());
    award_.mutable_course()->set_outcome(event.outcome());
    award_.set_released(true);
    return StopSchedule();
  }

  absl::Status FoldEvent(const journal::CommitmentReleased&) {
    award_.set_released(true);
    return StopSchedule();
  }

  absl::Status FoldEvent(const journal::ContributionSet& event) {
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, event.weekly_pence()));
    for (const journal::FundPart& part : event.parts()) {
      CARDLEDGER_RETURN_IF_ERROR(FoldPart(part));
    }
    SetWeeklyContribution(Day(event.from_day()), event.weekly_pence(), *award_.mutable_course());
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::TransactionReversed& event) {
    award_.mutable_course()->add_reversed_entries(event.original_entry());
    if (event.fund_id().empty()) return absl::OkStatus();
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, event.amount_pence()));
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, event.contribution_pence()));
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, event.limit_counted_pence()));
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, event.expected_contribution_pence()));
    CARDLEDGER_RETURN_IF_ERROR(
        AddToPart(event.fund_id(), -event.amount_pence(), -event.contribution_pence()));
    FindPart(event.fund_id())->set_contribution_pence(event.expected_contribution_pence());
    if (event.limit_counted_pence() == 0) {
      CARDLEDGER_RETURN_IF_ERROR(TakeUncountedLoad(event.original_day()));
    } else {
      AddToLimitUse(event.original_day(), -event.limit_counted_pence());
    }
    return DropEmergency(event.original_entry());
  }

  absl::Status DropEmergency(uint64_t load_entry) {
    auto& emergencies = *award_.mutable_course()->mutable_emergencies();
    const auto found = std::find_if(
        emergencies.begin(), emergencies.end(),
        [load_entry](const auto& emergency) { return emergency.load_entry() == load_entry; });
    if (found != emergencies.end()) emergencies.erase(found);
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::BalanceCarriedForward& event) {
    const store::v1::AwardPartRow* part = FindPart(event.from_fund_id());
    if (part == nullptr) return Misfit(entry_, "the fund it carries from bears nothing of it");
    award_.mutable_course()->set_carried_year(part->financial_year());
    return absl::OkStatus();
  }

  absl::Status FoldEvent(const journal::ReferralDecided& event) {
    auto& open = *award_.mutable_course()->mutable_open_referrals();
    const auto found = std::find(open.begin(), open.end(), event.referral_entry());
    if (found == open.end()) return Misfit(entry_, "no such referral about the award is open");
    open.erase(found);
    if (event.fund_id().empty() || !event.approved()) return absl::OkStatus();
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, event.amount_pence()));
    store::v1::BudgetAllowanceRow& allowance = AllowanceFor(event.fund_id());
    allowance.set_amount_pence(AddPence(allowance.amount_pence(), event.amount_pence()));
    return absl::OkStatus();
  }

  store::v1::BudgetAllowanceRow& AllowanceFor(const std::string& fund_id) {
    store::v1::AwardCourseRow& course = *award_.mutable_course();
    for (store::v1::BudgetAllowanceRow& allowance : *course.mutable_allowances()) {
      if (allowance.fund_id() == fund_id) return allowance;
    }
    store::v1::BudgetAllowanceRow& allowance = *course.add_allowances();
    allowance.set_fund_id(fund_id);
    return allowance;
  }

  absl::Status GoOnAt(int32_t next_due_day) {
    if (!award_.has_schedule()) return Misfit(entry_, "the award has no schedule");
    award_.mutable_schedule()->set_next_due_day(next_due_day);
    return absl::OkStatus();
  }

  absl::Status StopSchedule() {
    if (award_.has_schedule()) award_.mutable_schedule()->set_next_due_day(0);
    return absl::OkStatus();
  }

  store::v1::AwardPartRow* FindPart(absl::string_view fund_id) {
    for (store::v1::AwardPartRow& part : *award_.mutable_parts()) {
      if (part.fund_id() == fund_id) return &part;
    }
    return nullptr;
  }

  // States what a part is; a new one keeps the order, earliest year first.
  absl::Status FoldPart(const journal::FundPart& part) {
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, part.amount_pence()));
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, part.contribution_pence()));
    CARDLEDGER_RETURN_IF_ERROR(CheckAmount(entry_, part.last_instalment_pence()));
    store::v1::AwardPartRow* row = FindPart(part.fund_id());
    if (row == nullptr) {
      auto& parts = *award_.mutable_parts();
      const auto place = std::find_if(parts.begin(), parts.end(), [&part](const auto& other) {
        return other.financial_year() > part.financial_year();
      });
      const int index = static_cast<int>(place - parts.begin());
      parts.Add()->set_fund_id(part.fund_id());
      MoveLastTo(parts, index);
      row = parts.Mutable(index);
    }
    row->set_financial_year(part.financial_year());
    row->set_amount_pence(part.amount_pence());
    row->set_instalment_pence(part.instalment_pence());
    row->set_contribution_pence(part.contribution_pence());
    row->set_last_instalment_pence(part.last_instalment_pence());
    return absl::OkStatus();
  }

  absl::Status AddToPart(absl::string_view fund_id, int64_t pence, int64_t contribution) {
    store::v1::AwardPartRow* part = FindPart(fund_id);
    if (part == nullptr) return Misfit(entry_, "its fund bears nothing of the award");
    part->set_loaded_pence(AddPence(part->loaded_pence(), pence));
    part->set_contributed_pence(AddPence(part->contributed_pence(), contribution));
    return absl::OkStatus();
  }

  // Pence that count for the limit on a due day.
  void AddToLimitUse(int32_t day, int64_t pence) {
    AddOnDay(day, pence, *award_.mutable_limit_use_days(), *award_.mutable_limit_use_pence());
  }

  // Sums by day, in the order of the days; a day on which nothing is left is forgotten.
  template <typename Sums>
  static void AddOnDay(int32_t day, int64_t more, google::protobuf::RepeatedField<int32_t>& days,
                       Sums& sums) {
    const int place =
        static_cast<int>(std::lower_bound(days.begin(), days.end(), day) - days.begin());
    if (place == days.size() || days.Get(place) != day) {
      days.Add(day);
      sums.Add(0);
      MoveLastTo(days, place);
      MoveLastTo(sums, place);
    }
    sums.Set(place, static_cast<typename Sums::value_type>(AddPence(sums.Get(place), more)));
    if (sums.Get(place) != 0) return;
    sums.erase(sums.begin() + place);
    days.erase(days.begin() + place);
  }

  void AddUncountedLoad(int32_t day) {
    AddOnDay(day, 1, *award_.mutable_course()->mutable_uncounted_load_days(),
             *award_.mutable_course()->mutable_uncounted_loads());
  }

  absl::Status TakeUncountedLoad(int32_t day) {
    auto& days = *award_.mutable_course()->mutable_uncounted_load_days();
    if (!std::binary_search(days.begin(), days.end(), day)) {
      return Misfit(entry_, "no load of that day counts nothing for the limit");
    }
    AddOnDay(day, -1, days, *award_.mutable_course()->mutable_uncounted_loads());
    return absl::OkStatus();
  }

  const journal::Entry& entry_;
  store::v1::AwardRow& award_;
};

}  // namespace

bool IsAboutAward(const journal::Entry& entry) {
  switch (entry.event_case()) {
    case journal::Entry::kRefused:
      return entry.refused().has_referral();
    case journal::Entry::kAwardProposed:
    case journal::Entry::kAwardApproved:
    case journal::Entry::kAwardCancelled:
    case journal::Entry::kAwardLoaded:
    case journal::Entry::kExtensionProposed:
    case journal::Entry::kAwardExtended:
    case journal::Entry::kExtensionDeclined:
    case journal::Entry::kAwardEnded:
    case journal::Entry::kCommitmentReleased:
    case journal::Entry::kAgreementRecorded:
    case journal::Entry::kContributionSet:
    case journal::Entry::kContributionReceived:
    case journal::Entry::kOwnMoneyAdded:
    case journal::Entry::kOwnMoneyRepaid:
    case journal::Entry::kTransactionReversed:
    case journal::Entry::kEmergencyLoadApproved:
    case journal::Entry::kBalanceCarriedForward:
    case journal::Entry::kReferralOpened:
    case journal::Entry::kReferralDecided:
      return true;
    default:
      return IsAboutCard(entry);
  }
}

absl::Status FoldIntoAward(const journal::Entry& entry, store::v1::AwardRow& award) {
  if (entry.previous_award_entry() != award.last_entry()) {
    return Misfit(entry, "it does not name the award's entry before it");
  }
  CARDLEDGER_RETURN_IF_ERROR(AwardFolder(entry, award).FoldEvent());
  if (entry.person_id() != award.person_id()) {
    return Misfit(entry, "it names another person than the award's");
  }
  CARDLEDGER_RETURN_IF_ERROR(ApplyPostings(entry, award));
  if (!HasAmounts(award, entry.award_after())) {
    return Misfit(entry, "the award's amounts after it are not those it states");
  }
  award.set_last_entry(entry.sequence());
  return absl::OkStatus();
}

}  // namespace cardledger::domain
