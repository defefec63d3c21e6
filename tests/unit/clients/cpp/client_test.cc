// The client against small fake services inside the process: what it sends, and when it sends it
// again.

#include "clients/cpp/client.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "base/mutex.h"
#include "cardledger/v1/funds.grpc.pb.h"
#include "cardledger/v1/journal.grpc.pb.h"
#include "cardledger/v1/loads.grpc.pb.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/client_error.h"

namespace cardledger::client {
namespace {

using ::testing::ElementsAre;

class FakeFunds : public v1::FundService::Service {
 public:
  grpc::Status CreateFund(grpc::ServerContext* context, const v1::CreateFundRequest* request,
                          v1::CreateFundResponse* response) override {
    request_ids.push_back(request->request_id());
    const auto& metadata = context->client_metadata();
    for (const char* key : {kSubjectHeader, kRolesHeader}) {
      const auto found = metadata.find(key);
      if (found != metadata.end())
        headers[key] = std::string(found->second.data(), found->second.size());
    }
    if (failures_left-- > 0) return failure;
    response->mutable_fund()->set_name("funds/" + request->request_id());
    return grpc::Status::OK;
  }

  int failures_left = 0;
  grpc::Status failure = grpc::Status(grpc::StatusCode::UNAVAILABLE, "starting");
  std::vector<std::string> request_ids;
  std::map<std::string, std::string> headers;
};

// Sends entries, and breaks off after some of them as often as told.
class FakeJournal : public v1::JournalService::Service {
 public:
  grpc::Status WatchEntries(grpc::ServerContext*, const v1::WatchEntriesRequest* request,
                            grpc::ServerWriter<v1::WatchEntriesResponse>* writer) override {
    asked_after.push_back(request->after_sequence());
    if (quiet_breaks_left-- > 0) {
      if (while_quiet) while_quiet();
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut while quiet");
    }
    uint64_t sequence = request->after_sequence();
    for (int sent = 0; sequence < request->until_sequence(); ++sent) {
      if (breaks_left > 0 && sent == entries_before_break) {
        --breaks_left;
        return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut");
      }
      v1::WatchEntriesResponse response;
      response.mutable_entry()->set_sequence(++sequence == left_out ? ++sequence : sequence);
      writer->Write(response);
    }
    return grpc::Status::OK;
  }

  // Streams that break without an entry.
  int quiet_breaks_left = 0;
  std::function<void()> while_quiet;
  int breaks_left = 0;
  int entries_before_break = 2;
  uint64_t left_out = 0;
  std::vector<uint64_t> asked_after;
};

// Keeps loads by request id as a ledger does, and breaks streams after some chunks as often as
// told.
class FakeLoads : public v1::LoadService::Service {
 public:
  using Stream = grpc::ServerReaderWriter<v1::BulkLoadResponse, v1::BulkLoadRequest>;

