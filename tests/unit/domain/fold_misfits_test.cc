// Everything that people's, awards' and cards' entries can say wrongly, each with what the fold
// says of it.

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/unit/domain/sample_fold.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;
using Entry = journal::Entry;
using ::testing::HasSubstr;

using Pick = std::function<bool(const Entry&)>;

Pick Of(Entry::EventCase event) {
  return [event](const Entry& entry) { return entry.event_case() == event; };
}

bool ReversesALoad(const Entry& entry) { return !entry.transaction_reversed().fund_id().empty(); }
bool OpensAReferral(const Entry& entry) { return entry.refused().has_referral(); }
bool IsRefusedOnAnAward(const Entry& entry) {
  return entry.has_refused() && !entry.award_id().empty();
}
bool RequestsASupportersCard(const Entry& entry) {
  return entry.card_requested().holder() == journal::HOLDER_KIND_SUPPORTER;
}

const std::string kNothing(16, 'x');  // an id under which nothing stands

// A move that is in balance, of a penny.
void AddMove(Entry& entry, journal::AccountKind to, journal::Phase phase,
             const std::string& fund_id) {
  for (const auto& [account, pence] :
       {std::pair{journal::ACCOUNT_KIND_OWN_CONTROL, -1}, std::pair{to, 1}}) {
    journal::Posting& posting = *entry.add_postings();
    posting.set_account(account);
    posting.set_phase(phase);
    posting.set_amount_pence(pence);
    posting.set_fund_id(fund_id);
  }
}

struct Misfit {
  const char* says;
  Pick pick;
  std::function<void(Entry&)> spoil;
};

constexpr char kTooMuch[] = "an amount is beyond any budget";
constexpr char kBearsNothing[] = "its fund bears nothing of the award";
constexpr char kNoSchedule[] = "the award has no schedule";
constexpr char kOtherBudget[] = "its postings are not the budget it states";
constexpr char kLinkedAlready[] = "the subject is linked so already";
constexpr char kNoParty[] = "the person has no such supporter or representative";

