#pragma once

// Single steps of the sample journal, each by whoever may take it, with the names of what they
// made. Aborts where a step does not end as it must.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "base/check.h"
#include "cardledger/journal/v1/entry.pb.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {

// "2027-03-31", of a day that exists.
google::type::Date Date(absl::string_view iso);

class SampleSteps {
 public:
  struct Part {
    std::string fund;
    int64_t pence = 0;
  };

  explicit SampleSteps(TestLedger& ledger) : ledger_(ledger) {}

  // Any step; the first entry of its decision.
  template <typename Request>
  journal::v1::Entry Do(Request request, const journal::v1::Caller& caller, bool refused = false,
                        uint64_t run_entry = 0) {
    request.set_request_id(ledger_.NewRequestId());
    const engine::Outcome outcome = ledger_.Do(std::move(request), caller, run_entry);
    CARDLEDGER_CHECK(outcome.ok(), "every step of the sample is decided");
    CARDLEDGER_CHECK(outcome->front().has_refused() == refused, "every step ends as it must");
    return outcome->front();
  }

  void Activate(absl::string_view policy_text);
  std::string CreateFund(const std::string& code, int32_t year);
  void Allocate(const std::string& fund, int64_t pence);
  void Transfer(const std::string& from, const std::string& to, int64_t pence);

  std::string Register(const std::string& reference);
  void SetState(const std::string& person, journal::v1::PersonState state, absl::string_view since);
  void SetCommunicationNeeds(const std::string& person);
  std::string AddSupporter(const std::string& person, journal::v1::SupporterScope scope);
  void EndSupporter(const std::string& person, const std::string& supporter);
  std::string AddRepresentative(const std::string& person, journal::v1::Authority authority);
  void EndRepresentative(const std::string& person, const std::string& representative);
  std::string RegisterProvider();
  void SetPersonSubject(const std::string& person, absl::string_view subject);
  // Of whoever works for the council: `subject`, declared by `caller`.
  void DeclareRelation(const std::string& person, absl::string_view subject,
                       const journal::v1::Caller& caller);
  void EndRelation(const std::string& person, absl::string_view subject);
  void OpenLines(const std::string& person);
  // looks/{sequence}.
  std::string RequestWithheldLook(const std::string& person);
  void DecideWithheldLook(const std::string& look, bool approve);
  // Tells the person where `disclose`.
  void ReviewWithheldLook(const std::string& look, bool disclose);
  void AddProviderSubject(const std::string& provider, absl::string_view subject);
  void RemoveProviderSubject(const std::string& provider, absl::string_view subject);

  void RectifyReference(const std::string& person, uint64_t entry, absl::string_view reference);
  void Hold(const std::string& person);
  void HoldAndRelease(const std::string& person);
  // Of who the person is and what was done.
  void ProposeErasure(const std::string& person, bool refused = false);
  void DecideErasure(const std::string& person, bool approve);

  // From 1 March to 9 May 2027, under a duty.
  v1::ProposeAwardRequest Proposal(const std::string& person, journal::v1::Delivery delivery,
                                   const std::vector<Part>& parts) const;
  std::string Propose(v1::ProposeAwardRequest request);
  void Approve(const std::string& award);
  // Refused; the entry.
  journal::v1::Entry FailToApprove(const std::string& award, const journal::v1::Caller& caller);
  void Cancel(const std::string& award);
  void End(const std::string& award, absl::string_view last);
  void RecordAgreement(const std::string& award);
  void ProposeExtension(const std::string& award, absl::string_view end,
                        const std::vector<Part>& parts);
  void DecideExtension(const std::string& award, bool approve);

  static v1::CreateLoadRequest LoadRequest(const std::string& award, int64_t pence,
                                           absl::string_view due);
  journal::v1::Entry Load(const std::string& award, int64_t pence, absl::string_view due,
                          bool refused = false);
  journal::v1::Entry LoadInEmergency(const std::string& award, int64_t pence,
                                     absl::string_view due);
  void ApproveEmergency(const std::string& award, const journal::v1::Entry& load);
  void Reverse(const std::string& award, const journal::v1::Entry& original,
               journal::v1::ReversalReason reason, absl::string_view day);
  void SetContribution(const std::string& award, int64_t weekly_pence, absl::string_view from);
  journal::v1::Entry ReceiveContribution(const std::string& award, int64_t pence,
                                         absl::string_view day);
  journal::v1::Entry AddOwnMoney(const std::string& award, int64_t pence, absl::string_view day);
  void RepayOwnMoney(const std::string& award, int64_t pence, absl::string_view day);

  // Of the entry that opened it.
  void DecideReferral(const journal::v1::Entry& opened, bool approve);
  journal::v1::Entry RequestException(const std::string& award, int64_t pence,
                                      absl::string_view day);

  // The supporter who holds it; the person without.
  std::string RequestCard(const std::string& award, const std::string& supporter = "");
  void IssueCard(const std::string& card, const std::string& token);
  void BlockCard(const std::string& card, journal::v1::CardBlockReason reason);
  std::string ReplaceCard(const std::string& card);
  // Of a request that names its card and says no more.
  template <typename Request>
  void StepCard(const std::string& card, const journal::v1::Caller& caller, Request request = {}) {
    request.set_card(card);
    Do(std::move(request), caller);
  }

  TestLedger& ledger() { return ledger_; }

  const journal::v1::Caller sam = CallerOf("sam", {journal::v1::ROLE_SOCIAL_WORKER});
  const journal::v1::Caller anna = CallerOf("anna", {journal::v1::ROLE_APPROVER});
  const journal::v1::Caller harriet = CallerOf("harriet", {journal::v1::ROLE_APPROVER});
  const journal::v1::Caller frank = CallerOf("frank", {journal::v1::ROLE_FINANCE_OFFICER});
  const journal::v1::Caller fay = CallerOf("fay", {journal::v1::ROLE_FINANCE_APPROVER});
  const journal::v1::Caller ivy = CallerOf("ivy", {journal::v1::ROLE_INCOME_OFFICER});
  const journal::v1::Caller lena = CallerOf("lena", {journal::v1::ROLE_SAFEGUARDING_LEAD});
  const journal::v1::Caller issuer = CallerOf("issuer", {journal::v1::ROLE_ISSUER_SYSTEM});
  const journal::v1::Caller olga = CallerOf("olga", {journal::v1::ROLE_ADMINISTRATOR});

 private:
  TestLedger& ledger_;
};

}  // namespace cardledger::tests
