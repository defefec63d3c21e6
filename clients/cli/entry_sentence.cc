#include "clients/cli/entry_sentence.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "base/uuid.h"
#include "clients/cli/civil_time.h"
#include "clients/cli/render_card.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;
using client::FormatCount;
using client::FormatPence;
using journal::Entry;

std::string Day(int32_t day) { return FormatDayInWords(absl::CivilDay(1970, 1, 1) + day); }

std::string CanBeSpent(int64_t pence) {
  return absl::StrCat("; ", FormatPence(pence), " can be spent.");
}

std::string GivenBack(int64_t pence) {
  return absl::StrCat(FormatPence(pence), " given back to its funds.");
}

std::string NextInstalment(int32_t day) {
  return day == 0 ? "" : absl::StrCat(" Next instalment on ", Day(day), ".");
}

// "from 1 July 2026 on", or "from 1 July 2026 to 3 July 2026".
std::string Period(int32_t first, int32_t last) {
  return absl::StrCat("from ", Day(first), last == 0 ? " on" : " to ", last == 0 ? "" : Day(last));
}

template <typename Enum, typename Numbers>
std::string Phrases(const Numbers& numbers) {
  std::vector<std::string> phrases;
  for (const int number : numbers) phrases.push_back(Phrase(static_cast<Enum>(number)));
  return absl::StrJoin(phrases, ", ");
}

template <typename Parts>
int64_t Amount(const Parts& parts) {
  int64_t pence = 0;
  for (const auto& part : parts) pence += part.amount_pence();
  return pence;
}

template <typename Parts>
int64_t Contribution(const Parts& parts) {
  int64_t pence = 0;
  for (const auto& part : parts) pence += part.contribution_pence();
  return pence;
}

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

std::string Sentence(const journal::AwardProposed& proposed) {
  const std::string schedule = proposed.frequency() == journal::LOAD_FREQUENCY_UNSPECIFIED
                                   ? ""
                                   : absl::StrCat(", loaded ", Phrase(proposed.frequency()),
                                                  " from ", Day(proposed.first_due_day()));
  return absl::StrCat("Award of ", FormatPence(Amount(proposed.parts())), " proposed, ",
                      Period(proposed.start_day(), proposed.end_day()), schedule, ".");
}

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

std::string Sentence(const journal::PersonStateChanged& changed) {
  const std::string since = Day(changed.since_day());
  switch (changed.state()) {
    case journal::PERSON_STATE_ACTIVE:
      return absl::StrCat("Person at home since ", since, ".");
    case journal::PERSON_STATE_HOSPITAL:
      return absl::StrCat("Person in hospital since ", since, ".");
    case journal::PERSON_STATE_DETAINED:
      return absl::StrCat("Person detained since ", since, ".");
    case journal::PERSON_STATE_MOVING:
      return absl::StrCat("Person moving to another council's area since ", since, ".");
    case journal::PERSON_STATE_DECEASED:
      return absl::StrCat("Person died on ", since, ". Every card is blocked.");
    default:
      return absl::StrCat("Person's state since ", since, ": ", Phrase(changed.state()), ".");
  }
}

std::string Sentence(const journal::ExtensionProposed& proposed) {
  return absl::StrCat("Extension to ", Day(proposed.end_day()), " proposed, ",
                      proposed.added().empty()
                          ? "without more money"
                          : absl::StrCat("with ", FormatPence(Amount(proposed.added())), " more"),
                      ".");
}

std::string Sentence(const journal::TransactionReversed& reversed) {
  return absl::StrCat(FormatPence(reversed.amount_pence()), " of transactions/",
                      reversed.original_entry(), " reversed: ", Phrase(reversed.reason()),
                      CanBeSpent(reversed.available_after_pence()));
}

std::string Sentence(const journal::ReferralDecided& decided) {
  const std::string name = absl::StrCat("referrals/", decided.referral_entry());
  if (!decided.approved()) return absl::StrCat("Referral ", name, " declined.");
  return absl::StrCat("Referral ", name, " approved: ",
                      Beyond(decided.kind(), decided.amount_pence(), decided.limit_first_day()),
                      ".");
}

std::string Sentence(const journal::CardBlocked& blocked) {
  if (blocked.review_day() == 0)
    return absl::StrCat("Card blocked: ", Phrase(blocked.reason()), ".");
  return absl::StrCat("Card blocked: ", Phrase(blocked.reason()), ", reviewed by ",
                      Day(blocked.review_day()), blocked.lead().empty() ? "" : ", led by ",
                      blocked.lead(), ".");
}

}  // namespace

