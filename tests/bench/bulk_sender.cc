#include "tests/bench/bulk_sender.h"

#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "grpcpp/client_context.h"

#include "clients/cpp/identity.h"
#include "services/domain/limits.h"

namespace cardledger::bench {
namespace {

constexpr uint64_t kRowsPerChunk = domain::kBulkRowsPerChunkMax;

using Stream = grpc::ClientReaderWriter<v1::BulkLoadRequest, v1::BulkLoadResponse>;

v1::BulkLoadRequest StartOf(const BulkRun& run) {
  v1::BulkLoadRequest request;
  request.mutable_start()->set_request_id(NextRequestId().ToString());
  request.mutable_start()->set_declared_count(run.rows);
  request.mutable_start()->set_declared_pence(static_cast<int64_t>(run.rows));
  return request;
}

// The rows keep their memory from chunk to chunk.
void FillChunk(const BulkRun& run, uint64_t number, v1::BulkLoadRequest& request) {
  v1::BulkLoadChunk& chunk = *request.mutable_chunk();
  chunk.set_chunk_number(number);
  for (uint64_t row = 0; row < kRowsPerChunk; ++row) {
    v1::CreateLoadRequest& load = static_cast<uint64_t>(chunk.rows_size()) > row
                                      ? *chunk.mutable_rows(static_cast<int>(row))
                                      : *chunk.add_rows();
    FillLoad(AwardInTurn(run.shape, Spread::kManyFunds, number * kRowsPerChunk + row), load);
  }
}

// Writes until all is sent, the run is stopped, or the stream is broken.
void SendChunks(const BulkRun& run, Stream& stream) {
  v1::BulkLoadRequest request;
  for (uint64_t number = 1; number <= run.rows / kRowsPerChunk; ++number) {
    if (run.stop != nullptr && run.stop->load()) break;
    FillChunk(run, number, request);
    if (!stream.Write(request)) return;
  }
  if (run.stop == nullptr) {
    v1::BulkLoadRequest finish;
    finish.mutable_finish()->set_request_id(NextRequestId().ToString());
    if (!stream.Write(finish)) return;
  }
  stream.WritesDone();
}

}  // namespace

absl::StatusOr<BulkResult> SendBulk(v1::LoadService::Stub& stub, const BulkRun& run) {
  grpc::ClientContext context;
  context.AddMetadata(client::kSubjectHeader, "bench-finance-officer");
  context.AddMetadata(client::kRolesHeader, "finance_officer");
  const std::unique_ptr<Stream> stream = stub.BulkLoad(&context);
  v1::BulkLoadResponse response;
  const bool started = stream->Write(StartOf(run)) && stream->Read(&response);
  const auto start = std::chrono::steady_clock::now();
  BulkResult result;
  absl::Status failed_row;
  if (started) {
    std::thread sender([&] { SendChunks(run, *stream); });
    while (stream->Read(&response)) {
      result.rows += response.chunk().accepted_count();
      if (failed_row.ok() && response.chunk().failures_size() > 0) {
        failed_row = absl::UnavailableError(
            absl::StrCat("a row failed: ", response.chunk().failures(0).status().message()));
      }
    }
    sender.join();
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) {
    return absl::UnavailableError(absl::StrCat("the bulk stream failed: ", status.error_message()));
  }
  if (!failed_row.ok()) return failed_row;
  return result;
}

}  // namespace cardledger::bench
