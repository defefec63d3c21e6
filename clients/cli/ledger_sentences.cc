#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/entry_sentence.h"
#include "clients/cli/sentences.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;
using client::FormatCount;
using client::FormatPence;
using journal::Entry;

std::string Beyond(journal::ReferralKind kind, int64_t pence, int32_t limit_first_day) {
  if (kind == journal::REFERRAL_KIND_BUDGET) {
    return absl::StrCat(FormatPence(pence), " beyond the fund's budget");
  }
  return absl::StrCat(FormatPence(pence), " beyond the annual limit of the year from ",
                      Day(limit_first_day));
}

std::string Asked(const journal::Referral& referral) {
  return absl::StrCat("A senior decides by ", Day(referral.deadline_day()), ": ",
                      Beyond(referral.kind(), referral.amount_pence(), referral.limit_first_day()),
                      ".");
}

std::string Sentence(const journal::Refused& refused) {
  return absl::StrCat(
      "Refused: ", Phrase(refused.reason()), ".",
      refused.requested_pence() == 0
          ? ""
          : absl::StrCat(" ", FormatPence(refused.requested_pence()), " was asked for."),
      refused.has_referral() ? absl::StrCat(" ", Asked(refused.referral())) : "",
      NextInstalment(refused.instalment().next_due_day()));
}

std::string Sentence(const journal::LedgerCreated& created) {
  return absl::StrCat("Ledger opened: ", Phrase(created.kind()), ".");
}

std::string Sentence(const journal::PolicyActivated& activated) {
  return absl::StrCat("Policy in force from ", Day(activated.valid_from_day()), " on.");
}

std::string Sentence(const journal::RunStarted& run) {
  return absl::StrCat("Run of ", FormatCount(run.declared_count()), " rows begun, ",
                      FormatPence(run.declared_pence()), " in all.");
}

std::string Sentence(const journal::RunFinished& run) {
  return absl::StrCat("Run ended: ", FormatCount(run.accepted_count()), " rows loaded, ",
                      FormatPence(run.accepted_pence()), "; ", FormatCount(run.refused_count()),
                      " refused, ", FormatPence(run.refused_pence()), ".");
}

std::string Sentence(const journal::FundCreated& fund) {
  return absl::StrCat("Fund ", fund.code(), " opened for ",
                      FormatFinancialYear(fund.financial_year()), ".");
}

std::string Sentence(const journal::BudgetAllocated& budget) {
  return absl::StrCat("Budget of ", NameOf("funds", budget.fund_id()), " changed by ",
                      FormatPence(budget.amount_pence()), "; ",
                      FormatPence(budget.available_after_pence()), " still to promise.");
}

std::string Sentence(const journal::BudgetTransferred& budget) {
  return absl::StrCat(FormatPence(budget.amount_pence()), " of budget moved from ",
                      NameOf("funds", budget.from_fund_id()), " to ",
                      NameOf("funds", budget.to_fund_id()), ".");
}

std::string Sentence(const journal::ProviderRegistered& provider) {
  return absl::StrCat("Provider ", NameOf("providers", provider.provider_id()),
                      " registered: ", Phrase(provider.kind()), ".");
}

std::string Sentence(const journal::ProviderSubjectAdded& added) {
  return absl::StrCat("Sign-in ", added.subject(), " of ", NameOf("providers", added.provider_id()),
                      " added.");
}

std::string Sentence(const journal::ProviderSubjectRemoved& removed) {
  return absl::StrCat("Sign-in ", removed.subject(), " of ",
                      NameOf("providers", removed.provider_id()), " removed.");
}

std::string Sentence(const journal::ReferralOpened& opened) { return Asked(opened.referral()); }

std::string Sentence(const journal::ReferralDecided& decided) {
  const std::string name = absl::StrCat("referrals/", decided.referral_entry());
  if (!decided.approved()) return absl::StrCat("Referral ", name, " declined.");
  return absl::StrCat("Referral ", name, " approved: ",
                      Beyond(decided.kind(), decided.amount_pence(), decided.limit_first_day()),
                      ".");
}

}  // namespace

std::optional<std::string> LedgerSentence(const Entry& entry) {
  switch (entry.event_case()) {
    case Entry::kRefused:
      return Sentence(entry.refused());
    case Entry::kLedgerCreated:
      return Sentence(entry.ledger_created());
    case Entry::kPolicyActivated:
      return Sentence(entry.policy_activated());
    case Entry::kClockConfirmed:
      return "Clock confirmed.";
    case Entry::kRunStarted:
      return Sentence(entry.run_started());
    case Entry::kRunFinished:
      return Sentence(entry.run_finished());
    case Entry::kFundCreated:
      return Sentence(entry.fund_created());
    case Entry::kBudgetAllocated:
      return Sentence(entry.budget_allocated());
    case Entry::kBudgetTransferred:
      return Sentence(entry.budget_transferred());
    case Entry::kProviderRegistered:
      return Sentence(entry.provider_registered());
    case Entry::kProviderSubjectAdded:
      return Sentence(entry.provider_subject_added());
    case Entry::kProviderSubjectRemoved:
      return Sentence(entry.provider_subject_removed());
    case Entry::kReferralOpened:
      return Sentence(entry.referral_opened());
    case Entry::kReferralDecided:
      return Sentence(entry.referral_decided());
    default:
      return std::nullopt;
  }
}

}  // namespace cardledger::cli
