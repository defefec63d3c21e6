#include "clients/cli/render_person.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/render.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;

std::string State(const v1::Person& person) {
  return absl::StrCat(
      person.state() == journal::PERSON_STATE_ACTIVE ? "at home" : Phrase(person.state()),
      person.has_state_since() ? absl::StrCat(" since ", FormatDateInWords(person.state_since()))
                               : "");
}

template <typename Enum, typename Party>
std::vector<std::string> PartyRow(const Party& party, std::vector<std::string> row) {
  std::vector<std::string> scopes;
  for (const int scope : party.scopes()) scopes.push_back(Phrase(static_cast<Enum>(scope)));
  row.push_back(absl::StrJoin(scopes, ", "));
  row.push_back(FormatDateInWords(party.first_date()));
  row.push_back(party.has_last_date() ? FormatDateInWords(party.last_date()) : "no end");
  row.push_back(party.in_force() ? "yes" : "no");
  row.push_back(party.subject());
  return row;
}

std::string Supporters(const v1::Person& person) {
  if (person.supporters().empty()) return "";
  Table table({{"Supporter"}, {"May"}, {"First day"}, {"Last day"}, {"In force"}, {"Subject"}});
  for (const v1::Supporter& supporter : person.supporters()) {
    table.AddRow(PartyRow<journal::SupporterScope>(supporter, {supporter.name()}));
  }
  return absl::StrCat("\n", table.Render());
}

std::string Representatives(const v1::Person& person) {
  if (person.representatives().empty()) return "";
  Table table({{"Representative"},
               {"Authority"},
               {"In"},
               {"First day"},
               {"Last day"},
               {"In force"},
               {"Subject"}});
  for (const v1::Representative& representative : person.representatives()) {
    table.AddRow(PartyRow<journal::RepresentativeScope>(
        representative, {representative.name(), Phrase(representative.authority())}));
  }
  return absl::StrCat("\n", table.Render());
}

}  // namespace

std::string RenderPerson(const v1::Person& person) {
  Facts facts;
  facts.Add("Person", person.name());
  facts.Add("State", State(person));
  facts.Add("Registered", RenderTimestamp(person.register_time()));
  if (person.has_communication_needs()) {
    facts.Add("How to talk", absl::StrCat("cardledger person communication show ", person.name()));
  }
  if (!person.subject().empty()) facts.Add("Signs in as", person.subject());
  facts.AddEach("Related staff", person.related_subjects());
  std::vector<std::string> erased;
  for (const int each : person.erased_classes()) {
    erased.push_back(Word(static_cast<journal::RetentionClass>(each)));
  }
  if (!erased.empty()) facts.Add("Erased", absl::StrJoin(erased, ", "));
  if (person.legal_hold()) facts.Add("Legal hold", "set");
  if (person.awards().empty()) facts.Add("Awards", "none");
  facts.AddEach("Awards", person.awards());
  return absl::StrCat(facts.Render(), Supporters(person), Representatives(person));
}

std::string RenderCommunication(const v1::GetCommunicationNeedsResponse& response) {
  if (!response.has_needs()) return "No communication needs are recorded.\n";
  const v1::CommunicationNeeds& needs = response.needs();
  Facts facts;
  facts.Add("Reads", Phrase(needs.format()));
  facts.Add("Language", needs.language().empty() ? "en" : needs.language());
  facts.Add("Reached by", Phrase(needs.channel()));
  if (!needs.helper().empty()) facts.Add("Helper", needs.helper());
  if (!needs.note().empty()) facts.Add("Note", needs.note());
  return facts.Render();
}

}  // namespace cardledger::cli
