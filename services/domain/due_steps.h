#pragma once

// What the ledger does by itself when a day has come: the next step of each award, by day. Follows
// from the rows of awards, so nothing of it is stored. Pure; as thread-safe as its owner.

#include <cstdint>
#include <optional>

#include "absl/container/btree_set.h"

#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/due.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

struct DueStepAt {
  Day day;
  v1::DueKind kind = v1::DUE_KIND_UNSPECIFIED;

  // By day, then in the order in which steps of one day are taken.
  friend constexpr auto operator<=>(const DueStepAt&, const DueStepAt&) = default;
};

// The next step of the award; nullopt where nothing will come by itself.
std::optional<DueStepAt> NextStepOf(const store::v1::AwardRow& award);

// The next step of every award that has one.
class DueSteps {
 public:
  struct Item {
    DueStepAt at;
    AwardId award;

    friend auto operator<=>(const Item&, const Item&) = default;
  };

  // Puts `after` in the place of `before`.
  void Replace(const AwardId& award, const std::optional<DueStepAt>& before,
               const std::optional<DueStepAt>& after);
  const absl::btree_set<Item>& items() const { return items_; }

 private:
  absl::btree_set<Item> items_;
};

// The request of a step: its id derives from award, kind and day.
v1::DueStep MakeDueStep(const DueSteps::Item& item);

}  // namespace cardledger::domain
