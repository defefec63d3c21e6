#include "clients/cpp/bulk_stream.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/mutex.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/client_error.h"
#include "clients/cpp/request_id.h"

namespace cardledger::client {
namespace {

constexpr uint64_t kRowsPerChunkMax = 1000;
// How often the caller's thread looks whether a stream has stalled.
constexpr std::chrono::milliseconds kLook(500);
// Streams in a row that broke before they came further than an earlier one. A server that always
// breaks at the same row is not asked for ever.
constexpr int kStreamsWithoutGainMax = 20;

// Whether the ledger has decided nothing about a row that failed so: it is no part of the run's
// totals. A row sent before with other content was decided then.
bool IsUndecided(const absl::Status& status) {
  return absl::IsInvalidArgument(status) && DecodeError(status).reason != "REQUEST_ID_REUSED";
}

// One stream. The writer sends chunks while the window has room, the reader takes acknowledgements,
// and the caller's thread watches that they keep coming: a write may block for ever on a server
// that hangs.
class BulkStream {
 public:
  // The failures of the first `rows_told` rows have been told before.
  BulkStream(const ClientOptions& client, const Metadata& proof, v1::LoadService::Stub& stub,
             const BulkLoadPlan& plan, const BulkLoadOptions& options, uint64_t rows_told)
      : client_(client), plan_(plan), options_(options), rows_told_(rows_told) {
    rows_per_chunk_ = std::clamp<uint64_t>(options.rows_per_chunk, 1, kRowsPerChunkMax);
    AddMetadata(proof, context_);
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
    absl::Status status = FromGrpc(stream_->Finish());
    base::MutexLock lock(mutex_);
    if (!protocol_error_.ok()) return protocol_error_;
    if (stalled_) return absl::UnavailableError("the bulk stream gave no acknowledgement in time");
    if (!status.ok()) return status;
    if (!summary_.has_value()) return absl::UnavailableError("the bulk stream ended early");
    summary = *std::move(summary_);
    return absl::OkStatus();
  }

  // After Run.
  uint64_t decided_count() const { return progress_.decided_count; }
  // When the server was last heard of; nothing where it never was.
  std::optional<absl::Time> last_heard() {
    base::MutexLock lock(mutex_);
    return heard_ ? std::optional(last_progress_) : std::nullopt;
  }

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
    // The finish's id follows from what was decided.
    if (!WaitForAcknowledgement(chunk_number)) return;
    request.Clear();
    request.mutable_finish()->set_request_id(FinishRequestId());
    if (stream_->Write(request)) stream_->WritesDone();
  }

  std::optional<base::Uuid> Undecided() {
    base::MutexLock lock(mutex_);
    return undecided_;
  }

  std::string FinishRequestId() {
    const std::optional<base::Uuid> undecided = Undecided();
    if (!undecided) return plan_.finish_request_id;
    return DerivedRequestId(plan_.finish_request_id,
                            absl::StrCat("without/", undecided->ToString()));
  }

  // False when the stream is over.
  bool WaitForWindow(uint64_t chunk_number) {
    const uint64_t window = std::max<uint64_t>(options_.chunks_in_flight, 1);
    return WaitForAcknowledgement(chunk_number - std::min(chunk_number, window));
  }

  // False when the stream is over.
  bool WaitForAcknowledgement(uint64_t chunk_number) {
    base::MutexLock lock(mutex_);
    while (!over_ && chunks_acknowledged_ < chunk_number) changed_.Wait(mutex_);
    return !over_;
  }

  void Read() {
    v1::BulkLoadResponse response;
    while (stream_->Read(&response)) {
      const absl::Status taken = Take(response);
      base::MutexLock lock(mutex_);
      last_progress_ = client_.environment.now();
      heard_ = true;
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
    std::optional<base::Uuid> undecided = Undecided();
    for (const auto& failure : chunk.failures()) {
      if (failure.row() >= rows) return absl::InternalError("the server refused a row never sent");
      const uint64_t index = first_row + failure.row();
      const BulkLoadFailure told{index, StatusFromRpc(failure.status())};
      if (IsUndecided(told.status)) {
        undecided = base::Uuid::Version5(undecided.value_or(RequestIdSpace("bulk-undecided")),
                                         failure.request_id());
      }
      if (index >= rows_told_ && options_.on_failure) options_.on_failure(told);
    }
    progress_.decided_count += rows;
    progress_.accepted_count += chunk.accepted_count();
    progress_.accepted_pence += chunk.accepted_pence();
    progress_.refused_count += static_cast<uint64_t>(chunk.failures_size());
    if (options_.on_progress) options_.on_progress(progress_);
    base::MutexLock lock(mutex_);
    chunks_acknowledged_ = chunk.chunk_number();
    undecided_ = undecided;
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
  const uint64_t rows_told_;
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
  bool heard_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t chunks_acknowledged_ ABSL_GUARDED_BY(mutex_) = 0;
  // Follows from the ids of all rows acknowledged as undecided; nothing where there is none.
  std::optional<base::Uuid> undecided_ ABSL_GUARDED_BY(mutex_);
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
  int without_gain = 0;
  while (true) {
    const absl::StatusOr<Metadata> proof = ProofOf(client);
    if (!proof.ok()) return proof.status();
    BulkLoadSummary summary;
    BulkStream stream(client, *proof, stub, plan, options, furthest);
    const absl::Status status = stream.Run(summary);
    if (status.ok()) return summary;
    ++without_gain;
    if (stream.decided_count() > furthest) {
      furthest = stream.decided_count();
      without_gain = 0;
      backoff.Reset();
    }
    // What was acknowledged before is acknowledged again first, which may take longer than the
    // timeout: any sign of the server counts.
    if (const auto heard = stream.last_heard()) give_up = *heard + client.timeout;
    if (without_gain > kStreamsWithoutGainMax) return status;
    if (!backoff.WaitAfter(status, give_up)) return status;
  }
}

}  // namespace cardledger::client
