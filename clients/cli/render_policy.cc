#include "clients/cli/render_policy.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/render.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using client::FormatPence;

std::string Text(const policy::v1::PenceValue& value) { return FormatPence(value.pence()); }
std::string Text(const policy::v1::DaysValue& value) { return absl::StrCat(value.days(), " days"); }
std::string Text(const policy::v1::LimitYearValue& value) { return Word(value.limit_year()); }
std::string Text(const policy::v1::LimitBasisValue& value) { return Word(value.limit_basis()); }
std::string Text(const policy::v1::SwitchValue& value) { return value.on() ? "on" : "off"; }
std::string Text(const policy::v1::ReferralValue& value) {
  return absl::StrCat(value.senior(), ", within ", value.working_days(), " working days");
}
std::string Text(const policy::v1::BankHolidaysValue& value) {
  return absl::StrCat(value.dates_size(), " days");
}
std::string Text(const policy::v1::ApprovalBandsValue& value) {
  return absl::StrJoin(value.bands(), ", ", [](std::string* out, const auto& band) {
    absl::StrAppend(out, RenderApprovalBand(band));
  });
}

std::string Text(const policy::v1::RetentionValue& value) {
  return absl::StrJoin(value.classes(), ", ", [](std::string* out, const auto& each) {
    absl::StrAppend(out, RenderClassRetention(each));
  });
}

// Gathers values and their sources; what is not set is left out.
class Values {
 public:
  explicit Values(Facts& facts) : facts_(facts) {}

  template <typename Value>
  void Add(absl::string_view label, bool is_set, const Value& value) {
    if (!is_set) return;
    facts_.Add(label, absl::StrCat(Text(value), "  (", Word(value.verification()), ")"));
    absl::StrAppend(&sources_, "  ", label, ": ", value.source(), "\n");
  }
  const std::string& sources() const { return sources_; }

 private:
  Facts& facts_;
  std::string sources_;
};

}  // namespace

std::string RenderPolicy(const v1::Policy& policy) {
  const auto& scheme = policy.scheme();
  Facts facts;
  facts.Add("Policy", policy.name());
  facts.Add("Version", scheme.version());
  facts.Add("Standing", Word(policy.standing()));
  facts.Add("Valid from", FormatDate(scheme.valid_from()));
  facts.Add("Activated", RenderTimestamp(policy.activate_time()));
  facts.Add("SHA-256", policy.sha256());
  Values values(facts);
  values.Add("Annual limit", true, scheme.annual_limit());
  values.Add("Limit year", true, scheme.limit_year());
  values.Add("Limit counts", scheme.has_limit_basis(), scheme.limit_basis());
  values.Add("Limit pro rata", scheme.has_pro_rata_first_year(), scheme.pro_rata_first_year());
  values.Add("Longest phase", true, scheme.phase_length_max());
  values.Add("Longest award", scheme.has_award_length_max(), scheme.award_length_max());
  values.Add("Paused in hospital", scheme.has_pause_loads_in_hospital(),
             scheme.pause_loads_in_hospital());
  values.Add("Paused in detention", scheme.has_pause_loads_in_detention(),
             scheme.pause_loads_in_detention());
  values.Add("Emergency loads to", scheme.has_emergency_load_max(), scheme.emergency_load_max());
  values.Add("Referrals", scheme.has_referral(), scheme.referral());
  values.Add("Safeguarding review", scheme.has_safeguarding_review(), scheme.safeguarding_review());
  values.Add("Surplus above", scheme.has_surplus_above(), scheme.surplus_above());
  values.Add("Ending soon", scheme.has_ending_soon(), scheme.ending_soon());
  values.Add("Bank holidays", scheme.has_bank_holidays(), scheme.bank_holidays());
  values.Add("Approval bands", scheme.has_approval_bands(), scheme.approval_bands());
  values.Add("Details are kept", scheme.has_retention(), scheme.retention());
  return absl::StrCat(facts.Render(), "\nWhere they stand\n", values.sources());
}

std::string RenderApprovalBand(const policy::v1::ApprovalBand& band) {
  const std::string role = Phrase(band.role());
  if (!band.has_up_to_pence()) return absl::StrCat(role, " any amount");
  return absl::StrCat(role, " up to ", FormatPence(band.up_to_pence()));
}

std::string RenderClassRetention(const policy::v1::ClassRetention& kept) {
  return absl::StrCat(Word(kept.retention_class()), " ", kept.years(),
                      kept.years() == 1 ? " year" : " years");
}

std::string RenderPolicies(const google::protobuf::RepeatedPtrField<v1::Policy>& policies) {
  Table table({{"Policy"},
               {"Version"},
               {"Standing"},
               {"Valid from"},
               {"Annual limit", Align::kRight},
               {"Longest phase", Align::kRight},
               {"Activated"}});
  for (const v1::Policy& policy : policies) {
    table.AddRow({policy.name(), policy.scheme().version(), Word(policy.standing()),
                  FormatDate(policy.scheme().valid_from()),
                  FormatPence(policy.scheme().annual_limit().pence()),
                  absl::StrCat(policy.scheme().phase_length_max().days(), " days"),
                  RenderTimestamp(policy.activate_time())});
  }
  return table.empty() ? "No policy has been activated.\n" : table.Render();
}

}  // namespace cardledger::cli
