#include "clients/demo/award_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"

namespace cardledger::demo {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int64_t kDaysPerFourWeeks = 28;

absl::CivilDay LastOfYear(int financial_year) { return absl::CivilDay(financial_year + 1, 3, 31); }

// The last day on which the award's schedule falls due.
absl::CivilDay LastDue(const AwardShape& shape) {
  const auto days = shape.end - shape.start;
  switch (shape.frequency) {
    case journal::LOAD_FREQUENCY_WEEKLY:
      return shape.start + days / 7 * 7;
    case journal::LOAD_FREQUENCY_FOUR_WEEKLY:
      return shape.start + days / kDaysPerFourWeeks * kDaysPerFourWeeks;
    case journal::LOAD_FREQUENCY_MONTHLY: {
      absl::CivilDay last = shape.start;
      for (int months = 1; months < 12; ++months) {
        const absl::CivilMonth month = absl::CivilMonth(shape.start) + months;
        const absl::CivilDay due = std::min(absl::CivilDay(month) + (shape.start.day() - 1),
                                            absl::CivilDay(month + 1) - 1);
        if (due <= shape.end) last = due;
      }
      return last;
    }
    default:
      return shape.end;
  }
}

}  // namespace

AwardPlan::AwardPlan(Book& book, AwardShape shape) : book_(book), shape_(std::move(shape)) {
  if (cli::FinancialYearOf(LastDue(shape_)) < cli::FinancialYearOf(shape_.end)) {
    shape_.frequency = journal::LOAD_FREQUENCY_ONE_OFF;
  }
  key_ = absl::StrCat("award/", CaseReference(shape_.person), "/", shape_.nth);
  v1::ProposeAwardRequest request = shape_.terms;
  request.set_person(person());
  request.set_power(shape_.power);
  request.set_delivery(shape_.delivery);
  *request.mutable_start_date() = cli::ToDate(shape_.start);
  *request.mutable_end_date() = cli::ToDate(shape_.end);
  request.set_goal(std::string(shape_.goal));
  if (shape_.frequency != journal::LOAD_FREQUENCY_UNSPECIFIED) {
    request.mutable_schedule()->set_frequency(shape_.frequency);
  }
  AddParts(request);
  id_ = book_.AddAs(key_, Chapter::kProposals, Actor::kSocialWorker, std::move(request));
}

// By the days in each year; the last takes the remainder.
void AwardPlan::AddParts(v1::ProposeAwardRequest& request) {
  const int first = cli::FinancialYearOf(shape_.start);
  const int last = cli::FinancialYearOf(shape_.end);
  const int64_t days = shape_.end - shape_.start + 1;
  int64_t left = shape_.pence;
  for (int year = first; year <= last; ++year) {
    const absl::CivilDay from = std::max(shape_.start, absl::CivilDay(year, 4, 1));
    const absl::CivilDay to = std::min(shape_.end, LastOfYear(year));
    const int64_t pence = year == last ? left : shape_.pence * (to - from + 1) / days;
    left -= pence;
    parts_[year] = pence;
    v1::AwardFunding& part = *request.add_funding();
    part.set_fund(book_.FundOf(year, pence));
    part.set_amount_pence(pence);
  }
}

std::string AwardPlan::person() const {
  return NameFrom("persons", book_.Id(absl::StrCat("person/", CaseReference(shape_.person))));
}

int64_t AwardPlan::PartOf(absl::CivilDay day) const { return parts_.at(cli::FinancialYearOf(day)); }

void AwardPlan::Approve() {
  v1::ApproveAwardRequest request;
  request.set_award(name());
  book_.AddAs(Step("approve"), Chapter::kDecisions, Actor::kApprover, std::move(request));
}

void AwardPlan::Cancel(journal::CancelReason reason) {
  v1::CancelAwardRequest request;
  request.set_award(name());
  request.set_reason(reason);
  book_.AddAs(Step("cancel"), Chapter::kDecisions, Actor::kSocialWorker, std::move(request));
}

void AwardPlan::Agree(journal::PaymentChoice choice) {
  v1::RecordAgreementRequest request;
  request.set_award(name());
  request.mutable_agreement()->set_version("demo-agreement-1");
  request.mutable_agreement()->set_choice(choice);
  *request.mutable_agreement()->mutable_signed_date() =
      cli::ToDate(std::min(shape_.start, book_.today()));
  book_.AddAs(Step("agree"), Chapter::kProposals, Actor::kSocialWorker, std::move(request));
}

