// Reading a policy's text: syntax by protobuf's text format, then every value's own rules, each
// fault with the line it stands on.

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/text_format.h"

#include "base/plain_text.h"
#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/policies.h"

namespace cardledger::domain {
namespace {

using ::google::protobuf::TextFormat;
using policy::v1::SchemePolicy;

constexpr absl::string_view kAccepted =
    "; a policy is one cardledger.policy.v1.SchemePolicy in protobuf's text format, complete to "
    "its "
    "last closing brace: see docs/POLICY.md";

// A phase is time-limited: never longer than a year.
constexpr int32_t kDaysOfAYear = 366;
// With its one extension; so that an award touches no more years than it may name funds.
constexpr int32_t kAwardDaysMax = 2 * kDaysOfAYear;
constexpr int32_t kWorkingDaysMax = 60;
constexpr size_t kPostBytesMax = 64;
constexpr int32_t kRetentionYearsMax = 100;

// Of what the parser says, which quotes words of any length.
constexpr size_t kParserWordsMax = 300;

// The parser's words, fit to be shown: it quotes bytes as they come, and the end of the text as
// nothing.
std::string Shown(absl::string_view message) {
  if (absl::EndsWith(message, "got: ")) return absl::StrCat(message, "the end of the text");
  absl::ConsumeSuffix(&message, ".");
  const absl::string_view kept = message.substr(0, kParserWordsMax);
  return absl::StrCat(base::IsPlainText(kept) ? std::string(kept) : absl::CHexEscape(kept),
                      kept.size() < message.size() ? "..." : "");
}

class FaultCollector : public google::protobuf::io::ErrorCollector {
 public:
  explicit FaultCollector(std::vector<PolicyFault>& faults) : faults_(faults) {}

  // Lines and columns count from 0; -1 where the whole is meant.
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    const std::string place =
        column >= 0 && line >= 0 ? absl::StrCat("column ", column + 1, ": ") : "";
    faults_.push_back({line + 1, absl::StrCat(place, Shown(message), kAccepted)});
  }
  // A file whose reading gives warnings is not one to govern payments by.
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    AddError(line, column, message);
  }

 private:
  std::vector<PolicyFault>& faults_;
};

// Checks the values of a policy that has been read.
class Checker {
 public:
  Checker(const SchemePolicy& scheme, const TextFormat::ParseInfoTree& places,
          std::vector<PolicyFault>& faults)
      : scheme_(scheme), places_(places), faults_(faults) {}

  void Run() {
    CheckVersion();
    CheckValidFrom();
    if (Require("annual_limit", scheme_.has_annual_limit())) CheckAnnualLimit();
    if (Require("limit_year", scheme_.has_limit_year())) CheckLimitYear();
    if (Require("phase_length_max", scheme_.has_phase_length_max())) {
      CheckDays("phase_length_max", scheme_.phase_length_max(), kDaysOfAYear);
    }
    CheckOptional();
  }

 private:
  int LineOf(const std::string& field) const {
    const auto* descriptor = SchemePolicy::descriptor()->FindFieldByName(field);
    return std::max(places_.GetLocation(descriptor, -1).line + 1, 0);
  }
  void Fault(const std::string& field, const std::string& reason) {
    faults_.push_back({LineOf(field), absl::StrCat(field, ": ", reason)});
  }
  bool Require(const std::string& field, bool present) {
    if (!present) Fault(field, "is missing; every policy sets it");
    return present;
  }

