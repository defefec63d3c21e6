#pragma once

// What is said of an award when it is proposed, in the API's form: the same from the entry that
// proposed it and from its row. What was left open is shown as what it means. Pure, any thread.

#include <cstdint>

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/v1/awards.pb.h"

namespace cardledger::rpc {

void FillShare(const journal::v1::FundingShare& share, v1::AwardShare& shown);
// The risk decision itself is sealed and is not shown.
void FillBlocks(const journal::v1::Blocks& blocks, v1::AwardBlocks& shown);
void FillEarmark(const journal::v1::Earmark& earmark, v1::AwardEarmark& shown);

journal::v1::FundingModel FundingModelOf(journal::v1::FundingModel stored,
                                         journal::v1::Delivery delivery);

// `next_due_day`: 0 where no instalment is to come.
void FillSchedule(journal::v1::LoadFrequency frequency, int32_t first_due_day, int32_t next_due_day,
                  v1::LoadSchedule& shown);

// Of an AwardProposed or an AwardTermsRow.
template <typename Terms>
void FillTerms(const Terms& terms, v1::Award& award) {
  for (const journal::v1::FundingShare& share : terms.shares()) {
    FillShare(share, *award.add_shares());
  }
  award.set_contribution_mode(terms.contribution_mode() ==
                                      journal::v1::CONTRIBUTION_MODE_UNSPECIFIED
                                  ? journal::v1::CONTRIBUTION_MODE_NET
                                  : terms.contribution_mode());
  award.set_spend_order(terms.spend_order() == journal::v1::SPEND_ORDER_UNSPECIFIED
                            ? journal::v1::SPEND_ORDER_PERSON_FIRST
                            : terms.spend_order());
  *award.mutable_allowed_categories() = terms.allowed_categories();
  if (terms.has_blocks()) FillBlocks(terms.blocks(), *award.mutable_blocks());
  for (const journal::v1::Earmark& earmark : terms.earmarks()) {
    FillEarmark(earmark, *award.add_earmarks());
  }
}

}  // namespace cardledger::rpc