  grpc::Status BulkLoad(grpc::ServerContext*, Stream* stream) override {
    ++streams;
    v1::BulkLoadRequest request;
    int chunks = 0;
    int undecided = 0;
    while (stream->Read(&request)) {
      v1::BulkLoadResponse response;
      if (request.has_start()) {
        starts.push_back(request.start().request_id());
        declared = request.start();
        if (!start_status.ok()) return start_status;
        response.mutable_started()->set_run("runs/" + request.start().request_id());
      } else if (request.has_chunk()) {
        if (breaks_left > 0 && chunks == chunks_before_break) {
          --breaks_left;
          if (before_break) before_break();
          return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut");
        }
        ++chunks;
        undecided += Decide(request.chunk(), *response.mutable_chunk());
      } else {
        finishes.push_back(request.finish().request_id());
        // A refused finish stays refused, whatever came since.
        if (undecided > 0) refused_finishes.insert(finishes.back());
        if (refused_finishes.contains(finishes.back())) {
          return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "totals differ");
        }
        response.mutable_finished()->set_run("runs/" + starts.back());
        response.mutable_finished()->set_accepted_count(loaded.size());
      }
      if (wrong_chunk_number) response.mutable_chunk()->set_chunk_number(99);
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  static void AddReason(const char* reason, google::rpc::Status& status) {
    google::rpc::ErrorInfo info;
    info.set_domain(std::string(kErrorDomain));
    info.set_reason(reason);
    status.add_details()->PackFrom(info);
  }

  // Refuses every amount of 13 pence, finds 17 malformed, and has decided 19 before with another
  // content. Returns how many it has decided nothing about.
  int Decide(const v1::BulkLoadChunk& chunk, v1::BulkLoadChunkResult& result) {
    int undecided = 0;
    result.set_chunk_number(chunk.chunk_number());
    for (int i = 0; i < chunk.rows_size(); ++i) {
      const int64_t pence = chunk.rows(i).amount_pence();
      if (pence == 13 || pence == 17 || pence == 19) {
        auto& failure = *result.add_failures();
        failure.set_row(static_cast<uint32_t>(i));
        failure.set_request_id(chunk.rows(i).request_id());
        failure.mutable_status()->set_code(pence == 13 ? 9 : 3);
        if (pence == 17) ++undecided;
        if (pence != 13) {
          AddReason(pence == 17 ? "INVALID_REQUEST" : "REQUEST_ID_REUSED",
                    *failure.mutable_status());
        }
        continue;
      }
      loaded.insert(chunk.rows(i).request_id());
      result.set_accepted_count(result.accepted_count() + 1);
      result.set_accepted_pence(result.accepted_pence() + pence);
    }
    most_rows = std::max(most_rows, chunk.rows_size());
    return undecided;
  }

  int streams = 0;
  int breaks_left = 0;
  int chunks_before_break = 2;
  std::function<void()> before_break;
  bool wrong_chunk_number = false;
  grpc::Status start_status;
  v1::BulkLoadStart declared;
  std::vector<std::string> starts;
  std::vector<std::string> finishes;
  std::set<std::string> refused_finishes;
  std::set<std::string> loaded;
  int most_rows = 0;
};

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&funds_);
    builder.RegisterService(&journal_);
    builder.RegisterService(&loads_);
    server_ = builder.BuildAndStart();
    ClientOptions options;
    options.environment.now = [this] {
      const absl::Time now = absl::FromUnixSeconds(now_seconds_);
      ++clock_reads_;
      return now;
    };
    options.environment.sleep = [this](absl::Duration wait) { slept_.push_back(wait); };
    options.identity = Identity{.subject = "anna", .roles = {"finance_officer", "approver"}};
    client_ = Client::OverChannel(std::move(options), server_->InProcessChannel({}));
  }
  ~ClientTest() override {
    client_.reset();
    server_->Shutdown();
  }

  static BulkLoadPlan Plan(uint64_t rows) {
    return {.start_request_id = "start",
            .finish_request_id = "finish",
            .row_count = rows,
            .total_pence = static_cast<int64_t>(rows) * 100,
            .row = [](uint64_t index) {
              v1::CreateLoadRequest row;
              row.set_request_id(absl::StrCat("row-", index));
              row.set_amount_pence(index % 10 == 7 ? 13 : 100);
              return row;
            }};
  }

  // Notes the rows that were not loaded.
  BulkLoadOptions NotingFailures(uint64_t rows_per_chunk, uint64_t chunks_in_flight) {
    BulkLoadOptions options{.rows_per_chunk = rows_per_chunk, .chunks_in_flight = chunks_in_flight};
    options.on_failure = [this](const BulkLoadFailure& f) { failed_.push_back(f.row_index); };
    return options;
  }

  // The client's clock, which stands still until a test moves it, and how often it was read.
  std::atomic<int64_t> now_seconds_ = 1'800'000'000;
  std::atomic<int> clock_reads_ = 0;
  std::vector<uint64_t> failed_;
  FakeFunds funds_;
  FakeJournal journal_;
  FakeLoads loads_;
  std::unique_ptr<grpc::Server> server_;
  std::vector<absl::Duration> slept_;
  std::unique_ptr<Client> client_;
};

TEST_F(ClientTest, ARetryKeepsTheRequestIdMadeBeforeTheFirstSend) {
  funds_.failures_left = 2;
  const auto response = client_->CreateFund({});
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(funds_.request_ids.size(), 3U);
  EXPECT_EQ(funds_.request_ids[0].size(), 36U);
  EXPECT_EQ(funds_.request_ids[1], funds_.request_ids[0]);
  EXPECT_EQ(funds_.request_ids[2], funds_.request_ids[0]);
  EXPECT_EQ(slept_.size(), 2U);
}

