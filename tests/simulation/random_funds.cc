// Policies, funds and their budgets.

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

#include "services/domain/limits.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

// Every third Thursday or so, and a whole week.
constexpr int32_t kHolidaysFrom = 20'000;

template <typename Value>
Value& Sourced(Value& value) {
  value.set_source("s");
  value.set_verification(policy::v1::VERIFICATION_NOT_VERIFIED);
  return value;
}

// What a council may leave out, in one of a few mixtures.
void AddOptions(uint64_t mixture, policy::v1::SchemePolicy& policy) {
  const int32_t phase = policy.phase_length_max().days();
  if (mixture % 2 == 0) {
    Sourced(*policy.mutable_award_length_max()).set_days(phase + (mixture % 4 == 0 ? 3 : 30));
  }
  if (mixture % 3 == 0) {
    Sourced(*policy.mutable_limit_basis()).set_limit_basis(policy::v1::LIMIT_BASIS_COUNCIL_NET);
  }
  if (mixture % 4 == 1) Sourced(*policy.mutable_pro_rata_first_year()).set_on(true);
  if (mixture % 4 != 2) Sourced(*policy.mutable_pause_loads_in_hospital()).set_on(true);
  if (mixture % 3 != 1) {
    Sourced(*policy.mutable_pause_loads_in_detention()).set_on(mixture % 2 == 0);
  }
  if (mixture % 5 != 4) Sourced(*policy.mutable_emergency_load_max()).set_pence(10'000);
  if (mixture % 5 != 3) {
    policy::v1::ReferralValue& referral = Sourced(*policy.mutable_referral());
    referral.set_senior("head of service");
    referral.set_working_days(static_cast<int32_t>(1 + mixture % 7));
  }
  if (mixture % 2 == 1) Sourced(*policy.mutable_safeguarding_review()).set_days(3);
  if (mixture % 3 != 2) {
    policy::v1::BankHolidaysValue& holidays = Sourced(*policy.mutable_bank_holidays());
    for (int32_t i = 0; i < 80; ++i) *holidays.add_dates() = DateOfNumber(kHolidaysFrom + 22 * i);
    for (int32_t i = 0; i < 7; ++i) {
      *holidays.add_dates() = DateOfNumber(kHolidaysFrom + 22 * 80 + i);
    }
  }
}

// Who approves how much, in some policies: mostly all that is asked for.
void AddBands(uint64_t mixture, policy::v1::SchemePolicy& policy) {
  policy::v1::ApprovalBandsValue& bands = Sourced(*policy.mutable_approval_bands());
  policy::v1::ApprovalBand& approver = *bands.add_bands();
  approver.set_role(policy::v1::APPROVER_ROLE_APPROVER);
  approver.set_up_to_pence(mixture % 2 == 0 ? 40'000 : 5'000);
  if (mixture % 3 == 0) return;  // nobody approves more
  policy::v1::ApprovalBand& senior = *bands.add_bands();
  senior.set_role(policy::v1::APPROVER_ROLE_SENIOR_APPROVER);
  if (mixture % 3 == 1) senior.set_up_to_pence(90'000);
}

}  // namespace

std::string RandomCommands::PolicyText(int32_t valid_from, int64_t limit_pence, int32_t days_max) {
  const google::type::Date day = DateOfNumber(valid_from);
  return absl::StrCat(
      "version: \"v", limit_pence, "-", days_max, "\" valid_from { year: ", day.year(),
      " month: ", day.month(), " day: ", day.day(), " }\nannual_limit { pence: ", limit_pence,
      " source: \"s\" verification: VERIFICATION_NOT_VERIFIED }\n"
      "limit_year { limit_year: LIMIT_YEAR_FINANCIAL_YEAR source: \"s\" verification: "
      "VERIFICATION_NOT_VERIFIED }\nphase_length_max { days: ",
      days_max, " source: \"s\" verification: VERIFICATION_NOT_VERIFIED }\n");
}

domain::Request RandomCommands::Policy(const Model& model, int32_t today) {
  static constexpr std::array<int64_t, 4> kLimits = {100'000, 100'000, 50'000, 120'000};
  static constexpr std::array<int32_t, 4> kDays = {84, 84, 28, 100};
  static constexpr std::array<int32_t, 4> kAgo = {400, 400, 30, -20};
  v1::ActivatePolicyRequest request;
  request.set_request_id(NewId());
  policy::v1::SchemePolicy policy;
  if (!model.policies().empty() && random_.OneIn(5)) {  // one that was there before
    policy = model.policies()[random_.Below(model.policies().size())].scheme;
  } else {
    const int32_t from = today - today % 30 - kAgo[random_.Below(kAgo.size())];
    google::protobuf::TextFormat::ParseFromString(
        PolicyText(from, kLimits[random_.Below(kLimits.size())],
                   kDays[random_.Below(kDays.size())]),
        &policy);
    if (random_.OneIn(3)) {
      policy.mutable_limit_year()->set_limit_year(policy::v1::LIMIT_YEAR_AWARD_YEAR);
    }
    AddOptions(random_.Below(60), policy);
    if (random_.OneIn(5)) AddBands(random_.Below(6), policy);
  }
  google::protobuf::TextFormat::PrintToString(policy, request.mutable_text());
  return request;
}

domain::Request RandomCommands::Clock(const Model&, int32_t) {
  v1::ConfirmClockRequest request;
  request.set_request_id(NewId());
  return request;
}

domain::Request RandomCommands::Fund(const Model&, int32_t today) {
  v1::CreateFundRequest request;
  request.set_request_id(NewId());
  request.set_code(absl::StrCat("F-", random_.Below(4)));
  const int32_t year = FinancialYearOfNumber(today);
  request.set_financial_year(random_.OneIn(3) ? year - 1 + static_cast<int32_t>(random_.Below(3))
                                              : year);
  return request;
}

domain::Request RandomCommands::Budget(const Model& model, int32_t) {
  v1::AllocateBudgetRequest request;
  request.set_request_id(NewId());
  request.set_fund(SomeName("funds", model.funds()));
  request.set_amount_pence(static_cast<int64_t>(1 + random_.Below(1'500'000)));
  if (random_.OneIn(4)) request.set_amount_pence(-request.amount_pence());
  const auto fund = model.funds().find(IdIn(request.fund()));
  if (fund != model.funds().end() && random_.OneIn(8)) {  // all that is left, or a penny more
    const int64_t available = model.AvailableOf(fund->first);
    const int64_t less = available + static_cast<int64_t>(random_.Below(2));
    request.set_amount_pence(-std::clamp<int64_t>(less, 1, domain::kBudgetPenceMax));
  }
  if (random_.OneIn(50)) request.set_amount_pence(domain::kBudgetPenceMax);
  request.set_reason(static_cast<journal::BudgetReason>(1 + random_.Below(4)));
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::Transfer(const Model& model, int32_t) {
  v1::TransferBudgetRequest request;
  request.set_request_id(NewId());
  request.set_from_fund(SomeName("funds", model.funds()));
  do {
    request.set_to_fund(random_.OneIn(10) ? "funds/" + NewId() : SomeName("funds", model.funds()));
  } while (request.to_fund() == request.from_fund());
  const auto from = model.funds().find(IdIn(request.from_fund()));
  const int64_t available = from == model.funds().end() ? 0 : model.AvailableOf(from->first);
  const int64_t pence = random_.OneIn(3) ? available + static_cast<int64_t>(random_.Below(2))
                                         : static_cast<int64_t>(1 + random_.Below(100'000));
  request.set_amount_pence(std::clamp<int64_t>(pence, 1, domain::kBudgetPenceMax));
  request.set_note(Note());
  return request;
}

}  // namespace cardledger::simulation