void AwardPlan::Contribute(int64_t weekly_pence) {
  v1::SetContributionRequest request;
  request.set_award(name());
  *request.mutable_from_date() = cli::ToDate(shape_.start);
  request.set_weekly_pence(weekly_pence);
  book_.AddAs(Step("contribution"), Chapter::kProposals, Actor::kAssessor, std::move(request));
}

std::string AwardPlan::Receive(absl::string_view what, int64_t pence, absl::CivilDay day) {
  v1::ReceiveContributionRequest request;
  request.set_award(name());
  request.set_amount_pence(pence);
  *request.mutable_received_date() = cli::ToDate(day);
  request.set_reference("From the bank (invented)");
  return book_.AddAs(Step(absl::StrCat("receive/", what)), Chapter::kMoney, Actor::kIncomeOfficer,
                     std::move(request));
}

void AwardPlan::ReceiveContributions(int64_t weekly_pence) {
  const absl::CivilDay until = std::min(book_.today(), shape_.end);
  for (int i = 1; i == 1 || shape_.start + i * kDaysPerFourWeeks <= until; ++i) {
    Receive(absl::StrCat(i), 4 * weekly_pence,
            std::min(shape_.start + (i * kDaysPerFourWeeks - 1), until));
  }
}

std::string AwardPlan::Load(absl::string_view what, int64_t pence, absl::CivilDay due) {
  v1::CreateLoadRequest request;
  request.set_award(name());
  request.set_amount_pence(pence);
  *request.mutable_due_date() = cli::ToDate(due);
  return book_.AddAs(Step(absl::StrCat("load/", what)), Chapter::kMoney, Actor::kFinanceOfficer,
                     std::move(request));
}

void AwardPlan::Reverse(absl::string_view what, absl::string_view request_id, Actor actor,
                        journal::ReversalReason reason, absl::string_view note) {
  v1::ReverseTransactionRequest request;
  request.set_award(name());
  request.set_transaction(NameFrom("transactions", request_id));
  *request.mutable_effective_date() = cli::ToDate(book_.today());
  request.set_reason(reason);
  request.set_note(std::string(note));
  book_.AddAs(Step(absl::StrCat("reverse/", what)), Chapter::kMoney, actor, std::move(request));
}

std::string AwardPlan::AskForException(int64_t pence, absl::string_view reason) {
  v1::RequestExceptionRequest request;
  request.set_award(name());
  *request.mutable_date() = cli::ToDate(shape_.start);
  request.set_amount_pence(pence);
  request.set_reason(std::string(reason));
  return book_.AddAs(Step("exception"), Chapter::kMoney, Actor::kSocialWorker, std::move(request));
}

void AwardPlan::Decide(absl::string_view referral_request_id, bool approve,
                       absl::string_view reason) {
  v1::DecideReferralRequest request;
  request.set_referral(NameFrom("referrals", referral_request_id));
  request.set_approve(approve);
  request.set_reason(std::string(reason));
  book_.AddAs(Step("exception/decide"), Chapter::kMoney, Actor::kDirector, std::move(request));
}

// A year that the award did not touch before brings its own part.
void AwardPlan::Extend(int days, int64_t pence, absl::string_view reason) {
  const absl::CivilDay end = shape_.end + days;
  const int year = cli::FinancialYearOf(end);
  v1::ProposeExtensionRequest request;
  request.set_award(name());
  *request.mutable_end_date() = cli::ToDate(end);
  v1::AwardFunding& part = *request.add_funding();
  part.set_fund(book_.FundOf(year, pence));
  part.set_amount_pence(pence);
  request.set_reason(std::string(reason));
  book_.AddAs(Step("extend"), Chapter::kMoney, Actor::kSocialWorker, std::move(request));
}

void AwardPlan::DecideExtension(bool approve) {
  v1::DecideExtensionRequest request;
  request.set_award(name());
  request.set_approve(approve);
  book_.AddAs(Step("extend/decide"), Chapter::kMoney, Actor::kApprover, std::move(request));
}

void AwardPlan::End(absl::CivilDay last, journal::Outcome outcome) {
  v1::EndAwardRequest request;
  request.set_award(name());
  *request.mutable_last_date() = cli::ToDate(last);
  request.set_outcome(outcome);
  book_.AddAs(Step("end"), Chapter::kEndings, Actor::kSocialWorker, std::move(request));
}

}  // namespace cardledger::demo