std::string NameOf(absl::string_view collection, absl::string_view id) {
  const auto uuid = base::Uuid::FromBytes(id);
  return uuid ? absl::StrCat(collection, "/", uuid->ToString()) : "";
}

std::string EntrySentence(const Entry& entry) {
  switch (entry.event_case()) {
    case Entry::kRefused:
      return Sentence(entry.refused());
    case Entry::kLedgerCreated:
      return absl::StrCat("Ledger opened: ", Phrase(entry.ledger_created().kind()), ".");
    case Entry::kPolicyActivated:
      return absl::StrCat("Policy in force from ", Day(entry.policy_activated().valid_from_day()),
                          " on.");
    case Entry::kClockConfirmed:
      return "Clock confirmed.";
    case Entry::kFundCreated:
      return absl::StrCat("Fund ", entry.fund_created().code(), " opened for ",
                          FormatFinancialYear(entry.fund_created().financial_year()), ".");
    case Entry::kBudgetAllocated:
      return absl::StrCat("Budget of ", NameOf("funds", entry.budget_allocated().fund_id()),
                          " changed by ", FormatPence(entry.budget_allocated().amount_pence()),
                          "; ", FormatPence(entry.budget_allocated().available_after_pence()),
                          " still to promise.");
    case Entry::kBudgetTransferred:
      return absl::StrCat(FormatPence(entry.budget_transferred().amount_pence()),
                          " of budget moved from ",
                          NameOf("funds", entry.budget_transferred().from_fund_id()), " to ",
                          NameOf("funds", entry.budget_transferred().to_fund_id()), ".");
    case Entry::kPersonRegistered:
      return "Person registered.";
    case Entry::kAwardProposed:
      return Sentence(entry.award_proposed());
    case Entry::kAwardApproved:
      return absl::StrCat("Award approved; ", FormatPence(entry.award_approved().committed_pence()),
                          " promised from its funds.",
                          NextInstalment(entry.award_approved().next_due_day()));
    case Entry::kAwardCancelled:
      return absl::StrCat("Award cancelled: ", Phrase(entry.award_cancelled().reason()), ". ",
                          GivenBack(entry.award_cancelled().released_pence()));
    case Entry::kAwardLoaded:
      return Sentence(entry.award_loaded(), entry.effective_day());
    case Entry::kRunStarted:
      return absl::StrCat("Run of ", FormatCount(entry.run_started().declared_count()),
                          " rows begun, ", FormatPence(entry.run_started().declared_pence()),
                          " in all.");
    case Entry::kRunFinished:
      return absl::StrCat("Run ended: ", FormatCount(entry.run_finished().accepted_count()),
                          " rows loaded, ", FormatPence(entry.run_finished().accepted_pence()),
                          "; ", FormatCount(entry.run_finished().refused_count()), " refused, ",
                          FormatPence(entry.run_finished().refused_pence()), ".");
    case Entry::kPersonStateChanged:
      return Sentence(entry.person_state_changed());
    case Entry::kCommunicationNeedsSet:
      return "Communication needs recorded.";
    case Entry::kSupporterAdded:
      return absl::StrCat(
          "Supporter ", NameOf("supporters", entry.supporter_added().supporter_id()), " added ",
          Period(entry.supporter_added().first_day(), entry.supporter_added().last_day()), ": ",
          Phrases<journal::SupporterScope>(entry.supporter_added().scopes()), ".");
    case Entry::kSupporterEnded:
      return absl::StrCat("Part of ", NameOf("supporters", entry.supporter_ended().supporter_id()),
                          " ended; last day ", Day(entry.supporter_ended().last_day()), ".");
    case Entry::kRepresentativeAdded:
      return absl::StrCat(
          "Representative ",
          NameOf("representatives", entry.representative_added().representative_id()), " added as ",
          Phrase(entry.representative_added().authority()), " ",
          Period(entry.representative_added().first_day(), entry.representative_added().last_day()),
          ": ", Phrases<journal::RepresentativeScope>(entry.representative_added().scopes()), ".");
    case Entry::kRepresentativeEnded:
      return absl::StrCat(
          "Authority of ",
          NameOf("representatives", entry.representative_ended().representative_id()),
          " ended; last day ", Day(entry.representative_ended().last_day()), ".");
    case Entry::kProviderRegistered:
      return absl::StrCat("Provider ",
                          NameOf("providers", entry.provider_registered().provider_id()),
                          " registered: ", Phrase(entry.provider_registered().kind()), ".");
    case Entry::kExtensionProposed:
      return Sentence(entry.extension_proposed());
    case Entry::kAwardExtended:
      return absl::StrCat("Award extended to ", Day(entry.award_extended().end_day()), "; ",
                          FormatPence(entry.award_extended().committed_pence()),
                          " more promised from its funds.",
                          NextInstalment(entry.award_extended().next_due_day()));
    case Entry::kExtensionDeclined:
      return "Extension declined.";
    case Entry::kAwardEnded:
      return absl::StrCat("Award ended, last day ", Day(entry.award_ended().last_day()), ": ",
                          Phrase(entry.award_ended().outcome()), ". ",
                          GivenBack(entry.award_ended().released_pence()));
    case Entry::kCommitmentReleased:
      return absl::StrCat("Last day passed; ",
                          GivenBack(entry.commitment_released().released_pence()));
    case Entry::kAgreementRecorded:
      return absl::StrCat("Agreement ", entry.agreement_recorded().version(),
                          " recorded, signed on ", Day(entry.agreement_recorded().signed_day()),
                          ": ", Phrase(entry.agreement_recorded().choice()), ".");
    case Entry::kContributionSet:
      return absl::StrCat("Contribution of ", FormatPence(entry.contribution_set().weekly_pence()),
                          " a week set from ", Day(entry.contribution_set().from_day()),
                          " on; expected in all: ",
                          FormatPence(Contribution(entry.contribution_set().parts())), ".");
    case Entry::kContributionReceived:
      return absl::StrCat("Contribution of ",
                          FormatPence(entry.contribution_received().amount_pence()), " received",
                          CanBeSpent(entry.contribution_received().available_after_pence()));
    case Entry::kOwnMoneyAdded:
      return absl::StrCat("Own money of ", FormatPence(entry.own_money_added().amount_pence()),
                          " added", CanBeSpent(entry.own_money_added().available_after_pence()));
    case Entry::kOwnMoneyRepaid:
      return absl::StrCat("Own money of ", FormatPence(entry.own_money_repaid().amount_pence()),
                          " paid back",
                          CanBeSpent(entry.own_money_repaid().available_after_pence()));
    case Entry::kTransactionReversed:
      return Sentence(entry.transaction_reversed());
    case Entry::kEmergencyLoadApproved:
      return absl::StrCat("Emergency load transactions/",
                          entry.emergency_load_approved().load_entry(), " approved.");
    case Entry::kBalanceCarriedForward:
      return absl::StrCat(FormatPence(entry.balance_carried_forward().amount_pence()),
                          " carried forward against the new financial year's budget.");
    case Entry::kReferralOpened:
      return Asked(entry.referral_opened().referral());
    case Entry::kReferralDecided:
      return Sentence(entry.referral_decided());
    case Entry::kCardRequested:
      return absl::StrCat("Card asked for, to be held by the ",
                          Phrase(entry.card_requested().holder()), ": ",
                          CardLimitsPhrase(entry.card_requested().limits()), ".");
    case Entry::kCardIssued:
      return absl::StrCat("Card ending ", entry.card_issued().last_four(), " issued; last day ",
                          Day(entry.card_issued().expiry_day()), ".");
    case Entry::kCardActivated:
      return "Card activated; it may be used.";
    case Entry::kCardBlocked:
      return Sentence(entry.card_blocked());
    case Entry::kCardUnblocked:
      return "Block of the card lifted.";
    case Entry::kCardReplaced:
      return absl::StrCat("Card replaced by ", NameOf("cards", entry.card_replaced().new_card_id()),
                          ", which is asked for. The old one can be used no more.");
    case Entry::kCardClosed:
      return "Card closed for good.";
    case Entry::kCardLimitsSet:
      return absl::StrCat(
          "Limits of the card set: ", CardLimitsPhrase(entry.card_limits_set().limits()), ".");
    case Entry::kBlockReviewed:
      return absl::StrCat("Block of the card reviewed, and it stays; next review by ",
                          Day(entry.block_reviewed().next_review_day()), ".");
    case Entry::EVENT_NOT_SET:
      return "";
  }
  return "";
}

}  // namespace cardledger::cli