const Misfit kMisfits[] = {
    {"the provider's id is not 16 bytes", Of(Entry::kProviderRegistered),
     [](Entry& e) { e.mutable_provider_registered()->set_provider_id("x"); }},

    {"the person is not known", Of(Entry::kPersonStateChanged),
     [](Entry& e) { e.set_person_id(kNothing); }},
    {"the person is not known", Of(Entry::kCommunicationNeedsSet),
     [](Entry& e) { e.set_person_id("short"); }},
    {kNoParty, Of(Entry::kSupporterEnded),
     [](Entry& e) { e.mutable_supporter_ended()->set_supporter_id(kNothing); }},
    {kNoParty, Of(Entry::kRepresentativeEnded),
     [](Entry& e) { e.mutable_representative_ended()->set_representative_id(kNothing); }},

    {"the person is not known", Of(Entry::kPersonSubjectSet),
     [](Entry& e) { e.set_person_id(kNothing); }},
    {"the person is not known", Of(Entry::kRelationDeclared),
     [](Entry& e) { e.set_person_id(kNothing); }},
    {kLinkedAlready, [](const Entry& e) { return e.person_subject_set().subject() == "idp|bob"; },
     [](Entry& e) { e.mutable_person_subject_set()->set_subject("idp|ada.smith"); }},
    {kLinkedAlready, [](const Entry& e) { return e.relation_declared().subject() == "harriet"; },
     [](Entry& e) { e.mutable_relation_declared()->set_subject("fay"); }},
    {kLinkedAlready,
     [](const Entry& e) { return e.provider_subject_added().subject() == "harbour-system"; },
     [](Entry& e) { e.mutable_provider_subject_added()->set_subject("harbour-desk"); }},
    {"the subject has no link", Of(Entry::kRelationEnded),
     [](Entry& e) { e.mutable_relation_ended()->set_subject("nobody"); }},
    {"the subject has no such link", Of(Entry::kRelationEnded),
     [](Entry& e) { e.set_person_id(kNothing); }},
    {"the person is not known", Of(Entry::kLinesOpened),
     [](Entry& e) { e.set_person_id(kNothing); }},
    {"it is no entry of a person's own", Of(Entry::kWithheldLookRequested),
     [](Entry& e) { e.clear_person_id(); }},
    {"its look is not known", Of(Entry::kWithheldLookDecided),
     [](Entry& e) { e.mutable_withheld_look_decided()->set_look_entry(1); }},
    {"its look is not known", Of(Entry::kWithheldLookReviewed),
     [](Entry& e) { e.mutable_withheld_look_reviewed()->clear_look_entry(); }},
    {"the person is not known", Of(Entry::kWithheldLookDecided),
     [](Entry& e) { e.set_person_id(kNothing); }},
    {"the look has been decided before", Of(Entry::kWithheldLookReviewed),
     [](Entry& e) {
       const uint64_t look = e.withheld_look_reviewed().look_entry();
       e.mutable_withheld_look_decided()->set_look_entry(look);
     }},
    {"the look is not withheld", Of(Entry::kWithheldLookDecided),
     [](Entry& e) {
       const uint64_t look = e.withheld_look_decided().look_entry();
       e.mutable_withheld_look_reviewed()->set_look_entry(look);
     }},
    {"the provider is not known", Of(Entry::kProviderSubjectAdded),
     [](Entry& e) { e.mutable_provider_subject_added()->set_provider_id(kNothing); }},
    {"the provider is not known", Of(Entry::kProviderSubjectRemoved),
     [](Entry& e) { e.mutable_provider_subject_removed()->set_provider_id("short"); }},
    {"the subject is not recorded there", Of(Entry::kProviderSubjectRemoved),
     [](Entry& e) { e.mutable_provider_subject_removed()->set_subject("nobody"); }},

    {"it does not name the person's entry before it", Of(Entry::kSupporterAdded),
     [](Entry& e) { e.set_previous_person_entry(e.previous_person_entry() - 1); }},
    {"it does not name the person's entry before it", Of(Entry::kPersonRegistered),
     [](Entry& e) { e.set_previous_person_entry(1); }},
    {"it is no entry of a person's own", Of(Entry::kContributionSet),
     [](Entry& e) { e.set_previous_person_entry(1); }},
    {"no such erasure waits for a decision", Of(Entry::kDetailsErased),
     [](Entry& e) { e.mutable_details_erased()->set_proposed_entry(1); }},
    {"no such erasure waits for a decision", Of(Entry::kErasureDeclined),
     [](Entry& e) { e.mutable_erasure_declined()->clear_proposed_entry(); }},
    {"no such legal hold is set", Of(Entry::kLegalHoldEnded),
     [](Entry& e) { e.mutable_legal_hold_ended()->set_set_entry(1); }},
    {"it rectifies nothing", Of(Entry::kDetailRectified), [](Entry& e) { e.clear_details(); }},

    {"it does not name the award's entry before it", Of(Entry::kContributionSet),
     [](Entry& e) { e.set_previous_award_entry(e.previous_award_entry() - 1); }},
    {"it names another person than the award's", Of(Entry::kAwardEnded),
     [](Entry& e) { e.set_person_id(kNothing); }},
    {"the award's amounts after it are not those it states", Of(Entry::kOwnMoneyAdded),
     [](Entry& e) { e.mutable_award_after()->clear_purses(); }},
    {"a posting names a fund that bears nothing of the award", Of(Entry::kContributionSet),
     [](Entry& e) {
       AddMove(e, journal::ACCOUNT_KIND_COMMITMENT, journal::PHASE_PENDING, kNothing);
     }},

    {kTooMuch, Of(Entry::kAwardLoaded),
     [](Entry& e) { e.mutable_award_loaded()->set_contribution_pence(INT64_MIN); }},
    {kTooMuch, Of(Entry::kAwardLoaded),
     [](Entry& e) { e.mutable_award_loaded()->set_limit_counted_pence(kBudgetPenceMax + 1); }},
    {kTooMuch, Of(Entry::kAwardProposed),
     [](Entry& e) {
       e.mutable_award_proposed()->mutable_parts(0)->set_contribution_pence(INT64_MAX);
     }},
    {kTooMuch, Of(Entry::kAwardExtended),
     [](Entry& e) { e.mutable_award_extended()->mutable_parts(0)->set_amount_pence(INT64_MAX); }},
    {kTooMuch, Of(Entry::kContributionSet),
     [](Entry& e) { e.mutable_contribution_set()->set_weekly_pence(INT64_MAX); }},
    {kTooMuch, Of(Entry::kContributionSet),
     [](Entry& e) {
       e.mutable_contribution_set()->mutable_parts(0)->set_contribution_pence(INT64_MAX);
     }},
    {kTooMuch, ReversesALoad,
     [](Entry& e) { e.mutable_transaction_reversed()->set_amount_pence(INT64_MIN); }},
    {kTooMuch, ReversesALoad,
     [](Entry& e) { e.mutable_transaction_reversed()->set_contribution_pence(INT64_MIN); }},
    {kTooMuch, ReversesALoad,
     [](Entry& e) { e.mutable_transaction_reversed()->set_limit_counted_pence(INT64_MIN); }},
    {kTooMuch, ReversesALoad,
     [](Entry& e) {
       e.mutable_transaction_reversed()->set_expected_contribution_pence(INT64_MAX);
     }},
    {"no load of that day counts nothing for the limit", ReversesALoad,
     [](Entry& e) { e.mutable_transaction_reversed()->set_limit_counted_pence(0); }},
    {kTooMuch, OpensAReferral,
     [](Entry& e) { e.mutable_refused()->mutable_referral()->set_amount_pence(INT64_MAX); }},
    {kTooMuch, Of(Entry::kReferralOpened),
     [](Entry& e) {
       e.mutable_referral_opened()->mutable_referral()->set_amount_pence(INT64_MAX);
     }},
    {kTooMuch, Of(Entry::kReferralDecided),
     [](Entry& e) { e.mutable_referral_decided()->set_amount_pence(INT64_MAX); }},

    {kBearsNothing, Of(Entry::kAwardLoaded),
     [](Entry& e) { e.mutable_award_loaded()->set_fund_id(kNothing); }},
    {kBearsNothing, ReversesALoad,
     [](Entry& e) { e.mutable_transaction_reversed()->set_fund_id(kNothing); }},
    {"the fund it carries from bears nothing of it", Of(Entry::kBalanceCarriedForward),
     [](Entry& e) { e.mutable_balance_carried_forward()->set_from_fund_id(kNothing); }},

    {kOtherBudget, Of(Entry::kBudgetAllocated),
     [](Entry& e) { e.mutable_budget_allocated()->set_amount_pence(1); }},
    {kOtherBudget, Of(Entry::kBudgetTransferred),
     [](Entry& e) { e.mutable_budget_transferred()->set_amount_pence(1); }},
    {kOtherBudget, Of(Entry::kBudgetTransferred),
     [](Entry& e) { e.mutable_budget_transferred()->set_to_fund_id(kNothing); }},

    {kNoSchedule, Of(Entry::kAwardApproved),
     [](Entry& e) { e.mutable_award_approved()->set_next_due_day(20'000); }},
    {kNoSchedule, Of(Entry::kAwardLoaded),
     [](Entry& e) { e.mutable_award_loaded()->mutable_instalment(); }},
    {kNoSchedule, IsRefusedOnAnAward, [](Entry& e) { e.mutable_refused()->mutable_instalment(); }},

    {"no such referral about the award is open", Of(Entry::kReferralDecided),
     [](Entry& e) { e.mutable_referral_decided()->set_referral_entry(1); }},

    {"the card's id is not 16 bytes", Of(Entry::kCardIssued),
     [](Entry& e) { e.set_card_id("short"); }},
    {"the card is not known", Of(Entry::kCardIssued), [](Entry& e) { e.set_card_id(kNothing); }},
    {"the new card's id is not 16 bytes", Of(Entry::kCardReplaced),
     [](Entry& e) { e.mutable_card_replaced()->set_new_card_id("short"); }},
    {"or the card stands already", Of(Entry::kCardReplaced),
     [](Entry& e) { e.mutable_card_replaced()->set_new_card_id(e.card_id()); }},

    {"a commitment is only ever reserved", Of(Entry::kBalanceCarriedForward),
     [](Entry& e) {
       const std::string fund = e.balance_carried_forward().from_fund_id();
       AddMove(e, journal::ACCOUNT_KIND_COMMITMENT, journal::PHASE_POSTED, fund);
     }},
    {"its event moves no fund", Of(Entry::kContributionSet),
     [](Entry& e) {
       const std::string fund = e.contribution_set().parts(0).fund_id();
       AddMove(e, journal::ACCOUNT_KIND_FUND, journal::PHASE_POSTED, fund);
     }},
};

class FoldMisfitsTest : public SampleFold {
 protected:
  // The first entry that is picked.
  static const Entry& First(const Pick& pick) {
    return *std::find_if(Sample().begin(), Sample().end(), pick);
  }
};

TEST_F(FoldMisfitsTest, EachMisfit_isDataLossThatSaysWhatIsWrong) {
  for (const Misfit& misfit : kMisfits) {
    EXPECT_TRUE(FoldUpTo(misfit.pick, [](Entry&) {}).ok()) << misfit.says;
    const absl::Status folded = FoldUpTo(misfit.pick, misfit.spoil);
    EXPECT_EQ(folded.code(), absl::StatusCode::kDataLoss) << misfit.says;
    EXPECT_THAT(std::string(folded.message()), HasSubstr(misfit.says));
  }
}

// The sample holds every event, so none is left out here.
TEST_F(FoldMisfitsTest, EntryOfAnAwardOrACardThatDoesNotNameIt_isDataLoss) {
  std::set<int> of_awards;
  std::set<int> of_cards;
  for (const Entry& entry : Sample()) {
    const Pick same = [&entry](const Entry& each) { return each.sequence() == entry.sequence(); };
    if (!entry.award_id().empty() && (!entry.has_refused() || OpensAReferral(entry))) {
      const absl::Status folded = FoldUpTo(same, [](Entry& e) { e.clear_award_id(); });
      EXPECT_EQ(folded.code(), absl::StatusCode::kDataLoss) << entry.DebugString();
      of_awards.insert(entry.event_case());
    }
    if (!entry.card_id().empty() && !entry.has_refused()) {
      const absl::Status folded = FoldUpTo(same, [](Entry& e) { e.clear_card_id(); });
      EXPECT_THAT(std::string(folded.message()), HasSubstr("it names no card"));
      of_cards.insert(entry.event_case());
    }
  }
  EXPECT_EQ(of_awards.size(), 29u);  // those of cards, and a refusal that opens a referral, too
  EXPECT_EQ(of_cards.size(), 9u);
}

TEST_F(FoldMisfitsTest, CardThatStandsAlready_isNotRequestedAgain) {
  const std::string standing = First(Of(Entry::kCardRequested)).card_id();
  const absl::Status folded =
      FoldUpTo(RequestsASupportersCard, [&](Entry& e) { e.set_card_id(standing); });
  EXPECT_THAT(std::string(folded.message()), HasSubstr("the card stands already"));
}

TEST_F(FoldMisfitsTest, EventOfNoCard_withACard_isDataLoss) {
  const std::string standing = First(Of(Entry::kCardRequested)).card_id();
  const absl::Status folded =
      FoldUpTo(Of(Entry::kExtensionProposed), [&](Entry& e) { e.set_card_id(standing); });
  EXPECT_THAT(std::string(folded.message()), HasSubstr("its event is no card's"));
}

// An entry that fits the other award in all: only the card tells.
TEST_F(FoldMisfitsTest, StepOfACard_onAnotherAward_isDataLoss) {
  const Entry& closed = First(Of(Entry::kCardClosed));
  const Entry* other = nullptr;  // the last before it of another award of the same person
  for (const Entry& entry : Sample()) {
    if (entry.sequence() >= closed.sequence()) break;
    if (entry.award_id().empty() || entry.award_id() == closed.award_id()) continue;
    if (entry.person_id() == closed.person_id()) other = &entry;
  }
  ASSERT_NE(other, nullptr);
  const absl::Status folded = FoldUpTo(Of(Entry::kCardClosed), [&](Entry& e) {
    e.set_award_id(other->award_id());
    e.set_previous_award_entry(other->sequence());
    *e.mutable_award_after() = other->award_after();
  });
  EXPECT_THAT(std::string(folded.message()), HasSubstr("it names another award than the card's"));
}

}  // namespace
}  // namespace cardledger::domain
