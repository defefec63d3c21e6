#include "clients/cli/entry_choice.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "clients/cli/entry_text.h"

namespace cardledger::cli {
namespace {

std::string WithHyphens(const std::string& word) { return absl::StrReplaceAll(word, {{"_", "-"}}); }

void TakeEvent(const std::string& given, InputErrors& errors, v1::WatchEntriesRequest& request) {
  const std::vector<std::string> events = EventWords();
  const std::string word = WithHyphens(given);
  if (std::find(events.begin(), events.end(), word) == events.end()) {
    errors.Note("--event", absl::StrCat("'", given, "' is no event; write one of ",
                                        absl::StrJoin(events, ", ")));
  }
  request.add_events(absl::StrReplaceAll(word, {{"-", "_"}}));
}

}  // namespace

void AddEntryFilters(CLI::App& command, EntryFilters& filters) {
  command
      .add_option("--event", filters.events,
                  "Only entries with this event, as award-loaded; once for each")
      ->type_name(TypeName(EventWords()))
      ->allow_extra_args(false);
  AddWordOption<journal::v1::Role>(command, "--role", filters.roles,
                                   "Only entries whose caller acted as this; once for each")
      ->allow_extra_args(false);
  command
      .add_option("--by", filters.subjects,
                  "Only entries that this subject asked for; once for each")
      ->type_name("SUBJECT")
      ->allow_extra_args(false);
  command.add_flag("--refused", filters.refused, "Only refusals; not with --event");
}

void TakeEntryFilters(const EntryFilters& filters, InputErrors& errors,
                      v1::WatchEntriesRequest& request) {
  for (const std::string& given : filters.events) TakeEvent(given, errors, request);
  for (const std::string& given : filters.roles) {
    request.add_roles(errors.Take("--role", ParseWord<journal::v1::Role>(WithHyphens(given))));
  }
  for (const std::string& given : filters.subjects) {
    if (const absl::Status subject = client::CheckSubject(given); !subject.ok()) {
      errors.Note("--by", subject.message());
    }
    request.add_subjects(given);
  }
  if (filters.refused && !filters.events.empty()) {
    errors.Note("--refused", "goes without --event: a refusal is of no other event");
  }
  request.set_refused(filters.refused);
}

absl::StatusOr<v1::FindPositionResponse> PositionAt(Context& context, absl::Time time) {
  v1::FindPositionRequest request;
  const int64_t seconds = absl::ToUnixSeconds(time);
  request.mutable_time()->set_seconds(seconds);
  request.mutable_time()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return context.client().FindPosition(request);
}

absl::StatusOr<uint64_t> PositionNow(Context& context) {
  const auto ledger = context.client().GetLedger();
  if (!ledger.ok()) return ledger.status();
  return ledger->read_point().position();
}

}  // namespace cardledger::cli
