#include "services/rpc/transaction_reads.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/domain/state.h"
#include "services/engine/errors.h"
#include "services/rpc/lists.h"
#include "services/rpc/reasons.h"
#include "tests/unit/engine/award_life.h"

namespace cardledger::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const domain::Day kStart = engine::AwardLife::kStart;

class TransactionReadsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    life_.OpenWithAward();
    edge_.engine = &life_.engine();
    edge_.store = &life_.store();
    edge_.clock = &life_.clock();
    edge_.briefs = &briefs_;
    name_ = domain::AwardName(life_.award());
  }

  v1::ListTransactionsRequest List(int32_t page_size) const {
    v1::ListTransactionsRequest request;
    request.set_award(name_);
    request.set_page_size(page_size);
    return request;
  }
  v1::ListTransactionsResponse Page(const v1::ListTransactionsRequest& request) {
    v1::ListTransactionsResponse response;
    const absl::Status status =
        FillListTransactions(life_.engine().identity().id, *Scope(), request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  // Walks all pages; `between` is called after each.
  template <typename Between>
  std::vector<v1::Transaction> All(v1::ListTransactionsRequest request, const Between& between) {
    std::vector<v1::Transaction> all;
    do {
      const v1::ListTransactionsResponse page = Page(request);
      EXPECT_LE(page.transactions_size(), request.page_size());
      all.insert(all.end(), page.transactions().begin(), page.transactions().end());
      request.set_page_token(page.next_page_token());
      between();
    } while (!request.page_token().empty());
    return all;
  }
  std::vector<v1::Transaction> All(const v1::ListTransactionsRequest& request) {
    return All(request, [] {});
  }
  static std::vector<std::string> NamesOf(const std::vector<v1::Transaction>& transactions) {
    std::vector<std::string> names;
    names.reserve(transactions.size());
    for (const v1::Transaction& each : transactions) names.push_back(each.name());
    return names;
  }

  v1::GetTransactionResponse Got(uint64_t sequence) {
    v1::GetTransactionRequest request;
    request.set_name(domain::TransactionName(sequence));
    v1::GetTransactionResponse response;
    const absl::Status status = FillGetTransaction(*Scope(), request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  static std::vector<uint64_t> HistoryOf(const v1::GetTransactionResponse& response) {
    std::vector<uint64_t> sequences;
    for (const auto& entry : response.history()) sequences.push_back(entry.sequence());
    return sequences;
  }

  v1::GetStatementRequest StatementRequest(domain::Day from, domain::Day before,
                                           uint64_t position = 0) const {
    v1::GetStatementRequest request;
    request.set_award(name_);
    *request.mutable_from_date() = domain::DateOf(from);
    *request.mutable_before_date() = domain::DateOf(before);
    request.set_position(position);
    return request;
  }
  v1::Statement Statement(const v1::GetStatementRequest& request) {
    v1::GetStatementResponse response;
    const absl::Status status = FillGetStatement(*Scope(), request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response.statement();
  }

  engine::AwardLife life_;
  // Few enough that long lists are read beyond it.
  engine::BriefCache briefs_{/*briefs_max=*/40, /*award_briefs_max=*/8};
  // What these reads show, everybody may see who may ask for it.
  std::unique_ptr<const ReadScope> Scope() const {
    return *ReadScope::Open(edge_, rule_, {.subject = "reader", .roles = {}, .carried_by = ""});
  }

  Edge edge_;
  const AccessRule rule_;
  std::string name_;
};

TEST_F(TransactionReadsTest, List_isNewestFirst_withRefusalsAndWithoutOtherSteps) {
  const uint64_t load = life_.Load(300, kStart).sequence();
  const uint64_t refused = life_.Load(100'000'000, kStart).sequence();
  const uint64_t own = life_.AddOwnMoney(50, kStart).sequence();
  const std::vector<v1::Transaction> all = All(List(50));
  ASSERT_EQ(NamesOf(all), (std::vector<std::string>{domain::TransactionName(own),
                                                    domain::TransactionName(refused),
                                                    domain::TransactionName(load)}));
  EXPECT_EQ(all[0].balance_pence(), 350);
  EXPECT_EQ(all[1].state(), v1::TRANSACTION_STATE_REFUSED);
  EXPECT_EQ(all[1].refusal_reason(), "ANNUAL_LIMIT_EXCEEDED");
  EXPECT_EQ(all[2].amount_pence(), 300);
}

// What is recorded after page one changes nothing of the pages that follow: neither what is on them
// nor whether it has been reversed.
TEST_F(TransactionReadsTest, Pages_areThoseOfPageOne_whateverIsRecordedMeanwhile) {
  std::vector<uint64_t> loads;
  loads.reserve(20);
  for (int i = 0; i < 20; ++i) loads.push_back(life_.Load(100 + i, kStart).sequence());
  life_.Reverse(loads[3], kStart);
  const std::vector<v1::Transaction> before = All(List(1'000));
  ASSERT_EQ(before.size(), 21u);
  size_t next = 4;
  const std::vector<v1::Transaction> paged = All(List(3), [&] {
    life_.Load(1, kStart);
    life_.Reverse(loads[next++], kStart);
  });
  ASSERT_EQ(paged.size(), before.size());
  for (size_t i = 0; i < paged.size(); ++i) {
    EXPECT_EQ(paged[i].SerializeAsString(), before[i].SerializeAsString()) << i;
  }
}

TEST_F(TransactionReadsTest, LastPage_hasNoNext) {
  for (int i = 0; i < 6; ++i) life_.Load(1, kStart);
  v1::ListTransactionsRequest request = List(3);
  request.set_page_token(Page(request).next_page_token());
  ASSERT_NE(request.page_token(), "");
  const v1::ListTransactionsResponse last = Page(request);
  EXPECT_EQ(last.transactions_size(), 3);
  EXPECT_EQ(last.next_page_token(), "");
}

// Only who makes tokens could make such a one; it is still no damage of the store.
TEST_F(TransactionReadsTest, TokenThatNamesAnEntryOfNoPage_isInvalid) {
  const uint64_t position = life_.view()->position;
  life_.Load(1, kStart);
  for (const uint64_t sequence : {uint64_t{1}, position + 1, position + 9}) {
    v1::ListTransactionsRequest request = List(3);
    request.set_page_token(
        EncodePageToken({.upper_position = position, .last_key = absl::StrCat(sequence)},
                        ListOf(request).filter, life_.engine().identity().id));
    v1::ListTransactionsResponse response;
    const absl::Status status =
        FillListTransactions(life_.engine().identity().id, *Scope(), request, response);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << sequence;
  }
}

TEST_F(TransactionReadsTest, Filters_areExact) {
  const auto name = [](const journal::v1::Entry& entry) {
    return domain::TransactionName(entry.sequence());
  };
  for (int i = 0; i < 3; ++i) life_.NextDay();
  const std::string first = name(life_.Load(1, kStart));
  const std::string second = name(life_.Load(2, kStart + 1));
  const std::string third = name(life_.Load(3, kStart + 2));
  const std::string own = name(life_.AddOwnMoney(4, kStart + 1));
  const std::string refused = name(life_.Load(100'000'000, kStart + 1));
  const std::string reversal = name(life_.Reverse(domain::TransactionOf(second), kStart + 2));

  v1::ListTransactionsRequest by_day = List(2);
  *by_day.mutable_from_date() = domain::DateOf(kStart + 1);
  *by_day.mutable_before_date() = domain::DateOf(kStart + 2);
  EXPECT_THAT(NamesOf(All(by_day)), ElementsAre(refused, own, second));
  by_day.clear_from_date();
  EXPECT_THAT(NamesOf(All(by_day)), ElementsAre(refused, own, second, first));
  v1::ListTransactionsRequest by_kind = List(2);
  by_kind.set_kind(v1::TRANSACTION_KIND_LOAD);
  EXPECT_THAT(NamesOf(All(by_kind)), ElementsAre(refused, third, second, first));
  by_kind.set_kind(v1::TRANSACTION_KIND_REVERSAL);
  EXPECT_THAT(NamesOf(All(by_kind)), ElementsAre(reversal));
  by_kind.set_kind(v1::TRANSACTION_KIND_CONTRIBUTION);
  EXPECT_THAT(NamesOf(All(by_kind)), IsEmpty());
  v1::ListTransactionsRequest by_state = List(2);
  by_state.set_state(v1::TRANSACTION_STATE_POSTED);
  EXPECT_THAT(NamesOf(All(by_state)), ElementsAre(reversal, own, third, first));
  by_state.set_state(v1::TRANSACTION_STATE_REVERSED);
  EXPECT_THAT(NamesOf(All(by_state)), ElementsAre(second));
  by_state.set_state(v1::TRANSACTION_STATE_REFUSED);
  EXPECT_THAT(NamesOf(All(by_state)), ElementsAre(refused));
}

TEST_F(TransactionReadsTest, Award_thatDoesNotStand_isNotFound) {
  v1::ListTransactionsRequest list = List(5);
  list.set_award("awards/" + life_.NewRequestId());
  v1::ListTransactionsResponse page;
  const absl::Status listed =
      FillListTransactions(life_.engine().identity().id, *Scope(), list, page);
  EXPECT_EQ(engine::ReasonOf(listed), kReasonAwardNotFound);
  v1::GetStatementRequest statement = StatementRequest(kStart, kStart + 1);
  statement.set_award(list.award());
  v1::GetStatementResponse answer;
  EXPECT_EQ(engine::ReasonOf(FillGetStatement(*Scope(), statement, answer)), kReasonAwardNotFound);
}

TEST_F(TransactionReadsTest, Transaction_showsItsOriginalItsApprovalAndItsReversal) {
  const uint64_t plain = life_.Load(300, kStart).sequence();
  const uint64_t emergency = life_.Load(400, kStart, true).sequence();
  EXPECT_THAT(HistoryOf(Got(plain)), ElementsAre(plain));
  EXPECT_THAT(HistoryOf(Got(emergency)), ElementsAre(emergency));
  const uint64_t approval = life_.ApproveEmergency(emergency).sequence();
  life_.Load(5, kStart);
  EXPECT_THAT(HistoryOf(Got(emergency)), ElementsAre(emergency, approval));
  EXPECT_EQ(Got(emergency).transaction().state(), v1::TRANSACTION_STATE_POSTED);
  const uint64_t reversal = life_.Reverse(emergency, kStart).sequence();
  life_.Load(6, kStart);
  const v1::GetTransactionResponse original = Got(emergency);
  EXPECT_THAT(HistoryOf(original), ElementsAre(emergency, approval, reversal));
  EXPECT_EQ(original.transaction().state(), v1::TRANSACTION_STATE_REVERSED);
  EXPECT_EQ(original.transaction().related(), domain::TransactionName(reversal));
  EXPECT_EQ(original.award(), name_);
  const v1::GetTransactionResponse reversed = Got(reversal);
  EXPECT_THAT(HistoryOf(reversed), ElementsAre(emergency, approval, reversal));
  EXPECT_EQ(reversed.transaction().kind(), v1::TRANSACTION_KIND_REVERSAL);
  EXPECT_EQ(reversed.transaction().state(), v1::TRANSACTION_STATE_POSTED);
  EXPECT_EQ(reversed.transaction().related(), domain::TransactionName(emergency));
}

TEST_F(TransactionReadsTest, EntryThatIsNoTransaction_isNotFound) {
  for (const uint64_t sequence :
       {uint64_t{1}, life_.view()->position, life_.view()->position + 1}) {
    v1::GetTransactionRequest request;
    request.set_name(domain::TransactionName(sequence));
    v1::GetTransactionResponse response;
    EXPECT_EQ(engine::ReasonOf(FillGetTransaction(*Scope(), request, response)),
              kReasonTransactionNotFound)
        << sequence;
  }
}

TEST_F(TransactionReadsTest, Statement_ofAPosition_isTheSameForEver) {
  life_.Load(300, kStart);
  life_.NextDay();
  life_.AddOwnMoney(40, kStart + 1);
  const uint64_t position = life_.view()->position;
  const v1::GetStatementRequest request = StatementRequest(kStart, kStart + 7, position);
  const v1::Statement then = Statement(request);
  EXPECT_EQ(then.position(), position);
  EXPECT_EQ(then.closing().total_pence(), 340);
  life_.Load(900, kStart);  // for a day of the statement, recorded later
  EXPECT_EQ(Statement(request).SerializeAsString(), then.SerializeAsString());
  EXPECT_EQ(Statement(StatementRequest(kStart, kStart + 7)).closing().total_pence(), 1'240);
}

TEST_F(TransactionReadsTest, Statements_ofAdjoiningDays_join) {
  for (int i = 0; i < 12; ++i) {
    life_.Load(100 + i, life_.today() + -(i % 3));
    if (i % 2 == 0) life_.NextDay();
    if (i % 4 == 0) life_.AddOwnMoney(7, life_.today());
  }
  int64_t closing = 0;
  for (domain::Day day = kStart; day <= life_.today(); day = day + 1) {
    const v1::Statement statement = Statement(StatementRequest(day, day + 1));
    EXPECT_EQ(statement.opening().total_pence(), closing);
    closing = statement.closing().total_pence();
  }
  const auto opened = Scope();
  const ReadScope& scope = *opened;
  EXPECT_EQ(closing, domain::AvailableOf(**scope.reader().Award(life_.award())));
}

TEST_F(TransactionReadsTest, Statement_beyondTheJournal_isOutOfRange_andBeforeTheAwardNotFound) {
  v1::GetStatementResponse response;
  const uint64_t position = life_.view()->position;
  const auto code = [&](uint64_t at) {
    return FillGetStatement(*Scope(), StatementRequest(kStart, kStart + 1, at), response).code();
  };
  EXPECT_EQ(code(position + 1), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(code(position), absl::StatusCode::kOk);
  EXPECT_EQ(code(1), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace cardledger::rpc
