#pragma once

// One BulkLoad stream: a start, chunks, a finish. Every message read gets a slot, and slots are
// answered in order: a chunk once all its rows are durable. At most kBulkChunksInFlight chunks are
// between read and written; then it reads no further, which holds the client back. The finish goes
// to the engine when every chunk before it is answered. A slot that fails (refused start or finish,
// a message out of order, a ledger that cannot write) ends the stream with its status, after the
// answers before it. Who calls and what they may is asked again with every chunk and the finish,
// and once a minute where nothing comes.
// The engine may hold a callback when the client goes away; the stream is finished, and so deleted,
// only when the engine holds none. Threads: gRPC's and the engine's completing thread, under one
// lock; never calls the engine or Finish with the lock held.

#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

#include "base/mutex.h"
#include "cardledger/v1/loads.pb.h"
#include "services/domain/validate.h"
#include "services/engine/engine.h"
#include "services/rpc/bulk_chunk.h"
#include "services/rpc/caller.h"
#include "services/rpc/edge.h"
#include "services/rpc/open_streams.h"

namespace cardledger::rpc {

class BulkLoadCall final
    : public grpc::ServerBidiReactor<v1::BulkLoadRequest, v1::BulkLoadResponse>,
      public OpenStream {
 public:
  // A stream of an admitted caller; begins to read at once.
  static BulkLoadCall* Begin(const Edge& edge, OpenStreams& streams, const Call& call,
                             Caller caller);
  // A stream that ends at once.
  static BulkLoadCall* Refuse(const Edge& edge, OpenStreams& streams, const Call& call,
                              grpc::Status status);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  void Drain() override;
  void LookAfter(int64_t now_us) override;

 private:
  // One message read, until its answer is written.
  struct Slot {
    enum class State { kWaiting, kReady, kFailed };
    State state = State::kWaiting;
    v1::BulkLoadResponse response;
    grpc::Status failure;
  };
  // What is to be done without the lock.
  struct Next {
    bool submit_finish = false;
    std::optional<grpc::Status> finish;
  };

  BulkLoadCall(const Edge& edge, OpenStreams& streams, const Call& call, Caller caller)
      : edge_(edge),
        streams_(streams),
        call_(call),
        caller_(std::move(caller)),
        asked_us_(call.begun_us) {}

  // Ends a stream that has not begun.
  void EndAtOnce(grpc::Status status);
  // What is wrong with the message read, of what stands in the way of its step.
  domain::Violations CheckOrder() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Makes room for the message read, and counts the engine call it needs: then returns its slot.
  Slot* TakeMessage() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SubmitStart(Slot* slot);
  // Whether the one who calls may still do so.
  absl::Status AskAgain();
  // Who calls, and what they may reach now: a right that has ended loads nothing more.
  absl::StatusOr<std::unique_ptr<const ReadScope>> LookAgain();
  void SubmitChunk(Slot* slot, uint64_t run_entry);
  void SubmitFinish();
  // The engine has answered; nothing may be touched after it. `run_entry` is of a start.
  void Answered(Slot& slot, uint64_t run_entry, grpc::Status failure);

  // Cuts the stream off where its client takes nothing.
  void EndIfSlow(int64_t now_us);
  // Whether it waits for its client alone.
  bool IsIdle() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Fail(Slot& slot, grpc::Status status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Does what can be done now: writes, reads on, submits the finish, ends.
  void Proceed();
  // What Pump has left to do. Where that is nothing, `call` may be gone already.
  static void Do(BulkLoadCall* call, Next next);
  Next Pump() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool MayRead() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  grpc::Status EndStatus() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Edge& edge_;
  OpenStreams& streams_;
  const Call call_;
  const Caller caller_;
  v1::BulkLoadRequest request_;    // gRPC's while reading_, else OnReadDone's
  std::atomic<int64_t> asked_us_;  // when AskAgain was called last, or the call began

  base::Mutex mutex_;
  std::deque<Slot> slots_ ABSL_GUARDED_BY(mutex_);
  size_t engine_calls_ ABSL_GUARDED_BY(mutex_) = 0;  // whose callbacks are still to come
  bool start_seen_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t run_entry_ ABSL_GUARDED_BY(mutex_) = 0;  // once the start is answered
  uint64_t chunks_seen_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<v1::BulkLoadFinish> finish_ ABSL_GUARDED_BY(mutex_);
  bool finish_submitted_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;  // until the message read is taken
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t write_begun_us_ ABSL_GUARDED_BY(mutex_) = 0;  // while writing_
  bool slow_ ABSL_GUARDED_BY(mutex_) = false;           // cut off
  bool input_ended_ ABSL_GUARDED_BY(mutex_) = false;    // the client sends no more
  bool failed_ ABSL_GUARDED_BY(mutex_) = false;         // a slot has
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;  // Finish is called, or about to be
};

}  // namespace cardledger::rpc
