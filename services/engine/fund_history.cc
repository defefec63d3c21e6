#include "services/engine/fund_history.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/fund_amounts.h"
#include "services/domain/limits.h"
#include "services/engine/keys.h"
#include "services/engine/rows.h"

namespace cardledger::engine {
namespace {

// Held at a time while entries are looked through.
constexpr uint64_t kEntriesPerScan = 512;

bool Counts(int32_t effective_day, const PastPoint& point) {
  return !point.day || domain::Day(effective_day) <= *point.day;
}

// Of the newest checkpoint up to the position; zeros where there is none.
absl::StatusOr<store::v1::FundAmounts> AtCheckpoint(const storage::KvStore& store,
                                                    const ReadView& view,
                                                    const domain::FundId& fund,
                                                    const PastPoint& point) {
  // Positions stand inverted in keys, so that the newest comes first and 0 would come last.
  const storage::KeyRange range{FundCheckpointKey(fund, point.position),
                                FundCheckpointKey(fund, 0)};
  CARDLEDGER_ASSIGN_OR_RETURN(const auto pairs, store.Scan(*view.snapshot, range, 1));
  store::v1::FundAmounts amounts;
  if (pairs.empty()) return amounts;
  CARDLEDGER_ASSIGN_OR_RETURN(const store::v1::FundCheckpointRow row, ReadCheckpoint(pairs[0]));
  for (const store::v1::FundDayRow& day : row.days()) {
    if (Counts(day.effective_day(), point)) domain::Add(day.amounts(), amounts);
  }
  return amounts;
}

// Adds what the entries from `first` to the position did to the fund.
absl::Status AddEntries(const storage::KvStore& store, const ReadView& view,
                        const domain::FundId& fund, uint64_t first, const PastPoint& point,
                        store::v1::FundAmounts& amounts) {
  journal::v1::Entry entry;
  while (first <= point.position) {
    const uint64_t count = std::min(kEntriesPerScan, point.position - first + 1);
    const storage::KeyRange range{EntryKey(first), EntryKey(first + count)};
    CARDLEDGER_ASSIGN_OR_RETURN(const auto pairs, store.Scan(*view.snapshot, range, count));
    if (pairs.size() != count) {
      return absl::DataLossError(absl::StrCat("entries from ", first, " on are missing"));
    }
    for (const storage::KeyValue& pair : pairs) {
      // An entry that does something to the fund holds its id; most hold another's, or none.
      if (!absl::StrContains(pair.value, fund.bytes())) continue;
      if (!entry.ParseFromString(pair.value)) {
        return absl::DataLossError("a stored entry cannot be read");
      }
      if (!Counts(entry.effective_day(), point)) continue;
      CARDLEDGER_RETURN_IF_ERROR(domain::AddTo(entry, fund, amounts));
    }
    first += count;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<store::v1::FundAmounts> FundAmountsAt(const storage::KvStore& store,
                                                     const ReadView& view,
                                                     const domain::FundId& fund,
                                                     const PastPoint& point) {
  CARDLEDGER_ASSIGN_OR_RETURN(store::v1::FundAmounts amounts,
                              AtCheckpoint(store, view, fund, point));
  // Where no checkpoint was written since, the fund had not changed up to the last whole interval.
  const uint64_t covered = point.position - point.position % domain::kCheckpointInterval;
  CARDLEDGER_RETURN_IF_ERROR(AddEntries(store, view, fund, covered + 1, point, amounts));
  return amounts;
}

}  // namespace cardledger::engine
