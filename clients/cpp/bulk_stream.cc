#include "clients/cpp/bulk_stream.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/mutex.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/client_error.h"

namespace cardledger::client {
namespace {

constexpr uint64_t kRowsPerChunkMax = 1000;
// How often the caller's thread looks whether a stream has stalled.
constexpr std::chrono::milliseconds kLook(500);

// One stream. The writer sends chunks while the window has room, the reader takes acknowledgements,
// and the caller's thread watches that they keep coming: a write may block for ever on a server
// that hangs.
class BulkStream {
 public:
  BulkStream(const ClientOptions& client, v1::LoadService::Stub& stub, const BulkLoadPlan& plan,
             const BulkLoadOptions& options, int number)
      : client_(client), plan_(plan), options_(options), number_(number) {
    rows_per_chunk_ = std::clamp<uint64_t>(options.rows_per_chunk, 1, kRowsPerChunkMax);
    AddIdentity(client, context_);
    stream_ = stub.BulkLoad(&context_);
  }

  // Sends everything and waits for the end. `summary` is complete where the status is OK.
  absl::Status Run(BulkLoadSummary& summary) {
    {
      base::MutexLock lock(mutex_);
      last_progress_ = client_.environment.now();
    }
    std::thread writer([this] { Write(); });
    std::thread reader([this] { Read(); });
    WatchForStall();
    reader.join();
    writer.join();
    const absl::Status status = FromGrpc(stream_->Finish());
    base::MutexLock lock(mutex_);
    if (!protocol_error_.ok()) return protocol_error_;
    if (stalled_) return absl::UnavailableError("the bulk stream gave no acknowledgement in time");
    if (!status.ok()) return status;
    if (!summary_.has_value()) return absl::UnavailableError("the bulk stream ended early");
    summary = *std::move(summary_);
    return absl::OkStatus();
  }

  uint64_t decided_count() const { return progress_.decided_count; }

 private:
  uint64_t ChunkRows(uint64_t first_row) const {
    return std::min(rows_per_chunk_, plan_.row_count - first_row);
  }

  void Write() {
    v1::BulkLoadRequest request;
    request.mutable_start()->set_request_id(plan_.start_request_id);
    request.mutable_start()->set_declared_count(plan_.row_count);
    request.mutable_start()->set_declared_pence(plan_.total_pence);
    if (!stream_->Write(request)) return;
    uint64_t chunk_number = 0;
    for (uint64_t row = 0; row < plan_.row_count; row += ChunkRows(row)) {
      request.Clear();
      request.mutable_chunk()->set_chunk_number(++chunk_number);
      for (uint64_t i = 0; i < ChunkRows(row); ++i) {
        *request.mutable_chunk()->add_rows() = plan_.row(row + i);
      }
      if (!WaitForWindow(chunk_number) || !stream_->Write(request)) return;
    }
    request.Clear();
    request.mutable_finish()->set_request_id(plan_.finish_request_id);
    if (stream_->Write(request)) stream_->WritesDone();
  }

  // False when the stream is over.
  bool WaitForWindow(uint64_t chunk_number) {
    base::MutexLock lock(mutex_);
    const uint64_t window = std::max<uint64_t>(options_.chunks_in_flight, 1);
    while (!over_ && chunk_number > chunks_acknowledged_ + window) changed_.Wait(mutex_);
    return !over_;
  }

  void Read() {
    v1::BulkLoadResponse response;
    while (stream_->Read(&response)) {
      const absl::Status taken = Take(response);
      base::MutexLock lock(mutex_);
      last_progress_ = client_.environment.now();
      if (!taken.ok()) {
        protocol_error_ = taken;
        context_.TryCancel();
      }
      changed_.NotifyAll();
    }
    base::MutexLock lock(mutex_);
    over_ = true;
    changed_.NotifyAll();
  }

