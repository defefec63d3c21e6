// The bulk stream: rows in chunks, acknowledged in order after they are durable, broken rows named,
// nothing loaded twice however often it is sent, and a client that goes away.

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/domain/limits.h"
#include "tests/integration/gate.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Stream = grpc::ClientReaderWriter<v1::BulkLoadRequest, v1::BulkLoadResponse>;

v1::BulkLoadRequest Start(const std::string& id, uint64_t count, int64_t pence) {
  v1::BulkLoadRequest request;
  request.mutable_start()->set_request_id(id);
  request.mutable_start()->set_declared_count(count);
  request.mutable_start()->set_declared_pence(pence);
  return request;
}

v1::BulkLoadRequest Chunk(uint64_t number, const std::vector<v1::CreateLoadRequest>& rows) {
  v1::BulkLoadRequest request;
  request.mutable_chunk()->set_chunk_number(number);
  for (const v1::CreateLoadRequest& row : rows) *request.mutable_chunk()->add_rows() = row;
  return request;
}

v1::BulkLoadRequest Finish(const std::string& id) {
  v1::BulkLoadRequest request;
  request.mutable_finish()->set_request_id(id);
  return request;
}

struct Sent {
  std::vector<v1::BulkLoadResponse> answers;
  grpc::Status status;
};

class BulkLoadTest : public ::testing::TestWithParam<Backing> {
 protected:
  BulkLoadTest() : ledger_(GetParam(), Transport::kTcp) {}

  // Sends everything, then reads everything.
  Sent Send(const std::vector<v1::BulkLoadRequest>& messages,
            const Identity& identity = kFinanceOfficer) const {
    grpc::ClientContext context;
    Identify(context, identity);
    const std::unique_ptr<Stream> stream = ledger_.loads->BulkLoad(&context);
    // Apart, because the server reads no further while its answers are not read.
    std::thread writer([&] {
      for (const v1::BulkLoadRequest& message : messages) {
        if (!stream->Write(message)) break;
      }
      stream->WritesDone();
    });
    Sent run;
    v1::BulkLoadResponse answer;
    while (stream->Read(&answer)) run.answers.push_back(answer);
    writer.join();
    run.status = stream->Finish();
    return run;
  }

  std::vector<v1::CreateLoadRequest> Rows(const std::string& award, int count, int64_t pence) {
    std::vector<v1::CreateLoadRequest> rows;
    rows.reserve(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i) rows.push_back(ledger_.LoadOf(award, pence));
    return rows;
  }

  int64_t Balance(const std::string& award) {
    v1::GetBalanceRequest request;
    request.set_award(award);
    return ledger_
        .Call(ledger_.balances, &v1::BalanceService::Stub::GetBalance, kFinanceOfficer, request)
        .response.available_pence();
  }

  ServedLedger ledger_;
};

