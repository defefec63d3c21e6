// Random commands, sensible and hostile, against the real engine, and after every one the whole
// ledger against the model.

#include <map>

#include "gtest/gtest.h"

#include "services/domain/validate.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"
#include "tests/support/test_ledger.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

class AuditedLedger {
 public:
  // The ledger's own randomness is another, or both would make the same ids.
  explicit AuditedLedger(uint64_t seed)
      : random_(seed), commands_(random_), ledger_({.seed = ~seed}) {
    EXPECT_TRUE(ledger_.Open().ok());
    Follow();
  }

  engine::Outcome Do(const domain::Command& command) {
    auditor_.Note(command, findings_);
    engine::Outcome outcome = ledger_.Do(command);
    Follow();
    return outcome;
  }

  void Follow() {
    const int64_t last = auditor_.model().last_recorded_us();
    auditor_.Follow(ledger_.store(), *ledger_.view(),
                    {std::max(last, ledger_.clock().WallMicroseconds()), false}, findings_);
    for (const std::string& finding : findings_) ADD_FAILURE() << finding;
    findings_.clear();
  }

  // Decided without storing: the same entry as the model's, whatever part of the state was read.
  // Steps of runs cannot be previewed.
  void ExpectPreviewAgrees(const domain::Command& command) {
    if (command.run_entry != 0) return;
    const int64_t now_us =
        std::max(auditor_.model().last_recorded_us(), ledger_.clock().WallMicroseconds());
    const auto preview = ledger_.engine().Validate(command, *ledger_.view());
    ASSERT_TRUE(preview.ok()) << preview.status();
    const journal::Entry expected = auditor_.model().Expect(command, {now_us, false});
    EXPECT_EQ(preview->front().has_refused(), expected.has_refused());
    EXPECT_EQ(preview->front().refused().reason(), expected.refused().reason())
        << expected.ShortDebugString();
    EXPECT_EQ(preview->front().award_loaded().SerializeAsString(),
              expected.award_loaded().SerializeAsString());
  }

  tests::TestLedger& ledger() { return ledger_; }
  const Model& model() const { return auditor_.model(); }
  tests::SeededRandom& random() { return random_; }
  RandomCommands& commands() { return commands_; }
  int64_t now_us() { return ledger_.clock().WallMicroseconds(); }

 private:
  tests::SeededRandom random_;
  RandomCommands commands_;
  tests::TestLedger ledger_;
  Auditor auditor_;
  Findings findings_;
};

// So that the test is known to have met every rule.
std::map<int, int> reasons_met;

TEST(RandomCommands, EveryDecisionAndEveryRowAreAsTheModelSays) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    AuditedLedger audited(seed);
    uint64_t run_entry = 0;
    for (int step = 0; step < 250 && !testing::Test::HasFailure(); ++step) {
      audited.ledger().clock().Advance(static_cast<int64_t>(audited.random().Below(6 * 3'600)) *
                                       1'000'000);
      domain::Command command = audited.commands().Next(audited.model(), audited.now_us());
      if (audited.random().OneIn(20)) {
        command = audited.commands().RunStart(
            {audited.commands().Load(audited.model(), audited.now_us())});
      } else if (audited.random().OneIn(20)) {
        command = audited.commands().RunFinish(run_entry == 0 ? 1 : run_entry);
      } else if (std::holds_alternative<v1::CreateLoadRequest>(command.request)) {
        if (audited.random().OneIn(3)) command.run_entry = run_entry;
        if (audited.random().OneIn(30)) command.run_entry = 99'999;
      }
      audited.ExpectPreviewAgrees(command);
      const engine::Outcome outcome = audited.Do(command);
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      ++reasons_met[outcome->front().refused().reason()];
      if (outcome->front().has_run_started()) run_entry = outcome->front().sequence();
    }
    if (testing::Test::HasFailure()) return;
  }
  for (int reason = 1; reason <= journal::RefusalReason_MAX; ++reason) {
    if (!journal::RefusalReason_IsValid(reason)) continue;
    // Takes 256 awards of one person; a scenario shows it.
    if (reason == journal::REFUSAL_REASON_AWARDS_FULL) continue;
    EXPECT_GT(reasons_met[reason], 0)
        << journal::RefusalReason_Name(static_cast<journal::RefusalReason>(reason));
  }
  EXPECT_GT(reasons_met[0], 500);  // accepted
}