TEST_F(ClientTest, ACheckThatFailedHasNoRequestIdToGoOnWith) {
  funds_.failures_left = 1;
  funds_.failure = grpc::Status(grpc::StatusCode::INTERNAL, "broken");
  v1::CreateFundRequest request;
  request.set_validate_only(true);
  EXPECT_EQ(DecodeError(client_->CreateFund(request).status()).request_id, "");
}

TEST_F(ClientTest, TwoCallsHaveTwoRequestIdsAndAGivenOneIsKept) {
  (void)client_->CreateFund({});
  (void)client_->CreateFund({});
  v1::CreateFundRequest request;
  request.set_request_id("given");
  (void)client_->CreateFund(request);
  ASSERT_EQ(funds_.request_ids.size(), 3U);
  EXPECT_NE(funds_.request_ids[0], funds_.request_ids[1]);
  EXPECT_EQ(funds_.request_ids[2], "given");
}

TEST_F(ClientTest, ARefusalIsNotSentAgainAndKeepsItsDetails) {
  google::rpc::Status rpc;
  google::rpc::ErrorInfo info;
  info.set_domain("cardledger");
  info.set_reason("FUND_ALREADY_EXISTS");
  rpc.set_code(9);
  rpc.add_details()->PackFrom(info);
  funds_.failures_left = 1;
  funds_.failure =
      grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "no", rpc.SerializeAsString());

  const auto response = client_->CreateFund({});

  EXPECT_EQ(funds_.request_ids.size(), 1U);
  const ClientError error = DecodeError(response.status());
  EXPECT_EQ(error.code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(error.message, "no");
  EXPECT_EQ(error.reason, "FUND_ALREADY_EXISTS");
  EXPECT_EQ(error.request_id, funds_.request_ids[0]);
}

TEST_F(ClientTest, TheIdentityTravelsAsMetadata) {
  (void)client_->CreateFund({});
  EXPECT_EQ(funds_.headers[kSubjectHeader], "anna");
  EXPECT_EQ(funds_.headers[kRolesHeader], "finance_officer,approver");
  (void)client_->As({.subject = "ben", .roles = {"auditor"}})->CreateFund({});
  EXPECT_EQ(funds_.headers[kSubjectHeader], "ben");
  EXPECT_EQ(funds_.headers[kRolesHeader], "auditor");
}

