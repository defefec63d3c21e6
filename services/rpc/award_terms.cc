#include "services/rpc/award_terms.h"

#include "services/rpc/stored_values.h"

namespace cardledger::rpc {

namespace journal = ::cardledger::journal::v1;

void FillShare(const journal::FundingShare& share, v1::AwardShare& shown) {
  shown.set_source(share.source());
  shown.set_basis_points(share.basis_points());
  shown.set_chargeable(share.chargeable());
}

void FillBlocks(const journal::Blocks& blocks, v1::AwardBlocks& shown) {
  *shown.mutable_categories() = blocks.categories();
  shown.set_cash(blocks.cash());
  if (blocks.risk_review_day() != 0) {
    *shown.mutable_risk_review_date() = DateOf(blocks.risk_review_day());
  }
}

void FillEarmark(const journal::Earmark& earmark, v1::AwardEarmark& shown) {
  shown.set_provider(ProviderNameOf(earmark.provider_id()));
  shown.set_amount_pence(earmark.amount_pence());
}

journal::FundingModel FundingModelOf(journal::FundingModel stored, journal::Delivery delivery) {
  if (stored != journal::FUNDING_MODEL_UNSPECIFIED) return stored;
  return delivery == journal::DELIVERY_DIRECT_PAYMENT ? journal::FUNDING_MODEL_HOLDER_BALANCE
                                                      : journal::FUNDING_MODEL_CENTRAL_FLOAT;
}

void FillSchedule(journal::LoadFrequency frequency, int32_t first_due_day, int32_t next_due_day,
                  v1::LoadSchedule& shown) {
  shown.set_frequency(frequency);
  // A one-off schedule takes no first due date, so none is shown that could not be sent.
  if (first_due_day != 0 && frequency != journal::LOAD_FREQUENCY_ONE_OFF) {
    *shown.mutable_first_due_date() = DateOf(first_due_day);
  }
  if (next_due_day != 0) *shown.mutable_next_due_date() = DateOf(next_due_day);
}

}  // namespace cardledger::rpc
