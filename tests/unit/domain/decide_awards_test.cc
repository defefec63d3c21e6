// Commands that make several entries, and how large entries can become.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/domain/dates.h"
#include "services/domain/decide.h"
#include "services/domain/due_steps.h"
#include "services/domain/fold.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "tests/support/test_ledger.h"
#include "tests/unit/domain/requests.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int64_t kNowUs = 1'783'328'400'000'000;  // 2026-07-06T09:00:00Z
const Day kToday = *ParseIsoDay("2026-07-06");

// The longest that any caller can be.
journal::Caller LongCaller(char letter) {
  journal::Caller caller;
  caller.set_subject(std::string(kSubjectBytesMax, letter));
  for (int role = journal::Role_MIN + 1; role <= journal::Role_MAX; ++role) {
    caller.add_roles(static_cast<journal::Role>(role));
  }
  return caller;
}

// Decides on a state, and folds what was decided into it.
class DecideAwardsTest : public ::testing::Test {
 protected:
  DecideAwardsTest() {
    state_.last_recorded_time_us = kNowUs;
    ActivePolicy policy;
    policy.activated_entry = 1;
    policy.valid_from = *ParseIsoDay("2015-01-01");
    policy.scheme.mutable_annual_limit()->set_pence(kAwardPenceMax);
    policy.scheme.mutable_phase_length_max()->set_days(1'500);
    policies_.Add(policy);
    Fold(MakeGenesis(LedgerId(*base::Uuid::Parse(TestUuid(9))), journal::LEDGER_KIND_LIVE, kNowUs));
    for (int32_t year = 2026; year < 2026 + kFundPartsMax; ++year) AddFund(year);
    const journal::Entry person = Take(GoodRegisterPerson()).entries[0];
    person_ = PersonName(IdFromBytes<PersonId>(person.person_id()));
  }

  template <typename R>
  Decision Take(R request, char caller = 's') {
    request.set_request_id(base::Uuid::FromRandom(random_.Bytes(base::Uuid::kBytes)).ToString());
    const auto random_bytes = [this](size_t count) { return random_.Bytes(count); };
    const auto nobody = [](const ReferenceHash&) { return std::optional<PersonId>(); };
    const DecisionContext context{kNowUs, policies_, false, "key", nobody, nullptr, random_bytes};
    Decision decision =
        Decide(MakeCommand(std::move(request), LongCaller(caller)), state_, context);
    for (const journal::Entry& entry : decision.entries) {
      EXPECT_FALSE(entry.has_refused()) << entry.DebugString();
      Fold(entry);
    }
    return decision;
  }

  // Of `days` days from `start` on, under every fund whose year it touches. Returns its name.
  std::string Propose(Day start, int32_t days) {
    v1::ProposeAwardRequest request = GoodProposeAward();
    request.set_person(person_);
    *request.mutable_start_date() = DateOf(start);
    *request.mutable_end_date() = DateOf(start + (days - 1));
    request.clear_funding();
    const int32_t last_year = FinancialYearOf(start + (days - 1));
    for (int32_t year = FinancialYearOf(start); year <= last_year; ++year) {
      v1::AwardFunding& part = *request.add_funding();
      part.set_fund(funds_[static_cast<size_t>(year - 2026)]);
      part.set_amount_pence(1'000);
    }
    return AwardName(IdFromBytes<AwardId>(Take(request).entries[0].award_id()));
  }

  std::string Approved(Day start, int32_t days) {
    v1::ApproveAwardRequest request;
    request.set_award(Propose(start, days));
    Take(request, 'a');
    return request.award();
  }

  Decision Die(Day death) {
    v1::SetPersonStateRequest request;
    request.set_person(person_);
    request.set_state(journal::PERSON_STATE_DECEASED);
    *request.mutable_since() = DateOf(death);
    request.set_note(std::string(kNoteBytesMax, 'x'));
    return Take(request);
  }

  State state_;
  std::string person_;
  std::vector<std::string> funds_;  // of 2026 and the years after it

 private:
  void Fold(const journal::Entry& entry) {
    ChangedRows changed;
    const absl::Status folded = domain::Fold(entry, state_, changed);
    EXPECT_TRUE(folded.ok()) << folded;
  }

  void AddFund(int32_t year) {
    v1::CreateFundRequest create = GoodCreateFund();
    create.set_financial_year(year);
    const journal::Entry fund = Take(create).entries[0];
    funds_.push_back(FundName(IdFromBytes<FundId>(fund.fund_created().fund_id())));
    v1::AllocateBudgetRequest allocate = GoodAllocateBudget();
    allocate.set_fund(funds_.back());
    allocate.set_amount_pence(kBudgetPenceMax);
    Take(allocate);
  }

  tests::SeededRandom random_{1};
  Policies policies_;
};

TEST_F(DecideAwardsTest, Death_makesOneEntryForEachAwardThatHasNotEnded) {
  const std::string proposed = Propose(kToday + 10, 20);
  const std::string running = Approved(kToday + -30, 60);
  const std::string cancelled = Propose(kToday, 30);
  v1::CancelAwardRequest cancel = GoodCancelAward();
  cancel.set_award(cancelled);
  Take(cancel);
  const std::string later = Approved(kToday + 40, 20);

  const Decision decision = Die(kToday + -1);
  ASSERT_EQ(decision.entries.size(), 4u);
  EXPECT_TRUE(decision.entries[0].has_person_state_changed());
  EXPECT_TRUE(decision.entries[0].award_id().empty());
  for (size_t i = 0; i < decision.entries.size(); ++i) {
    const journal::Entry& entry = decision.entries[i];
    EXPECT_EQ(entry.sequence(), decision.entries[0].sequence() + i);
    EXPECT_EQ(entry.request_id(), decision.entries[0].request_id());
    EXPECT_EQ(entry.person_id(), decision.entries[0].person_id());
    EXPECT_EQ(entry.effective_day(), kToday.number());
    EXPECT_EQ(entry.accounting_period(), 202607);
  }
  EXPECT_EQ(decision.details.size(), 1u);  // the note, beside the first entry alone

  const auto entry_of = [&decision](const std::string& award) {
    return *std::find_if(
        decision.entries.begin(), decision.entries.end(),
        [&award](const auto& entry) { return entry.award_id() == AwardOf(award).bytes(); });
  };
  EXPECT_EQ(entry_of(proposed).award_cancelled().reason(), journal::CANCEL_REASON_NEEDS_CHANGED);
  EXPECT_EQ(entry_of(running).award_ended().outcome(), journal::OUTCOME_DECEASED);
  EXPECT_EQ(Day(entry_of(running).award_ended().last_day()), kToday + -1);
  EXPECT_EQ(entry_of(running).award_ended().released_pence(), 1'000);
  EXPECT_EQ(Day(entry_of(later).award_ended().last_day()), kToday + 40);  // its own first day
  for (const auto& [id, award] : state_.awards) EXPECT_EQ(CommittedOf(award), 0);
  EXPECT_TRUE(CheckTrialBalance(state_.totals).ok());
}

TEST_F(DecideAwardsTest, DeathWithoutAwards_isOneEntry) {
  EXPECT_EQ(Die(kToday).entries.size(), 1u);
}

// As many awards as one person can have going on, and as many more that ended by date as fit.
TEST_F(DecideAwardsTest, LargestDeath_staysWithinOneCommand) {
  for (int i = 0; i < 40; ++i) {
    const std::string award = Approved(kToday + -60, 30);
    Take(MakeDueStep({{kToday + -30, v1::DUE_KIND_RELEASE}, AwardOf(award)}));
  }
  for (int i = 0; i < kLiveAwardsPerPersonMax; ++i) Approved(kToday + -50, 1'300);

  const Decision decision = Die(kToday + -40);
  EXPECT_EQ(decision.entries.size(), kEntriesPerCommandMax);
  int live = 0;
  for (const journal::Entry& entry : decision.entries) {
    EXPECT_LT(entry.ByteSizeLong(), 2'000u);
    if (entry.award_ended().released_pence() == int64_t{kFundPartsMax} * 1'000) ++live;
  }
  EXPECT_EQ(live, kLiveAwardsPerPersonMax);
}

// All that may be said of an award, as often and as long as it may be.
TEST_F(DecideAwardsTest, LargestProposal_staysFarBelowTheLargestEntry) {
  v1::ProposeAwardRequest request = GoodProposeAwardWithTerms();
  request.set_person(person_);
  *request.mutable_end_date() = DateOf(kToday + 1'300);
  request.clear_funding();
  request.clear_allowed_categories();
  request.clear_earmarks();
  for (const std::string& fund : funds_) {
    v1::AwardFunding& part = *request.add_funding();
    part.set_fund(fund);
    part.set_amount_pence(kAwardPenceMax);
  }
  v1::AwardShare& share = *request.add_shares();
  share.set_source(journal::FUNDING_SOURCE_OTHER_COUNCIL);
  share.set_basis_points(1);
  request.mutable_shares(0)->set_basis_points(7'499);
  for (int32_t i = 0; i < kCategoriesMax; ++i) {
    request.add_allowed_categories(9'999 - i);
    if (i > 0) request.mutable_blocks()->add_categories(9'000 - i);
  }
  for (int i = 0; i < kEarmarksMax; ++i) {
    v1::AwardEarmark& earmark = *request.add_earmarks();
    const journal::Entry provider = Take(GoodRegisterProvider()).entries[0];
    earmark.set_provider(
        ProviderName(IdFromBytes<ProviderId>(provider.provider_registered().provider_id())));
    earmark.set_amount_pence(kAwardPenceMax / kEarmarksMax);
  }
  request.set_goal(std::string(kNoteBytesMax, 'x'));
  request.mutable_blocks()->set_risk_decision(std::string(kNoteBytesMax, 'x'));

  const Decision decision = Take(request);
  const journal::AwardProposed& proposed = decision.entries[0].award_proposed();
  EXPECT_EQ(proposed.parts_size(), kFundPartsMax);
  EXPECT_EQ(proposed.shares_size(), kSharesMax);
  EXPECT_EQ(proposed.allowed_categories_size(), kCategoriesMax);
  EXPECT_EQ(proposed.blocks().categories_size(), kCategoriesMax);
  EXPECT_TRUE(
      std::is_sorted(proposed.allowed_categories().begin(), proposed.allowed_categories().end()));
  EXPECT_EQ(proposed.earmarks_size(), kEarmarksMax);
  EXPECT_EQ(decision.details.size(), 2u);
  EXPECT_LT(decision.entries[0].ByteSizeLong(), 3'000u);
}

}  // namespace
}  // namespace cardledger::domain