TEST(MalformedCommands, NoneOfThemPassesTheEdge) {
  tests::SeededRandom random(1);
  RandomCommands commands(random);
  const Model empty;
  constexpr int64_t kNow = 1'783'328'400'000'000;
  for (int i = 0; i < 2'000; ++i) {
    const v1::CreateLoadRequest load = commands.Load(empty, kNow);
    ASSERT_TRUE(domain::Validate(load).empty()) << load.ShortDebugString();
    const v1::CreateLoadRequest bad_load = commands.Malformed(load);
    EXPECT_FALSE(domain::Validate(bad_load).empty()) << bad_load.ShortDebugString();
    v1::ProposeAwardRequest proposal = commands.Proposal(empty, kNow);
    ASSERT_TRUE(domain::Validate(proposal).empty()) << proposal.ShortDebugString();
    proposal = commands.Malformed(proposal);
    EXPECT_FALSE(domain::Validate(proposal).empty()) << proposal.ShortDebugString();
  }
}

// A fund of £5,000 and an approved award of £1,000, loaded in random pieces to the last penny.
TEST(ApprovingAndFullyLoadingAThousandPounds, MovesTheFundByExactlyAThousandPounds) {
  constexpr int64_t kBudget = 500'000;
  constexpr int64_t kAward = 100'000;
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    AuditedLedger audited(seed);
    RandomCommands& commands = audited.commands();
    const int32_t today = LondonDayNumber(audited.now_us());
    v1::ActivatePolicyRequest policy;
    policy.set_request_id(commands.NewId());
    policy.set_text(RandomCommands::PolicyText(today - 90, kAward, 84));
    v1::CreateFundRequest fund;
    fund.set_request_id(commands.NewId());
    fund.set_code("TIER-3");
    fund.set_financial_year(FinancialYearOfNumber(today));
    v1::AllocateBudgetRequest budget;
    budget.set_request_id(commands.NewId());
    budget.set_fund("funds/" + fund.request_id());
    budget.set_amount_pence(kBudget);
    budget.set_reason(journal::BUDGET_REASON_ANNUAL_BUDGET);
    v1::RegisterPersonRequest person;
    person.set_request_id(commands.NewId());
    person.set_case_reference("case/1");
    const journal::Caller worker = tests::CallerOf("worker", {});
    const journal::Caller approver = tests::CallerOf("approver", {});
    ASSERT_FALSE(audited.Do(domain::MakeCommand(policy, approver))->front().has_refused());
    ASSERT_FALSE(audited.Do(domain::MakeCommand(fund, approver))->front().has_refused());
    ASSERT_FALSE(audited.Do(domain::MakeCommand(budget, approver))->front().has_refused());
    const engine::Outcome registered = audited.Do(domain::MakeCommand(person, worker));
    v1::ProposeAwardRequest award;
    award.set_request_id(commands.NewId());
    award.set_person(NameOf("persons", registered->front().person_id()));
    award.set_power(journal::POWER_S2_PREVENTION);
    award.set_delivery(static_cast<journal::Delivery>(1 + seed % 2));
    *award.mutable_start_date() = DateOfNumber(today - 10);
    *award.mutable_end_date() = DateOfNumber(today + 20);
    v1::AwardFunding& part = *award.add_funding();
    part.set_fund(budget.fund());
    part.set_amount_pence(kAward);
    ASSERT_FALSE(audited.Do(domain::MakeCommand(award, worker))->front().has_refused());
    EXPECT_EQ(audited.model().AvailableOf(IdIn(budget.fund())), kBudget);
    v1::ApproveAwardRequest approval;
    approval.set_request_id(commands.NewId());
    approval.set_award("awards/" + award.request_id());
    ASSERT_FALSE(audited.Do(domain::MakeCommand(approval, approver))->front().has_refused());

    int64_t loaded = 0;
    while (loaded < kAward) {
      v1::CreateLoadRequest load;
      load.set_request_id(commands.NewId());
      load.set_award(approval.award());
      const int64_t left = kAward - loaded;
      const int64_t pence = static_cast<int64_t>(1 + audited.random().Below(40'000));
      load.set_amount_pence(std::min(pence, left));
      *load.mutable_due_date() =
          DateOfNumber(today - static_cast<int32_t>(audited.random().Below(10)));
      ASSERT_FALSE(audited.Do(domain::MakeCommand(load, approver))->front().has_refused());
      loaded += load.amount_pence();
      const engine::Reader reader = audited.ledger().Read(*audited.ledger().view());
      const auto row = reader.Fund(domain::IdFromBytes<domain::FundId>(IdIn(budget.fund())));
      ASSERT_TRUE(row.ok() && row->has_value());
      EXPECT_EQ((*row)->posted_pence() + (*row)->pending_pence(), kBudget - kAward);
    }
    v1::CreateLoadRequest penny;
    penny.set_request_id(commands.NewId());
    penny.set_award(approval.award());
    penny.set_amount_pence(1);
    *penny.mutable_due_date() = DateOfNumber(today);
    EXPECT_EQ(audited.Do(domain::MakeCommand(penny, approver))->front().refused().reason(),
              journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED);
  }
}

}  // namespace
}  // namespace cardledger::simulation