TEST_F(ClientTest, AnIdentityThatCannotBeSentIsRefusedWithoutACall) {
  const std::vector<Identity> identities = {
      {.subject = "", .roles = {}},
      {.subject = "zo\u00eb", .roles = {"auditor"}},
      {.subject = "anna\nben", .roles = {"auditor"}},
      {.subject = std::string(65, 'a'), .roles = {"auditor"}},
      {.subject = "anna", .roles = {"auditor", "aud\u00eftor"}},
      {.subject = "anna", .roles = {"auditor,approver"}},
  };
  for (const Identity& identity : identities) {
    const auto client = client_->As(identity);
    EXPECT_EQ(client->CreateFund({}).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(client->BulkLoad(Plan(1), {}).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(client->WatchEntries({}, [](const v1::WatchEntriesResponse&) { return true; }).code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(funds_.request_ids.empty());
  EXPECT_EQ(loads_.streams, 0);
  EXPECT_TRUE(journal_.asked_after.empty());
}

TEST_F(ClientTest, WatchGoesOnAfterTheLastEntryReceived) {
  journal_.breaks_left = 2;
  v1::WatchEntriesRequest request;
  request.set_until_sequence(5);
  std::vector<uint64_t> received;
  const absl::Status status =
      client_->WatchEntries(request, [&](const v1::WatchEntriesResponse& response) {
        received.push_back(response.entry().sequence());
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(received, ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(journal_.asked_after, ElementsAre(0, 2, 4));
}

TEST_F(ClientTest, AQuietWatchThatBreaksAfterAnHourIsOpenedAgain) {
  // Two in a row: after the first, too, the whole time counts anew. The hour passes once the client
  // has the stream, which is when it has read the clock: at the start of all, for each stream, and
  // twice before each further one.
  journal_.quiet_breaks_left = 2;
  journal_.while_quiet = [this] {
    const int reads = journal_.asked_after.size() == 1 ? 2 : 5;
    while (clock_reads_ < reads) std::this_thread::yield();
    now_seconds_ += 3600;
  };
  v1::WatchEntriesRequest request;
  request.set_until_sequence(1);
  const absl::Status status =
      client_->WatchEntries(request, [](const v1::WatchEntriesResponse&) { return true; });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(journal_.asked_after, ElementsAre(0, 0, 0));
}

TEST_F(ClientTest, AWatchThatBreaksAtOnceEachTimeIsGivenUp) {
  journal_.quiet_breaks_left = 100;
  journal_.while_quiet = [this] { now_seconds_ += 4; };
  v1::WatchEntriesRequest request;
  request.set_until_sequence(1);
  const absl::Status status =
      client_->WatchEntries(request, [](const v1::WatchEntriesResponse&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  // Within the 30 seconds that are given.
  EXPECT_EQ(journal_.asked_after.size(), 7U);
}

TEST_F(ClientTest, WatchReportsAnEntryLeftOut) {
  journal_.left_out = 3;
  v1::WatchEntriesRequest request;
  request.set_until_sequence(5);
  const absl::Status status =
      client_->WatchEntries(request, [](const v1::WatchEntriesResponse&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST_F(ClientTest, WatchEndsWhenTheReceiverHasEnough) {
  v1::WatchEntriesRequest request;
  request.set_until_sequence(1000);
  int received = 0;
  const absl::Status status = client_->WatchEntries(
      request, [&](const v1::WatchEntriesResponse&) { return ++received < 3; });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(received, 3);
}

TEST_F(ClientTest, BulkLoadSendsAllRowsInChunksAndNamesTheRefusedOnes) {
  std::vector<uint64_t> decided;
  BulkLoadOptions options = NotingFailures(10, 2);
  BulkLoadProgress last;
  options.on_progress = [&](const BulkLoadProgress& p) {
    decided.push_back(p.decided_count);
    last = p;
  };
  const auto summary = client_->BulkLoad(Plan(25), options);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(loads_.declared.declared_count(), 25U);
  EXPECT_EQ(loads_.declared.declared_pence(), 2500);
  EXPECT_EQ(loads_.loaded.size(), 23U);
  EXPECT_EQ(loads_.most_rows, 10);
  EXPECT_THAT(decided, ElementsAre(10, 20, 25));
  EXPECT_EQ(last.accepted_count, 23U);
  EXPECT_EQ(last.accepted_pence, 2300);
  EXPECT_EQ(last.refused_count, 2U);
  EXPECT_THAT(failed_, ElementsAre(7, 17));
  EXPECT_EQ(summary->started.run(), "runs/start");
  EXPECT_EQ(summary->finished.accepted_count(), 23U);
}

TEST_F(ClientTest, BulkLoadSendsEverythingAgainWithTheSameIdsAfterABrokenStream) {
  loads_.breaks_left = 2;
  const auto summary = client_->BulkLoad(Plan(45), NotingFailures(10, 1));
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(loads_.streams, 3);
  EXPECT_THAT(loads_.starts, ElementsAre("start", "start", "start"));
  EXPECT_THAT(loads_.finishes, ElementsAre("finish"));
  EXPECT_EQ(loads_.loaded.size(), 41U);
  // Once each, though some were refused on every stream.
  EXPECT_THAT(failed_, ElementsAre(7, 17, 27, 37));
  EXPECT_EQ(slept_.size(), 2U);
}

TEST_F(ClientTest, AnyAcknowledgementRenewsTheTimeThatAResendMayTake) {
  loads_.breaks_left = 4;
  loads_.before_break = [this] { now_seconds_ += 20; };
  const auto summary = client_->BulkLoad(Plan(45), NotingFailures(10, 1));
  EXPECT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(loads_.streams, 5);
}

TEST_F(ClientTest, AServerThatAlwaysBreaksAtTheSameRowIsNotAskedForEver) {
  loads_.breaks_left = 1000;
  const auto summary = client_->BulkLoad(Plan(45), NotingFailures(10, 1));
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kUnavailable) << summary.status();
  EXPECT_EQ(loads_.streams, 22);
}

TEST_F(ClientTest, BulkLoadTellsWhatWasNotLoadedThoughTheFinishIsRefused) {
  BulkLoadPlan plan = Plan(25);
  plan.row = [row = plan.row](uint64_t index) {
    v1::CreateLoadRequest request = row(index);
    if (index == 21) request.set_amount_pence(17);
    return request;
  };
  const auto summary = client_->BulkLoad(plan, NotingFailures(10, 2));
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(failed_, ElementsAre(7, 17, 21));
}

TEST_F(ClientTest, AFinishThatWasRefusedForUndecidedRowsIsAskedAnewOnceTheyAreMended) {
  int64_t fourth_row = 17;
  BulkLoadPlan plan = Plan(5);
  plan.row = [&fourth_row, row = plan.row](uint64_t index) {
    v1::CreateLoadRequest request = row(index);
    if (index == 3) request.set_amount_pence(fourth_row);
    return request;
  };
  EXPECT_FALSE(client_->BulkLoad(plan, {}).ok());
  // The same outcome has the same id: a lost answer is answered again.
  EXPECT_FALSE(client_->BulkLoad(plan, {}).ok());
  fourth_row = 100;
  EXPECT_TRUE(client_->BulkLoad(plan, {}).ok());
  ASSERT_EQ(loads_.finishes.size(), 3U);
  EXPECT_EQ(loads_.finishes[0], loads_.finishes[1]);
  EXPECT_NE(loads_.finishes[0], "finish");
  EXPECT_EQ(loads_.finishes[2], "finish");
}

TEST_F(ClientTest, TheFinishOfARunWhoseRowsAreAllDecidedKeepsItsId) {
  BulkLoadPlan plan = Plan(10);
  plan.row = [row = plan.row](uint64_t index) {
    v1::CreateLoadRequest request = row(index);
    if (index == 3) request.set_amount_pence(19);
    return request;
  };
  EXPECT_TRUE(client_->BulkLoad(plan, NotingFailures(10, 2)).ok());
  EXPECT_THAT(failed_, ElementsAre(3, 7));
  EXPECT_THAT(loads_.finishes, ElementsAre("finish"));
}

TEST_F(ClientTest, BulkLoadStopsAtARefusedStart) {
  loads_.start_status = grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "finished");
  const auto summary = client_->BulkLoad(Plan(5000), {});
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(loads_.streams, 1);
}

TEST_F(ClientTest, BulkLoadRefusesAcknowledgementsOutOfOrder) {
  loads_.wrong_chunk_number = true;
  const auto summary = client_->BulkLoad(Plan(5), {});
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kInternal) << summary.status();
}

TEST_F(ClientTest, BulkLoadNeverPutsMoreThanAThousandRowsIntoAChunk) {
  const BulkLoadOptions options{.rows_per_chunk = 5000, .chunks_in_flight = 4};
  ASSERT_TRUE(client_->BulkLoad(Plan(2500), options).ok());
  EXPECT_EQ(loads_.most_rows, 1000);
}

TEST(ChannelArguments, LeaveAnAttemptToConnectItsTimeAndUseNoProxy) {
  const grpc::ChannelArguments arguments = ChannelArguments();
  const grpc_channel_args listed = arguments.c_channel_args();
  std::map<std::string, int> numbers;
  for (size_t i = 0; i < listed.num_args; ++i) {
    if (listed.args[i].type == GRPC_ARG_INTEGER) {
      numbers[listed.args[i].key] = listed.args[i].value.integer;
    }
  }
  // Also how long an attempt to connect may take.
  EXPECT_GE(numbers[GRPC_ARG_MIN_RECONNECT_BACKOFF_MS], 1000);
  EXPECT_LE(numbers[GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS], 1000);
  ASSERT_TRUE(numbers.contains(GRPC_ARG_ENABLE_HTTP_PROXY));
  EXPECT_EQ(numbers[GRPC_ARG_ENABLE_HTTP_PROXY], 0);
}

}  // namespace
}  // namespace cardledger::client
