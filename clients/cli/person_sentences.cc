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

std::string Sentence(const journal::PersonSubjectSet& set) {
  if (set.subject().empty()) return "Person signs in no more.";
  return absl::StrCat("Person signs in as ", set.subject(), ".");
}

std::string Sentence(const journal::RelationDeclared& relation) {
  return absl::StrCat("Relation of ", relation.subject(), " declared, who keeps away from now on.");
}

std::string Sentence(const journal::RelationEnded& relation) {
  return absl::StrCat("Relation of ", relation.subject(), " ended.");
}

std::string Sentence(const journal::LinesOpened& opened) {
  return absl::StrCat("Person's lines opened: ", Phrase(opened.reason()), ".");
}

std::string Sentence(const journal::WithheldLookRequested& requested) {
  return absl::StrCat("Look at the person's lines asked for, to be withheld for ",
                      Phrase(requested.ground()), ": ", Phrase(requested.reason()), "; review by ",
                      Day(requested.review_day()), ".");
}

std::string Sentence(const journal::WithheldLookDecided& decided) {
  return absl::StrCat("Withheld look looks/", decided.look_entry(),
                      decided.approved() ? " approved, and the lines opened." : " declined.");
}

std::string Sentence(const journal::WithheldLookReviewed& reviewed) {
  const std::string look = absl::StrCat("Look looks/", reviewed.look_entry());
  if (reviewed.disclosed()) return absl::StrCat(look, " disclosed to the person.");
  return absl::StrCat(look, " stays withheld; review by ", Day(reviewed.review_day()), ".");
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
    case Entry::kPersonSubjectSet:
      return Sentence(entry.person_subject_set());
    case Entry::kRelationDeclared:
      return Sentence(entry.relation_declared());
    case Entry::kRelationEnded:
      return Sentence(entry.relation_ended());
    case Entry::kLinesOpened:
      return Sentence(entry.lines_opened());
    case Entry::kWithheldLookRequested:
      return Sentence(entry.withheld_look_requested());
    case Entry::kWithheldLookDecided:
      return Sentence(entry.withheld_look_decided());
    case Entry::kWithheldLookReviewed:
      return Sentence(entry.withheld_look_reviewed());
    default:
      return std::nullopt;
  }
}

}  // namespace cardledger::cli