  void CheckVersion() {
    const std::string& version = scheme_.version();
    const bool ok = !version.empty() && version.size() <= kPolicyVersionBytesMax &&
                    std::all_of(version.begin(), version.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                    });
    if (!ok) Fault("version", "must be 1 to 64 of a-z 0-9 -");
  }

  void CheckValidFrom() {
    if (!Require("valid_from", scheme_.has_valid_from())) return;
    if (!ParseDate(scheme_.valid_from())) {
      Fault("valid_from",
            absl::StrCat("must be a date that exists, with year, month and day, from ", kYearMin,
                         " to ", kYearMax));
    }
  }

  template <typename Value>
  void CheckSource(const std::string& field, const Value& value) {
    if (value.source().empty() || value.source().size() > kPolicySourceBytesMax) {
      Fault(field, absl::StrCat("source must say where the figure stands, in up to ",
                                kPolicySourceBytesMax, " bytes"));
    }
    // An escape such as \351 can name any byte, and clients cannot read one that is not UTF-8.
    if (!base::IsPlainText(value.source())) {
      Fault(field, "source must be valid UTF-8 without control characters, on one line");
    }
    if (!policy::v1::Verification_IsValid(value.verification()) ||
        value.verification() == policy::v1::VERIFICATION_UNSPECIFIED) {
      Fault(field, "verification must be VERIFICATION_VERIFIED or VERIFICATION_NOT_VERIFIED");
    }
  }

  void CheckAnnualLimit() {
    const int64_t pence = scheme_.annual_limit().pence();
    if (pence < 0 || pence > kAwardPenceMax) {
      Fault("annual_limit", absl::StrCat("pence must be 0 to ", kAwardPenceMax));
    }
    CheckSource("annual_limit", scheme_.annual_limit());
  }

  void CheckLimitYear() {
    const int kind = scheme_.limit_year().limit_year();
    if (kind == 0 || !policy::v1::LimitYear_IsValid(kind)) {
      Fault("limit_year", "limit_year must be LIMIT_YEAR_FINANCIAL_YEAR or LIMIT_YEAR_AWARD_YEAR");
    }
    CheckSource("limit_year", scheme_.limit_year());
  }

  // What a policy may leave out; the proto says what holds then.
  void CheckOptional() {
    if (scheme_.has_award_length_max()) CheckAwardLength();
    if (scheme_.has_limit_basis()) CheckLimitBasis();
    if (scheme_.has_pro_rata_first_year()) {
      CheckSource("pro_rata_first_year", scheme_.pro_rata_first_year());
    }
    if (scheme_.has_pause_loads_in_hospital()) {
      CheckSource("pause_loads_in_hospital", scheme_.pause_loads_in_hospital());
    }
    if (scheme_.has_pause_loads_in_detention()) {
      CheckSource("pause_loads_in_detention", scheme_.pause_loads_in_detention());
    }
    if (scheme_.has_emergency_load_max()) CheckEmergencyLoad();
    if (scheme_.has_referral()) CheckReferral();
    if (scheme_.has_safeguarding_review()) {
      CheckDays("safeguarding_review", scheme_.safeguarding_review(), kWorkingDaysMax);
    }
    if (scheme_.has_surplus_above()) {
      CheckDays("surplus_above", scheme_.surplus_above(), kDaysOfAYear);
    }
    if (scheme_.has_ending_soon()) CheckDays("ending_soon", scheme_.ending_soon(), kDaysOfAYear);
    if (scheme_.has_bank_holidays()) CheckBankHolidays();
    if (scheme_.has_approval_bands()) CheckApprovalBands();
    if (scheme_.has_retention()) CheckRetention();
  }

  void CheckDays(const std::string& field, const policy::v1::DaysValue& value, int32_t most) {
    if (value.days() < 1 || value.days() > most) {
      Fault(field, absl::StrCat("days must be 1 to ", most));
    }
    CheckSource(field, value);
  }

  void CheckAwardLength() {
    CheckDays("award_length_max", scheme_.award_length_max(), kAwardDaysMax);
    if (scheme_.award_length_max().days() < scheme_.phase_length_max().days()) {
      Fault("award_length_max", "days must be no fewer than phase_length_max has");
    }
  }

  void CheckLimitBasis() {
    const int basis = scheme_.limit_basis().limit_basis();
    if (basis == 0 || !policy::v1::LimitBasis_IsValid(basis)) {
      Fault("limit_basis", "limit_basis must be LIMIT_BASIS_GROSS or LIMIT_BASIS_COUNCIL_NET");
    }
    CheckSource("limit_basis", scheme_.limit_basis());
  }

  void CheckEmergencyLoad() {
    const int64_t pence = scheme_.emergency_load_max().pence();
    if (pence < 1 || pence > kAwardPenceMax) {
      Fault("emergency_load_max", absl::StrCat("pence must be 1 to ", kAwardPenceMax));
    }
    CheckSource("emergency_load_max", scheme_.emergency_load_max());
  }

  void CheckReferral() {
    const std::string& senior = scheme_.referral().senior();
    if (senior.empty() || senior.size() > kPostBytesMax || !base::IsPlainText(senior)) {
      Fault("referral",
            absl::StrCat("senior must name a post, in 1 to ", kPostBytesMax, " bytes on one line"));
    }
    const int32_t days = scheme_.referral().working_days();
    if (days < 1 || days > kWorkingDaysMax) {
      Fault("referral", absl::StrCat("working_days must be 1 to ", kWorkingDaysMax));
    }
    CheckSource("referral", scheme_.referral());
  }

  void CheckBankHolidays() {
    std::optional<Day> before;
    for (const google::type::Date& date : scheme_.bank_holidays().dates()) {
      const std::optional<Day> day = ParseDate(date);
      if (!day) {
        Fault("bank_holidays", "dates must exist, each with year, month and day");
      } else if (before && *day <= *before) {
        Fault("bank_holidays", "dates must stand in order, each once");
      }
      if (day) before = day;
    }
    CheckSource("bank_holidays", scheme_.bank_holidays());
  }

  void CheckApprovalBands() {
    const std::string field = "approval_bands";
    const auto& bands = scheme_.approval_bands().bands();
    if (bands.empty()) Fault(field, "bands must name at least one role");
    const policy::v1::ApprovalBand* before = nullptr;
    for (const policy::v1::ApprovalBand& band : bands) {
      if (band.role() == 0 || !policy::v1::ApproverRole_IsValid(band.role())) {
        Fault(field, "role must be APPROVER_ROLE_APPROVER or APPROVER_ROLE_SENIOR_APPROVER");
      }
      if (band.has_up_to_pence() &&
          (band.up_to_pence() < 1 || band.up_to_pence() > kBudgetPenceMax)) {
        Fault(field, absl::StrCat("up_to_pence must be 1 to ", kBudgetPenceMax,
                                  ", or left out where there is no bound"));
      }
      if (before != nullptr) CheckHigher(field, *before, band);
      before = &band;
    }
    CheckSource(field, scheme_.approval_bands());
  }

  void CheckRetention() {
    const std::string field = "retention";
    if (scheme_.retention().classes().empty()) Fault(field, "classes must name at least one class");
    int before = 0;
    for (const policy::v1::ClassRetention& each : scheme_.retention().classes()) {
      if (each.retention_class() <= before ||
          !policy::v1::RetentionClass_IsValid(each.retention_class())) {
        Fault(field,
              "retention_class must be RETENTION_CLASS_IDENTITY, RETENTION_CLASS_CASE or "
              "RETENTION_CLASS_MONEY, each once and in this order");
      }
      if (each.years() < 1 || each.years() > kRetentionYearsMax) {
        Fault(field, absl::StrCat("years must be 1 to ", kRetentionYearsMax));
      }
      before = each.retention_class();
    }
    CheckSource(field, scheme_.retention());
  }

  void CheckHigher(const std::string& field, const policy::v1::ApprovalBand& lower,
                   const policy::v1::ApprovalBand& higher) {
    if (higher.role() <= lower.role()) {
      Fault(field, "bands must name each role once, the approver before the senior approver");
    }
    const bool bounded = higher.has_up_to_pence();
    if (bounded && (!lower.has_up_to_pence() || higher.up_to_pence() < lower.up_to_pence())) {
      Fault(field, "a senior approver's up_to_pence must be no less than an approver's");
    }
  }

  const SchemePolicy& scheme_;
  const TextFormat::ParseInfoTree& places_;
  std::vector<PolicyFault>& faults_;
};

