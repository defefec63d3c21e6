#pragma once

// One well-formed request of each kind, for the unit tests of the domain to spoil.

#include <string>

#include "absl/strings/str_cat.h"

#include "services/domain/command.h"

namespace cardledger::domain {

// "…-00000000000n": a UUID that is different for each n below 10.
inline std::string TestUuid(int n) {
  return absl::StrCat("0f8fad5b-d9cb-469f-a165-00000000000", n);
}

inline google::type::Date TestDate(int32_t year, int32_t month, int32_t day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

inline v1::CreateFundRequest GoodCreateFund() {
  v1::CreateFundRequest request;
  request.set_request_id(TestUuid(1));
  request.set_code("TIER3");
  request.set_financial_year(2026);
  return request;
}

inline v1::AllocateBudgetRequest GoodAllocateBudget() {
  v1::AllocateBudgetRequest request;
  request.set_request_id(TestUuid(1));
  request.set_fund("funds/" + TestUuid(2));
  request.set_amount_pence(100);
  request.set_reason(journal::v1::BUDGET_REASON_ANNUAL_BUDGET);
  request.set_note("a note");
  return request;
}

inline v1::TransferBudgetRequest GoodTransferBudget() {
  v1::TransferBudgetRequest request;
  request.set_request_id(TestUuid(1));
  request.set_from_fund("funds/" + TestUuid(2));
  request.set_to_fund("funds/" + TestUuid(3));
  request.set_amount_pence(100);
  request.set_note("a note");
  return request;
}

inline v1::RegisterPersonRequest GoodRegisterPerson() {
  v1::RegisterPersonRequest request;
  request.set_request_id(TestUuid(1));
  request.set_case_reference("LL-1001");
  return request;
}

inline v1::ProposeAwardRequest GoodProposeAward() {
  v1::ProposeAwardRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_power(journal::v1::POWER_S18_DUTY);
  request.set_delivery(journal::v1::DELIVERY_COUNCIL_ARRANGED);
  *request.mutable_start_date() = TestDate(2026, 7, 6);
  *request.mutable_end_date() = TestDate(2026, 9, 27);
  v1::AwardFunding& part = *request.add_funding();
  part.set_fund("funds/" + TestUuid(3));
  part.set_amount_pence(100'000);
  request.set_goal("travel alone");
  return request;
}

inline v1::ApproveAwardRequest GoodApproveAward() {
  v1::ApproveAwardRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  return request;
}

inline v1::CancelAwardRequest GoodCancelAward() {
  v1::CancelAwardRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_reason(journal::v1::CANCEL_REASON_NEEDS_CHANGED);
  request.set_note("a note");
  return request;
}

inline v1::CreateLoadRequest GoodCreateLoad() {
  v1::CreateLoadRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_amount_pence(100);
  *request.mutable_due_date() = TestDate(2026, 7, 6);
  return request;
}

inline v1::BulkLoadStart GoodBulkLoadStart() {
  v1::BulkLoadStart request;
  request.set_request_id(TestUuid(1));
  request.set_declared_count(3);
  request.set_declared_pence(300);
  return request;
}

inline v1::BulkLoadFinish GoodBulkLoadFinish() {
  v1::BulkLoadFinish request;
  request.set_request_id(TestUuid(1));
  return request;
}

inline v1::ConfirmClockRequest GoodConfirmClock() {
  v1::ConfirmClockRequest request;
  request.set_request_id(TestUuid(1));
  return request;
}

inline v1::SetPersonStateRequest GoodSetPersonState() {
  v1::SetPersonStateRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_state(journal::v1::PERSON_STATE_HOSPITAL);
  *request.mutable_since() = TestDate(2026, 7, 6);
  request.set_note("a note");
  return request;
}

inline v1::SetCommunicationNeedsRequest GoodSetCommunicationNeeds() {
  v1::SetCommunicationNeedsRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.mutable_needs()->set_format(v1::COMMUNICATION_FORMAT_EASY_READ);
  request.mutable_needs()->set_language("en");
  request.mutable_needs()->set_channel(v1::COMMUNICATION_CHANNEL_TELEPHONE);
  request.mutable_needs()->set_helper("Bea Smith");
  request.mutable_needs()->set_note("calls after lunch");
  return request;
}

inline v1::AddSupporterRequest GoodAddSupporter() {
  v1::AddSupporterRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.add_scopes(journal::v1::SUPPORTER_SCOPE_BALANCE);
  request.add_scopes(journal::v1::SUPPORTER_SCOPE_CARD);
  *request.mutable_first_date() = TestDate(2026, 7, 6);
  *request.mutable_last_date() = TestDate(2026, 9, 27);
  request.set_subject("bea");
  request.set_supporter_name("Bea Smith");
  return request;
}

inline v1::EndSupporterRequest GoodEndSupporter() {
  v1::EndSupporterRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_supporter("supporters/" + TestUuid(3));
  *request.mutable_last_date() = TestDate(2026, 7, 6);
  return request;
}

inline v1::AddRepresentativeRequest GoodAddRepresentative() {
  v1::AddRepresentativeRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_authority(journal::v1::AUTHORITY_ATTORNEY_PROPERTY);
  request.add_scopes(journal::v1::REPRESENTATIVE_SCOPE_FINANCES);
  request.add_scopes(journal::v1::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT);
  *request.mutable_first_date() = TestDate(2026, 7, 6);
  request.set_subject("rob");
  request.set_representative_name("Rob Smith");
  request.set_evidence("power of attorney seen");
  return request;
}

inline v1::EndRepresentativeRequest GoodEndRepresentative() {
  v1::EndRepresentativeRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_representative("representatives/" + TestUuid(3));
  *request.mutable_last_date() = TestDate(2026, 7, 6);
  return request;
}

inline v1::RegisterProviderRequest GoodRegisterProvider() {
  v1::RegisterProviderRequest request;
  request.set_request_id(TestUuid(1));
  request.set_display_name("Harbour Day Centre");
  request.set_kind(journal::v1::PROVIDER_KIND_VOLUNTARY);
  return request;
}

inline v1::SetPersonSubjectRequest GoodSetPersonSubject() {
  v1::SetPersonSubjectRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_subject("idp|ada");
  return request;
}

inline v1::DeclareRelationRequest GoodDeclareRelation() {
  v1::DeclareRelationRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_subject("frank");
  return request;
}

inline v1::EndRelationRequest GoodEndRelation() {
  v1::EndRelationRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_subject("frank");
  return request;
}

inline v1::OpenLinesRequest GoodOpenLines() {
  v1::OpenLinesRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_reason(journal::v1::LOOK_REASON_PAYMENT_QUERY);
  request.set_note("asked about Monday");
  return request;
}

inline v1::RequestWithheldLookRequest GoodRequestWithheldLook() {
  v1::RequestWithheldLookRequest request;
  request.set_request_id(TestUuid(1));
  request.set_person("persons/" + TestUuid(2));
  request.set_reason(journal::v1::LOOK_REASON_SAFEGUARDING);
  request.set_ground(journal::v1::LOOK_GROUND_SERIOUS_HARM);
  request.set_note("the nephew would know");
  *request.mutable_review_date() = TestDate(2026, 8, 3);
  return request;
}

inline v1::DecideWithheldLookRequest GoodDecideWithheldLook() {
  v1::DecideWithheldLookRequest request;
  request.set_request_id(TestUuid(1));
  request.set_look("looks/12");
  request.set_approve(true);
  request.set_note("risk confirmed");
  return request;
}

inline v1::ReviewWithheldLookRequest GoodReviewWithheldLook() {
  v1::ReviewWithheldLookRequest request;
  request.set_request_id(TestUuid(1));
  request.set_look("looks/12");
  *request.mutable_review_date() = TestDate(2026, 9, 1);
  request.set_note("risk goes on");
  return request;
}

// Of a request that adds or removes one.
template <typename Request>
Request GoodProviderSubject() {
  Request request;
  request.set_request_id(TestUuid(1));
  request.set_provider("providers/" + TestUuid(2));
  request.set_subject("harbour-system");
  return request;
}

// Of an award that says all that may be said of one.
inline v1::ProposeAwardRequest GoodProposeAwardWithTerms() {
  v1::ProposeAwardRequest request = GoodProposeAward();
  v1::AwardShare& share = *request.add_shares();
  share.set_source(journal::v1::FUNDING_SOURCE_COUNCIL);
  share.set_basis_points(7'500);
  share.set_chargeable(true);
  v1::AwardShare& health = *request.add_shares();
  health.set_source(journal::v1::FUNDING_SOURCE_HEALTH_BODY);
  health.set_basis_points(2'500);
  request.mutable_schedule()->set_frequency(journal::v1::LOAD_FREQUENCY_WEEKLY);
  *request.mutable_schedule()->mutable_first_due_date() = TestDate(2026, 7, 8);
  request.set_funding_model(journal::v1::FUNDING_MODEL_CENTRAL_FLOAT);
  request.set_contribution_mode(journal::v1::CONTRIBUTION_MODE_NET);
  request.set_spend_order(journal::v1::SPEND_ORDER_PERSON_FIRST);
  request.add_allowed_categories(4'121);
  request.mutable_blocks()->add_categories(7'995);
  request.mutable_blocks()->set_cash(true);
  request.mutable_blocks()->set_risk_decision("why");
  *request.mutable_blocks()->mutable_risk_review_date() = TestDate(2026, 8, 6);
  v1::AwardEarmark& earmark = *request.add_earmarks();
  earmark.set_provider("providers/" + TestUuid(4));
  earmark.set_amount_pence(20'000);
  return request;
}

inline v1::ProposeExtensionRequest GoodProposeExtension() {
  v1::ProposeExtensionRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  *request.mutable_end_date() = TestDate(2026, 10, 25);
  v1::AwardFunding& part = *request.add_funding();
  part.set_fund("funds/" + TestUuid(3));
  part.set_amount_pence(10'000);
  request.set_reason("nearly there");
  return request;
}

inline v1::DecideExtensionRequest GoodDecideExtension() {
  v1::DecideExtensionRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_approve(true);
  request.set_note("a note");
  return request;
}

inline v1::EndAwardRequest GoodEndAward() {
  v1::EndAwardRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  *request.mutable_last_date() = TestDate(2026, 8, 6);
  request.set_outcome(journal::v1::OUTCOME_TRAVEL_INDEPENDENCE);
  request.set_note("a note");
  return request;
}

inline v1::RecordAgreementRequest GoodRecordAgreement() {
  v1::RecordAgreementRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.mutable_agreement()->set_version("dp-2026.1");
  request.mutable_agreement()->set_choice(journal::v1::PAYMENT_CHOICE_CARD);
  *request.mutable_agreement()->mutable_signed_date() = TestDate(2026, 7, 1);
  return request;
}

inline v1::SetContributionRequest GoodSetContribution() {
  v1::SetContributionRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  *request.mutable_from_date() = TestDate(2026, 7, 6);
  request.set_weekly_pence(500);
  return request;
}

inline v1::ReceiveContributionRequest GoodReceiveContribution() {
  v1::ReceiveContributionRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_amount_pence(500);
  *request.mutable_received_date() = TestDate(2026, 7, 6);
  request.set_reference("INV-7");
  return request;
}

inline v1::AddOwnMoneyRequest GoodAddOwnMoney() {
  v1::AddOwnMoneyRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_amount_pence(500);
  *request.mutable_received_date() = TestDate(2026, 7, 6);
  request.set_reference("REC-7");
  return request;
}

inline v1::RepayOwnMoneyRequest GoodRepayOwnMoney() {
  v1::RepayOwnMoneyRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_amount_pence(500);
  *request.mutable_paid_date() = TestDate(2026, 7, 6);
  request.set_reference("PAY-7");
  return request;
}

inline v1::ApproveEmergencyLoadRequest GoodApproveEmergencyLoad() {
  v1::ApproveEmergencyLoadRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_transaction("transactions/7");
  return request;
}

inline v1::RequestExceptionRequest GoodRequestException() {
  v1::RequestExceptionRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  *request.mutable_date() = TestDate(2026, 7, 6);
  request.set_amount_pence(500);
  request.set_reason("needs are not met");
  return request;
}

inline v1::DecideReferralRequest GoodDecideReferral() {
  v1::DecideReferralRequest request;
  request.set_request_id(TestUuid(1));
  request.set_referral("referrals/7");
  request.set_approve(true);
  request.set_amount_pence(500);
  request.set_reason("the duty stands");
  return request;
}

inline v1::ReverseTransactionRequest GoodReverseTransaction() {
  v1::ReverseTransactionRequest request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_transaction("transactions/7");
  *request.mutable_effective_date() = TestDate(2026, 7, 6);
  request.set_reason(journal::v1::REVERSAL_REASON_WRONG_AMOUNT);
  request.set_note("a note");
  return request;
}

inline v1::DueStep GoodDueStep() {
  v1::DueStep request;
  request.set_request_id(TestUuid(1));
  request.set_award("awards/" + TestUuid(2));
  request.set_kind(v1::DUE_KIND_INSTALMENT);
  *request.mutable_due_date() = TestDate(2026, 7, 6);
  return request;
}

}  // namespace cardledger::domain
