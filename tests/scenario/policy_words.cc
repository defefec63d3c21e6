#include "tests/scenario/policy_words.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/text_format.h"

#include "cardledger/policy/v1/scheme.pb.h"
#include "tests/scenario/enum_words.h"

namespace cardledger::tests {
namespace {

namespace policy = ::cardledger::policy::v1;

constexpr int64_t kDaysAWeek = 7;

// Every figure says where it stands.
template <typename Value>
Value& Sourced(Value* value) {
  value->set_source("scenario");
  value->set_verification(policy::VERIFICATION_NOT_VERIFIED);
  return *value;
}

// The days of `word`, where it stands; a figure of weeks is seven times that.
absl::Status TakeDays(Words& words, const std::string& word, int64_t unit,
                      policy::DaysValue* (policy::SchemePolicy::*figure)(),
                      policy::SchemePolicy& scheme) {
  const std::optional<std::string> text = words.TakeIf(word);
  if (!text) return absl::OkStatus();
  int32_t count = 0;
  if (!absl::SimpleAtoi(*text, &count)) {
    return absl::InvalidArgumentError(absl::StrCat(word, "= is a number"));
  }
  Sourced((scheme.*figure)()).set_days(static_cast<int32_t>(count * unit));
  return absl::OkStatus();
}

// "head-of-service:5": a post and working days.
absl::Status TakeReferral(Words& words, policy::SchemePolicy& scheme) {
  const std::optional<std::string> text = words.TakeIf("referral");
  if (!text) return absl::OkStatus();
  const std::vector<std::string> halves = absl::StrSplit(*text, ':');
  int32_t days = 0;
  if (halves.size() != 2 || !absl::SimpleAtoi(halves[1], &days)) {
    return absl::InvalidArgumentError("referral= is a post and working days, senior:5");
  }
  policy::ReferralValue& referral = Sourced(scheme.mutable_referral());
  referral.set_senior(halves[0]);
  referral.set_working_days(days);
  return absl::OkStatus();
}

// "HOSPITAL,DETAINED"
absl::Status TakePauses(Words& words, policy::SchemePolicy& scheme) {
  const std::optional<std::string> text = words.TakeIf("pause");
  if (!text) return absl::OkStatus();
  for (const absl::string_view state : absl::StrSplit(*text, ',')) {
    if (state == "HOSPITAL") {
      Sourced(scheme.mutable_pause_loads_in_hospital()).set_on(true);
    } else if (state == "DETAINED") {
      Sourced(scheme.mutable_pause_loads_in_detention()).set_on(true);
    } else {
      return absl::InvalidArgumentError("pause= is HOSPITAL, DETAINED or both");
    }
  }
  return absl::OkStatus();
}

// "APPROVER:£500.00,SENIOR_APPROVER": roles, each with the most it approves, or without a bound.
absl::Status TakeBands(Words& words, policy::SchemePolicy& scheme) {
  const std::optional<std::string> text = words.TakeIf("bands");
  if (!text) return absl::OkStatus();
  policy::ApprovalBandsValue& bands = Sourced(scheme.mutable_approval_bands());
  for (const absl::string_view each : absl::StrSplit(*text, ',')) {
    const std::vector<std::string> halves = absl::StrSplit(each, absl::MaxSplits(':', 1));
    policy::ApprovalBand& band = *bands.add_bands();
    CARDLEDGER_ASSIGN_OR_RETURN(const auto role, ParseEnum<policy::ApproverRole>(halves[0]));
    band.set_role(role);
    if (halves.size() == 1) continue;
    CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, ParseAmount(halves[1]));
    band.set_up_to_pence(pence);
  }
  return absl::OkStatus();
}

// "CASE:1,MONEY:2": classes, each with its years.
absl::Status TakeRetention(Words& words, policy::SchemePolicy& scheme) {
  const std::optional<std::string> text = words.TakeIf("retention");
  if (!text) return absl::OkStatus();
  policy::RetentionValue& retention = Sourced(scheme.mutable_retention());
  for (const absl::string_view each : absl::StrSplit(*text, ',')) {
    const std::vector<std::string> halves = absl::StrSplit(each, absl::MaxSplits(':', 1));
    policy::ClassRetention& kept = *retention.add_classes();
    CARDLEDGER_ASSIGN_OR_RETURN(const auto named, ParseEnum<policy::RetentionClass>(halves[0]));
    kept.set_retention_class(named);
    int32_t years = 0;
    if (halves.size() != 2 || !absl::SimpleAtoi(halves[1], &years)) {
      return absl::InvalidArgumentError("retention= is CLASS:YEARS,CLASS:YEARS");
    }
    kept.set_years(years);
  }
  return absl::OkStatus();
}

absl::Status TakeHolidays(Words& words, policy::SchemePolicy& scheme) {
  const std::optional<std::string> text = words.TakeIf("holidays");
  if (!text) return absl::OkStatus();
  policy::BankHolidaysValue& holidays = Sourced(scheme.mutable_bank_holidays());
  for (const absl::string_view date : absl::StrSplit(*text, ',')) {
    CARDLEDGER_ASSIGN_OR_RETURN(*holidays.add_dates(), ParseAnyDate(date));
  }
  return absl::OkStatus();
}

absl::Status TakeLimitRules(Words& words, policy::SchemePolicy& scheme) {
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t limit, words.TakeAmount("limit"));
  Sourced(scheme.mutable_annual_limit()).set_pence(limit);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto year,
                              TakeEnum<policy::LimitYear>(words, "limit_year", "FINANCIAL_YEAR"));
  Sourced(scheme.mutable_limit_year()).set_limit_year(year);
  if (const auto text = words.TakeIf("basis")) {
    CARDLEDGER_ASSIGN_OR_RETURN(const auto basis, ParseEnum<policy::LimitBasis>(*text));
    Sourced(scheme.mutable_limit_basis()).set_limit_basis(basis);
  }
  if (const auto text = words.TakeIf("pro_rata")) {
    Sourced(scheme.mutable_pro_rata_first_year()).set_on(*text == "yes");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> TakePolicyText(Words& words) {
  using policy::SchemePolicy;
  SchemePolicy scheme;
  CARDLEDGER_ASSIGN_OR_RETURN(*scheme.mutable_version(), words.Take("version"));
  CARDLEDGER_ASSIGN_OR_RETURN(*scheme.mutable_valid_from(), words.TakeDate("valid_from"));
  CARDLEDGER_RETURN_IF_ERROR(TakeLimitRules(words, scheme));
  struct DaysWord {
    std::string word;
    int64_t unit;
    policy::DaysValue* (SchemePolicy::*figure)();
  };
  for (const DaysWord& each : {
           DaysWord{"phase_days", 1, &SchemePolicy::mutable_phase_length_max},
           DaysWord{"award_days", 1, &SchemePolicy::mutable_award_length_max},
           DaysWord{"review_days", 1, &SchemePolicy::mutable_safeguarding_review},
           DaysWord{"surplus_weeks", kDaysAWeek, &SchemePolicy::mutable_surplus_above},
           DaysWord{"ending_soon_days", 1, &SchemePolicy::mutable_ending_soon},
       }) {
    CARDLEDGER_RETURN_IF_ERROR(TakeDays(words, each.word, each.unit, each.figure, scheme));
  }
  CARDLEDGER_RETURN_IF_ERROR(TakePauses(words, scheme));
  CARDLEDGER_RETURN_IF_ERROR(TakeReferral(words, scheme));
  CARDLEDGER_RETURN_IF_ERROR(TakeBands(words, scheme));
  CARDLEDGER_RETURN_IF_ERROR(TakeRetention(words, scheme));
  CARDLEDGER_RETURN_IF_ERROR(TakeHolidays(words, scheme));
  if (const auto text = words.TakeIf("emergency_max")) {
    CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, ParseAmount(*text));
    Sourced(scheme.mutable_emergency_load_max()).set_pence(pence);
  }
  std::string text;
  google::protobuf::TextFormat::PrintToString(scheme, &text);
  return text;
}

}  // namespace cardledger::tests
