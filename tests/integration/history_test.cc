// Reads of the past through generated stubs: what was noted then is what is shown now, and what the
// journal has not come to is out of range.

#include <map>

#include "gtest/gtest.h"

#include "cardledger/v1/transactions.grpc.pb.h"
#include "cardledger/v1/worklists.grpc.pb.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

class HistoryTest : public ::testing::TestWithParam<Backing> {
 protected:
  HistoryTest() : ledger_(GetParam()) {
    transactions_ = v1::TransactionService::NewStub(ledger_.channel());
    worklists_ = v1::WorklistService::NewStub(ledger_.channel());
    award_ = ledger_.MakeAward();
  }

  void Load(int64_t pence) {
    ASSERT_TRUE(ledger_
                    .Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                          ledger_.LoadOf(award_, pence))
                    .ok());
  }
  Answer<v1::GetBalanceResponse> Balance(uint64_t position = 0) {
    v1::GetBalanceRequest request;
    request.set_award(award_);
    if (position != 0) request.mutable_as_of()->set_position(position);
    return ledger_.Call(ledger_.balances, &v1::BalanceService::Stub::GetBalance, kFinanceOfficer,
                        request);
  }
  Answer<v1::GetAwardResponse> Award(uint64_t position = 0) {
    v1::GetAwardRequest request;
    request.set_name(award_);
    request.set_position(position);
    return ledger_.Call(ledger_.awards, &v1::AwardService::Stub::GetAward, kFinanceOfficer,
                        request);
  }
  Answer<v1::GetFundResponse> Fund(uint64_t position = 0) {
    v1::GetFundRequest request;
    request.set_name(Award().response.award().funding(0).fund());
    if (position != 0) request.mutable_as_of()->set_position(position);
    return ledger_.Call(ledger_.funds, &v1::FundService::Stub::GetFund, kFinanceOfficer, request);
  }

  ServedLedger ledger_;
  std::unique_ptr<v1::TransactionService::Stub> transactions_;
  std::unique_ptr<v1::WorklistService::Stub> worklists_;
  std::string award_;
};

TEST_P(HistoryTest, EveryPastState_isTheOneThatWasShownThen) {
  struct Shown {
    std::string award;
    std::string fund;
    int64_t posted_pence = 0;
  };
  std::map<uint64_t, Shown> noted;
  for (int i = 0; i < 12; ++i) {
    Load(100 + i);
    noted[ledger_.Position()] = {.award = Award().response.award().SerializeAsString(),
                                 .fund = Fund().response.fund().SerializeAsString(),
                                 .posted_pence = Balance().response.posted_pence()};
    ledger_.MakeFund("OTHER" + std::to_string(i), 2026, 5);
    ledger_.clock().Advance(kMicrosecondsPerDay);
  }
  ledger_.Restart();
  for (const auto& [position, shown] : noted) {
    EXPECT_EQ(Award(position).response.award().SerializeAsString(), shown.award) << position;
    EXPECT_EQ(Award(position).response.read_point().position(), position);
    EXPECT_EQ(Fund(position).response.fund().SerializeAsString(), shown.fund) << position;
    EXPECT_EQ(Balance(position).response.posted_pence(), shown.posted_pence) << position;
  }
}

TEST_P(HistoryTest, PositionBeyondTheJournal_isOutOfRange_andBeforeTheThing_isNotFound) {
  const uint64_t beyond = ledger_.Position() + 1;
  for (const google::rpc::Status& details :
       {Balance(beyond).details, Award(beyond).details, Fund(beyond).details}) {
    EXPECT_EQ(details.code(), static_cast<int>(grpc::StatusCode::OUT_OF_RANGE));
    EXPECT_EQ(ReasonOf(details), "POSITION_OUT_OF_RANGE");
    EXPECT_EQ(FactOf(details, "position"), std::to_string(beyond - 1));
  }
  EXPECT_EQ(ReasonOf(Balance(1).details), "AWARD_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Award(1).details), "AWARD_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Fund(1).details), "FUND_NOT_FOUND");
}

TEST_P(HistoryTest, PersonAndCard_thatDoNotStand_areNotFound_andAPersonIsTheSumOfItsAwards) {
  Load(250);
  v1::GetPersonBalanceRequest person;
  person.set_person(Award().response.award().person());
  const auto balance = ledger_.Call(ledger_.balances, &v1::BalanceService::Stub::GetPersonBalance,
                                    kFinanceOfficer, person);
  EXPECT_EQ(balance.response.posted_pence(), 250);
  ASSERT_EQ(balance.response.awards_size(), 1);
  EXPECT_EQ(balance.response.awards(0).award(), award_);
  person.mutable_as_of()->set_position(ledger_.Position() - 1);
  const auto before = ledger_.Call(ledger_.balances, &v1::BalanceService::Stub::GetPersonBalance,
                                   kFinanceOfficer, person);
  EXPECT_EQ(before.response.posted_pence(), 0);
  person.set_person("persons/" + ledger_.NewId());
  EXPECT_EQ(ReasonOf(ledger_
                         .Call(ledger_.balances, &v1::BalanceService::Stub::GetPersonBalance,
                               kFinanceOfficer, person)
                         .details),
            "PERSON_NOT_FOUND");
  v1::GetCardBalanceRequest card;
  card.set_card("cards/" + ledger_.NewId());
  EXPECT_EQ(ReasonOf(ledger_
                         .Call(ledger_.balances, &v1::BalanceService::Stub::GetCardBalance,
                               kFinanceOfficer, card)
                         .details),
            "CARD_NOT_FOUND");
}

