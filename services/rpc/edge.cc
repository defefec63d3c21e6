#include "services/rpc/edge.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/london_time.h"
#include "services/engine/errors.h"
#include "services/rpc/status_mapping.h"

namespace cardledger::rpc {

absl::StatusOr<Caller> Edge::Admit(const grpc::CallbackServerContext& context,
                                   const AccessRule& rule) const {
  CARDLEDGER_ASSIGN_OR_RETURN(Caller caller, identities->Identify(context));
  CARDLEDGER_RETURN_IF_ERROR(Authorise(rule, caller));
  if (draining->load(std::memory_order_relaxed)) {
    return engine::WithReason(absl::UnavailableError("the server stops"), engine::kReasonStopping);
  }
  return caller;
}

int64_t Edge::DeadlineOf(const grpc::CallbackServerContext& context) const {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return engine::kNoDeadline;
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
      deadline - std::chrono::system_clock::now());
  int64_t deadline_us = 0;
  if (__builtin_add_overflow(clock->WallMicroseconds(), int64_t{left.count()}, &deadline_us)) {
    return engine::kNoDeadline;
  }
  return deadline_us;
}

google::rpc::Status Edge::AnswerError(const absl::Status& error) const {
  if (HidesMessage(error)) log(absl::StrCat("a call failed: ", error.ToString()));
  return ErrorAnswer(error);
}

ReadScope::ReadScope(const Edge& edge)
    : store_(*edge.store),
      briefs_(*edge.briefs),
      view_(edge.engine->view()),
      reader_(store_, *view_),
      now_us_(std::max(edge.clock->WallMicroseconds(), view_->recorded_time_us)) {}

domain::Day ReadScope::today() const { return domain::LondonDay(now_us_); }

}  // namespace cardledger::rpc
