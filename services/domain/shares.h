#pragma once

// Splitting an amount between those who bear an award, to the penny: each share is rounded down,
// and the pennies left over go one each to the largest remainders, the earlier share first among
// equals. The parts always add up to the whole. Pure, any thread.

#include <cstdint>
#include <vector>

#include "google/protobuf/repeated_field.h"

#include "cardledger/journal/v1/entry.pb.h"

namespace cardledger::domain {

using FundingShares = google::protobuf::RepeatedPtrField<journal::v1::FundingShare>;

struct SharePart {
  journal::v1::FundingSource source = journal::v1::FUNDING_SOURCE_COUNCIL;
  int64_t pence = 0;

  friend bool operator==(const SharePart&, const SharePart&) = default;
};

// `pence` is 0 or more. One part a share, in their order; all to this council where there are none.
std::vector<SharePart> SplitByShares(int64_t pence, const FundingShares& shares);

}  // namespace cardledger::domain
