#pragma once

// One well-formed request about cards of each kind, for the unit tests of the domain to spoil.

#include "tests/unit/domain/requests.h"

namespace cardledger::domain {

inline journal::v1::CardLimits GoodCardLimits() {
  journal::v1::CardLimits limits;
  limits.set_payment_pence(5'000);
  limits.set_daily_pence(10'000);
  limits.set_daily_count(5);
  return limits;
}

inline v1::RequestCardRequest GoodRequestCard() {
  v1::RequestCardRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_holder(journal::v1::HOLDER_KIND_SUPPORTER);
  request.set_party("supporters/" + TestUuid(3));
  *request.mutable_limits() = GoodCardLimits();
  return request;
}

inline v1::IssueCardRequest GoodIssueCard() {
  v1::IssueCardRequest request;
  request.set_request_id(TestUuid(1));
  request.set_card("cards/" + TestUuid(2));
  request.set_token("tok_12345678");
  request.set_last_four("4242");
  request.set_expiry_year(2029);
  request.set_expiry_month(6);
  return request;
}

// Of a request that names its card and says no more.
template <typename Request>
Request GoodCardStep() {
  Request request;
  request.set_request_id(TestUuid(1));
  request.set_card("cards/" + TestUuid(2));
  return request;
}

inline v1::BlockCardRequest GoodBlockCard() {
  auto request = GoodCardStep<v1::BlockCardRequest>();
  request.set_reason(journal::v1::CARD_BLOCK_REASON_SAFEGUARDING);
  request.set_needs_met("vouchers");
  request.set_lead("lena");
  request.set_note("a note");
  return request;
}

inline v1::UnblockCardRequest GoodUnblockCard() {
  auto request = GoodCardStep<v1::UnblockCardRequest>();
  request.set_note("a note");
  return request;
}

inline v1::ReviewBlockRequest GoodReviewBlock() {
  auto request = GoodCardStep<v1::ReviewBlockRequest>();
  request.set_note("a note");
  return request;
}

inline v1::SetCardLimitsRequest GoodSetCardLimits() {
  auto request = GoodCardStep<v1::SetCardLimitsRequest>();
  *request.mutable_limits() = GoodCardLimits();
  return request;
}

}  // namespace cardledger::domain
