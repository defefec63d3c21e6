// A preview decides on a part of the state; it must say what the real thing would.

#include "services/engine/partial_state.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/domain/names.h"
#include "tests/support/sample_journal.h"
#include "tests/unit/engine/ledger_steps.h"

namespace cardledger::engine {
namespace {

namespace journal = ::cardledger::journal::v1;

google::type::Date DateOf(int32_t year, int32_t month, int32_t day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// Commands of all kinds on what stands in the sample and on what does not.
class Commands {
 public:
  explicit Commands(tests::TestLedger& ledger) : ledger_(ledger) {
    const auto view = ledger.view();
    const Reader reader = ledger.Read(*view);
    const auto funds = reader.Funds(domain::FundId(), 10);
    for (const auto& [id, row] : *funds) {
      funds_.push_back(domain::FundName(id));
    }
    const auto awards = reader.AwardsAfter(domain::AwardId(), 10);
    for (const auto& [id, row] : *awards) {
      awards_.push_back(domain::AwardName(id));
      person_ = domain::PersonName(domain::IdFromBytes<domain::PersonId>(row.person_id()));
    }
    const std::string nowhere = ledger.NewRequestId();
    funds_.push_back("funds/" + nowhere);
    awards_.push_back("awards/" + nowhere);
  }

  std::vector<domain::Command> All() {
    for (const std::string& code : {std::string("TIER3"), std::string("NEW")}) {
      v1::CreateFundRequest create;
      create.set_code(code);
      create.set_financial_year(2026);
      Add(create);
    }
    for (const std::string& fund : funds_) AddForFund(fund);
    for (const std::string& award : awards_) AddForAward(award);
    for (const std::string& reference : {std::string("ll-1001"), std::string("LL-2")}) {
      v1::RegisterPersonRequest request;
      request.set_case_reference(reference);
      Add(request);
    }
    v1::ActivatePolicyRequest policy;
    policy.set_text(std::string(tests::TestPolicyText()));
    Add(policy);
    v1::BulkLoadStart start;
    start.set_declared_count(1);
    start.set_declared_pence(1);
    Add(start);
    Add(v1::ConfirmClockRequest());
    return std::move(commands_);
  }

 private:
  template <typename Request>
  void Add(Request request) {
    request.set_request_id(ledger_.NewRequestId());
    commands_.push_back(domain::MakeCommand(std::move(request), Fay()));
  }

  void AddForFund(const std::string& fund) {
    for (const int64_t pence : {int64_t{1}, int64_t{-1}, int64_t{-100'000'000}}) {
      v1::AllocateBudgetRequest allocate;
      allocate.set_fund(fund);
      allocate.set_amount_pence(pence);
      allocate.set_reason(journal::BUDGET_REASON_CORRECTION);
      allocate.set_note("a note");
      Add(allocate);
    }
    for (const std::string& other : funds_) {
      if (other == fund) continue;
      v1::TransferBudgetRequest transfer;
      transfer.set_from_fund(fund);
      transfer.set_to_fund(other);
      transfer.set_amount_pence(10'000);
      Add(transfer);
    }
    v1::ProposeAwardRequest propose;
    propose.set_person(person_);
    propose.set_power(journal::POWER_S117);
    propose.set_delivery(journal::DELIVERY_COUNCIL_ARRANGED);
    *propose.mutable_start_date() = DateOf(2027, 3, 1);
    *propose.mutable_end_date() = DateOf(2027, 3, 31);
    propose.add_funding()->set_fund(fund);
    propose.mutable_funding(0)->set_amount_pence(100);
    propose.set_goal("a goal");
    Add(propose);
  }

  void AddForAward(const std::string& award) {
    for (const int64_t pence : {int64_t{1}, int64_t{10'001}, int64_t{100'000}}) {
      for (const auto& due : {DateOf(2027, 3, 31), DateOf(2027, 4, 1), DateOf(2027, 4, 20)}) {
        v1::CreateLoadRequest load;
        load.set_award(award);
        load.set_amount_pence(pence);
        *load.mutable_due_date() = due;
        Add(load);
      }
    }
    v1::ApproveAwardRequest approve;
    approve.set_award(award);
    Add(approve);
    v1::CancelAwardRequest cancel;
    cancel.set_award(award);
    cancel.set_reason(journal::CANCEL_REASON_NEEDS_CHANGED);
    Add(cancel);
  }

  tests::TestLedger& ledger_;
  std::vector<std::string> funds_;
  std::vector<std::string> awards_;
  std::string person_;
  std::vector<domain::Command> commands_;
};

// Two ledgers with the same history; one is asked, the other told.
TEST(Preview, OfEveryKindOfCommand_saysWhatTheCommandWouldDo) {
  tests::TestLedger asked(tests::SampleOptions());
  ASSERT_TRUE(asked.Open().ok());
  tests::FillWithSample(asked);
  size_t refused = 0;
  const std::vector<domain::Command> commands = Commands(asked).All();
  for (const domain::Command& command : commands) {
    const Outcome preview = asked.engine().Validate(command, *asked.view());
    ASSERT_TRUE(preview.ok());
    tests::TestLedger told(tests::SampleOptions());
    ASSERT_TRUE(told.Open().ok());
    tests::FillWithSample(told);
    const Outcome done = told.Do(command);
    ASSERT_TRUE(done.ok());
    // Random in both: salts, and the id of a new person.
    journal::Entry expected = done->front();
    journal::Entry entry = preview->front();
    for (journal::Entry* each : {&expected, &entry}) {
      each->clear_details();
      if (each->has_person_registered()) each->clear_person_id();
    }
    EXPECT_EQ(entry.DebugString(), expected.DebugString());
    refused += entry.has_refused() ? 1 : 0;
  }
  EXPECT_GT(refused, 10u);
  EXPECT_GT(commands.size() - refused, 10u);
  EXPECT_EQ(asked.view()->position, tests::SampleEntries().size());
}

}  // namespace
}  // namespace cardledger::engine
