#pragma once

// An award with random entries: loads of either of two years, contributions, own money, reversals
// and steps that move nothing, recorded over some months, each counting for a day up to then.

#include <set>
#include <utility>
#include <vector>

#include "tests/support/seeded_random.h"
#include "tests/unit/domain/award_entries.h"

namespace cardledger::domain {

inline const Day kRandomAwardStart = *ParseIsoDay("2026-02-16");

inline std::vector<journal::Entry> RandomAward(uint64_t seed, int count) {
  tests::SeededRandom random(seed);
  AwardWithEntries award(kRandomAwardStart);
  Day today = kRandomAwardStart;
  std::set<uint64_t> reversed;
  for (int i = 0; i < count; ++i) {
    today = today + static_cast<int32_t>(random.Below(4));
    const Day effective = today + -static_cast<int32_t>(random.Below(static_cast<uint64_t>(
                                      std::min(today - kRandomAwardStart + 1, 40))));
    const auto pence = static_cast<int64_t>(1 + random.Below(10'000));
    const int32_t year = FinancialYearOf(effective);
    const journal::Entry& any = award.entries()[random.Below(award.entries().size())];
    switch (random.Below(6)) {
      case 0:
        award.Next(today, today).mutable_contribution_set();
        break;
      case 1:
        award.Next(today, effective).mutable_contribution_received();
        award.Post(journal::PURSE_KIND_CONTRIBUTION, year, pence);
        break;
      case 2:
        award.Next(today, effective).mutable_own_money_added();
        award.Post(journal::PURSE_KIND_OWN, year, pence);
        break;
      case 3:
        if (any.postings_size() == 0 || any.has_transaction_reversed()) break;
        if (!reversed.insert(any.sequence()).second) break;
        award.Reverse(today, today, any);
        break;
      default:
        award.Load(today, effective, pence);
    }
  }
  return award.entries();
}

}  // namespace cardledger::domain
