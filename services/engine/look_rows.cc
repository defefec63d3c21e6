#include "services/engine/look_rows.h"

#include "base/check.h"
#include "services/engine/keys.h"

namespace cardledger::engine {
namespace {

// Who looks by a withheld look is who asked for it, not who approved it.
store::v1::LookRow Withheld(const journal::v1::Entry& entry, const domain::State& state) {
  const uint64_t requested = entry.withheld_look_decided().look_entry();
  const store::v1::WithheldLookRow* asked = domain::FindWithheldLook(state, requested);
  CARDLEDGER_CHECK(asked != nullptr, "a look that was decided stands in the state");
  store::v1::LookRow row;
  row.set_subject(asked->requested_by());
  *row.mutable_roles() = asked->roles();
  row.set_reason(asked->reason());
  row.set_withheld_entry(requested);
  return row;
}

store::v1::LookRow Told(const journal::v1::Entry& entry) {
  store::v1::LookRow row;
  row.set_subject(entry.caller().subject());
  *row.mutable_roles() = entry.caller().roles();
  row.set_reason(entry.lines_opened().reason());
  return row;
}

}  // namespace

std::optional<storage::KeyValue> LookRowOf(const journal::v1::Entry& entry,
                                           const domain::State& state) {
  const bool withheld =
      entry.has_withheld_look_decided() && entry.withheld_look_decided().approved();
  if (!withheld && !entry.has_lines_opened()) return std::nullopt;
  store::v1::LookRow row = withheld ? Withheld(entry, state) : Told(entry);
  row.set_opened_time_us(entry.recorded_time_us());
  const auto person = domain::IdFromBytes<domain::PersonId>(entry.person_id());
  return storage::KeyValue{LookKey(person, entry.sequence()), row.SerializeAsString()};
}

}  // namespace cardledger::engine
