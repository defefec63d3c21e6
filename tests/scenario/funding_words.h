#pragma once

// The funds of a proposal or an extension.

#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {

// Adds those of "tier3:£400.00,tier3-next:£600.00".
template <typename Request>
absl::Status AddFunding(Step& step, absl::string_view text, Request& request) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto amounts, ParseAmounts(text));
  for (const auto& [fund, pence] : amounts) {
    v1::AwardFunding& funding = *request.add_funding();
    funding.set_fund(FundNamed(step, fund));
    funding.set_amount_pence(pence);
  }
  return absl::OkStatus();
}

}  // namespace cardledger::tests
