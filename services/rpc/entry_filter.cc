#include "services/rpc/entry_filter.h"

#include <algorithm>

#include "google/protobuf/descriptor.h"

#include "base/check.h"

namespace cardledger::rpc {

EntryFilter::EntryFilter(const v1::WatchEntriesRequest& request)
    : roles_(request.roles().begin(), request.roles().end()),
      subjects_(request.subjects().begin(), request.subjects().end()) {
  for (const std::string& event : request.events()) {
    const auto* field = journal::v1::Entry::descriptor()->FindFieldByName(event);
    CARDLEDGER_CHECK(field != nullptr, "the names of events were checked");
    events_.insert(field->number());
  }
  if (request.refused()) events_.insert(journal::v1::Entry::kRefused);
}

bool EntryFilter::Passes(const journal::v1::Entry& entry) const {
  if (!events_.empty() && !events_.contains(entry.event_case())) return false;
  if (names_callers() && !subjects_.contains(entry.caller().subject())) return false;
  const auto& roles = entry.caller().roles();
  return roles_.empty() || std::any_of(roles.begin(), roles.end(),
                                       [this](int role) { return roles_.contains(role); });
}

}  // namespace cardledger::rpc