  absl::Status Take(const v1::BulkLoadResponse& response) {
    switch (response.step_case()) {
      case v1::BulkLoadResponse::kStarted:
        gathered_.started = response.started();
        return absl::OkStatus();
      case v1::BulkLoadResponse::kChunk:
        return TakeChunk(response.chunk());
      case v1::BulkLoadResponse::kFinished: {
        gathered_.finished = response.finished();
        base::MutexLock lock(mutex_);
        summary_ = std::move(gathered_);
        return absl::OkStatus();
      }
      case v1::BulkLoadResponse::STEP_NOT_SET:
        return absl::InternalError("the server sent an acknowledgement of a kind not known here");
    }
    return absl::InternalError("the server sent an acknowledgement of a kind not known here");
  }

  absl::Status TakeChunk(const v1::BulkLoadChunkResult& chunk) {
    const uint64_t expected = progress_.decided_count / rows_per_chunk_ + 1;
    const uint64_t first_row = progress_.decided_count;
    const uint64_t rows = ChunkRows(first_row);
    if (chunk.chunk_number() != expected || rows == 0 ||
        chunk.accepted_count() + static_cast<uint64_t>(chunk.failures_size()) != rows) {
      return absl::InternalError(
          absl::StrCat("the server acknowledged chunk ", chunk.chunk_number(), " with ",
                       chunk.accepted_count(), " accepted and ", chunk.failures_size(),
                       " refused rows where chunk ", expected, " of ", rows, " rows was due"));
    }
    for (const auto& failure : chunk.failures()) {
      if (failure.row() >= rows) return absl::InternalError("the server refused a row never sent");
      gathered_.failures.push_back({first_row + failure.row(), StatusFromRpc(failure.status())});
    }
    progress_.decided_count += rows;
    progress_.refused_count += static_cast<uint64_t>(chunk.failures_size());
    progress_.streams = number_;
    if (options_.on_progress) options_.on_progress(progress_);
    base::MutexLock lock(mutex_);
    chunks_acknowledged_ = chunk.chunk_number();
    return absl::OkStatus();
  }

  void WatchForStall() {
    base::MutexLock lock(mutex_);
    while (!over_) {
      changed_.WaitFor(mutex_, kLook);
      if (!stalled_ && client_.environment.now() - last_progress_ > client_.timeout) {
        stalled_ = true;
        context_.TryCancel();
      }
    }
  }

  const ClientOptions& client_;
  const BulkLoadPlan& plan_;
  const BulkLoadOptions& options_;
  const int number_;
  uint64_t rows_per_chunk_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::BulkLoadRequest, v1::BulkLoadResponse>> stream_;

  // The reader's alone while it runs.
  BulkLoadProgress progress_;
  BulkLoadSummary gathered_;

  base::Mutex mutex_;
  base::CondVar changed_;
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  bool stalled_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t chunks_acknowledged_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Time last_progress_ ABSL_GUARDED_BY(mutex_);
  absl::Status protocol_error_ ABSL_GUARDED_BY(mutex_);
  std::optional<BulkLoadSummary> summary_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::StatusOr<BulkLoadSummary> SendBulkLoad(const ClientOptions& client,
                                             v1::LoadService::Stub& stub, const BulkLoadPlan& plan,
                                             const BulkLoadOptions& options) {
  Backoff backoff(client.retry, client.environment);
  absl::Time give_up = client.environment.now() + client.timeout;
  uint64_t furthest = 0;
  for (int number = 1;; ++number) {
    BulkLoadSummary summary;
    BulkStream stream(client, stub, plan, options, number);
    const absl::Status status = stream.Run(summary);
    if (status.ok()) return summary;
    if (stream.decided_count() > furthest) {
      furthest = stream.decided_count();
      backoff.Reset();
      give_up = client.environment.now() + client.timeout;
    }
    if (!backoff.WaitAfter(status, give_up)) return status;
  }
}

}  // namespace cardledger::client
