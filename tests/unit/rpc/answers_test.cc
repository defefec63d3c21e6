#include "services/rpc/answers.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

const std::string kId(16, '\x2a');
constexpr char kUuid[] = "2a2a2a2a-2a2a-2a2a-2a2a-2a2a2a2a2a2a";

journal::Entry LoadEntry() {
  journal::Entry entry;
  entry.set_sequence(42);
  entry.set_recorded_time_us(1'783'328'400'123'456);
  entry.set_effective_day(20'640);
  entry.set_request_id(kId);
  entry.set_award_id(kId);
  journal::AwardLoaded& loaded = *entry.mutable_award_loaded();
  loaded.set_amount_pence(1'000);
  loaded.set_limit_year(2026);
  loaded.set_limit_pence(100'000);
  loaded.set_limit_used_after_pence(1'500);
  loaded.set_available_after_pence(1'200);
  loaded.set_contribution_pence(250);
  return entry;
}

TEST(AnswersTest, Load_isAnsweredFromItsEntryAlone) {
  v1::CreateLoadResponse response;
  FillAnswer(LoadEntry(), std::nullopt, response);
  EXPECT_EQ(response.load(), std::string("loads/") + kUuid);
  EXPECT_EQ(response.award(), std::string("awards/") + kUuid);
  EXPECT_EQ(response.amount_pence(), 1'000);
  EXPECT_EQ(response.due_date().year(), 2026);
  EXPECT_EQ(response.due_date().month(), 7);
  EXPECT_EQ(response.due_date().day(), 6);
  EXPECT_EQ(response.available_pence(), 1'200);
  EXPECT_EQ(response.limit_remaining_pence(), 98'500);
  EXPECT_EQ(response.contribution_pence(), 250);
  EXPECT_FALSE(response.has_approve_by_date());
  EXPECT_EQ(response.decision().sequence(), 42u);
  EXPECT_EQ(response.decision().recorded_time().seconds(), 1'783'328'400);
  EXPECT_EQ(response.decision().recorded_time().nanos(), 123'456'000);
  EXPECT_EQ(response.decision().validated_position(), 0u);
}

TEST(AnswersTest, SameEntry_givesTheSameBytes) {
  v1::CreateLoadResponse first;
  FillAnswer(LoadEntry(), std::nullopt, first);
  journal::Entry stored;
  ASSERT_TRUE(stored.ParseFromString(LoadEntry().SerializeAsString()));
  v1::CreateLoadResponse again;
  FillAnswer(stored, std::nullopt, again);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST(AnswersTest, ValidatedLoad_namesThePositionAndNeitherSequenceNorInstant) {
  v1::CreateLoadResponse response;
  FillAnswer(LoadEntry(), 41, response);
  EXPECT_EQ(response.decision().validated_position(), 41u);
  EXPECT_EQ(response.decision().sequence(), 0u);
  EXPECT_FALSE(response.decision().has_recorded_time());
}

TEST(AnswersTest, EmergencyLoad_saysByWhenItIsApproved) {
  journal::Entry entry = LoadEntry();
  entry.mutable_award_loaded()->set_approve_by_day(20'641);
  v1::CreateLoadResponse response;
  FillAnswer(entry, std::nullopt, response);
  EXPECT_EQ(response.approve_by_date().day(), 7);
}

TEST(AnswersTest, Proposal_sumsItsFunds) {
  journal::Entry entry;
  entry.set_person_id(kId);
  entry.set_award_id(kId);
  entry.mutable_caller()->set_subject("worker-1");
  for (const int64_t pence : {100, 250}) {
    journal::FundPart& part = *entry.mutable_award_proposed()->add_parts();
    part.set_fund_id(kId);
    part.set_amount_pence(pence);
  }
  v1::ProposeAwardResponse response;
  FillAnswer(entry, std::nullopt, response);
  EXPECT_EQ(response.award().amount_pence(), 350);
  EXPECT_EQ(response.award().funding_size(), 2);
  EXPECT_EQ(response.award().state(), v1::AWARD_STATE_PROPOSED);
  EXPECT_EQ(response.award().proposed_by(), "worker-1");
}

TEST(AnswersTest, Proposal_showsItsTerms) {
  journal::Entry entry;
  entry.set_person_id(kId);
  entry.set_award_id(kId);
  journal::AwardProposed& proposed = *entry.mutable_award_proposed();
  proposed.set_delivery(journal::DELIVERY_MANAGED_ACCOUNT);
  proposed.set_frequency(journal::LOAD_FREQUENCY_WEEKLY);
  proposed.set_first_due_day(20'640);
  proposed.set_funding_model(journal::FUNDING_MODEL_HOLDER_BALANCE);
  proposed.set_contribution_mode(journal::CONTRIBUTION_MODE_GROSS);
  proposed.set_spend_order(journal::SPEND_ORDER_COUNCIL_FIRST);
  proposed.add_allowed_categories(5'411);
  proposed.mutable_blocks()->set_cash(true);
  proposed.mutable_blocks()->set_risk_review_day(20'641);
  journal::FundPart& part = *proposed.add_parts();
  part.set_fund_id(kId);
  part.set_amount_pence(1'200);
  part.set_instalment_pence(100);
  part.set_contribution_pence(60);
  journal::FundingShare& share = *proposed.add_shares();
  share.set_source(journal::FUNDING_SOURCE_HEALTH_BODY);
  share.set_basis_points(2'500);
  journal::Earmark& earmark = *proposed.add_earmarks();
  earmark.set_provider_id(kId);
  earmark.set_amount_pence(300);
  v1::ProposeAwardResponse response;
  FillAnswer(entry, std::nullopt, response);
  const v1::Award& award = response.award();
  EXPECT_EQ(award.schedule().frequency(), journal::LOAD_FREQUENCY_WEEKLY);
  EXPECT_EQ(award.schedule().first_due_date().day(), 6);
  EXPECT_FALSE(award.schedule().has_next_due_date());
  EXPECT_EQ(award.funding_model(), journal::FUNDING_MODEL_HOLDER_BALANCE);
  EXPECT_EQ(award.contribution_mode(), journal::CONTRIBUTION_MODE_GROSS);
  EXPECT_EQ(award.spend_order(), journal::SPEND_ORDER_COUNCIL_FIRST);
  EXPECT_EQ(award.allowed_categories(0), 5'411);
  EXPECT_TRUE(award.blocks().cash());
  EXPECT_EQ(award.blocks().risk_review_date().day(), 7);
  EXPECT_EQ(award.blocks().risk_decision(), "");
  EXPECT_EQ(award.funding(0).instalment_pence(), 100);
  EXPECT_EQ(award.funding(0).contribution_pence(), 60);
  EXPECT_EQ(award.shares(0).source(), journal::FUNDING_SOURCE_HEALTH_BODY);
  EXPECT_EQ(award.shares(0).basis_points(), 2'500);
  EXPECT_EQ(award.earmarks(0).provider(), std::string("providers/") + kUuid);
  EXPECT_EQ(award.earmarks(0).amount_pence(), 300);
}

TEST(AnswersTest, Proposal_ofAnEarlierRevision_showsWhatItMeant) {
  journal::Entry entry;
  entry.set_person_id(kId);
  entry.set_award_id(kId);
  const struct {
    journal::Delivery delivery;
    journal::FundingModel model;
  } cases[] = {
      {journal::DELIVERY_DIRECT_PAYMENT, journal::FUNDING_MODEL_HOLDER_BALANCE},
      {journal::DELIVERY_COUNCIL_ARRANGED, journal::FUNDING_MODEL_CENTRAL_FLOAT},
  };
  for (const auto& [delivery, model] : cases) {
    entry.mutable_award_proposed()->set_delivery(delivery);
    v1::ProposeAwardResponse response;
    FillAnswer(entry, std::nullopt, response);
    EXPECT_EQ(response.award().funding_model(), model);
    EXPECT_EQ(response.award().contribution_mode(), journal::CONTRIBUTION_MODE_NET);
    EXPECT_EQ(response.award().spend_order(), journal::SPEND_ORDER_PERSON_FIRST);
    EXPECT_FALSE(response.award().has_schedule());
    EXPECT_FALSE(response.award().has_blocks());
  }
}

TEST(AnswersTest, Registration_validatedOnly_namesNoPerson) {
  journal::Entry entry;
  entry.set_person_id(kId);
  entry.mutable_person_registered();
  v1::RegisterPersonResponse stored;
  FillAnswer(entry, std::nullopt, stored);
  EXPECT_EQ(stored.person(), std::string("persons/") + kUuid);
  v1::RegisterPersonResponse preview;
  FillAnswer(entry, 1, preview);
  EXPECT_EQ(preview.person(), "");
}

TEST(AnswersTest, Policy_isNamedByItsEntry) {
  journal::Entry entry;
  entry.set_sequence(9);
  entry.mutable_policy_activated()->set_sha256(std::string(32, '\x0f'));
  v1::ActivatePolicyResponse response;
  FillAnswer(entry, std::nullopt, response);
  EXPECT_EQ(response.policy(), "policies/9");
  EXPECT_EQ(response.sha256().substr(0, 6), "0f0f0f");
  v1::ActivatePolicyResponse preview;
  FillAnswer(entry, 8, preview);
  EXPECT_EQ(preview.policy(), "");
}

TEST(AnswersTest, Run_isNamedByTheEntryThatStartedIt) {
  journal::Entry start;
  start.set_sequence(5);
  start.mutable_run_started();
  v1::BulkLoadStarted started;
  FillAnswer(start, started);
  EXPECT_EQ(started.run(), "runs/5");
  journal::Entry finish;
  finish.set_sequence(90);
  finish.set_run_entry(5);
  finish.mutable_run_finished()->set_refused_count(3);
  v1::BulkLoadFinished finished;
  FillAnswer(finish, finished);
  EXPECT_EQ(finished.run(), "runs/5");
  EXPECT_EQ(finished.refused_count(), 3u);
}

// With that event, and the ids of all that an entry can be about.
journal::Entry EntryOf(const std::string& event) {
  journal::Entry entry;
  entry.set_sequence(42);
  entry.set_person_id(std::string(16, '\x01'));
  entry.set_award_id(std::string(16, '\x02'));
  entry.set_card_id(std::string(16, '\x03'));
  const google::protobuf::FieldDescriptor* field =
      journal::Entry::descriptor()->FindFieldByName(event);
  journal::Entry::GetReflection()->MutableMessage(&entry, field);
  return entry;
}

std::string NameOf(const journal::Entry& entry, ValidatedPosition validated_position) {
  v1::Change change;
  FillAnswer({&entry, 1}, validated_position, change);
  return change.name();
}

constexpr char kPersonName[] = "persons/01010101-0101-0101-0101-010101010101";
constexpr char kAwardName[] = "awards/02020202-0202-0202-0202-020202020202";
constexpr char kCardName[] = "cards/03030303-0303-0303-0303-030303030303";

TEST(ChangeTest, Change_isCalledAfterThePersonAwardOrCardItIsAbout) {
  const struct {
    const char* name;
    std::vector<std::string> events;
  } cases[] = {
      {kPersonName,
       {"person_state_changed", "communication_needs_set", "person_subject_set",
        "relation_declared", "relation_ended"}},
      {kAwardName,
       {"extension_proposed", "award_extended", "extension_declined", "award_ended",
        "agreement_recorded", "contribution_set"}},
      {kCardName,
       {"card_requested", "card_issued", "card_activated", "card_blocked", "card_unblocked",
        "block_reviewed", "card_closed", "card_limits_set"}},
  };
  for (const auto& [name, events] : cases) {
    for (const std::string& event : events) {
      EXPECT_EQ(NameOf(EntryOf(event), std::nullopt), name) << event;
      EXPECT_EQ(NameOf(EntryOf(event), 41), name) << event;
    }
  }
}

TEST(ChangeTest, Change_ofWhatHasAnIdOfItsOwn_isCalledAfterIt) {
  journal::Entry supporter = EntryOf("supporter_added");
  supporter.mutable_supporter_added()->set_supporter_id(kId);
  EXPECT_EQ(NameOf(supporter, std::nullopt), std::string("supporters/") + kUuid);
  journal::Entry supporter_end = EntryOf("supporter_ended");
  supporter_end.mutable_supporter_ended()->set_supporter_id(kId);
  EXPECT_EQ(NameOf(supporter_end, std::nullopt), std::string("supporters/") + kUuid);
  journal::Entry representative = EntryOf("representative_added");
  representative.mutable_representative_added()->set_representative_id(kId);
  EXPECT_EQ(NameOf(representative, std::nullopt), std::string("representatives/") + kUuid);
  journal::Entry representative_end = EntryOf("representative_ended");
  representative_end.mutable_representative_ended()->set_representative_id(kId);
  EXPECT_EQ(NameOf(representative_end, std::nullopt), std::string("representatives/") + kUuid);
  journal::Entry provider = EntryOf("provider_registered");
  provider.mutable_provider_registered()->set_provider_id(kId);
  EXPECT_EQ(NameOf(provider, std::nullopt), std::string("providers/") + kUuid);
  journal::Entry signs_in = EntryOf("provider_subject_added");
  signs_in.mutable_provider_subject_added()->set_provider_id(kId);
  EXPECT_EQ(NameOf(signs_in, std::nullopt), std::string("providers/") + kUuid);
  journal::Entry no_more = EntryOf("provider_subject_removed");
  no_more.mutable_provider_subject_removed()->set_provider_id(kId);
  EXPECT_EQ(NameOf(no_more, std::nullopt), std::string("providers/") + kUuid);
  journal::Entry replaced = EntryOf("card_replaced");
  replaced.mutable_card_replaced()->set_new_card_id(kId);
  EXPECT_EQ(NameOf(replaced, std::nullopt), std::string("cards/") + kUuid);
}

TEST(ChangeTest, Change_thatIsATransactionOrReferralItself_isNamedOnceItIsStored) {
  for (const char* event : {"contribution_received", "own_money_added", "own_money_repaid"}) {
    EXPECT_EQ(NameOf(EntryOf(event), std::nullopt), "transactions/42") << event;
    EXPECT_EQ(NameOf(EntryOf(event), 41), "") << event;
  }
  EXPECT_EQ(NameOf(EntryOf("referral_opened"), std::nullopt), "referrals/42");
  EXPECT_EQ(NameOf(EntryOf("referral_opened"), 41), "");
}

TEST(ChangeTest, Change_ofAnEarlierEntry_isCalledAfterThatOne) {
  journal::Entry reversed = EntryOf("transaction_reversed");
  reversed.mutable_transaction_reversed()->set_original_entry(7);
  journal::Entry approved = EntryOf("emergency_load_approved");
  approved.mutable_emergency_load_approved()->set_load_entry(8);
  journal::Entry decided = EntryOf("referral_decided");
  decided.mutable_referral_decided()->set_referral_entry(9);
  for (const ValidatedPosition position : {ValidatedPosition(), ValidatedPosition(41)}) {
    EXPECT_EQ(NameOf(reversed, position), "transactions/7");
    EXPECT_EQ(NameOf(approved, position), "transactions/8");
    EXPECT_EQ(NameOf(decided, position), "referrals/9");
  }
}

TEST(ChangeTest, Change_holdsAllEntriesAndWhereTheFirstWasDecided) {
  std::vector<journal::Entry> entries = {EntryOf("person_state_changed"), EntryOf("award_ended")};
  entries[0].set_recorded_time_us(1'783'328'400'123'456);
  entries[1].set_sequence(43);
  v1::Change change;
  FillAnswer(entries, std::nullopt, change);
  EXPECT_EQ(change.name(), kPersonName);
  EXPECT_EQ(change.decision().sequence(), 42u);
  EXPECT_EQ(change.decision().recorded_time().seconds(), 1'783'328'400);
  ASSERT_EQ(change.entries_size(), 2);
  EXPECT_EQ(change.entries(1).SerializeAsString(), entries[1].SerializeAsString());
  v1::Change preview;
  FillAnswer(entries, 41, preview);
  EXPECT_EQ(preview.decision().sequence(), 0u);
  EXPECT_FALSE(preview.decision().has_recorded_time());
  EXPECT_EQ(preview.decision().validated_position(), 41u);
}

// What the ledger does by itself is nobody's answer.
TEST(ChangeDeathTest, EventOfNoSuchMethod_aborts) {
  for (const char* event : {"refused", "award_loaded", "balance_carried_forward"}) {
    EXPECT_DEATH(NameOf(EntryOf(event), std::nullopt), "method's event") << event;
  }
}

TEST(AnswersDeathTest, EntryOfAnotherEvent_aborts) {
  v1::CreateFundResponse response;
  EXPECT_DEATH(FillAnswer(LoadEntry(), std::nullopt, response), "method's event");
}

}  // namespace
}  // namespace cardledger::rpc
