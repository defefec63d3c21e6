#include "services/rpc/edge.h"

#include <algorithm>
#include <chrono>

#include "base/status_macros.h"
#include "services/domain/london_time.h"
#include "services/domain/validate.h"
#include "services/engine/errors.h"
#include "services/rpc/call_log.h"
#include "services/rpc/status_mapping.h"

namespace cardledger::rpc {
namespace {}  // namespace

Call Edge::Begin(grpc::CallbackServerContext& context, const AccessRule& rule,
                 absl::string_view request_id) const {
  return {.rule = &rule,
          .context = &context,
          .begun_us = clock->MonotonicMicroseconds(),
          .request_id = request_id};
}

absl::StatusOr<Caller> Edge::Admit(Call& call) const {
  CARDLEDGER_ASSIGN_OR_RETURN(Caller caller, identities->Identify(*call.context, Asked::kFirst));
  if (limits != nullptr) {
    CARDLEDGER_ASSIGN_OR_RETURN(call.use, limits->Take(caller, call.rule->streams));
  }
  CARDLEDGER_RETURN_IF_ERROR(Authorise(*call.rule, caller));
  if (draining->load(std::memory_order_relaxed)) {
    return engine::WithReason(absl::UnavailableError("the server stops"), engine::kReasonStopping);
  }
  return caller;
}

absl::StatusOr<Caller> Edge::AdmitAgain(const Call& call) const {
  CARDLEDGER_ASSIGN_OR_RETURN(Caller caller, identities->Identify(*call.context, Asked::kAgain));
  CARDLEDGER_RETURN_IF_ERROR(Authorise(*call.rule, caller));
  return caller;
}

grpc::Status Edge::End(const Call& call, grpc::Status status) const {
  CallerLimits::GiveBack(call.use);
  if (status.ok() && call.rule->observer == nullptr) return status;
  const int64_t took_us = clock->MonotonicMicroseconds() - call.begun_us;
  const std::string reason = status.ok() ? std::string() : ReasonOf(status);
  if (call.rule->observer != nullptr) {
    call.rule->observer->Ended(status.error_code(), reason, took_us);
  }
  if (!IsForLog(status.error_code())) return status;
  const std::string request_id = RequestIdOf(call, id_seed);
  call.context->AddTrailingMetadata(kRequestIdMetadata, request_id);
  if (!HidesMessage(reason)) {
    log(FailedCall(call, request_id, status.error_code(), reason, took_us, ""));
  }
  return status;
}

absl::StatusOr<Sight> Edge::CheckObject(const AccessRule& rule, const Caller& caller,
                                        const google::protobuf::Message& request) const {
  if (const domain::Violations numbers = domain::CardNumbersIn(request); !numbers.empty()) {
    if (!caller.roles.Has(journal::v1::ROLE_ISSUER_SYSTEM)) return InvalidRequest(numbers);
    log(MaskedCardNumber(rule));
    if (rule.observer != nullptr) rule.observer->CardNumberMasked();
  }
  if (rule.object_of == AccessRule::ObjectOf::kNobodys) return Sight::kWhole;
  CARDLEDGER_ASSIGN_OR_RETURN(const auto scope, ReadScope::Open(*this, rule, caller));
  return scope->reach().CheckObject(request);
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

google::rpc::Status Edge::AnswerError(const Call& call, const absl::Status& error) const {
  google::rpc::Status answer = ErrorAnswer(error);
  if (const std::string reason = ReasonOf(error); HidesMessage(reason)) {
    log(FailedCall(call, RequestIdOf(call, id_seed), static_cast<grpc::StatusCode>(answer.code()),
                   reason, clock->MonotonicMicroseconds() - call.begun_us, error.ToString()));
  }
  return answer;
}

ReadScope::ReadScope(const Edge& edge)
    : store_(*edge.store),
      briefs_(*edge.briefs),
      view_(edge.engine->view()),
      reader_(store_, *view_),
      now_us_(std::max(edge.clock->WallMicroseconds(), view_->recorded_time_us)) {}

absl::StatusOr<std::unique_ptr<const ReadScope>> ReadScope::Open(const Edge& edge,
                                                                 const AccessRule& rule,
                                                                 const Caller& caller) {
  std::unique_ptr<ReadScope> scope(new ReadScope(edge));
  CARDLEDGER_ASSIGN_OR_RETURN(scope->reach_,
                              Reach::Of(rule, caller, scope->reader_, scope->now_us_));
  return scope;
}

domain::Day ReadScope::today() const { return domain::LondonDay(now_us_); }

}  // namespace cardledger::rpc
