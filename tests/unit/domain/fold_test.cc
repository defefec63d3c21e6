#include "services/domain/fold.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "services/domain/posting_set.h"
#include "tests/unit/domain/sample_fold.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;
using Entry = journal::Entry;
using EventCase = journal::Entry::EventCase;

class FoldTest : public SampleFold {
 protected:
  static absl::Status FoldBefore(EventCase event, const std::function<void(Entry&)>& spoil) {
    return FoldUpTo([event](const Entry& entry) { return entry.event_case() == event; }, spoil);
  }
};

TEST_F(FoldTest, SampleJournal_folds) {
  State state;
  ChangedRows changed;
  for (const Entry& entry : Sample()) {
    const absl::Status folded = Fold(entry, state, changed);
    ASSERT_TRUE(folded.ok()) << folded;
  }
  EXPECT_EQ(state.position, Sample().size());
  EXPECT_TRUE(CheckTrialBalance(state.totals).ok());
}

TEST_F(FoldTest, SampleJournal_holdsEveryEvent) {
  const auto* events = Entry::descriptor()->FindOneofByName("event");
  for (int i = 0; i < events->field_count(); ++i) {
    const auto* field = events->field(i);
    EXPECT_TRUE(std::any_of(Sample().begin(), Sample().end(), [field](const Entry& entry) {
      return entry.GetReflection()->HasField(entry, field);
    })) << field->name();
  }
}

TEST_F(FoldTest, AnyEntryOutOfPlace_isDataLoss) {
  struct Misplacement {
    const char* name;
    std::function<void(Entry&)> spoil;
  };
  const Misplacement table[] = {
      {"gap", [](Entry& e) { e.set_sequence(e.sequence() + 1); }},
      {"again", [](Entry& e) { e.set_sequence(e.sequence() - 1); }},
      {"sequence 0", [](Entry& e) { e.set_sequence(0); }},
      {"before the entry before it", [](Entry& e) { e.set_recorded_time_us(-1); }},
      {"request id cut", [](Entry& e) { e.set_request_id("short"); }},
      {"no event", [](Entry& e) { e.clear_event(); }},
      {"posting out of balance",
       [](Entry& e) {
         journal::Posting& posting = *e.add_postings();
         posting.set_account(journal::ACCOUNT_KIND_FLOAT);
         posting.set_phase(journal::PHASE_POSTED);
         posting.set_amount_pence(1);
       }},
      {"unknown award",
       [](Entry& e) {
         if (e.has_award_proposed()) e.clear_event();  // there it would be a new one
         e.set_award_id(std::string(16, 'x'));
       }},
      {"award's id cut", [](Entry& e) { e.set_award_id("short"); }},
      {"unknown run", [](Entry& e) { e.set_run_entry(77); }},
  };
  for (size_t i = 0; i < Sample().size(); ++i) {
    for (const Misplacement& misplacement : table) {
      State state;
      ChangedRows changed;
      for (size_t before = 0; before < i; ++before) {
        ASSERT_TRUE(Fold(Sample()[before], state, changed).ok());
      }
      Entry spoiled = Sample()[i];
      misplacement.spoil(spoiled);
      EXPECT_EQ(Fold(spoiled, state, changed).code(), absl::StatusCode::kDataLoss)
          << misplacement.name << " in entry " << i + 1;
    }
  }
}

TEST_F(FoldTest, SecondGenesis_isDataLoss) {
  State state;
  ChangedRows changed;
  ASSERT_TRUE(Fold(Sample()[0], state, changed).ok());
  Entry second = Sample()[0];
  second.set_sequence(2);
  EXPECT_EQ(Fold(second, state, changed).code(), absl::StatusCode::kDataLoss);
}

struct Misfit {
  const char* name;
  EventCase event;
  std::function<void(Entry&)> spoil;
};

void AddMove(Entry& entry, journal::AccountKind from, journal::AccountKind to,
             const std::string& fund_id) {
  for (const auto& [account, pence] : {std::pair{from, -1}, std::pair{to, 1}}) {
    journal::Posting& posting = *entry.add_postings();
    posting.set_account(account);
    posting.set_phase(journal::PHASE_POSTED);
    posting.set_amount_pence(pence);
    posting.set_fund_id(fund_id);
  }
}

