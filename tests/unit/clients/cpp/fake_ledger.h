#pragma once

// Small fake services inside the process, and a client that calls them: what it sends, and when it
// sends it again. The client's clock stands still and its sleeps return at once. For the tests of
// clients/cpp.

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "cardledger/v1/funds.grpc.pb.h"
#include "cardledger/v1/journal.grpc.pb.h"
#include "cardledger/v1/loads.grpc.pb.h"
#include "clients/cpp/client.h"
#include "clients/cpp/client_error.h"

namespace cardledger::client {

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
      response.set_sequence(++sequence == left_out ? ++sequence : sequence);
      // With a filter every third entry gets through; of the others it is said how far that is.
      if (request->events().empty() || sequence % 3 == 0) {
        response.mutable_entry()->set_sequence(sequence);
      }
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

}  // namespace cardledger::client
