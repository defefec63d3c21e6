#include "absl/strings/str_cat.h"

#include "clients/cli/sentences.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;
using client::FormatPence;
using journal::Entry;

std::string Sentence(const journal::AwardLoaded& loaded, int32_t due_day) {
  const int64_t council_pence = loaded.amount_pence() - loaded.contribution_pence();
  std::string text =
      absl::StrCat(FormatPence(council_pence), " put on the award for ", Day(due_day));
  if (loaded.contribution_pence() != 0) {
    absl::StrAppend(&text, ", and ", FormatPence(loaded.contribution_pence()),
                    " to come from the person");
  }
  absl::StrAppend(&text, CanBeSpent(loaded.available_after_pence()));
  if (loaded.approve_by_day() != 0) {
    absl::StrAppend(&text, " An emergency: somebody else approves it by ",
                    Day(loaded.approve_by_day()), ".");
  }
  return absl::StrCat(text, NextInstalment(loaded.instalment().next_due_day()));
}

std::string Sentence(const journal::ContributionReceived& received) {
  return absl::StrCat("Contribution of ", FormatPence(received.amount_pence()), " received",
                      CanBeSpent(received.available_after_pence()));
}

std::string Sentence(const journal::OwnMoneyAdded& added) {
  return absl::StrCat("Own money of ", FormatPence(added.amount_pence()), " added",
                      CanBeSpent(added.available_after_pence()));
}

std::string Sentence(const journal::OwnMoneyRepaid& repaid) {
  return absl::StrCat("Own money of ", FormatPence(repaid.amount_pence()), " paid back",
                      CanBeSpent(repaid.available_after_pence()));
}

std::string Sentence(const journal::TransactionReversed& reversed) {
  return absl::StrCat(FormatPence(reversed.amount_pence()), " of transactions/",
                      reversed.original_entry(), " reversed: ", Phrase(reversed.reason()),
                      CanBeSpent(reversed.available_after_pence()));
}

std::string Sentence(const journal::EmergencyLoadApproved& approved) {
  return absl::StrCat("Emergency load transactions/", approved.load_entry(), " approved.");
}

std::string Sentence(const journal::BalanceCarriedForward& carried) {
  return absl::StrCat(FormatPence(carried.amount_pence()),
                      " carried forward against the new financial year's budget.");
}

}  // namespace

std::optional<std::string> MoneySentence(const Entry& entry) {
  switch (entry.event_case()) {
    case Entry::kAwardLoaded:
      return Sentence(entry.award_loaded(), entry.effective_day());
    case Entry::kContributionReceived:
      return Sentence(entry.contribution_received());
    case Entry::kOwnMoneyAdded:
      return Sentence(entry.own_money_added());
    case Entry::kOwnMoneyRepaid:
      return Sentence(entry.own_money_repaid());
    case Entry::kTransactionReversed:
      return Sentence(entry.transaction_reversed());
    case Entry::kEmergencyLoadApproved:
      return Sentence(entry.emergency_load_approved());
    case Entry::kBalanceCarriedForward:
      return Sentence(entry.balance_carried_forward());
    default:
      return std::nullopt;
  }
}

}  // namespace cardledger::cli