void Inflate(Entry& entry) {
  for (journal::Posting& posting : *entry.mutable_postings()) {
    posting.set_amount_pence(posting.amount_pence() > 0 ? kBudgetPenceMax + 1
                                                        : -kBudgetPenceMax - 1);
  }
}

const Misfit kMisfits[] = {
    {"postings beyond any budget", Entry::kBudgetAllocated, Inflate},
    {"award beyond any budget", Entry::kAwardProposed,
     [](Entry& e) { e.mutable_award_proposed()->mutable_parts(0)->set_amount_pence(INT64_MAX); }},
    {"load beyond any budget", Entry::kAwardLoaded,
     [](Entry& e) { e.mutable_award_loaded()->set_amount_pence(INT64_MAX); }},
    {"first entry makes no ledger", Entry::kLedgerCreated,
     [](Entry& e) { e.mutable_clock_confirmed(); }},
    {"ledger's id cut", Entry::kLedgerCreated,
     [](Entry& e) { e.mutable_ledger_created()->set_ledger_id("x"); }},
    {"refusal that posts", Entry::kRefused,
     [](Entry& e) {
       AddMove(e, journal::ACCOUNT_KIND_FLOAT, journal::ACCOUNT_KIND_EXPENDITURE, "");
     }},
    {"refusal that changes the award", Entry::kRefused,
     [](Entry& e) { e.mutable_award_after()->set_committed_pence(1); }},
    {"fund's id cut", Entry::kFundCreated,
     [](Entry& e) { e.mutable_fund_created()->set_fund_id("x"); }},
    {"posting to no fund", Entry::kBudgetAllocated,
     [](Entry& e) {
       AddMove(e, journal::ACCOUNT_KIND_FUND_CONTROL, journal::ACCOUNT_KIND_FUND,
               std::string(16, 'x'));
     }},
    {"person without an id", Entry::kPersonRegistered, [](Entry& e) { e.clear_person_id(); }},
    {"award for nobody", Entry::kAwardProposed,
     [](Entry& e) { e.set_person_id(std::string(16, 'x')); }},
    {"award without an id", Entry::kAwardProposed, [](Entry& e) { e.clear_award_id(); }},
    {"new award with an entry before it", Entry::kAwardProposed,
     [](Entry& e) { e.set_previous_award_entry(3); }},
    {"approval without an award", Entry::kAwardApproved, [](Entry& e) { e.clear_award_id(); }},
    {"approval that names another entry before it", Entry::kAwardApproved,
     [](Entry& e) { e.set_previous_award_entry(e.previous_award_entry() - 1); }},
    {"approval that states another commitment", Entry::kAwardApproved,
     [](Entry& e) { e.mutable_award_after()->set_committed_pence(1); }},
    {"approval that names another person", Entry::kAwardApproved,
     [](Entry& e) { e.set_person_id(std::string(16, 'x')); }},
    {"approval without its postings", Entry::kAwardApproved, [](Entry& e) { e.clear_postings(); }},
    {"commitment moved for good", Entry::kAwardApproved,
     [](Entry& e) {
       for (auto& posting : *e.mutable_postings()) posting.set_phase(journal::PHASE_POSTED);
     }},
    {"commitment of a fund that bears nothing of the award", Entry::kAwardApproved,
     [](Entry& e) {
       for (auto& posting : *e.mutable_postings()) {
         if (posting.account() == journal::ACCOUNT_KIND_COMMITMENT) {
           posting.set_fund_id(std::string(16, 'x'));
         }
       }
     }},
    {"cancellation without an award", Entry::kAwardCancelled, [](Entry& e) { e.clear_award_id(); }},
    {"load on no fund", Entry::kAwardLoaded,
     [](Entry& e) { e.mutable_award_loaded()->set_fund_id(std::string(16, 'x')); }},
    {"load that states another purse", Entry::kAwardLoaded,
     [](Entry& e) { e.mutable_award_after()->mutable_purses(0)->set_posted_pence(1); }},
    {"load that states another year", Entry::kAwardLoaded,
     [](Entry& e) { e.mutable_award_after()->mutable_purses(0)->set_limit_year(2020); }},
    {"load that states no purse", Entry::kAwardLoaded,
     [](Entry& e) { e.mutable_award_after()->clear_purses(); }},
    {"finish of no run", Entry::kRunFinished, [](Entry& e) { e.clear_run_entry(); }},
    {"start inside a run", Entry::kRunFinished, [](Entry& e) { e.mutable_run_started(); }},
    {"confirmation inside a run", Entry::kRunFinished,
     [](Entry& e) { e.mutable_clock_confirmed(); }},
};

