#include "clients/cli/demo_summary.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

#include "base/check.h"
#include "base/status_macros.h"
#include "clients/cli/civil_time.h"
#include "clients/cli/context.h"
#include "clients/cli/error_report.h"
#include "clients/cli/render.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

using demo::Actor;

constexpr int32_t kPageSize = 1000;

// By number, so that they stand in the order of their life.
template <typename Enum>
using Counts = std::map<Enum, int>;

// Goes through all pages of a list.
template <typename Request, typename Response, typename Take>
absl::Status ForEachPage(client::Client& client,
                         absl::StatusOr<Response> (client::Client::*list)(const Request&),
                         Request request, const Take& take) {
  request.set_page_size(kPageSize);
  do {
    CARDLEDGER_ASSIGN_OR_RETURN(const Response page, (client.*list)(request));
    take(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

template <typename Enum>
void AddCounts(const std::string& what, const Counts<Enum>& counts, DemoSummary& summary) {
  DemoCount& of_what = summary.counts.emplace_back();
  of_what.what = what;
  for (const auto& [value, count] : counts) of_what.by_word.emplace_back(Word(value), count);
}

// How many of a list stand in which state.
template <typename Enum, typename Request, typename Response, typename Items>
absl::Status CountStates(client::Client& client,
                         absl::StatusOr<Response> (client::Client::*list)(const Request&),
                         Items (Response::*items)() const, const std::string& what,
                         DemoSummary& summary) {
  Counts<Enum> counts;
  CARDLEDGER_RETURN_IF_ERROR(ForEachPage(client, list, Request(), [&](const Response& page) {
    for (const auto& item : (page.*items)()) ++counts[item.state()];
  }));
  AddCounts(what, counts, summary);
  return absl::OkStatus();
}

absl::Status CountWork(client::Client& client, DemoSummary& summary) {
  Counts<v1::WorkKind> counts;
  for (int kind = v1::WorkKind_MIN + 1; kind <= v1::WorkKind_MAX; ++kind) {
    v1::ListWorkRequest request;
    request.set_kind(static_cast<v1::WorkKind>(kind));
    CARDLEDGER_RETURN_IF_ERROR(ForEachPage(
        client, &client::Client::ListWork, request,
        [&](const v1::ListWorkResponse& page) { counts[request.kind()] += page.items_size(); }));
  }
  AddCounts("work", counts, summary);
  return absl::OkStatus();
}

google::protobuf::Value CountsValue(const DemoCount& count) {
  google::protobuf::Value value;
  auto& fields = *value.mutable_struct_value()->mutable_fields();
  for (const auto& [word, number] : count.by_word) fields[word].set_number_value(number);
  return value;
}

google::protobuf::Value HighlightValue(const demo::Highlight& highlight) {
  google::protobuf::Value value;
  auto& fields = *value.mutable_struct_value()->mutable_fields();
  fields["what"] = Text(highlight.what);
  fields["command"] = Text(highlight.command);
  fields["name"] = Text(highlight.name);
  return value;
}

// As the API's own JSON has it.
google::protobuf::Value FundsValue(const v1::ListFundsResponse& funds) {
  google::protobuf::Struct object;
  const auto read = google::protobuf::util::JsonStringToMessage(ToJson(funds), &object);
  CARDLEDGER_CHECK(read.ok(), "an answer's JSON is an object");
  return object.fields().at("funds");
}

}  // namespace

absl::StatusOr<DemoSummary> SummariseDemo(const demo::Plan& plan, demo::Performer& performer) {
  DemoSummary summary;
  client::Client& finance = performer.As(Actor::kFinanceOfficer);
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachPage(finance, &client::Client::ListFunds, v1::ListFundsRequest(),
                  [&](const v1::ListFundsResponse& page) { summary.funds.MergeFrom(page); }));
  CARDLEDGER_RETURN_IF_ERROR(CountStates<v1::AwardState>(
      finance, &client::Client::ListAwards, &v1::ListAwardsResponse::awards, "awards", summary));
  CARDLEDGER_RETURN_IF_ERROR(CountStates<v1::CardState>(
      finance, &client::Client::ListCards, &v1::ListCardsResponse::cards, "cards", summary));
  CARDLEDGER_RETURN_IF_ERROR(CountStates<v1::ReferralState>(finance, &client::Client::ListReferrals,
                                                            &v1::ListReferralsResponse::referrals,
                                                            "referrals", summary));
  CARDLEDGER_RETURN_IF_ERROR(CountWork(finance, summary));
  for (const demo::Highlight& highlight : plan.highlights) {
    summary.highlights.push_back(
        {highlight.what, performer.Resolve(highlight.name), highlight.command});
  }
  summary.steps_refused = performer.too_late();
  return summary;
}

std::string RenderDemoSummary(const DemoSummary& summary) {
  Facts counts;
  for (const DemoCount& count : summary.counts) {
    counts.Add(count.what,
               absl::StrJoin(count.by_word, ", ", [](std::string* out, const auto& pair) {
                 absl::StrAppend(out, pair.second, " ", pair.first);
               }));
  }
  Table table({{"Worth a look"}, {"cardledger ..."}});
  for (const demo::Highlight& highlight : summary.highlights) {
    table.AddRow({highlight.what, absl::StrCat(highlight.command, " ", highlight.name)});
  }
  return absl::StrCat(RenderFunds(summary.funds.funds()), "\n", counts.Render(), "\n",
                      table.Render());
}

std::string DemoSummaryJson(const DemoSummary& summary, const demo::Setting& setting) {
  google::protobuf::Struct object;
  auto& fields =
      *(*object.mutable_fields())["demonstration"].mutable_struct_value()->mutable_fields();
  fields["seed"] = Text(absl::StrCat(setting.seed));
  fields["day"] = Text(FormatDay(setting.today));
  fields["people"].set_number_value(demo::kPersonCount);
  fields["stepsRefused"].set_number_value(summary.steps_refused);
  fields["funds"] = FundsValue(summary.funds);
  for (const DemoCount& count : summary.counts) fields[count.what] = CountsValue(count);
  auto& highlights = *fields["highlights"].mutable_list_value();
  for (const demo::Highlight& highlight : summary.highlights) {
    *highlights.add_values() = HighlightValue(highlight);
  }
  return ToJson(object);
}

}  // namespace cardledger::cli
