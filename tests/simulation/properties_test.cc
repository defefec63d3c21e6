// Random commands, sensible and hostile, against the real engine, and after every one the whole
// ledger against the model.

#include <array>
#include <cstdlib>
#include <map>

#include "gtest/gtest.h"

#include "services/domain/validate.h"
#include "services/engine/award_briefs.h"
#include "services/engine/fund_history.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"
#include "tests/support/test_ledger.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

// Ordinary days and awkward ones: before both nights on which clocks change, before the turn of the
// financial year.
constexpr std::array<int64_t, 5> kBeginnings = {
    1'783'328'400,  // 2026-07-06T09:00:00Z
    1'774'486'800,  // 2026-03-26T01:00:00Z
    1'792'457'700,  // 2026-10-20T00:55:00Z
    1'804'888'800,  // 2027-03-12T22:00:00Z
    1'835'395'200,  // 2028-02-29T00:00:00Z
};

class AuditedLedger {
 public:
  // The ledger's own randomness is another, or both would make the same ids.
  explicit AuditedLedger(uint64_t seed, int64_t began_s = kBeginnings[0])
      : random_(seed),
        commands_(random_),
        ledger_({.now_us = began_s * tests::kMicrosecondsPerSecond, .seed = ~seed}) {
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
    const Moment moment = MomentNow();
    auditor_.Follow(ledger_.store(), *ledger_.view(), moment, findings_);
    auditor_.ExpectNothingDue(moment, findings_);
    for (const std::string& finding : findings_) ADD_FAILURE() << finding;
    findings_.clear();
  }

  // Decided without storing: the same entries as the model's, whatever part of the state was read.
  // Steps of runs cannot be previewed.
  void ExpectPreviewAgrees(const domain::Command& command) {
    if (command.run_entry != 0) return;
    const auto preview = ledger_.engine().Validate(command, *ledger_.view());
    ASSERT_TRUE(preview.ok()) << preview.status();
    const std::vector<journal::Entry> expected = model().Expect(command, MomentNow());
    ASSERT_EQ(preview->size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) {
      const journal::Entry& entry = (*preview)[i];
      EXPECT_EQ(entry.event_case(), expected[i].event_case())
          << entry.ShortDebugString() << "\nexpected " << expected[i].ShortDebugString();
      EXPECT_EQ(entry.refused().reason(), expected[i].refused().reason())
          << entry.ShortDebugString() << "\nexpected " << expected[i].ShortDebugString();
      EXPECT_EQ(entry.award_loaded().SerializeAsString(),
                expected[i].award_loaded().SerializeAsString());
    }
  }

  // Time goes by, mostly some hours, sometimes weeks; what falls due meanwhile is done.
  void LetTimePass() {
    constexpr uint64_t kTwentyDaysOfHours = 480;
    auto hours = static_cast<int64_t>(random_.Below(6));
    if (random_.OneIn(30)) hours = static_cast<int64_t>(random_.Below(kTwentyDaysOfHours));
    ledger_.clock().Advance(hours * 3'600 * tests::kMicrosecondsPerSecond +
                            static_cast<int64_t>(random_.Below(1'000'000)));
    ledger_.RunUntilIdle();
    Follow();
  }

  std::vector<journal::Entry> Entries() {
    std::vector<journal::Entry> entries;
    const auto stored = ledger_.Read(*ledger_.view()).Entries(1, auditor_.position());
    EXPECT_TRUE(stored.ok());
    for (const engine::Reader::StoredEntry& each : *stored) entries.push_back(each.entry);
    return entries;
  }

  tests::TestLedger& ledger() { return ledger_; }
  const Model& model() const { return auditor_.model(); }
  tests::SeededRandom& random() { return random_; }
  RandomCommands& commands() { return commands_; }
  int64_t now_us() { return ledger_.clock().WallMicroseconds(); }

 private:
  Moment MomentNow() { return {std::max(model().last_recorded_us(), now_us()), false}; }

  tests::SeededRandom random_;
  RandomCommands commands_;
  tests::TestLedger ledger_;
  Auditor auditor_;
  Findings findings_;
};

