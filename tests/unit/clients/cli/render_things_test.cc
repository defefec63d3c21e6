// Golden texts: people, cards, transactions, providers, referrals, and what waits.

#include <string>

#include "gtest/gtest.h"

#include "clients/cli/render_card.h"
#include "clients/cli/render_lists.h"
#include "clients/cli/render_look.h"
#include "clients/cli/render_person.h"
#include "clients/cli/render_transaction.h"
#include "tests/unit/clients/cli/parse_message.h"

namespace cardledger::cli {
namespace {

TEST(RenderPerson, ShowsStateAwardsAndWhoActs) {
  const auto person = Parse<v1::Person>(R"(
    name: "persons/p" register_time { seconds: 1782894600 } awards: "awards/a" awards: "awards/b"
    state: PERSON_STATE_HOSPITAL state_since { year: 2026 month: 7 day: 3 }
    has_communication_needs: true subject: "person.0007"
    related_subjects: "anna.finance" related_subjects: "kit.worker"
    supporters { name: "supporters/s" scopes: [ SUPPORTER_SCOPE_BALANCE, SUPPORTER_SCOPE_CARD ]
                 first_date { year: 2026 month: 7 day: 1 } in_force: true subject: "kim" }
    representatives { name: "representatives/r" authority: AUTHORITY_DWP_APPOINTEE
                      scopes: REPRESENTATIVE_SCOPE_BENEFITS first_date { year: 2026 month: 6 day: 1 }
                      last_date { year: 2026 month: 6 day: 30 } })");
  EXPECT_EQ(RenderPerson(person),
            "Person         persons/p\n"
            "State          hospital since 3 July 2026\n"
            "Registered     2026-07-01 09:30:00 BST\n"
            "How to talk    cardledger person communication show persons/p\n"
            "Signs in as    person.0007\n"
            "Related staff  anna.finance\n"
            "               kit.worker\n"
            "Awards         awards/a\n"
            "               awards/b\n"
            "\n"
            "Supporter     May            First day    Last day  In force  Subject\n"
            "supporters/s  balance, card  1 July 2026  no end    yes       kim\n"
            "\n"
            "Representative     Authority      In        First day    Last day      In force  "
            "Subject\n"
            "representatives/r  dwp appointee  benefits  1 June 2026  30 June 2026  no\n");
}

TEST(RenderPerson, IsShortWhereLittleIsKnown) {
  const auto person = Parse<v1::Person>(
      R"(name: "persons/p" register_time { seconds: 1782894600 } state: PERSON_STATE_ACTIVE)");
  EXPECT_EQ(RenderPerson(person),
            "Person      persons/p\n"
            "State       at home\n"
            "Registered  2026-07-01 09:30:00 BST\n"
            "Awards      none\n");
}

TEST(RenderCommunication, ShowsTheNeedsOrThatThereAreNone) {
  EXPECT_EQ(RenderCommunication({}), "No communication needs are recorded.\n");
  EXPECT_EQ(RenderCommunication(Parse<v1::GetCommunicationNeedsResponse>(R"(
    needs { format: COMMUNICATION_FORMAT_EASY_READ channel: COMMUNICATION_CHANNEL_LETTER
            helper: "Kim" })")),
            "Reads       easy read\n"
            "Language    en\n"
            "Reached by  letter\n"
            "Helper      Kim\n");
}

TEST(RenderCard, ShowsWhoHoldsItAndWhyItMayNotBeUsed) {
  const auto card = Parse<v1::Card>(R"(
    name: "cards/c" award: "awards/a" person: "persons/p" state: CARD_STATE_BLOCKED
    block_reason: CARD_BLOCK_REASON_SAFEGUARDING holder: HOLDER_KIND_PERSON
    limits { payment_pence: 3000 daily_pence: 5000 daily_count: 5 } token: "tok_12345678"
    last_four: "4821" expiry_date { year: 2029 month: 7 day: 31 }
    funding_model: FUNDING_MODEL_CENTRAL_FLOAT block_lead: "sam"
    review_date { year: 2026 month: 7 day: 13 } replaces: "cards/b" notice: "Please call us.")");
  EXPECT_EQ(RenderCard(card),
            "Card         cards/c\n"
            "Award        awards/a\n"
            "Person       persons/p\n"
            "Held by      the person\n"
            "State        blocked, safeguarding\n"
            "Led by       sam\n"
            "Reviewed by  13 July 2026\n"
            "Ends in      4821\n"
            "Token        tok_12345678\n"
            "Last day     31 July 2029\n"
            "Limits       at most £30.00 a payment, £50.00 a day, 5 payments a day\n"
            "Account      central-float\n"
            "Replaces     cards/b\n"
            "\n"
            "Please call us.\n");
}

TEST(RenderCards, AreOneALine) {
  v1::ListCardsResponse list;
  EXPECT_EQ(RenderCards(list.cards()), "There are no such cards.\n");
  *list.add_cards() = Parse<v1::Card>(R"(
    name: "cards/c" award: "awards/a" state: CARD_STATE_ACTIVE holder: HOLDER_KIND_SUPPORTER
    party: "supporters/s" last_four: "4821" expiry_date { year: 2029 month: 7 day: 31 })");
  EXPECT_EQ(RenderCards(list.cards()),
            "Card     State   Held by       Ends in  Last day    Award\n"
            "cards/c  active  supporters/s  4821     2029-07-31  awards/a\n");
}

TEST(RenderTransactions, SayWhatHappenedAndWhatWasRefused) {
  v1::ListTransactionsResponse list;
  *list.add_transactions() = Parse<v1::Transaction>(R"(
    name: "transactions/14" kind: TRANSACTION_KIND_LOAD state: TRANSACTION_STATE_REFUSED
    effective_date { year: 2026 month: 7 day: 13 } requested_pence: 100000
    refusal_reason: "ANNUAL_LIMIT_EXCEEDED" scheduled: true balance_pence: 0)");
  *list.add_transactions() = Parse<v1::Transaction>(R"(
    name: "transactions/12" kind: TRANSACTION_KIND_REVERSAL state: TRANSACTION_STATE_POSTED
    effective_date { year: 2026 month: 7 day: 7 } amount_pence: -25000 related: "transactions/9")");
  *list.add_transactions() = Parse<v1::Transaction>(R"(
    name: "transactions/9" kind: TRANSACTION_KIND_LOAD state: TRANSACTION_STATE_REVERSED
    effective_date { year: 2026 month: 7 day: 6 } amount_pence: 25000 balance_pence: 25000
    requested_pence: 25000 related: "transactions/12" emergency: true)");
  EXPECT_EQ(
      RenderTransactions(list.transactions()),
      R"(Day         What happened                                                                 Asked for    Change  On the award  Transaction
2026-07-13  Money put on by the council, by schedule: refused, annual limit exceeded      £1,000.00     £0.00         £0.00  transactions/14
2026-07-07  Taken back: transactions/9                                                               -£250.00         £0.00  transactions/12
2026-07-06  Money put on by the council, in an emergency (taken back by transactions/12)    £250.00   £250.00       £250.00  transactions/9
)");
}

TEST(WhatHappened, HasWordsForEveryKind) {
  const auto* kinds = v1::TransactionKind_descriptor();
  for (int i = 1; i < kinds->value_count(); ++i) {
    v1::Transaction transaction;
    transaction.set_kind(static_cast<v1::TransactionKind>(kinds->value(i)->number()));
    EXPECT_EQ(WhatHappened(transaction).find("Of kind"), std::string::npos) << i;
  }
}

TEST(RenderTransaction, ShowsItsHistory) {
  const auto response = Parse<v1::GetTransactionResponse>(R"(
    award: "awards/a"
    transaction { name: "transactions/9" kind: TRANSACTION_KIND_OWN_MONEY
                  state: TRANSACTION_STATE_POSTED effective_date { year: 2026 month: 7 day: 6 }
                  record_time { seconds: 1782894600 } amount_pence: 500 balance_pence: 500 }
    history { sequence: 9 recorded_time_us: 1782894600000000
              own_money_added { amount_pence: 500 available_after_pence: 500 } })");
  EXPECT_EQ(RenderTransaction(response),
            "Transaction    transactions/9\n"
            "Award          awards/a\n"
            "What happened  Own money added\n"
            "Counts for     6 July 2026\n"
            "Recorded       2026-07-01 09:30:00 BST\n"
            "Change         £5.00\n"
            "On the award   £5.00\n"
            "\n"
            "What was recorded\n"
            "9  2026-07-01 09:30:00 BST  own money added  Own money of £5.00 added; £5.00 can be "
            "spent.\n");
}

TEST(RenderProviders, AreOneALine) {
  v1::ListProvidersResponse list;
  EXPECT_EQ(RenderProviders(list.providers()), "There are no providers.\n");
  *list.add_providers() = Parse<v1::Provider>(
      R"(name: "providers/g" display_name: "Green Lane" kind: PROVIDER_KIND_VOLUNTARY)");
  EXPECT_EQ(RenderProviders(list.providers()),
            "Provider     Kind       Called\n"
            "providers/g  voluntary  Green Lane\n");
  EXPECT_EQ(RenderProvider(list.providers(0)),
            "Provider  providers/g\nCalled    Green Lane\nKind      voluntary\n");
  list.mutable_providers(0)->add_subjects("kim");
  list.mutable_providers(0)->add_subjects("till.4");
  EXPECT_EQ(RenderProvider(list.providers(0)),
            "Provider  providers/g\nCalled    Green Lane\nKind      voluntary\n"
            "Sign-ins  kim\n          till.4\n");
}

TEST(RenderReferral, SaysWhatIsAskedOfWhomAndUntilWhen) {
  v1::ListReferralsResponse list;
  *list.add_referrals() = Parse<v1::Referral>(R"(
    name: "referrals/9" kind: REFERRAL_KIND_ANNUAL_LIMIT state: REFERRAL_STATE_OPEN award: "awards/a"
    person: "persons/p" amount_pence: 20000 limit_first_date { year: 2026 month: 4 day: 1 }
    deadline_date { year: 2026 month: 7 day: 13 } opened_by: "fay" senior: "Head of Service")");
  EXPECT_EQ(RenderReferral(list.referrals(0)),
            "Referral    referrals/9\n"
            "State       open\n"
            "Asks for    £200.00 beyond the annual limit\n"
            "Limit year  from 1 April 2026\n"
            "Award       awards/a\n"
            "Person      persons/p\n"
            "Opened by   fay\n"
            "Decided by  Head of Service, until 13 July 2026\n");
  EXPECT_EQ(RenderReferrals(list.referrals()),
            "Referral     State  Beyond         Amount  Until       Senior           Award\n"
            "referrals/9  open   annual limit  £200.00  2026-07-13  Head of Service  awards/a\n");
}

TEST(RenderWork, SaysWhatIsToBeDoneWhatIsOverdueAndWhatIsDueFirst) {
  v1::ListWorkResponse list;
  EXPECT_EQ(RenderWork(list.items()), "Nothing waits.\n");
  *list.add_items() = Parse<v1::WorkItem>(R"(
    kind: WORK_KIND_TO_APPROVE name: "awards/a" award: "awards/a" amount_pence: 100000
    due_date { year: 2026 month: 7 day: 6 } overdue: true what: "Approve the award")");
  *list.add_items() = Parse<v1::WorkItem>(R"(
    kind: WORK_KIND_REVIEW name: "cards/c" award: "awards/a" what: "Review the block")");
  *list.add_items() = Parse<v1::WorkItem>(R"(
    kind: WORK_KIND_REVIEW name: "cards/d" award: "awards/a" what: "Review the block"
    due_date { year: 2026 month: 6 day: 30 } overdue: true)");
  EXPECT_EQ(RenderWork(list.items()),
            "By          Overdue  What is to be done     Amount  About     Award\n"
            "2026-06-30  overdue  Review the block               cards/d   awards/a\n"
            "2026-07-06  overdue  Approve the award   £1,000.00  awards/a\n"
            "                     Review the block               cards/c   awards/a\n");
}

TEST(RenderLooks, LeavesOutAColumnThatNobodyHasAnythingIn) {
  v1::ListLooksResponse response;
  *response.add_looks() = Parse<v1::Look>(R"(
    name: "looks/7" state: LOOK_STATE_OPENED open_time { seconds: 1782894600 }
    roles: ROLE_SOCIAL_WORKER reason: LOOK_REASON_CASE_WORK )");
  EXPECT_EQ(RenderLooks(response.looks()),
            "Look     State   Opened                   By             Reason\n"
            "looks/7  opened  2026-07-01 09:30:00 BST  social worker  case work\n");
  *response.add_looks() = Parse<v1::Look>(R"(
    name: "looks/9" state: LOOK_STATE_REQUESTED roles: ROLE_SAFEGUARDING_LEAD
    reason: LOOK_REASON_SAFEGUARDING subject: "lead-1"
    review_date { year: 2026 month: 10 day: 1 } )");
  EXPECT_EQ(
      RenderLooks(response.looks()),
      "Look     State      Opened                   By                 Reason        Review by   "
      "Subject\n"
      "looks/7  opened     2026-07-01 09:30:00 BST  social worker      case work\n"
      "looks/9  requested                           safeguarding lead  safeguarding  2026-10-01  "
      "lead-1\n");
}

}  // namespace
}  // namespace cardledger::cli
