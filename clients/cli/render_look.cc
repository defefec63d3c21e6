#include "clients/cli/render_look.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/render.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

std::string RolesOf(const v1::Look& look) {
  std::vector<std::string> roles;
  for (const int role : look.roles()) {
    roles.push_back(Phrase(static_cast<journal::v1::Role>(role)));
  }
  return absl::StrJoin(roles, ", ");
}

}  // namespace

std::string RenderLook(const v1::GetLookResponse& response) {
  const v1::Look& look = response.look();
  Facts facts;
  facts.Add("Look", look.name());
  facts.Add("Person", look.person());
  facts.Add("State", Word(look.state()));
  if (look.has_open_time()) {
    facts.Add("Opened", RenderTimestamp(look.open_time()));
    facts.Add("Until", RenderTimestamp(look.expire_time()));
  }
  facts.Add("By", RolesOf(look));
  if (!look.subject().empty()) facts.Add("Subject", look.subject());
  facts.Add("Reason", Phrase(look.reason()));
  if (look.ground() != journal::v1::LOOK_GROUND_UNSPECIFIED) {
    facts.Add("Withheld for", Phrase(look.ground()));
  }
  if (look.has_review_date()) facts.Add("Review by", FormatDateInWords(look.review_date()));
  if (!response.note().empty()) facts.Add("Note", response.note());
  return facts.Render();
}

// Who looked is shown to few, and a review is due of withheld looks alone: a column nobody has
// anything in is left out.
std::string RenderLooks(const google::protobuf::RepeatedPtrField<v1::Look>& looks) {
  const bool reviews = std::any_of(looks.begin(), looks.end(),
                                   [](const v1::Look& look) { return look.has_review_date(); });
  const bool subjects = std::any_of(looks.begin(), looks.end(),
                                    [](const v1::Look& look) { return !look.subject().empty(); });
  std::vector<Table::Column> columns = {{"Look"}, {"State"}, {"Opened"}, {"By"}, {"Reason"}};
  if (reviews) columns.push_back({"Review by"});
  if (subjects) columns.push_back({"Subject"});
  Table table(columns);
  for (const v1::Look& look : looks) {
    std::vector<std::string> row = {look.name(), Word(look.state()),
                                    look.has_open_time() ? RenderTimestamp(look.open_time()) : "",
                                    RolesOf(look), Phrase(look.reason())};
    if (reviews) row.push_back(look.has_review_date() ? FormatDate(look.review_date()) : "");
    if (subjects) row.push_back(look.subject());
    table.AddRow(std::move(row));
  }
  return table.empty() ? "There are no such looks.\n" : table.Render();
}

}  // namespace cardledger::cli