// What the model said of awards and funds when they were as they were.
class Past {
 public:
  void Note(const Model& model, int32_t today) {
    for (const auto& [id, award] : model.awards()) {
      for (const int32_t day : {award.start, (award.start + award.end) / 2, today}) {
        balances_.push_back(
            {id, day, model.position(), model.BalanceAt(id, day, model.position())});
      }
    }
    for (const auto& [id, fund] : model.funds()) {
      funds_.push_back({id, model.position(), model.AvailableOf(id)});
    }
  }

  // The ledger says it still, however long ago it was.
  void ExpectAsNoted(tests::TestLedger& ledger) const {
    const std::shared_ptr<const engine::ReadView> view = ledger.view();
    engine::BriefCache cache(/*briefs_max=*/500, /*award_briefs_max=*/20);
    for (const Balance& noted : balances_) {
      const auto award = domain::IdFromBytes<domain::AwardId>(noted.award);
      const auto row = ledger.Read(*view).Award(award);
      ASSERT_TRUE(row.ok() && *row);
      const auto purses =
          engine::PursesAt(ledger.store(), *view, cache, award, (*row)->last_entry(),
                           {noted.position, domain::Day(noted.day)});
      ASSERT_TRUE(purses.ok() && *purses) << purses.status();
      int64_t pence = 0;
      for (const domain::PurseBrief& purse : **purses) pence += purse.posted_pence;
      EXPECT_EQ(pence, noted.pence) << "on day " << noted.day << " at " << noted.position;
    }
    for (const FundNote& noted : funds_) {
      const auto amounts = engine::FundAmountsAt(
          ledger.store(), *view, domain::IdFromBytes<domain::FundId>(noted.fund), {noted.position});
      ASSERT_TRUE(amounts.ok()) << amounts.status();
      EXPECT_EQ(amounts->allocated_pence() + amounts->recovered_pence() -
                    amounts->committed_pence() - amounts->loaded_pence() - amounts->carried_pence(),
                noted.available)
          << "at " << noted.position;
    }
  }

 private:
  struct Balance {
    std::string award;
    int32_t day = 0;
    uint64_t position = 0;
    int64_t pence = 0;
  };
  struct FundNote {
    std::string fund;
    uint64_t position = 0;
    int64_t available = 0;
  };

  std::vector<Balance> balances_;
  std::vector<FundNote> funds_;
};