TEST_P(BulkLoadTest, Run_ofManyChunks_isAnsweredInOrderAndClosedWithItsTotals) {
  const std::string award = ledger_.MakeAward();
  std::vector<v1::BulkLoadRequest> messages{Start(ledger_.NewId(), 2'000, 20'000)};
  for (uint64_t number = 1; number <= 20; ++number) {
    messages.push_back(Chunk(number, Rows(award, 100, 10)));
  }
  messages.push_back(Finish(ledger_.NewId()));
  const Sent run = Send(messages);
  ASSERT_TRUE(run.status.ok()) << run.status.error_message();
  ASSERT_EQ(run.answers.size(), 22u);
  const uint64_t started = run.answers[0].started().decision().sequence();
  EXPECT_EQ(run.answers[0].started().run(), "runs/" + std::to_string(started));
  for (uint64_t number = 1; number <= 20; ++number) {
    const v1::BulkLoadChunkResult& chunk = run.answers[number].chunk();
    EXPECT_EQ(chunk.chunk_number(), number);
    EXPECT_EQ(chunk.accepted_count(), 100u);
    EXPECT_EQ(chunk.accepted_pence(), 1'000);
    EXPECT_EQ(chunk.position(), started + number * 100);
    EXPECT_EQ(chunk.failures_size(), 0);
  }
  const v1::BulkLoadFinished& finished = run.answers[21].finished();
  EXPECT_EQ(finished.run(), run.answers[0].started().run());
  EXPECT_EQ(finished.accepted_count(), 2'000u);
  EXPECT_EQ(finished.accepted_pence(), 20'000);
  EXPECT_EQ(Balance(award), 20'000);
}

TEST_P(BulkLoadTest, ChunkWithABrokenRowInTheMiddle_namesItAndLoadsTheOthers) {
  const std::string award = ledger_.MakeAward();
  std::vector<v1::CreateLoadRequest> rows = Rows(award, 5, 10);
  rows[1].set_amount_pence(-10);
  rows[1].mutable_due_date()->set_month(13);
  rows[2].set_validate_only(true);
  rows[3].set_amount_pence(100'001);  // well formed, and over the limit
  const uint64_t position = ledger_.Position();
  const Sent run =
      Send({Start(ledger_.NewId(), 3, 100'021), Chunk(1, rows), Finish(ledger_.NewId())});
  ASSERT_TRUE(run.status.ok()) << run.status.error_message();
  const v1::BulkLoadChunkResult& chunk = run.answers[1].chunk();
  EXPECT_EQ(chunk.accepted_count(), 2u);
  ASSERT_EQ(chunk.failures_size(), 3);
  EXPECT_EQ(chunk.failures(0).row(), 1u);
  EXPECT_EQ(chunk.failures(0).request_id(), rows[1].request_id());
  EXPECT_EQ(chunk.failures(0).status().code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(ViolatedFields(chunk.failures(0).status()), ElementsAre("amount_pence", "due_date"));
  EXPECT_EQ(chunk.failures(1).row(), 2u);
  EXPECT_THAT(ViolatedFields(chunk.failures(1).status()), ElementsAre("validate_only"));
  EXPECT_EQ(chunk.failures(2).row(), 3u);
  EXPECT_EQ(ReasonOf(chunk.failures(2).status()), "ANNUAL_LIMIT_EXCEEDED");
  // Rows that are not well formed are nothing to the ledger: start, three rows, finish.
  EXPECT_EQ(ledger_.Position(), position + 5);
  EXPECT_EQ(run.answers[2].finished().refused_count(), 1u);
  // The single call answers the same.
  const auto single =
      ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, rows[1]);
  EXPECT_EQ(single.details.SerializeAsString(), chunk.failures(0).status().SerializeAsString());
}

TEST_P(BulkLoadTest, Chunk_ofBrokenRowsAlone_isAnswered) {
  const Sent run = Send({Start(ledger_.NewId(), 1, 1), Chunk(1, {v1::CreateLoadRequest()})});
  ASSERT_TRUE(run.status.ok()) << run.status.error_message();
  EXPECT_EQ(run.answers[1].chunk().failures_size(), 1);
  EXPECT_EQ(run.answers[1].chunk().position(), ledger_.Position());
}

TEST_P(BulkLoadTest, Stream_brokenOffAndSentAgain_loadsNothingTwice) {
  const std::string award = ledger_.MakeAward();
  const std::string start_id = ledger_.NewId();
  const auto first_rows = Rows(award, 50, 10);
  const auto second_rows = Rows(award, 50, 10);
  const Sent first = Send({Start(start_id, 100, 1'000), Chunk(1, first_rows)});
  ASSERT_TRUE(first.status.ok()) << first.status.error_message();
  ledger_.Restart();
  const Sent again = Send({Start(start_id, 100, 1'000), Chunk(1, first_rows), Chunk(2, second_rows),
                           Finish(ledger_.NewId())});
  ASSERT_TRUE(again.status.ok()) << again.status.error_message();
  EXPECT_EQ(again.answers[0].SerializeAsString(), first.answers[0].SerializeAsString());
  EXPECT_EQ(again.answers[1].SerializeAsString(), first.answers[1].SerializeAsString());
  EXPECT_EQ(again.answers[3].finished().accepted_count(), 100u);
  EXPECT_EQ(Balance(award), 1'000);
}

TEST_P(BulkLoadTest, Row_withAnIdUsedForSomethingElse_isAFailureOfThatRow) {
  const std::string award = ledger_.MakeAward();
  std::vector<v1::CreateLoadRequest> rows = Rows(award, 2, 10);
  ASSERT_TRUE(
      ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, rows[0])
          .ok());
  rows[0].set_amount_pence(11);
  const Sent run = Send({Start(ledger_.NewId(), 2, 21), Chunk(1, rows)});
  ASSERT_TRUE(run.status.ok()) << run.status.error_message();
  ASSERT_EQ(run.answers[1].chunk().failures_size(), 1);
  EXPECT_EQ(ReasonOf(run.answers[1].chunk().failures(0).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(run.answers[1].chunk().accepted_count(), 1u);
}

TEST_P(BulkLoadTest, Finish_beforeAllRows_endsTheStreamWithItsRefusal) {
  const std::string award = ledger_.MakeAward();
  const Sent run =
      Send({Start(ledger_.NewId(), 3, 30), Chunk(1, Rows(award, 2, 10)), Finish(ledger_.NewId())});
  EXPECT_EQ(run.answers.size(), 2u);
  EXPECT_EQ(run.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  const google::rpc::Status details = DetailsOf(run.status);
  EXPECT_EQ(ReasonOf(details), "RUN_TOTALS_DIFFER");
  EXPECT_EQ(FactOf(details, "declared_count"), "3");
  EXPECT_EQ(FactOf(details, "decided_count"), "2");
  EXPECT_EQ(Balance(award), 20);
}

TEST_P(BulkLoadTest, Messages_outOfOrder_endTheStreamAfterWhatWasInOrder) {
  const std::string award = ledger_.MakeAward();
  const v1::BulkLoadRequest start = Start(ledger_.NewId(), 10, 100);
  const struct {
    std::vector<v1::BulkLoadRequest> messages;
    size_t answers;
    const char* field;
  } cases[] = {
      {{}, 0, "step"},
      {{v1::BulkLoadRequest()}, 0, "step"},
      {{Chunk(1, Rows(award, 1, 10))}, 0, "step"},
      {{Finish(ledger_.NewId())}, 0, "step"},
      {{Start("no-id", 1, 1)}, 0, "start.request_id"},
      {{start, start}, 1, "step"},
      {{start, v1::BulkLoadRequest()}, 1, "step"},
      {{start, Chunk(2, Rows(award, 1, 10))}, 1, "chunk.chunk_number"},
      {{start, Chunk(1, {})}, 1, "chunk.rows"},
      {{start, Chunk(1, Rows(award, 1, 10)), Chunk(1, Rows(award, 1, 10))},
       2,
       "chunk.chunk_number"},
      {{start, Chunk(1, Rows(award, 1'001, 10))}, 1, "chunk.rows"},
      {{start, Finish("no-id")}, 1, "finish.request_id"},
  };
  for (const auto& [messages, answers, field] : cases) {
    const Sent run = Send(messages);
    EXPECT_EQ(run.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << field;
    EXPECT_EQ(run.answers.size(), answers) << field;
    EXPECT_THAT(ViolatedFields(DetailsOf(run.status)), ElementsAre(field));
  }
}

TEST_P(BulkLoadTest, Stream_inTheWrongRole_isDenied) {
  const Sent run = Send({Start(ledger_.NewId(), 1, 1)}, kAuditor);
  EXPECT_EQ(run.status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ReasonOf(DetailsOf(run.status)), "ROLE_NOT_ALLOWED");
}

INSTANTIATE_TEST_SUITE_P(Backings, BulkLoadTest,
                         ::testing::Values(Backing::kMemory, Backing::kRocksDb),
                         [](const auto& backing) {
                           return backing.param == Backing::kMemory ? "Memory" : "RocksDb";
                         });

class BulkLoadInFlightTest : public ::testing::TestWithParam<Transport> {
 protected:
  BulkLoadInFlightTest() : ledger_(Backing::kMemory, GetParam()) {}

  ServedLedger ledger_;
};

// The engine still holds the chunk's callback when the client goes away.
TEST_P(BulkLoadInFlightTest, Client_thatGoesAwayMidChunk_leavesTheChunkWholeAndTheServerWell) {
  const std::string award = ledger_.MakeAward();
  for (int round = 0; round < 20; ++round) {
    const uint64_t position = ledger_.Position();
    WriteGate gate(ledger_.disk());
    {
      grpc::ClientContext context;
      Identify(context, kFinanceOfficer);
      const std::unique_ptr<Stream> stream = ledger_.loads->BulkLoad(&context);
      v1::BulkLoadResponse answer;
      ASSERT_TRUE(stream->Write(Start(ledger_.NewId(), 100, 100)));
      ASSERT_TRUE(stream->Read(&answer));
      gate.Close();
      for (uint64_t number = 1; number <= 3; ++number) {
        std::vector<v1::CreateLoadRequest> rows(10);
        for (v1::CreateLoadRequest& row : rows) row = ledger_.LoadOf(award, 1);
        stream->Write(Chunk(number, rows));
      }
      gate.AwaitWriter();
      context.TryCancel();
      EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
    }
    gate.Open();
    // Behind the cancelled chunks in no queue, but on the same engine: it is answered.
    ASSERT_TRUE(ledger_
                    .Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                          ledger_.LoadOf(award, 1))
                    .ok());
    EXPECT_GE(ledger_.Position(), position + 2 + 10);
  }
}

// A stream that had been refused was once ended a second time by its client's cancel.
TEST_P(BulkLoadInFlightTest, Client_thatGoesAwayAsItIsRefused_leavesTheServerWell) {
  for (int round = 0; round < 100; ++round) {
    grpc::ClientContext context;
    Identify(context, kAuditor);
    const std::unique_ptr<Stream> stream = ledger_.loads->BulkLoad(&context);
    context.TryCancel();
    EXPECT_FALSE(stream->Finish().ok());
  }
  EXPECT_TRUE(ledger_
                  .Call(ledger_.journal, &v1::JournalService::Stub::GetLedger, kAuditor,
                        v1::GetLedgerRequest())
                  .ok());
}

TEST_P(BulkLoadInFlightTest, Client_thatReadsNothing_isHeldBackByTheWindow) {
  const std::string award = ledger_.MakeAward();
  WriteGate gate(ledger_.disk());
  grpc::ClientContext context;
  Identify(context, kFinanceOfficer);
  const std::unique_ptr<Stream> stream = ledger_.loads->BulkLoad(&context);
  v1::BulkLoadResponse answer;
  ASSERT_TRUE(stream->Write(Start(ledger_.NewId(), 1'000, 1'000)));
  ASSERT_TRUE(stream->Read(&answer));
  const uint64_t position = ledger_.Position();
  gate.Close();
  std::thread writer([&] {
    for (uint64_t number = 1; number <= 30; ++number) {
      if (!stream->Write(Chunk(number, {ledger_.LoadOf(award, 1)}))) return;
    }
    stream->WritesDone();
  });
  gate.AwaitWriter();
  EXPECT_EQ(ledger_.Position(), position);
  gate.Open();
  uint64_t chunks = 0;
  while (stream->Read(&answer)) EXPECT_EQ(answer.chunk().chunk_number(), ++chunks);
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(chunks, 30u);
  EXPECT_EQ(ledger_.Position(), position + 30);
}

TEST_P(BulkLoadInFlightTest, Write_thatFails_endsTheStreamInsteadOfAcknowledging) {
  const std::string award = ledger_.MakeAward();
  grpc::ClientContext context;
  Identify(context, kFinanceOfficer);
  const std::unique_ptr<Stream> stream = ledger_.loads->BulkLoad(&context);
  v1::BulkLoadResponse answer;
  ASSERT_TRUE(stream->Write(Start(ledger_.NewId(), 2, 2)));
  ASSERT_TRUE(stream->Read(&answer));
  ledger_.disk().faults().FailApply(storage::ApplyFault::kUnknownLost);
  stream->Write(Chunk(1, {ledger_.LoadOf(award, 1)}));
  EXPECT_FALSE(stream->Read(&answer));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(DetailsOf(status)), "OUTCOME_UNKNOWN");
}

// Its first rows stand by then, so that its sender is not told what the operator must know.
TEST_P(BulkLoadInFlightTest, Store_thatCannotBeReadInTheMiddleOfAChunk_isSaidInTheLog) {
  const std::string award = ledger_.MakeAward();
  grpc::ClientContext context;
  Identify(context, kFinanceOfficer);
  const std::unique_ptr<Stream> stream = ledger_.loads->BulkLoad(&context);
  v1::BulkLoadResponse answer;
  constexpr size_t kRows = domain::kBulkRowsPerBatchMax + 1;
  ASSERT_TRUE(stream->Write(Start(ledger_.NewId(), kRows, kRows)));
  ASSERT_TRUE(stream->Read(&answer));
  const uint64_t position = ledger_.Position();
  ledger_.disk().faults().SetCallback([&](storage::CallKind kind) {
    storage::FaultDecision decision;
    if (kind == storage::CallKind::kMultiGet && ledger_.Position() > position) {
      decision.status = absl::UnavailableError("IO error: block 7");
    }
    return decision;
  });
  std::vector<v1::CreateLoadRequest> rows(kRows);
  for (v1::CreateLoadRequest& row : rows) row = ledger_.LoadOf(award, 1);
  stream->Write(Chunk(1, rows));
  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_EQ(ReasonOf(DetailsOf(stream->Finish())), "OUTCOME_UNKNOWN");
  ledger_.disk().faults().Clear();
  EXPECT_EQ(ledger_.Position(), position + domain::kBulkRowsPerBatchMax);
  const std::vector<std::string> log = ledger_.log();
  EXPECT_THAT(log, Contains(AllOf(HasSubstr("call_broken"), HasSubstr("STORE_UNREADABLE"),
                                  HasSubstr("block 7"))));
}

INSTANTIATE_TEST_SUITE_P(Transports, BulkLoadInFlightTest,
                         ::testing::Values(Transport::kInProcess, Transport::kTcp),
                         [](const auto& transport) {
                           return transport.param == Transport::kTcp ? "Tcp" : "InProcess";
                         });

}  // namespace
}  // namespace cardledger::tests
