#include "clients/cli/render_privacy.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/entry_text.h"
#include "clients/cli/render.h"
#include "clients/cli/render_award.h"
#include "clients/cli/render_card.h"
#include "clients/cli/render_person.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

namespace journal = ::cardledger::journal::v1;

std::string Proposed(const v1::DueErasure& erasure) {
  if (!erasure.has_proposed()) return "";
  std::vector<std::string> classes;
  for (const int each : erasure.proposed().classes()) {
    classes.push_back(Word(static_cast<journal::RetentionClass>(each)));
  }
  return absl::StrCat(absl::StrJoin(classes, ", "), " by entry ", erasure.proposed().entry(), ": ",
                      Phrase(erasure.proposed().ground()));
}

std::string Due(const v1::DueErasure& erasure) {
  return absl::StrJoin(erasure.due(), ", ", [](std::string* out, const v1::DueClass& each) {
    absl::StrAppend(out, Word(each.retention_class()), " kept until ",
                    FormatDate(each.kept_until()));
  });
}

std::string Text(const v1::ExportedDetail& detail) {
  return absl::StrCat("    ", Phrase(detail.kind()), ": ",
                      detail.erased() ? "(erased)" : detail.text(), "\n");
}

}  // namespace

std::string RenderDueErasures(const google::protobuf::RepeatedPtrField<v1::DueErasure>& erasures) {
  Table table({{"Person"}, {"Due"}, {"Proposed"}});
  for (const v1::DueErasure& erasure : erasures) {
    table.AddRow({erasure.person(), Due(erasure), Proposed(erasure)});
  }
  return table.empty() ? "Nothing is due to be erased.\n" : table.Render();
}

std::string RenderExport(const v1::ExportPersonResponse& everything) {
  const v1::PersonStanding& standing = everything.standing();
  std::string text =
      absl::StrCat("Everything about one person\n\n", RenderPerson(standing.person()), "\nAwards\n",
                   RenderAwards(standing.awards()), "\nCards\n", RenderCards(standing.cards()),
                   "\nBalance\n", RenderBalance(standing.balance()), "\nWhat was recorded\n");
  for (const v1::ExportedEntry& exported : everything.entries()) {
    absl::StrAppend(&text, RenderEntry(exported.entry()), "\n");
    for (const v1::ExportedDetail& detail : exported.details())
      absl::StrAppend(&text, Text(detail));
  }
  return absl::StrCat(text, "\n", RenderReadPoint(everything.read_point()));
}

}  // namespace cardledger::cli
