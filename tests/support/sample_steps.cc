#include "tests/support/sample_steps.h"

#include "services/domain/dates.h"
#include "services/domain/names.h"

namespace cardledger::tests {

namespace journal = ::cardledger::journal::v1;

namespace {

std::string TransactionOf(const journal::Entry& entry) {
  return domain::TransactionName(entry.sequence());
}

void AddFunding(const std::vector<SampleSteps::Part>& parts,
                google::protobuf::RepeatedPtrField<v1::AwardFunding>& funding) {
  for (const SampleSteps::Part& part : parts) {
    v1::AwardFunding& each = *funding.Add();
    each.set_fund(part.fund);
    each.set_amount_pence(part.pence);
  }
}

}  // namespace

google::type::Date Date(absl::string_view iso) { return domain::DateOf(*domain::ParseIsoDay(iso)); }

void SampleSteps::Activate(absl::string_view policy_text) {
  v1::ActivatePolicyRequest request;
  request.set_text(std::string(policy_text));
  Do(std::move(request), fay);
}

std::string SampleSteps::CreateFund(const std::string& code, int32_t year) {
  v1::CreateFundRequest request;
  request.set_code(code);
  request.set_financial_year(year);
  const journal::Entry entry = Do(std::move(request), fay);
  return domain::FundName(domain::IdFromBytes<domain::FundId>(entry.fund_created().fund_id()));
}

void SampleSteps::Allocate(const std::string& fund, int64_t pence) {
  v1::AllocateBudgetRequest request;
  request.set_fund(fund);
  request.set_amount_pence(pence);
  request.set_reason(pence > 0 ? journal::BUDGET_REASON_ANNUAL_BUDGET
                               : journal::BUDGET_REASON_SAVING);
  request.set_note("agreed by cabinet");
  Do(std::move(request), fay);
}

void SampleSteps::Transfer(const std::string& from, const std::string& to, int64_t pence) {
  v1::TransferBudgetRequest request;
  request.set_from_fund(from);
  request.set_to_fund(to);
  request.set_amount_pence(pence);
  Do(std::move(request), fay);
}

v1::ProposeAwardRequest SampleSteps::Proposal(const std::string& person, journal::Delivery delivery,
                                              const std::vector<Part>& parts) const {
  v1::ProposeAwardRequest request;
  request.set_person(person);
  request.set_power(journal::POWER_S18_DUTY);
  request.set_delivery(delivery);
  *request.mutable_start_date() = Date("2027-03-01");
  *request.mutable_end_date() = Date("2027-05-09");
  AddFunding(parts, *request.mutable_funding());
  request.set_goal("travel alone to college");
  return request;
}

std::string SampleSteps::Propose(v1::ProposeAwardRequest request) {
  const journal::Entry entry = Do(std::move(request), sam);
  return domain::AwardName(domain::IdFromBytes<domain::AwardId>(entry.award_id()));
}

void SampleSteps::Approve(const std::string& award) {
  v1::ApproveAwardRequest request;
  request.set_award(award);
  Do(std::move(request), anna);
}

journal::Entry SampleSteps::FailToApprove(const std::string& award, const journal::Caller& caller) {
  v1::ApproveAwardRequest request;
  request.set_award(award);
  return Do(std::move(request), caller, true);
}

void SampleSteps::Cancel(const std::string& award) {
  v1::CancelAwardRequest request;
  request.set_award(award);
  request.set_reason(journal::CANCEL_REASON_NEEDS_CHANGED);
  request.set_note("moved away");
  Do(std::move(request), sam);
}

void SampleSteps::End(const std::string& award, absl::string_view last) {
  v1::EndAwardRequest request;
  request.set_award(award);
  *request.mutable_last_date() = Date(last);
  request.set_outcome(journal::OUTCOME_TRAVEL_INDEPENDENCE);
  request.set_note("travels alone");
  Do(std::move(request), sam);
}

void SampleSteps::RecordAgreement(const std::string& award) {
  v1::RecordAgreementRequest request;
  request.set_award(award);
  request.mutable_agreement()->set_version("dp-2026.1");
  request.mutable_agreement()->set_choice(journal::PAYMENT_CHOICE_CARD);
  *request.mutable_agreement()->mutable_signed_date() = Date("2027-02-26");
  Do(std::move(request), sam);
}

void SampleSteps::ProposeExtension(const std::string& award, absl::string_view end,
                                   const std::vector<Part>& parts) {
  v1::ProposeExtensionRequest request;
  request.set_award(award);
  *request.mutable_end_date() = Date(end);
  AddFunding(parts, *request.mutable_funding());
  request.set_reason("nearly there");
  Do(std::move(request), sam);
}

void SampleSteps::DecideExtension(const std::string& award, bool approve) {
  v1::DecideExtensionRequest request;
  request.set_award(award);
  request.set_approve(approve);
  request.set_note("as talked about");
  Do(std::move(request), anna);
}

v1::CreateLoadRequest SampleSteps::LoadRequest(const std::string& award, int64_t pence,
                                               absl::string_view due) {
  v1::CreateLoadRequest request;
  request.set_award(award);
  request.set_amount_pence(pence);
  *request.mutable_due_date() = Date(due);
  return request;
}

journal::Entry SampleSteps::Load(const std::string& award, int64_t pence, absl::string_view due,
                                 bool refused) {
  return Do(LoadRequest(award, pence, due), frank, refused);
}

journal::Entry SampleSteps::LoadInEmergency(const std::string& award, int64_t pence,
                                            absl::string_view due) {
  v1::CreateLoadRequest request = LoadRequest(award, pence, due);
  request.set_emergency(true);
  return Do(std::move(request), frank);
}

void SampleSteps::ApproveEmergency(const std::string& award, const journal::Entry& load) {
  v1::ApproveEmergencyLoadRequest request;
  request.set_award(award);
  request.set_transaction(TransactionOf(load));
  Do(std::move(request), anna);
}

void SampleSteps::Reverse(const std::string& award, const journal::Entry& original,
                          journal::ReversalReason reason, absl::string_view day) {
  v1::ReverseTransactionRequest request;
  request.set_award(award);
  request.set_transaction(TransactionOf(original));
  *request.mutable_effective_date() = Date(day);
  request.set_reason(reason);
  request.set_note("as agreed");
  Do(std::move(request), fay);
}

void SampleSteps::SetContribution(const std::string& award, int64_t weekly_pence,
                                  absl::string_view from) {
  v1::SetContributionRequest request;
  request.set_award(award);
  request.set_weekly_pence(weekly_pence);
  *request.mutable_from_date() = Date(from);
  Do(std::move(request), ivy);
}

journal::Entry SampleSteps::ReceiveContribution(const std::string& award, int64_t pence,
                                                absl::string_view day) {
  v1::ReceiveContributionRequest request;
  request.set_award(award);
  request.set_amount_pence(pence);
  *request.mutable_received_date() = Date(day);
  request.set_reference("INV-7");
  return Do(std::move(request), ivy);
}

journal::Entry SampleSteps::AddOwnMoney(const std::string& award, int64_t pence,
                                        absl::string_view day) {
  v1::AddOwnMoneyRequest request;
  request.set_award(award);
  request.set_amount_pence(pence);
  *request.mutable_received_date() = Date(day);
  request.set_reference("REC-7");
  return Do(std::move(request), ivy);
}

void SampleSteps::RepayOwnMoney(const std::string& award, int64_t pence, absl::string_view day) {
  v1::RepayOwnMoneyRequest request;
  request.set_award(award);
  request.set_amount_pence(pence);
  *request.mutable_paid_date() = Date(day);
  request.set_reference("PAY-7");
  Do(std::move(request), ivy);
}

void SampleSteps::DecideReferral(const journal::Entry& opened, bool approve) {
  v1::DecideReferralRequest request;
  request.set_referral(domain::ReferralName(opened.sequence()));
  request.set_approve(approve);
  request.set_reason("the duty stands");
  Do(std::move(request), harriet);
}

journal::Entry SampleSteps::RequestException(const std::string& award, int64_t pence,
                                             absl::string_view day) {
  v1::RequestExceptionRequest request;
  request.set_award(award);
  *request.mutable_date() = Date(day);
  request.set_amount_pence(pence);
  request.set_reason("a longer way to college");
  return Do(std::move(request), sam);
}

std::string SampleSteps::RequestCard(const std::string& award, const std::string& supporter) {
  v1::RequestCardRequest request;
  request.set_award(award);
  request.set_holder(supporter.empty() ? journal::HOLDER_KIND_PERSON
                                       : journal::HOLDER_KIND_SUPPORTER);
  request.set_party(supporter);
  request.mutable_limits()->set_daily_pence(5'000);
  const journal::Entry entry = Do(std::move(request), sam);
  return domain::CardName(domain::IdFromBytes<domain::CardId>(entry.card_id()));
}

void SampleSteps::IssueCard(const std::string& card, const std::string& token) {
  v1::IssueCardRequest request;
  request.set_card(card);
  request.set_token(token);
  request.set_last_four("4242");
  request.set_expiry_year(2030);
  request.set_expiry_month(2);
  Do(std::move(request), issuer);
}

void SampleSteps::BlockCard(const std::string& card, journal::CardBlockReason reason) {
  v1::BlockCardRequest request;
  request.set_card(card);
  request.set_reason(reason);
  if (reason == journal::CARD_BLOCK_REASON_SAFEGUARDING) {
    request.set_needs_met("vouchers");
    request.set_lead("lena");
  }
  Do(std::move(request), sam);
}

std::string SampleSteps::ReplaceCard(const std::string& card) {
  v1::ReplaceCardRequest request;
  request.set_card(card);
  const journal::Entry entry = Do(std::move(request), sam);
  return domain::CardName(domain::IdFromBytes<domain::CardId>(entry.card_replaced().new_card_id()));
}

}  // namespace cardledger::tests
