#pragma once

// A ledger with one fund and an award that money can be moved on, in single steps: for tests of
// what is read of an award's past. An award of £10,000 from 2026-07-06, the day the ledger opens,
// under a limit that stands in nobody's way. Aborts where a step has no outcome.

#include <string>
#include <utility>

#include "base/check.h"
#include "services/domain/dates.h"
#include "services/domain/names.h"
#include "tests/support/test_ledger.h"

namespace cardledger::engine {

class AwardLife : public tests::TestLedger {
 public:
  void OpenWithAward() {
    CARDLEDGER_CHECK(Open().ok(), "a new ledger opens");
    v1::ActivatePolicyRequest policy;
    policy.set_text(PolicyText());
    Take(std::move(policy));
    v1::CreateFundRequest fund;
    fund.set_code("TIER3");
    fund.set_financial_year(2026);
    fund_ = domain::IdFromBytes<domain::FundId>(Take(std::move(fund)).fund_created().fund_id());
    v1::AllocateBudgetRequest budget;
    budget.set_fund(domain::FundName(fund_));
    budget.set_amount_pence(100'000'000);
    budget.set_reason(journal::v1::BUDGET_REASON_ANNUAL_BUDGET);
    Take(std::move(budget));
    award_ = Propose();
    Approve(award_);
  }

  // Any step. The first entry of the outcome, refused or not.
  template <typename Request>
  journal::v1::Entry Take(Request request, absl::string_view subject = "officer-1") {
    request.set_request_id(NewRequestId());
    const Outcome outcome = Do(std::move(request), tests::CallerOf(subject, {}));
    CARDLEDGER_CHECK(outcome.ok(), "every step is decided");
    return outcome->front();
  }

  // Of another person each time.
  domain::AwardId Propose() {
    v1::RegisterPersonRequest person;
    person.set_case_reference(absl::StrCat("LL-", ++persons_));
    const journal::v1::Entry registered = Take(std::move(person));
    v1::ProposeAwardRequest award;
    award.set_person(
        domain::PersonName(domain::IdFromBytes<domain::PersonId>(registered.person_id())));
    award.set_power(journal::v1::POWER_S19_POWER);
    award.set_delivery(journal::v1::DELIVERY_COUNCIL_ARRANGED);
    *award.mutable_start_date() = domain::DateOf(kStart);
    *award.mutable_end_date() = domain::DateOf(kStart + 83);
    award.add_funding()->set_fund(domain::FundName(fund_));
    award.mutable_funding(0)->set_amount_pence(1'000'000);
    return domain::IdFromBytes<domain::AwardId>(Take(std::move(award)).award_id());
  }
  void Approve(const domain::AwardId& award) {
    v1::ApproveAwardRequest approval;
    approval.set_award(domain::AwardName(award));
    Take(std::move(approval), "approver-1");
  }

  journal::v1::Entry Load(int64_t pence, domain::Day due, bool emergency = false) {
    v1::CreateLoadRequest load;
    load.set_amount_pence(pence);
    *load.mutable_due_date() = domain::DateOf(due);
    load.set_emergency(emergency);
    return TakeOnAward(std::move(load));
  }
  journal::v1::Entry ApproveEmergency(uint64_t load_entry) {
    v1::ApproveEmergencyLoadRequest approval;
    approval.set_award(domain::AwardName(award_));
    approval.set_transaction(domain::TransactionName(load_entry));
    return Take(std::move(approval), "approver-1");
  }
  journal::v1::Entry AddOwnMoney(int64_t pence, domain::Day day) {
    v1::AddOwnMoneyRequest added;
    added.set_amount_pence(pence);
    *added.mutable_received_date() = domain::DateOf(day);
    return TakeOnAward(std::move(added));
  }
  journal::v1::Entry RepayOwnMoney(int64_t pence, domain::Day day) {
    v1::RepayOwnMoneyRequest repaid;
    repaid.set_amount_pence(pence);
    *repaid.mutable_paid_date() = domain::DateOf(day);
    return TakeOnAward(std::move(repaid));
  }
  journal::v1::Entry ReceiveContribution(int64_t pence, domain::Day day) {
    v1::ReceiveContributionRequest received;
    received.set_amount_pence(pence);
    *received.mutable_received_date() = domain::DateOf(day);
    return TakeOnAward(std::move(received));
  }
  journal::v1::Entry Reverse(uint64_t entry, domain::Day day) {
    v1::ReverseTransactionRequest reversal;
    reversal.set_transaction(domain::TransactionName(entry));
    *reversal.mutable_effective_date() = domain::DateOf(day);
    reversal.set_reason(journal::v1::REVERSAL_REASON_ENTERED_IN_ERROR);
    return TakeOnAward(std::move(reversal));
  }
  void NextDay() {
    clock().Advance(tests::kMicrosecondsPerDay);
    today_ = today_ + 1;
  }

  static inline const domain::Day kStart = *domain::ParseIsoDay("2026-07-06");
  domain::Day today() const { return today_; }
  const domain::FundId& fund() const { return fund_; }
  const domain::AwardId& award() const { return award_; }

 private:
  static std::string PolicyText() {
    const std::string value = "source: \"test\" verification: VERIFICATION_NOT_VERIFIED";
    return absl::StrCat("version: \"test\"\nvalid_from { year: 2026 month: 4 day: 1 }\n",
                        "annual_limit { pence: 1000000 ", value, " }\n",
                        "limit_year { limit_year: LIMIT_YEAR_FINANCIAL_YEAR ", value, " }\n",
                        "phase_length_max { days: 84 ", value, " }\n",
                        "emergency_load_max { pence: 5000 ", value, " }\n");
  }

  template <typename Request>
  journal::v1::Entry TakeOnAward(Request request) {
    request.set_award(domain::AwardName(award_));
    return Take(std::move(request));
  }

  domain::FundId fund_;
  domain::AwardId award_;
  domain::Day today_ = kStart;
  int persons_ = 0;
};

}  // namespace cardledger::engine