TEST_P(HistoryTest, Transactions_arePagedByTheirTokens_andOthersTokensAreRefused) {
  for (int i = 0; i < 5; ++i) Load(1 + i);
  ledger_.OpenLines(award_, kFinanceOfficer);
  v1::ListTransactionsRequest request;
  request.set_award(award_);
  request.set_page_size(2);
  int64_t pence = 0;
  int pages = 0;
  do {
    const auto page = ledger_.Call(transactions_, &v1::TransactionService::Stub::ListTransactions,
                                   kFinanceOfficer, request);
    ASSERT_TRUE(page.ok()) << page.status.error_message();
    for (const auto& each : page.response.transactions()) pence += each.amount_pence();
    request.set_page_token(page.response.next_page_token());
    ++pages;
    if (pages == 1) {
      v1::ListTransactionsRequest other = request;
      other.set_kind(v1::TRANSACTION_KIND_LOAD);
      EXPECT_EQ(
          ViolatedFields(ledger_
                             .Call(transactions_, &v1::TransactionService::Stub::ListTransactions,
                                   kFinanceOfficer, other)
                             .details),
          std::vector<std::string>{"page_token"});
    }
  } while (!request.page_token().empty());
  EXPECT_EQ(pence, 1 + 2 + 3 + 4 + 5);
  EXPECT_EQ(pages, 3);
}

TEST_P(HistoryTest, ReversedTransaction_standsInItsHistoryAndInTheStatement) {
  Load(400);
  const uint64_t load = ledger_.Position();
  v1::ReverseTransactionRequest reversal;
  reversal.set_request_id(ledger_.NewId());
  reversal.set_award(award_);
  reversal.set_transaction("transactions/" + std::to_string(load));
  *reversal.mutable_effective_date() = DateOf(2026, 7, 6);
  reversal.set_reason(journal::v1::REVERSAL_REASON_ENTERED_IN_ERROR);
  ASSERT_TRUE(ledger_
                  .Call(transactions_, &v1::TransactionService::Stub::ReverseTransaction,
                        kFinanceOfficer, reversal)
                  .ok());
  ledger_.OpenLines(award_, kFinanceOfficer);
  v1::GetTransactionRequest get;
  get.set_name(reversal.transaction());
  const auto shown = ledger_.Call(transactions_, &v1::TransactionService::Stub::GetTransaction,
                                  kFinanceOfficer, get);
  EXPECT_EQ(shown.response.transaction().state(), v1::TRANSACTION_STATE_REVERSED);
  EXPECT_EQ(shown.response.history_size(), 2);
  v1::GetStatementRequest statement;
  statement.set_award(award_);
  *statement.mutable_from_date() = DateOf(2026, 7, 6);
  *statement.mutable_before_date() = DateOf(2026, 7, 7);
  const auto day = ledger_.Call(transactions_, &v1::TransactionService::Stub::GetStatement,
                                kFinanceOfficer, statement);
  EXPECT_EQ(day.response.statement().lines_size(), 2);
  EXPECT_EQ(day.response.statement().closing().total_pence(), 0);
}

TEST_P(HistoryTest, ProposedAward_isWork) {
  const std::string person = ledger_.MakePerson("LL-WORK");
  const std::string award =
      ledger_.ProposeAward(person, Award().response.award().funding(0).fund(), 100);
  v1::ListWorkRequest request;
  request.set_kind(v1::WORK_KIND_TO_APPROVE);
  const auto work =
      ledger_.Call(worklists_, &v1::WorklistService::Stub::ListWork, kApprover, request);
  ASSERT_EQ(work.response.items_size(), 1);
  EXPECT_EQ(work.response.items(0).name(), award);
  EXPECT_EQ(work.response.items(0).person(), person);
}

INSTANTIATE_TEST_SUITE_P(Backings, HistoryTest,
                         ::testing::Values(Backing::kMemory, Backing::kRocksDb),
                         [](const auto& backing) {
                           return backing.param == Backing::kMemory ? "Memory" : "RocksDb";
                         });

}  // namespace
}  // namespace cardledger::tests
