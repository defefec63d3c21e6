#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/entry_sentence.h"
#include "clients/cli/sentences.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;
using journal::Entry;

template <typename Enum, typename Numbers>
std::string Phrases(const Numbers& numbers) {
  std::vector<std::string> phrases;
  for (const int number : numbers) phrases.push_back(Phrase(static_cast<Enum>(number)));
  return absl::StrJoin(phrases, ", ");
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

std::string Sentence(const journal::SupporterAdded& supporter) {
  return absl::StrCat("Supporter ", NameOf("supporters", supporter.supporter_id()), " added ",
                      Period(supporter.first_day(), supporter.last_day()), ": ",
                      Phrases<journal::SupporterScope>(supporter.scopes()), ".");
}

std::string Sentence(const journal::SupporterEnded& supporter) {
  return absl::StrCat("Part of ", NameOf("supporters", supporter.supporter_id()),
                      " ended; last day ", Day(supporter.last_day()), ".");
}

std::string Sentence(const journal::RepresentativeAdded& added) {
  return absl::StrCat("Representative ", NameOf("representatives", added.representative_id()),
                      " added as ", Phrase(added.authority()), " ",
                      Period(added.first_day(), added.last_day()), ": ",
                      Phrases<journal::RepresentativeScope>(added.scopes()), ".");
}

std::string Sentence(const journal::RepresentativeEnded& ended) {
  return absl::StrCat("Authority of ", NameOf("representatives", ended.representative_id()),
                      " ended; last day ", Day(ended.last_day()), ".");
}

}  // namespace

std::optional<std::string> PersonSentence(const Entry& entry) {
  switch (entry.event_case()) {
    case Entry::kPersonRegistered:
      return "Person registered.";
    case Entry::kPersonStateChanged:
      return Sentence(entry.person_state_changed());
    case Entry::kCommunicationNeedsSet:
      return "Communication needs recorded.";
    case Entry::kSupporterAdded:
      return Sentence(entry.supporter_added());
    case Entry::kSupporterEnded:
      return Sentence(entry.supporter_ended());
    case Entry::kRepresentativeAdded:
      return Sentence(entry.representative_added());
    case Entry::kRepresentativeEnded:
      return Sentence(entry.representative_ended());
    default:
      return std::nullopt;
  }
}

}  // namespace cardledger::cli
