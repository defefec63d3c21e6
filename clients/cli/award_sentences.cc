#include "absl/strings/str_cat.h"

#include "clients/cli/sentences.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;
using client::FormatPence;
using journal::Entry;

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

std::string Sentence(const journal::AwardProposed& proposed) {
  const std::string schedule = proposed.frequency() == journal::LOAD_FREQUENCY_UNSPECIFIED
                                   ? ""
                                   : absl::StrCat(", loaded ", Phrase(proposed.frequency()),
                                                  " from ", Day(proposed.first_due_day()));
  return absl::StrCat("Award of ", FormatPence(Amount(proposed.parts())), " proposed, ",
                      Period(proposed.start_day(), proposed.end_day()), schedule, ".");
}

std::string Sentence(const journal::AwardApproved& approved) {
  return absl::StrCat("Award approved; ", FormatPence(approved.committed_pence()),
                      " promised from its funds.", NextInstalment(approved.next_due_day()));
}

std::string Sentence(const journal::AwardCancelled& cancelled) {
  return absl::StrCat("Award cancelled: ", Phrase(cancelled.reason()), ". ",
                      GivenBack(cancelled.released_pence()));
}

std::string Sentence(const journal::ExtensionProposed& proposed) {
  return absl::StrCat("Extension to ", Day(proposed.end_day()), " proposed, ",
                      proposed.added().empty()
                          ? "without more money"
                          : absl::StrCat("with ", FormatPence(Amount(proposed.added())), " more"),
                      ".");
}

std::string Sentence(const journal::AwardExtended& extended) {
  return absl::StrCat("Award extended to ", Day(extended.end_day()), "; ",
                      FormatPence(extended.committed_pence()), " more promised from its funds.",
                      NextInstalment(extended.next_due_day()));
}

std::string Sentence(const journal::AwardEnded& ended) {
  return absl::StrCat("Award ended, last day ", Day(ended.last_day()), ": ",
                      Phrase(ended.outcome()), ". ", GivenBack(ended.released_pence()));
}

std::string Sentence(const journal::CommitmentReleased& released) {
  return absl::StrCat("Last day passed; ", GivenBack(released.released_pence()));
}

std::string Sentence(const journal::AgreementRecorded& agreement) {
  return absl::StrCat("Agreement ", agreement.version(), " recorded, signed on ",
                      Day(agreement.signed_day()), ": ", Phrase(agreement.choice()), ".");
}

std::string Sentence(const journal::ContributionSet& contribution) {
  return absl::StrCat("Contribution of ", FormatPence(contribution.weekly_pence()),
                      " a week set from ", Day(contribution.from_day()),
                      " on; expected in all: ", FormatPence(Contribution(contribution.parts())),
                      ".");
}

}  // namespace

std::optional<std::string> AwardSentence(const Entry& entry) {
  switch (entry.event_case()) {
    case Entry::kAwardProposed:
      return Sentence(entry.award_proposed());
    case Entry::kAwardApproved:
      return Sentence(entry.award_approved());
    case Entry::kAwardCancelled:
      return Sentence(entry.award_cancelled());
    case Entry::kExtensionProposed:
      return Sentence(entry.extension_proposed());
    case Entry::kAwardExtended:
      return Sentence(entry.award_extended());
    case Entry::kExtensionDeclined:
      return "Extension declined.";
    case Entry::kAwardEnded:
      return Sentence(entry.award_ended());
    case Entry::kCommitmentReleased:
      return Sentence(entry.commitment_released());
    case Entry::kAgreementRecorded:
      return Sentence(entry.agreement_recorded());
    case Entry::kContributionSet:
      return Sentence(entry.contribution_set());
    default:
      return std::nullopt;
  }
}

}  // namespace cardledger::cli
