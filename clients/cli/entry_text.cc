#include "clients/cli/entry_text.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/entry_sentence.h"
#include "clients/cli/render.h"

namespace cardledger::cli {
namespace {

using journal::v1::Entry;

std::string After(absl::string_view gap, const std::string& text) {
  return text.empty() ? "" : absl::StrCat(gap, text);
}

}  // namespace

std::string Concerned(const Entry& entry) {
  if (!entry.card_id().empty()) return NameOf("cards", entry.card_id());
  if (!entry.award_id().empty()) return NameOf("awards", entry.award_id());
  return NameOf("persons", entry.person_id());
}

std::string EventWord(const Entry& entry) {
  const auto* field = Entry::descriptor()->FindFieldByNumber(entry.event_case());
  if (field == nullptr) return "an-event-not-known-here";
  return absl::StrReplaceAll(field->name(), {{"_", "-"}});
}

std::vector<std::string> EventWords() {
  const auto* event = Entry::descriptor()->FindOneofByName("event");
  std::vector<std::string> words;
  words.reserve(static_cast<size_t>(event->field_count()));
  for (int i = 0; i < event->field_count(); ++i) {
    words.push_back(absl::StrReplaceAll(event->field(i)->name(), {{"_", "-"}}));
  }
  return words;
}

std::string RenderEntry(const Entry& entry) {
  return absl::StrCat(
      entry.sequence(), "  ", FormatInstant(absl::FromUnixMicros(entry.recorded_time_us())), "  ",
      absl::StrReplaceAll(EventWord(entry), {{"-", " "}}), After("  ", EntrySentence(entry)),
      After("  ", Concerned(entry)), After("  by ", entry.caller().subject()),
      entry.card_number_masked() ? "  a card number in the text was masked" : "");
}

std::string RenderChange(const v1::Change& change) {
  std::string text = IsStored(change.decision()) ? "" : "It would be recorded:\n";
  for (const Entry& entry : change.entries()) {
    absl::StrAppend(&text, EntrySentence(entry), After("\n  ", Concerned(entry)), "\n");
  }
  if (!IsStored(change.decision()) || absl::StrContains(text, change.name())) return text;
  return absl::StrCat(text, "  ", change.name(), "\n");
}

}  // namespace cardledger::cli