std::string CanonicalText(const SchemePolicy& scheme) {
  TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  google::protobuf::io::StringOutputStream out(&text);
  printer.Print(scheme, &out);
  return text;
}

}  // namespace

std::optional<SchemePolicy> ReadActivatedPolicy(absl::string_view canonical) {
  std::vector<PolicyFault> faults;
  FaultCollector collector(faults);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  SchemePolicy scheme;
  google::protobuf::io::ArrayInputStream input(canonical.data(),
                                               static_cast<int>(canonical.size()));
  if (!parser.Parse(&input, &scheme)) return std::nullopt;
  return scheme;
}

std::vector<PolicyFault> ParsePolicyText(absl::string_view text, PolicyText& out) {
  std::vector<PolicyFault> faults;
  if (text.empty() || text.size() > kPolicyTextBytesMax) {
    faults.push_back({0, absl::StrCat("a policy is 1 to ", kPolicyTextBytesMax, " bytes of text")});
    return faults;
  }
  FaultCollector collector(faults);
  TextFormat::ParseInfoTree places;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(&places);
  SchemePolicy scheme;
  google::protobuf::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  if (!parser.Parse(&input, &scheme) || !faults.empty()) return faults;

  Checker(scheme, places, faults).Run();
  if (!faults.empty()) return faults;
  out.canonical = CanonicalText(scheme);
  out.sha256 = base::Sha256(out.canonical);
  out.scheme = std::move(scheme);
  return faults;
}

}  // namespace cardledger::domain
