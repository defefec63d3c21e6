#include "services/domain/shares.h"

#include <algorithm>

#include "base/check.h"
#include "services/domain/limits.h"

namespace cardledger::domain {

static_assert(kBudgetPenceMax <= INT64_MAX / kBasisPointsWhole);

std::vector<SharePart> SplitByShares(int64_t pence, const FundingShares& shares) {
  if (shares.empty()) return {{journal::v1::FUNDING_SOURCE_COUNCIL, pence}};
  CARDLEDGER_CHECK(pence >= 0 && pence <= kBudgetPenceMax, "an amount is split");
  std::vector<SharePart> parts;
  std::vector<size_t> by_remainder;
  std::vector<int64_t> remainders;
  int64_t left = pence;
  for (const journal::v1::FundingShare& share : shares) {
    const int64_t scaled = pence * share.basis_points();
    by_remainder.push_back(parts.size());
    remainders.push_back(scaled % kBasisPointsWhole);
    parts.push_back({share.source(), scaled / kBasisPointsWhole});
    left -= parts.back().pence;
  }
  std::stable_sort(by_remainder.begin(), by_remainder.end(),
                   [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  CARDLEDGER_CHECK(left < static_cast<int64_t>(parts.size()), "shares come to the whole");
  for (size_t i = 0; i < static_cast<size_t>(left); ++i) ++parts[by_remainder[i]].pence;
  return parts;
}

}  // namespace cardledger::domain
