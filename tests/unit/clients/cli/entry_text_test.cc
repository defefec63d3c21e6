// The journal's lines, and what changes answer.

#include "clients/cli/entry_text.h"

#include <string>

#include "absl/strings/ascii.h"
#include "gtest/gtest.h"

#include "clients/cli/entry_sentence.h"
#include "tests/unit/clients/cli/parse_message.h"

namespace cardledger::cli {
namespace {

TEST(RenderEntry, IsOneLineForEveryKindOfEvent) {
  const auto* event = journal::v1::Entry::descriptor()->FindOneofByName("event");
  ASSERT_NE(event, nullptr);
  for (int i = 0; i < event->field_count(); ++i) {
    journal::v1::Entry entry;
    entry.set_sequence(5);
    journal::v1::Entry::GetReflection()->MutableMessage(&entry, event->field(i));
    const std::string line = RenderEntry(entry);
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    EXPECT_EQ(line.find("not known"), std::string::npos) << line;
  }
}

TEST(RenderEntry, SaysThatACardNumberWasMasked) {
  journal::v1::Entry entry;
  entry.mutable_card_unblocked();
  const std::string plain = RenderEntry(entry);
  entry.set_card_number_masked(true);
  EXPECT_EQ(RenderEntry(entry), plain + "  a card number in the text was masked");
}

TEST(RenderEntry, ShowsALoad) {
  journal::v1::Entry entry;
  entry.set_sequence(12);
  entry.set_recorded_time_us(1'782'894'600'000'000);
  entry.mutable_caller()->set_subject("anna");
  entry.set_award_id(std::string(16, '\x11'));
  entry.set_person_id(std::string(16, '\x22'));
  entry.set_effective_day(20640);
  entry.mutable_award_loaded()->set_amount_pence(25'000);
  entry.mutable_award_loaded()->set_available_after_pence(25'000);
  EXPECT_EQ(RenderEntry(entry),
            "12  2026-07-01 09:30:00 BST  award loaded  £250.00 put on the award for 6 July 2026; "
            "£250.00 can be spent.  "
            "awards/11111111-1111-1111-1111-111111111111  by anna");
}

TEST(EntrySentence, IsThereForEveryKindOfEvent) {
  const auto* event = journal::v1::Entry::descriptor()->FindOneofByName("event");
  for (int i = 0; i < event->field_count(); ++i) {
    journal::v1::Entry entry;
    journal::v1::Entry::GetReflection()->MutableMessage(&entry, event->field(i));
    const std::string text = EntrySentence(entry);
    ASSERT_FALSE(text.empty()) << event->field(i)->name();
    EXPECT_EQ(text.back(), '.') << text;
    EXPECT_FALSE(absl::ascii_islower(static_cast<unsigned char>(text.front()))) << text;
  }
}

struct SentenceCase {
  const char* entry;
  const char* sentence;
};

TEST(EntrySentence, HoldsTheFiguresOfTheEvent) {
  const SentenceCase cases[] = {
      {"refused { reason: REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED requested_pence: 20000 referral { "
       "kind: "
       "REFERRAL_KIND_ANNUAL_LIMIT amount_pence: 10000 limit_first_day: 20544 deadline_day: 20647 "
       "} "
       "instalment { next_due_day: 20654 } }",
       "Refused: annual limit exceeded. £200.00 was asked for. A senior decides by 13 July 2026: "
       "£100.00 beyond the annual limit of the year from 1 April 2026. Next instalment on 20 July "
       "2026."},
      {"award_proposed { start_day: 20635 end_day: 20718 parts { amount_pence: 60000 } parts { "
       "amount_pence: 40000 } frequency: LOAD_FREQUENCY_WEEKLY first_due_day: 20640 }",
       "Award of £1,000.00 proposed, from 1 July 2026 to 22 September 2026, loaded weekly from 6 "
       "July 2026."},
      {"award_approved { committed_pence: 100000 next_due_day: 20640 }",
       "Award approved; £1,000.00 promised from its funds. Next instalment on 6 July 2026."},
      {"effective_day: 20640 award_loaded { amount_pence: 25000 contribution_pence: 500 "
       "available_after_pence: 24500 approve_by_day: 20641 }",
       "£245.00 put on the award for 6 July 2026, and £5.00 to come from the person; £245.00 can "
       "be "
       "spent. An emergency: somebody else approves it by 7 July 2026."},
      {"person_state_changed { state: PERSON_STATE_DECEASED since_day: 20640 }",
       "Person died on 6 July 2026. Every card is blocked."},
      {"person_state_changed { state: PERSON_STATE_MOVING since_day: 20640 }",
       "Person moving to another council's area since 6 July 2026."},
      {"supporter_added { supporter_id: "
       "'\\021\\021\\021\\021\\021\\021\\021\\021\\021\\021\\021\\021"
       "\\021\\021\\021\\021' scopes: [ SUPPORTER_SCOPE_BALANCE, SUPPORTER_SCOPE_CARD ] first_day: "
       "20640 }",
       "Supporter supporters/11111111-1111-1111-1111-111111111111 added from 6 July 2026 on: "
       "balance, card."},
      {"person_subject_set { subject: 'person.0007' }", "Person signs in as person.0007."},
      {"person_subject_set {}", "Person signs in no more."},
      {"relation_declared { subject: 'kim' }",
       "Relation of kim declared, who keeps away from now on."},
      {"relation_ended { subject: 'kim' }", "Relation of kim ended."},
      {"erasure_proposed { classes: RETENTION_CLASS_IDENTITY classes: RETENTION_CLASS_CASE "
       "ground: ERASURE_GROUND_RIGHT_TO_ERASURE }",
       "Erasure proposed of identity, case: right to erasure. Somebody else decides it."},
      {"details_erased { proposed_entry: 7 classes: RETENTION_CLASS_MONEY }",
       "Details erased for good: money."},
      {"erasure_declined { proposed_entry: 7 }", "Erasure proposed by entry 7 declined."},
      {"legal_hold_set {}", "Legal hold set: nothing is erased until it ends."},
      {"legal_hold_ended { set_entry: 7 }", "Legal hold of entry 7 ended."},
      {"detail_rectified { rectified_entry: 7 place: 1 }",
       "Detail 1 of entry 7 put right; what was recorded stays."},
      {"provider_subject_added { provider_id: "
       "'\\021\\021\\021\\021\\021\\021\\021\\021\\021\\021\\021\\021"
       "\\021\\021\\021\\021' subject: 'till.4' }",
       "Sign-in till.4 of providers/11111111-1111-1111-1111-111111111111 added."},
      {"provider_subject_removed { provider_id: "
       "'\\021\\021\\021\\021\\021\\021\\021\\021\\021\\021\\021\\021"
       "\\021\\021\\021\\021' subject: 'till.4' }",
       "Sign-in till.4 of providers/11111111-1111-1111-1111-111111111111 removed."},
      {"extension_proposed { end_day: 20718 added { amount_pence: 20000 } }",
       "Extension to 22 September 2026 proposed, with £200.00 more."},
      {"extension_proposed { end_day: 20718 }",
       "Extension to 22 September 2026 proposed, without more money."},
      {"award_ended { last_day: 20640 outcome: OUTCOME_TRAVEL_INDEPENDENCE released_pence: 40000 }",
       "Award ended, last day 6 July 2026: travel independence. £400.00 given back to its funds."},
      {"contribution_set { from_day: 20640 weekly_pence: 500 parts { contribution_pence: 4000 } "
       "parts { contribution_pence: 2000 } }",
       "Contribution of £5.00 a week set from 6 July 2026 on; expected in all: £60.00."},
      {"own_money_repaid { amount_pence: 2000 available_after_pence: 500 }",
       "Own money of £20.00 paid back; £5.00 can be spent."},
      {"transaction_reversed { original_entry: 12 reason: REVERSAL_REASON_WRONG_AMOUNT "
       "amount_pence: "
       "2000 available_after_pence: 0 }",
       "£20.00 of transactions/12 reversed: wrong amount; £0.00 can be spent."},
      {"referral_opened { referral { kind: REFERRAL_KIND_BUDGET amount_pence: 5000 deadline_day: "
       "20647 } }",
       "A senior decides by 13 July 2026: £50.00 beyond the fund's budget."},
      {"referral_decided { referral_entry: 9 kind: REFERRAL_KIND_BUDGET approved: true "
       "amount_pence: "
       "5000 }",
       "Referral referrals/9 approved: £50.00 beyond the fund's budget."},
      {"referral_decided { referral_entry: 9 }", "Referral referrals/9 declined."},
      {"card_requested { holder: HOLDER_KIND_PERSON limits { payment_pence: 3000 daily_count: 5 } "
       "}",
       "Card asked for, to be held by the person: at most £30.00 a payment, 5 payments a day."},
      {"card_issued { last_four: '4821' expiry_day: 21761 }",
       "Card ending 4821 issued; last day 31 July 2029."},
      {"card_blocked { reason: CARD_BLOCK_REASON_LOST }", "Card blocked: lost."},
      {"card_blocked { reason: CARD_BLOCK_REASON_SAFEGUARDING lead: 'sam' review_day: 20647 }",
       "Card blocked: safeguarding, reviewed by 13 July 2026, led by sam."},
  };
  for (const SentenceCase& c : cases) {
    EXPECT_EQ(EntrySentence(Parse<journal::v1::Entry>(c.entry)), c.sentence);
  }
}

TEST(RenderChange, NamesWhatEachEntryConcerns) {
  v1::Change change;
  change.set_name("persons/22222222-2222-2222-2222-222222222222");
  change.mutable_decision()->set_sequence(7);
  auto& died = *change.add_entries();
  died.set_person_id(std::string(16, '\x22'));
  died.mutable_person_state_changed()->set_state(journal::v1::PERSON_STATE_DECEASED);
  auto& ended = *change.add_entries();
  ended.set_person_id(std::string(16, '\x22'));
  ended.set_award_id(std::string(16, '\x11'));
  ended.mutable_award_ended()->set_outcome(journal::v1::OUTCOME_DECEASED);
  EXPECT_EQ(RenderChange(change),
            "Person died on 1 January 1970. Every card is blocked.\n"
            "  persons/22222222-2222-2222-2222-222222222222\n"
            "Award ended, last day 1 January 1970: deceased. £0.00 given back to its funds.\n"
            "  awards/11111111-1111-1111-1111-111111111111\n");
}

TEST(RenderChange, AddsTheNameThatNoEntrySays) {
  v1::Change change;
  change.set_name("referrals/7");
  change.mutable_decision()->set_sequence(7);
  auto& opened = *change.add_entries();
  opened.set_award_id(std::string(16, '\x11'));
  opened.mutable_extension_declined();
  EXPECT_EQ(RenderChange(change),
            "Extension declined.\n  awards/11111111-1111-1111-1111-111111111111\n  referrals/7\n");
}

TEST(RenderChange, OfWhatWasOnlyCheckedSaysThatItWouldBe) {
  v1::Change change;
  change.mutable_decision()->set_validated_position(7);
  change.add_entries()->mutable_card_closed();
  EXPECT_EQ(RenderChange(change), "It would be recorded:\nCard closed for good.\n");
}

}  // namespace
}  // namespace cardledger::cli
