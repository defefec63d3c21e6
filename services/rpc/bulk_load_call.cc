#include "services/rpc/bulk_load_call.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/decide.h"
#include "services/domain/limits.h"
#include "services/engine/errors.h"
#include "services/rpc/answers.h"
#include "services/rpc/call_log.h"
#include "services/rpc/status_mapping.h"

namespace cardledger::rpc {
namespace {

// What ends the stream, of a start or finish; OK when accepted.
grpc::Status FailureOf(const Edge& edge, const Call& call, const engine::Outcome& outcome) {
  if (!outcome.ok()) return ToGrpc(edge.AnswerError(call, outcome.status()));
  if (domain::IsRefused(outcome->front())) return ToGrpc(RefusalAnswer(outcome->front()));
  return grpc::Status::OK;
}

// What ends the stream where a chunk fails whole.
grpc::Status FailureOfChunk(const Edge& edge, const Call& call, const absl::Status& error,
                            const std::vector<engine::Outcome>& outcomes) {
  // What is wrong reaches the log also where the sender is told something else.
  google::rpc::Status answer = edge.AnswerError(call, error);
  if (const absl::Status told = ChunkError(error, outcomes); told != error) {
    answer = ErrorAnswer(told);
  }
  return ToGrpc(answer);
}

// Fields are named from the message that came, of which `step` is a part.
domain::Violations Within(absl::string_view step, domain::Violations violations) {
  for (domain::Violation& violation : violations) {
    violation.field = absl::StrCat(step, ".", violation.field);
  }
  return violations;
}

void CountRefusedRows(const AccessRule& rule, const v1::BulkLoadChunkResult& result) {
  if (rule.observer == nullptr) return;
  for (const v1::BulkLoadRowFailure& failure : result.failures()) {
    rule.observer->RowRefused(ReasonOf(failure.status()));
  }
}

}  // namespace

BulkLoadCall* BulkLoadCall::Begin(const Edge& edge, OpenStreams& streams, const Call& call,
                                  Caller caller) {
  auto* stream = new BulkLoadCall(edge, streams, call, std::move(caller));
  if (const absl::Status status = streams.Add(stream); !status.ok()) {
    stream->EndAtOnce(ToGrpc(status));
  } else {
    stream->Proceed();
  }
  return stream;
}

BulkLoadCall* BulkLoadCall::Refuse(const Edge& edge, OpenStreams& streams, const Call& call,
                                   grpc::Status status) {
  auto* stream = new BulkLoadCall(edge, streams, call, Caller());
  stream->EndAtOnce(std::move(status));
  return stream;
}

void BulkLoadCall::EndAtOnce(grpc::Status status) {
  {
    // The client may still cancel, and a second Finish would end the server.
    base::MutexLock lock(mutex_);
    ended_ = true;
  }
  Finish(edge_.End(call_, std::move(status)));
}

domain::Violations BulkLoadCall::CheckOrder() const {
  switch (request_.step_case()) {
    case v1::BulkLoadRequest::kStart:
      if (start_seen_) return {{.field = "step", .description = "must be start only once, first"}};
      return Within("start", domain::Validate(request_.start()));
    case v1::BulkLoadRequest::kChunk: {
      if (!start_seen_) break;
      domain::Violations violations;
      if (request_.chunk().chunk_number() != chunks_seen_ + 1) {
        violations.push_back({.field = "chunk.chunk_number",
                              .description = absl::StrCat("must be ", chunks_seen_ + 1,
                                                          ": chunks count from 1 without gaps")});
      }
      if (request_.chunk().rows().empty() ||
          request_.chunk().rows_size() > domain::kBulkRowsPerChunkMax) {
        violations.push_back(
            {.field = "chunk.rows",
             .description = absl::StrCat("must be 1 to ", domain::kBulkRowsPerChunkMax, " rows")});
      }
      return violations;
    }
    case v1::BulkLoadRequest::kFinish:
      if (!start_seen_) break;
      return Within("finish", domain::Validate(request_.finish()));
    case v1::BulkLoadRequest::STEP_NOT_SET:
      return {{.field = "step", .description = "must be start, chunk or finish"}};
  }
  return {{.field = "step", .description = "must be start in the first message"}};
}

void BulkLoadCall::OnReadDone(bool ok) {
  Slot* slot = nullptr;  // for what goes to the engine now
  uint64_t run_entry = 0;
  {
    base::MutexLock lock(mutex_);
    if (!ok) {
      input_ended_ = true;
    } else if (!cancelled_ && !ended_) {
      slot = TakeMessage();
      run_entry = run_entry_;
    }
  }
  if (slot != nullptr) {
    if (request_.has_start()) {
      SubmitStart(slot);
    } else {
      SubmitChunk(slot, run_entry);
    }
  }
  {
    // Not before: the next read, which any thread may start, overwrites the message.
    base::MutexLock lock(mutex_);
    reading_ = false;
  }
  Proceed();
}

BulkLoadCall::Slot* BulkLoadCall::TakeMessage() {
  if (const domain::Violations violations = CheckOrder(); !violations.empty()) {
    Fail(slots_.emplace_back(), ToGrpc(InvalidRequest(violations)));
    return nullptr;
  }
  Slot& slot = slots_.emplace_back();
  switch (request_.step_case()) {
    case v1::BulkLoadRequest::kStart:
      start_seen_ = true;
      break;
    case v1::BulkLoadRequest::kChunk:
      ++chunks_seen_;
      break;
    default:
      finish_ = std::move(*request_.mutable_finish());
      return nullptr;
  }
  // In the same breath: from here on the stream cannot end before the engine has answered.
  ++engine_calls_;
  return &slot;
}

void BulkLoadCall::SubmitStart(Slot* slot) {
  domain::Command command =
      domain::MakeCommand(std::move(*request_.mutable_start()), ToJournal(caller_));
  edge_.engine->Submit(std::move(command), edge_.DeadlineOf(*call_.context),
                       [this, slot](engine::Outcome outcome) {
                         grpc::Status failure = FailureOf(edge_, call_, outcome);
                         uint64_t run_entry = 0;
                         if (failure.ok()) {
                           run_entry = outcome->front().sequence();
                           FillAnswer(outcome->front(), *slot->response.mutable_started());
                         }
                         Answered(*slot, run_entry, std::move(failure));
                       });
}

absl::Status BulkLoadCall::AskAgain() {
  asked_us_ = edge_.clock->MonotonicMicroseconds();
  return edge_.AdmitAgain(call_).status();
}

absl::StatusOr<std::unique_ptr<const ReadScope>> BulkLoadCall::LookAgain() {
  CARDLEDGER_RETURN_IF_ERROR(AskAgain());
  return ReadScope::Open(edge_, *call_.rule, caller_);
}

void BulkLoadCall::SubmitChunk(Slot* slot, uint64_t run_entry) {
  const auto scope = LookAgain();
  if (!scope.ok()) {
    Answered(*slot, 0, ToGrpc(edge_.AnswerError(call_, scope.status())));
    return;
  }
  std::vector<domain::Command> commands;
  auto chunk = TakeChunk(
      *request_.mutable_chunk(), caller_, run_entry,
      [&](const v1::CreateLoadRequest& row) { return (*scope)->reach().CheckNamed(row.award()); },
      commands);
  if (!chunk.ok()) {
    Answered(*slot, 0, ToGrpc(edge_.AnswerError(call_, chunk.status())));
    return;
  }
  auto answer = [this, slot,
                 chunk = *std::move(chunk)](const std::vector<engine::Outcome>& outcomes) mutable {
    const uint64_t position = edge_.engine->view()->position;
    auto result = ResultOf(std::move(chunk), outcomes, position);
    grpc::Status failure =
        result.ok() ? grpc::Status::OK : FailureOfChunk(edge_, call_, result.status(), outcomes);
    if (result.ok()) {
      CountRefusedRows(*call_.rule, *result);
      *slot->response.mutable_chunk() = *std::move(result);
    }
    Answered(*slot, 0, std::move(failure));
  };
  if (commands.empty()) {
    answer({});
  } else {
    edge_.engine->SubmitBulk(std::move(commands), std::move(answer));
  }
}

void BulkLoadCall::SubmitFinish() {
  Slot* slot = nullptr;
  domain::Command command;
  {
    base::MutexLock lock(mutex_);
    slot = &slots_.front();
    command = domain::MakeCommand(std::move(*finish_), ToJournal(caller_), run_entry_);
  }
  if (const absl::Status status = AskAgain(); !status.ok()) {
    Answered(*slot, 0, ToGrpc(edge_.AnswerError(call_, status)));
    return;
  }
  edge_.engine->Submit(std::move(command), edge_.DeadlineOf(*call_.context),
                       [this, slot](engine::Outcome outcome) {
                         grpc::Status failure = FailureOf(edge_, call_, outcome);
                         if (failure.ok()) {
                           FillAnswer(outcome->front(), *slot->response.mutable_finished());
                         }
                         Answered(*slot, 0, std::move(failure));
                       });
}

void BulkLoadCall::Answered(Slot& slot, uint64_t run_entry, grpc::Status failure) {
  Next next;
  {
    // In one breath: once no call is counted, another thread may end the stream, and it is gone.
    base::MutexLock lock(mutex_);
    --engine_calls_;
    if (failure.ok()) {
      slot.state = Slot::State::kReady;
    } else {
      Fail(slot, std::move(failure));
    }
    if (run_entry != 0) run_entry_ = run_entry;
    next = Pump();
  }
  Do(this, std::move(next));
}

void BulkLoadCall::Fail(Slot& slot, grpc::Status status) {
  slot.state = Slot::State::kFailed;
  slot.failure = std::move(status);
  failed_ = true;
}

void BulkLoadCall::Proceed() {
  Next next;
  {
    base::MutexLock lock(mutex_);
    next = Pump();
  }
  Do(this, std::move(next));
}

void BulkLoadCall::Do(BulkLoadCall* call, Next next) {
  if (next.finish) {
    call->Finish(call->edge_.End(call->call_, *std::move(next.finish)));
  } else if (next.submit_finish) {
    call->SubmitFinish();
  }
}

BulkLoadCall::Next BulkLoadCall::Pump() {
  Next next;
  if (ended_) return next;
  if (!cancelled_ && !writing_ && !slots_.empty() && slots_.front().state == Slot::State::kReady) {
    writing_ = true;
    write_begun_us_ = edge_.clock->MonotonicMicroseconds();
    StartWrite(&slots_.front().response);
  }
  if (MayRead()) {
    reading_ = true;
    StartRead(&request_);
  }
  if (writing_ || engine_calls_ > 0) return next;
  if (finish_ && !finish_submitted_ && !cancelled_ && !failed_ && slots_.size() == 1) {
    finish_submitted_ = true;
    ++engine_calls_;
    next.submit_finish = true;
    return next;
  }
  const bool all_answered = slots_.empty() || slots_.front().state == Slot::State::kFailed;
  const bool nothing_to_come = finish_submitted_ || input_ended_ || draining_ || failed_;
  if (cancelled_ || (all_answered && nothing_to_come)) {
    ended_ = true;
    next.finish = EndStatus();
  }
  return next;
}

// The run must be known before its rows are read, and after the finish nothing more is taken.
bool BulkLoadCall::MayRead() const {
  return !reading_ && !input_ended_ && !failed_ && !draining_ && !cancelled_ && !finish_ &&
         slots_.size() < domain::kBulkChunksInFlight && (!start_seen_ || run_entry_ != 0);
}

grpc::Status BulkLoadCall::EndStatus() const {
  if (slow_) return ToGrpc(SlowReader());
  if (cancelled_) return ToGrpc(CallerGone());
  if (!slots_.empty()) return slots_.front().failure;
  if (finish_submitted_) return grpc::Status::OK;
  if (input_ended_) {
    if (start_seen_) return grpc::Status::OK;
    return ToGrpc(
        InvalidRequest({{.field = "step", .description = "must be start in the first message"}}));
  }
  return ToGrpc(
      engine::WithReason(absl::UnavailableError("the server stops"), engine::kReasonStopping));
}

void BulkLoadCall::OnWriteDone(bool ok) {
  {
    base::MutexLock lock(mutex_);
    writing_ = false;
    if (ok) {
      slots_.pop_front();
    } else {
      cancelled_ = true;
    }
  }
  Proceed();
}

void BulkLoadCall::OnCancel() {
  {
    base::MutexLock lock(mutex_);
    cancelled_ = true;
  }
  Proceed();
}

void BulkLoadCall::LookAfter(int64_t now_us) {
  EndIfSlow(now_us);
  if (now_us - asked_us_ < kAskAgainUs) return;
  {
    base::MutexLock lock(mutex_);
    if (!IsIdle()) return;
  }
  const absl::Status status = AskAgain();
  if (status.ok()) return;
  {
    base::MutexLock lock(mutex_);
    if (!IsIdle()) return;  // what has come meanwhile asks, or the next minute does
    Fail(slots_.emplace_back(), ToGrpc(edge_.AnswerError(call_, status)));
  }
  Proceed();
}

bool BulkLoadCall::IsIdle() const { return slots_.empty() && !ended_ && !cancelled_; }

void BulkLoadCall::EndIfSlow(int64_t now_us) {
  {
    base::MutexLock lock(mutex_);
    if (!writing_ || slow_ || now_us - write_begun_us_ <= domain::kSlowReaderUsMax) return;
    slow_ = true;
  }
  call_.context->TryCancel();  // an answer would wait behind what is not taken
}

void BulkLoadCall::Drain() {
  {
    base::MutexLock lock(mutex_);
    draining_ = true;
  }
  Proceed();
}

void BulkLoadCall::OnDone() {
  streams_.Remove(this);
  delete this;
}

}  // namespace cardledger::rpc
