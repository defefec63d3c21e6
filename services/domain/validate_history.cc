#include "google/protobuf/descriptor.h"

#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/validate.h"
#include "services/domain/violations.h"

namespace cardledger::domain {
namespace {

// Whether `name` is that of an event in an entry.
bool IsEvent(absl::string_view name) {
  const google::protobuf::FieldDescriptor* field =
      journal::v1::Entry::descriptor()->FindFieldByName(std::string(name));
  return field != nullptr && field->containing_oneof() != nullptr;
}

// Filters may be left out; an unknown number is still refused.
template <typename Enum>
void CheckFilter(absl::string_view field, Enum value, ViolationCollector& out) {
  if (static_cast<int>(value) != 0) out.CheckEnum(field, value);
}

// Of two dates that exist.
void CheckPeriod(const google::type::Date& from, const google::type::Date& before,
                 ViolationCollector& out) {
  const std::optional<Day> first = ParseDate(from);
  const std::optional<Day> end = ParseDate(before);
  if (!first || !end || *end > *first) return;
  out.Add("before_date", absl::StrCat("must be after from_date, which is ", FormatIsoDay(*first),
                                      ", not ", FormatIsoDay(*end)));
}

// Both days are there, and no further apart than a statement goes.
void CheckStatementPeriod(const google::type::Date& from_date,
                          const google::type::Date& before_date, ViolationCollector& out) {
  out.CheckDate("from_date", from_date);
  out.CheckDate("before_date", before_date);
  CheckPeriod(from_date, before_date, out);
  const std::optional<Day> from = ParseDate(from_date);
  const std::optional<Day> before = ParseDate(before_date);
  if (from && before && *before - *from > kStatementDaysMax) {
    out.Add("before_date", absl::StrCat("must be at most ", kStatementDaysMax,
                                        " days after from_date, not ", *before - *from));
  }
}

void CheckSubjectsWatched(const v1::WatchEntriesRequest& request, ViolationCollector& out) {
  if (request.subjects_size() > kSubjectsWatchedMax) {
    out.Add("subjects", absl::StrCat("must be at most ", kSubjectsWatchedMax, " subjects, not ",
                                     request.subjects_size()));
    return;
  }
  for (int i = 0; i < request.subjects_size(); ++i) {
    out.CheckSubject(absl::StrCat("subjects[", i, "]"), request.subjects(i), true);
  }
}

}  // namespace

Violations Validate(const v1::GetPersonBalanceRequest& request) {
  ViolationCollector out;
  out.CheckPersonName("person", request.person());
  out.CheckAsOf(request.as_of());
  return std::move(out).Take();
}

Violations Validate(const v1::GetCardBalanceRequest& request) {
  ViolationCollector out;
  out.CheckCardName("card", request.card());
  out.CheckAsOf(request.as_of());
  return std::move(out).Take();
}

Violations Validate(const v1::ListTransactionsRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  out.CheckAwardName("award", request.award());
  CheckFilter("kind", request.kind(), out);
  CheckFilter("state", request.state(), out);
  if (request.has_from_date()) out.CheckDate("from_date", request.from_date());
  if (request.has_before_date()) out.CheckDate("before_date", request.before_date());
  CheckPeriod(request.from_date(), request.before_date(), out);
  return std::move(out).Take();
}

Violations Validate(const v1::GetTransactionRequest& request) {
  ViolationCollector out;
  out.CheckTransactionName("name", request.name());
  return std::move(out).Take();
}

Violations Validate(const v1::GetStatementRequest& request) {
  ViolationCollector out;
  out.CheckAwardName("award", request.award());
  CheckStatementPeriod(request.from_date(), request.before_date(), out);
  return std::move(out).Take();
}

Violations Validate(const v1::GetTransactionTotalsRequest& request) {
  ViolationCollector out;
  if (!ParseAwardName(request.name())) out.CheckPersonName("name", request.name());
  CheckStatementPeriod(request.from_date(), request.before_date(), out);
  return std::move(out).Take();
}

Violations Validate(const v1::ListWorkRequest& request) {
  ViolationCollector out;
  out.CheckPageSize(request.page_size());
  out.CheckEnum("kind", request.kind());
  return std::move(out).Take();
}

Violations Validate(const v1::WatchEntriesRequest& request) {
  ViolationCollector out;
  if (request.until_sequence() != 0 && request.until_sequence() <= request.after_sequence()) {
    out.Add("until_sequence", "must be 0 for an endless stream, or more than after_sequence");
  }
  for (int i = 0; i < request.events_size(); ++i) {
    if (IsEvent(request.events(i))) continue;
    out.Add(absl::StrCat("events[", i, "]"),
            "must be the name of an event in cardledger.journal.v1.Entry, such as award_loaded");
  }
  for (int i = 0; i < request.roles_size(); ++i) {
    out.CheckEnum(absl::StrCat("roles[", i, "]"), request.roles(i));
  }
  CheckSubjectsWatched(request, out);
  // Whoever looks for refused loads must not be told, by an empty stream, that there were none.
  if (request.refused() && request.events_size() > 0) {
    out.Add("events", "must be empty where refused is set: a refusal is of no other event");
  }
  return std::move(out).Take();
}

}  // namespace cardledger::domain
