#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/validate.h"
#include "tests/unit/domain/requests.h"
#include "tests/unit/domain/spoiled.h"

namespace cardledger::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kAward = "awards/" + TestUuid(1);

TEST(ValidateHistory, AsOf_isCheckedWhereverItCanBeSaid) {
  v1::GetBalanceRequest balance;
  balance.set_award(kAward);
  EXPECT_THAT(FieldsOf(balance), IsEmpty());
  balance.mutable_as_of()->set_position(1'000'000);  // whether it stands is for the read
  EXPECT_THAT(FieldsOf(balance), IsEmpty());
  *balance.mutable_as_of()->mutable_effective_date() = TestDate(2026, 2, 30);
  EXPECT_THAT(FieldsOf(balance), ElementsAre("as_of.effective_date"));

  v1::GetFundRequest fund;
  *fund.mutable_as_of() = balance.as_of();
  EXPECT_THAT(FieldsOf(fund), ElementsAre("name", "as_of.effective_date"));
  v1::GetPersonBalanceRequest person;
  *person.mutable_as_of() = balance.as_of();
  EXPECT_THAT(FieldsOf(person), ElementsAre("person", "as_of.effective_date"));
  v1::GetCardBalanceRequest card;
  *card.mutable_as_of() = balance.as_of();
  EXPECT_THAT(FieldsOf(card), ElementsAre("card", "as_of.effective_date"));
}

TEST(ValidateHistory, ListTransactions) {
  v1::ListTransactionsRequest list;
  EXPECT_THAT(FieldsOf(list), ElementsAre("award"));
  list.set_award(kAward);
  EXPECT_THAT(FieldsOf(list), IsEmpty());
  list.set_kind(v1::TRANSACTION_KIND_LOAD);
  list.set_state(v1::TRANSACTION_STATE_REFUSED);
  *list.mutable_from_date() = TestDate(2026, 7, 1);
  *list.mutable_before_date() = TestDate(2026, 7, 2);
  EXPECT_THAT(FieldsOf(list), IsEmpty());
  *list.mutable_before_date() = TestDate(2026, 7, 1);
  EXPECT_THAT(FieldsOf(list), ElementsAre("before_date"));
  list.set_page_size(-1);
  list.set_kind(static_cast<v1::TransactionKind>(99));
  list.set_state(static_cast<v1::TransactionState>(99));
  *list.mutable_from_date() = TestDate(2026, 7, 0);
  EXPECT_THAT(FieldsOf(list), ElementsAre("page_size", "kind", "state", "from_date"));
}

TEST(ValidateHistory, GetTransaction) {
  v1::GetTransactionRequest get;
  for (const char* name : {"", "transactions/", "transactions/0", "transactions/01", "loads/1"}) {
    get.set_name(name);
    EXPECT_THAT(FieldsOf(get), ElementsAre("name")) << name;
  }
  get.set_name("transactions/1");
  EXPECT_THAT(FieldsOf(get), IsEmpty());
}

TEST(ValidateHistory, GetStatement_ofADayToAThousand) {
  v1::GetStatementRequest statement;
  EXPECT_THAT(FieldsOf(statement), ElementsAre("award", "from_date", "before_date"));
  statement.set_award(kAward);
  const Day from = *ParseIsoDay("2026-07-06");
  *statement.mutable_from_date() = DateOf(from);
  for (const int32_t days : {1, 1'000}) {
    *statement.mutable_before_date() = DateOf(from + days);
    EXPECT_THAT(FieldsOf(statement), IsEmpty()) << days;
  }
  for (const int32_t days : {-1, 0, 1'001}) {
    *statement.mutable_before_date() = DateOf(from + days);
    EXPECT_THAT(FieldsOf(statement), ElementsAre("before_date")) << days;
  }
}

TEST(ValidateHistory, ListWork_needsAKind) {
  v1::ListWorkRequest list;
  EXPECT_THAT(FieldsOf(list), ElementsAre("kind"));
  list.set_kind(v1::WORK_KIND_SURPLUS);
  EXPECT_THAT(FieldsOf(list), IsEmpty());
}

TEST(ValidateHistory, WatchEntries_namesEventsAndRolesThatThereAre) {
  v1::WatchEntriesRequest watch;
  EXPECT_THAT(FieldsOf(watch), IsEmpty());
  watch.set_after_sequence(5);
  watch.set_until_sequence(5);
  EXPECT_THAT(FieldsOf(watch), ElementsAre("until_sequence"));
  watch.set_until_sequence(6);
  watch.add_events("award_loaded");
  watch.add_events("refused");
  watch.add_roles(journal::v1::ROLE_LEDGER);
  EXPECT_THAT(FieldsOf(watch), IsEmpty());
  watch.add_events("person_id");  // a field, but no event
  watch.add_events("AwardLoaded");
  watch.add_roles(journal::v1::ROLE_UNSPECIFIED);
  EXPECT_THAT(FieldsOf(watch), ElementsAre("events[2]", "events[3]", "roles[1]"));
}

TEST(ValidateHistory, WatchEntries_namesTwentySubjectsAtMost) {
  v1::WatchEntriesRequest watch;
  watch.add_subjects("anna");
  watch.add_subjects(std::string(kSubjectBytesMax, 'a'));
  EXPECT_THAT(FieldsOf(watch), IsEmpty());
  watch.add_subjects("");
  watch.add_subjects(std::string(kSubjectBytesMax + 1, 'a'));
  watch.add_subjects("anna müller");
  EXPECT_THAT(FieldsOf(watch), ElementsAre("subjects[2]", "subjects[3]", "subjects[4]"));
  watch.clear_subjects();
  for (int i = 0; i < kSubjectsWatchedMax; ++i) watch.add_subjects("anna");
  EXPECT_THAT(FieldsOf(watch), IsEmpty());
  watch.add_subjects("anna");
  EXPECT_THAT(FieldsOf(watch), ElementsAre("subjects"));
}

TEST(ValidateHistory, WatchEntries_ofRefusalsNamesNoEvents) {
  v1::WatchEntriesRequest watch;
  watch.set_refused(true);
  watch.add_roles(journal::v1::ROLE_LEDGER);
  watch.add_subjects("anna");
  EXPECT_THAT(FieldsOf(watch), IsEmpty());
  watch.add_events("award_loaded");
  EXPECT_THAT(FieldsOf(watch), ElementsAre("events"));
}

}  // namespace
}  // namespace cardledger::domain
