#include "tests/support/sample_journal.h"

#include <utility>

#include "base/check.h"
#include "services/domain/names.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

google::type::Date DateOf(int32_t year, int32_t month, int32_t day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// Takes the steps one after the other. Names of what it made are resource names.
class Filler {
 public:
  explicit Filler(TestLedger& ledger) : ledger_(ledger) {}

  void Run() {
    Activate();
    const std::string this_year = CreateFund("TIER3", 2026);
    const std::string next_year = CreateFund("TIER3", 2027);
    const std::string other = CreateFund("OTHER", 2026);
    Allocate(this_year, 500'000);
    Allocate(next_year, 200'000);
    Allocate(this_year, -50'000);
    Transfer(this_year, other, 25'000);
    const std::string person = Register("LL-1001");
    const std::string award = Propose(person, journal::DELIVERY_COUNCIL_ARRANGED,
                                      {{this_year, 80'000}, {next_year, 40'000}});
    Do(ApproveRequest(award), sam_, true);  // nobody approves what they prepared
    Do(ApproveRequest(award), anna_);
    const std::string direct = Propose(person, journal::DELIVERY_DIRECT_PAYMENT,
                                       {{this_year, 10'000}, {next_year, 10'000}});
    Do(ApproveRequest(direct), anna_);
    const std::string dropped = Propose(person, journal::DELIVERY_COUNCIL_ARRANGED,
                                        {{this_year, 5'000}, {next_year, 5'000}});
    Do(ApproveRequest(dropped), anna_);
    Cancel(dropped);
    Do(LoadRequest(award, 60'000, DateOf(2027, 3, 31)), frank_);
    Do(LoadRequest(direct, 10'000, DateOf(2027, 3, 31)), frank_);
    ledger_.clock().Advance(kMicrosecondsPerDay);
    BulkRun(award, direct);
    ConfirmClock();
  }

 private:
  struct Part {
    std::string fund;
    int64_t pence = 0;
  };

  template <typename Request>
  journal::Entry Do(Request request, const journal::Caller& caller, bool refused = false,
                    uint64_t run_entry = 0) {
    request.set_request_id(ledger_.NewRequestId());
    const engine::Outcome outcome = ledger_.Do(request, caller, run_entry);
    CARDLEDGER_CHECK(outcome.ok(), "every step of the sample is decided");
    CARDLEDGER_CHECK(outcome->front().has_refused() == refused, "every step ends as it must");
    return outcome->front();
  }

  template <typename IdType>
  static IdType IdOf(const std::string& bytes) {
    return domain::IdFromBytes<IdType>(bytes);
  }

  void Activate() {
    v1::ActivatePolicyRequest request;
    request.set_text(std::string(TestPolicyText()));
    Do(std::move(request), fay_);
  }

  std::string CreateFund(const std::string& code, int32_t year) {
    v1::CreateFundRequest request;
    request.set_code(code);
    request.set_financial_year(year);
    const journal::Entry entry = Do(std::move(request), fay_);
    return domain::FundName(IdOf<domain::FundId>(entry.fund_created().fund_id()));
  }

  void Allocate(const std::string& fund, int64_t pence) {
    v1::AllocateBudgetRequest request;
    request.set_fund(fund);
    request.set_amount_pence(pence);
    request.set_reason(pence > 0 ? journal::BUDGET_REASON_ANNUAL_BUDGET
                                 : journal::BUDGET_REASON_SAVING);
    request.set_note("agreed by cabinet");
    Do(std::move(request), fay_);
  }

  void Transfer(const std::string& from, const std::string& to, int64_t pence) {
    v1::TransferBudgetRequest request;
    request.set_from_fund(from);
    request.set_to_fund(to);
    request.set_amount_pence(pence);
    Do(std::move(request), fay_);
  }

  std::string Register(const std::string& reference) {
    v1::RegisterPersonRequest request;
    request.set_case_reference(reference);
    const journal::Entry entry = Do(std::move(request), sam_);
    return domain::PersonName(IdOf<domain::PersonId>(entry.person_id()));
  }

  std::string Propose(const std::string& person, journal::Delivery delivery,
                      const std::vector<Part>& parts) {
    v1::ProposeAwardRequest request;
    request.set_person(person);
    request.set_power(journal::POWER_S18_DUTY);
    request.set_delivery(delivery);
    *request.mutable_start_date() = DateOf(2027, 3, 1);
    *request.mutable_end_date() = DateOf(2027, 5, 9);
    for (const Part& part : parts) {
      v1::AwardFunding& funding = *request.add_funding();
      funding.set_fund(part.fund);
      funding.set_amount_pence(part.pence);
    }
    request.set_goal("travel alone to college");
    const journal::Entry entry = Do(std::move(request), sam_);
    return domain::AwardName(IdOf<domain::AwardId>(entry.award_id()));
  }

  static v1::ApproveAwardRequest ApproveRequest(const std::string& award) {
    v1::ApproveAwardRequest request;
    request.set_award(award);
    return request;
  }

  void Cancel(const std::string& award) {
    v1::CancelAwardRequest request;
    request.set_award(award);
    request.set_reason(journal::CANCEL_REASON_NEEDS_CHANGED);
    request.set_note("moved away");
    Do(std::move(request), sam_);
  }

  static v1::CreateLoadRequest LoadRequest(const std::string& award, int64_t pence,
                                           const google::type::Date& due) {
    v1::CreateLoadRequest request;
    request.set_award(award);
    request.set_amount_pence(pence);
    *request.mutable_due_date() = due;
    return request;
  }

  // Two rows accepted, one refused.
  void BulkRun(const std::string& award, const std::string& direct) {
    v1::BulkLoadStart start;
    start.set_declared_count(3);
    start.set_declared_pence(55'000);
    const uint64_t run = Do(start, frank_).sequence();
    std::vector<domain::Command> rows;
    for (v1::CreateLoadRequest request : {LoadRequest(award, 30'000, DateOf(2027, 4, 1)),
                                          LoadRequest(direct, 10'000, DateOf(2027, 4, 1)),
                                          LoadRequest(award, 15'000, DateOf(2027, 4, 1))}) {
      request.set_request_id(ledger_.NewRequestId());
      rows.push_back(domain::MakeCommand(std::move(request), frank_, run));
    }
    const std::vector<engine::Outcome> outcomes = ledger_.DoBulk(std::move(rows));
    CARDLEDGER_CHECK(outcomes[0]->front().has_award_loaded(), "the first row is loaded");
    CARDLEDGER_CHECK(outcomes[1]->front().has_award_loaded(), "the second row is loaded");
    CARDLEDGER_CHECK(outcomes[2]->front().has_refused(), "the third row is more than the award");
    Do(v1::BulkLoadFinish(), frank_, false, run);
  }

  void ConfirmClock() {
    ledger_.clock().Step(3'600 * kMicrosecondsPerSecond);
    Do(v1::ConfirmClockRequest(), olga_);
  }

  TestLedger& ledger_;
  const journal::Caller sam_ = CallerOf("sam", {journal::ROLE_SOCIAL_WORKER});
  const journal::Caller anna_ = CallerOf("anna", {journal::ROLE_APPROVER});
  const journal::Caller frank_ = CallerOf("frank", {journal::ROLE_FINANCE_OFFICER});
  const journal::Caller fay_ = CallerOf("fay", {journal::ROLE_FINANCE_APPROVER});
  const journal::Caller olga_ = CallerOf("olga", {journal::ROLE_ADMINISTRATOR});
};

}  // namespace

TestLedgerOptions SampleOptions() {
  TestLedgerOptions options;
  // 2027-03-31T09:00:00Z: the last day of a financial year.
  options.now_us = 1'806'483'600 * kMicrosecondsPerSecond;
  return options;
}

void FillWithSample(TestLedger& ledger) { Filler(ledger).Run(); }

std::vector<std::string> EntryBytesOf(TestLedger& ledger) {
  const auto view = ledger.view();
  const auto entries = ledger.Read(*view).Entries(1, static_cast<size_t>(view->position));
  CARDLEDGER_CHECK(entries.ok(), "the entries can be read");
  std::vector<std::string> bytes;
  for (const auto& stored : *entries) bytes.push_back(stored.bytes);
  return bytes;
}

std::vector<journal::Entry> SampleEntries() {
  TestLedger ledger(SampleOptions());
  CARDLEDGER_CHECK(ledger.Open().ok(), "a new ledger opens");
  FillWithSample(ledger);
  std::vector<journal::Entry> entries;
  for (const std::string& bytes : EntryBytesOf(ledger)) {
    CARDLEDGER_CHECK(entries.emplace_back().ParseFromString(bytes), "an entry can be read");
  }
  return entries;
}

}  // namespace cardledger::tests