TEST_F(FoldTest, EachMisfit_isDataLoss) {
  for (const Misfit& misfit : kMisfits) {
    EXPECT_TRUE(FoldBefore(misfit.event, [](Entry&) {}).ok()) << misfit.name;
    EXPECT_EQ(FoldBefore(misfit.event, misfit.spoil).code(), absl::StatusCode::kDataLoss)
        << misfit.name;
  }
}

TEST_F(FoldTest, SameThingMadeTwice_isDataLoss) {
  for (const EventCase event :
       {Entry::kFundCreated, Entry::kPersonRegistered, Entry::kProviderRegistered,
        Entry::kAwardProposed, Entry::kCardRequested, Entry::kCardReplaced}) {
    State state;
    ChangedRows changed;
    for (const Entry& entry : Sample()) {
      ASSERT_TRUE(Fold(entry, state, changed).ok());
      if (entry.event_case() != event) continue;
      Entry again = entry;
      again.set_sequence(entry.sequence() + 1);
      EXPECT_EQ(Fold(again, state, changed).code(), absl::StatusCode::kDataLoss) << event;
      break;
    }
  }
}

TEST_F(FoldTest, EntryAfterItsRunFinished_isDataLoss) {
  State state;
  ChangedRows changed;
  uint64_t run = 0;
  for (const Entry& entry : Sample()) {
    ASSERT_TRUE(Fold(entry, state, changed).ok());
    if (entry.has_run_finished()) run = entry.run_entry();
  }
  ASSERT_NE(run, 0u);
  Entry late;
  late.set_sequence(state.position + 1);
  late.set_recorded_time_us(state.last_recorded_time_us);
  late.set_request_id(std::string(16, 'r'));
  late.set_run_entry(run);
  late.mutable_refused()->set_reason(journal::REFUSAL_REASON_AWARD_NOT_FOUND);
  EXPECT_EQ(Fold(late, state, changed).code(), absl::StatusCode::kDataLoss);
}

TEST_F(FoldTest, RefusedRowBeyondAnyBudget_isDataLoss) {
  State state;
  ChangedRows changed;
  for (const Entry& entry : Sample()) {
    Entry spoiled = entry;
    if (entry.has_refused() && entry.run_entry() != 0) {
      spoiled.mutable_refused()->set_requested_pence(INT64_MIN);
      EXPECT_EQ(Fold(spoiled, state, changed).code(), absl::StatusCode::kDataLoss);
      return;
    }
    ASSERT_TRUE(Fold(entry, state, changed).ok());
  }
  FAIL() << "the sample has no refused row";
}

TEST(CheckTrialBalance, BooksAndPhases_areCheckedApart) {
  store::v1::TotalsRow totals;
  EXPECT_TRUE(CheckTrialBalance(totals).ok());
  store::v1::AccountTotalRow& fund = *totals.add_accounts();
  fund.set_account(journal::ACCOUNT_KIND_FUND);
  fund.set_posted_pence(5);
  EXPECT_FALSE(CheckTrialBalance(totals).ok());
  store::v1::AccountTotalRow& expenditure = *totals.add_accounts();
  expenditure.set_account(journal::ACCOUNT_KIND_EXPENDITURE);
  expenditure.set_posted_pence(-5);  // another book
  EXPECT_FALSE(CheckTrialBalance(totals).ok());
  expenditure.set_account(journal::ACCOUNT_KIND_FUND_CONTROL);
  EXPECT_TRUE(CheckTrialBalance(totals).ok());
  fund.set_pending_pence(1);
  EXPECT_FALSE(CheckTrialBalance(totals).ok());
}

}  // namespace
}  // namespace cardledger::domain
