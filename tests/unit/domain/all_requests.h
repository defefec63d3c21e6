#pragma once

// One well-formed request of every kind there is, for tests that go through all of them.

#include <variant>
#include <vector>

#include "tests/support/test_ledger.h"
#include "tests/unit/domain/card_requests.h"
#include "tests/unit/domain/privacy_requests.h"
#include "tests/unit/domain/requests.h"

namespace cardledger::domain {

inline v1::ActivatePolicyRequest GoodActivatePolicy() {
  v1::ActivatePolicyRequest request;
  request.set_request_id(TestUuid(1));
  request.set_text(std::string(tests::TestPolicyText()));
  return request;
}

inline std::vector<Request> AllRequests() {
  std::vector<Request> all = {GoodCreateFund(),
                              GoodAllocateBudget(),
                              GoodTransferBudget(),
                              GoodRegisterPerson(),
                              GoodProposeAwardWithTerms(),
                              GoodApproveAward(),
                              GoodCancelAward(),
                              GoodCreateLoad(),
                              GoodBulkLoadStart(),
                              GoodBulkLoadFinish(),
                              GoodActivatePolicy(),
                              GoodConfirmClock(),
                              GoodSetPersonState(),
                              GoodSetCommunicationNeeds(),
                              GoodAddSupporter(),
                              GoodEndSupporter(),
                              GoodAddRepresentative(),
                              GoodEndRepresentative(),
                              GoodRegisterProvider(),
                              GoodProposeExtension(),
                              GoodDecideExtension(),
                              GoodEndAward(),
                              GoodRecordAgreement(),
                              GoodSetContribution(),
                              GoodReceiveContribution(),
                              GoodAddOwnMoney(),
                              GoodRepayOwnMoney(),
                              GoodApproveEmergencyLoad(),
                              GoodRequestException(),
                              GoodDecideReferral(),
                              GoodReverseTransaction(),
                              GoodRequestCard(),
                              GoodIssueCard(),
                              GoodCardStep<v1::ActivateCardRequest>(),
                              GoodBlockCard(),
                              GoodUnblockCard(),
                              GoodReviewBlock(),
                              GoodCardStep<v1::ReplaceCardRequest>(),
                              GoodCardStep<v1::CloseCardRequest>(),
                              GoodSetCardLimits(),
                              GoodSetPersonSubject(),
                              GoodDeclareRelation(),
                              GoodEndRelation(),
                              GoodProviderSubject<v1::AddProviderSubjectRequest>(),
                              GoodProviderSubject<v1::RemoveProviderSubjectRequest>(),
                              GoodProposeErasure(),
                              GoodDecideErasure(),
                              GoodLegalHold<v1::SetLegalHoldRequest>(),
                              GoodLegalHold<v1::EndLegalHoldRequest>(),
                              GoodRectifyDetail(),
                              GoodOpenLines(),
                              GoodRequestWithheldLook(),
                              GoodDecideWithheldLook(),
                              GoodReviewWithheldLook(),
                              GoodDueStep()};
  CARDLEDGER_CHECK(all.size() == std::variant_size_v<Request>, "one request of every kind");
  for (size_t i = 0; i < all.size(); ++i) {
    CARDLEDGER_CHECK(all[i].index() == i, "the requests stand in the order of their kinds");
  }
  return all;
}

}  // namespace cardledger::domain