// What is spent by loading is borne in shares that come to the council's part, to the penny, and
// none is a penny or more away from its exact share.
void ExpectSplitsAddUp(const journal::Entry& entry, const Model& model) {
  if (!entry.has_award_loaded()) return;
  int64_t council = 0;
  int64_t spent = 0;
  std::map<int, int64_t> by_source;
  for (const journal::Posting& leg : entry.postings()) {
    if (leg.account() == journal::ACCOUNT_KIND_COUNCIL_PURSE) council += leg.amount_pence();
    if (leg.account() != journal::ACCOUNT_KIND_EXPENDITURE) continue;
    spent += leg.amount_pence();
    by_source[leg.dimensions().funding_source()] += leg.amount_pence();
  }
  if (by_source.empty()) return;
  EXPECT_EQ(spent, council) << entry.ShortDebugString();
  for (const journal::FundingShare& share : model.awards().at(entry.award_id()).shares) {
    const int64_t exact = council * share.basis_points();
    EXPECT_LT(std::abs(by_source[share.source()] * 10'000 - exact), 10'000)
        << entry.ShortDebugString();
  }
}

// One command of a random life: mostly of any kind, sometimes a step of a run.
domain::Command NextCommand(AuditedLedger& audited, uint64_t run_entry) {
  RandomCommands& commands = audited.commands();
  if (audited.random().OneIn(20)) {
    return commands.RunStart({commands.Load(audited.model(), audited.now_us())});
  }
  if (audited.random().OneIn(20)) return commands.RunFinish(run_entry == 0 ? 1 : run_entry);
  domain::Command command = commands.Next(audited.model(), audited.now_us());
  const auto* load = std::get_if<v1::CreateLoadRequest>(&command.request);
  if (load != nullptr && !load->emergency()) {
    if (audited.random().OneIn(3)) command.run_entry = run_entry;
    if (audited.random().OneIn(30)) command.run_entry = 99'999;
  }
  return command;
}

// So that the test is known to have met every rule, and everything that can happen.
std::map<int, int> reasons_met;
std::map<int, int> events_met;

TEST(RandomCommands, EveryDecisionAndEveryRowAreAsTheModelSays) {
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    AuditedLedger audited(seed, kBeginnings[seed % kBeginnings.size()]);
    Past past;
    uint64_t run_entry = 0;
    for (int step = 0; step < 400 && !testing::Test::HasFailure(); ++step) {
      audited.LetTimePass();
      const domain::Command command = NextCommand(audited, run_entry);
      audited.ExpectPreviewAgrees(command);
      const engine::Outcome outcome = audited.Do(command);
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      if (outcome->front().has_run_started()) run_entry = outcome->front().sequence();
      if (step % 30 == 0) past.Note(audited.model(), LondonDayNumber(audited.now_us()));
    }
    if (testing::Test::HasFailure()) return;
    past.ExpectAsNoted(audited.ledger());
    for (const journal::Entry& entry : audited.Entries()) {
      ++reasons_met[entry.refused().reason()];
      ++events_met[entry.event_case()];
      ExpectSplitsAddUp(entry, audited.model());
    }
    if (testing::Test::HasFailure()) return;
  }
  for (int reason = 1; reason <= journal::RefusalReason_MAX; ++reason) {
    if (!journal::RefusalReason_IsValid(reason)) continue;
    // Take dozens of things of one person or award; scenarios show them.
    if (reason == journal::REFUSAL_REASON_AWARDS_FULL ||
        reason == journal::REFUSAL_REASON_CARDS_FULL ||
        reason == journal::REFUSAL_REASON_PARTIES_FULL ||
        reason == journal::REFUSAL_REASON_RECORDS_FULL ||
        reason == journal::REFUSAL_REASON_SUBJECTS_FULL) {
      continue;
    }
    EXPECT_GT(reasons_met[reason], 0)
        << journal::RefusalReason_Name(static_cast<journal::RefusalReason>(reason));
  }
  EXPECT_GT(reasons_met[0], 500);  // accepted
  const google::protobuf::OneofDescriptor& events = *journal::Entry::descriptor()->oneof_decl(0);
  for (int i = 0; i < events.field_count(); ++i) {
    // The clock is never in doubt here.
    if (events.field(i)->number() == journal::Entry::kClockConfirmed) continue;
    EXPECT_GT(events_met[events.field(i)->number()], 0) << events.field(i)->name();
  }
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
    if (award.delivery() == journal::DELIVERY_DIRECT_PAYMENT) {
      v1::RecordAgreementRequest agreement;
      agreement.set_request_id(commands.NewId());
      agreement.set_award(approval.award());
      agreement.mutable_agreement()->set_version("1");
      agreement.mutable_agreement()->set_choice(journal::PAYMENT_CHOICE_CARD);
      *agreement.mutable_agreement()->mutable_signed_date() = DateOfNumber(today);
      ASSERT_FALSE(audited.Do(domain::MakeCommand(agreement, worker))->front().has_refused());
    }

    int64_t loaded = 0;
    while (loaded < kAward) {
      v1::CreateLoadRequest load;
      load.set_request_id(commands.NewId());
      load.set_award(approval.award());
      const int64_t left = kAward - loaded;
      const auto pence = static_cast<int64_t>(1 + audited.random().Below(40'000));
      load.set_amount_pence(std::min(pence, left));
      *load.mutable_due_date() =
          DateOfNumber(today - static_cast<int32_t>(audited.random().Below(10)));
      ASSERT_FALSE(audited.Do(domain::MakeCommand(load, approver))->front().has_refused());
      loaded += load.amount_pence();
      const engine::Reader reader = audited.ledger().Read(*audited.ledger().view());
      const auto row = reader.Fund(domain::IdFromBytes<domain::FundId>(IdIn(budget.fund())));
      ASSERT_TRUE(row.ok() && row->has_value());
      const store::v1::FundAmounts& amounts = (*row)->amounts();
      EXPECT_EQ(amounts.allocated_pence() - amounts.committed_pence() - amounts.loaded_pence(),
                kBudget - kAward);
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
