#pragma once

// The one way a unary call is answered, whatever its method: who calls, may they, is the request
// well formed, may they reach what it names, then the work. Mutate passes a command to the engine,
// or decides it on a view for validate_only; Read answers on the gRPC thread from one view;
// ReadSlowly does so on the reader pool. Each uses the reactor that gRPC keeps inside the call, so
// that an ordinary call allocates nothing of its own. Called by the services alone, from gRPC
// threads. Request, response and context stay valid until the reactor is finished, which happens
// once.

#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

#include "base/status_macros.h"
#include "services/domain/command.h"
#include "services/domain/decide.h"
#include "services/domain/validate.h"
#include "services/engine/engine.h"
#include "services/engine/errors.h"
#include "services/rpc/answers.h"
#include "services/rpc/edge.h"
#include "services/rpc/lists.h"
#include "services/rpc/reasons.h"
#include "services/rpc/resources.h"
#include "services/rpc/status_mapping.h"
#include "services/rpc/veil.h"

namespace cardledger::rpc {

// The answer to a command whose outcome is known, as whoever reaches its object like that sees it.
template <typename Response>
grpc::Status AnswerOutcome(const Edge& edge, const Call& call, Sight sight,
                           const engine::Outcome& outcome, ValidatedPosition validated_position,
                           Response& response) {
  if (!outcome.ok()) return ToGrpc(edge.AnswerError(call, outcome.status()));
  const journal::v1::Entry& entry = outcome->front();
  if (domain::IsRefused(entry)) return ToGrpc(RefusalAnswer(entry, validated_position));
  if constexpr (std::is_same_v<Response, v1::Change>) {
    FillAnswer(*outcome, validated_position, response);
  } else {
    FillAnswer(entry, validated_position, response);
  }
  if (sight == Sight::kAsOwn) Veil(response);
  return grpc::Status::OK;
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* Mutate(const Edge& edge, const AccessRule& rule,
                                 grpc::CallbackServerContext* context, const Request* request,
                                 Response* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Call call = edge.Begin(*context, rule, request->request_id());
  const absl::StatusOr<Caller> caller = edge.Admit(call);
  if (!caller.ok()) {
    reactor->Finish(edge.End(call, ToGrpc(edge.AnswerError(call, caller.status()))));
    return reactor;
  }
  if (const domain::Violations violations = domain::Validate(*request); !violations.empty()) {
    reactor->Finish(edge.End(call, ToGrpc(InvalidRequest(violations))));
    return reactor;
  }
  const absl::StatusOr<Sight> sight = edge.CheckObject(rule, *caller, *request);
  if (!sight.ok()) {
    reactor->Finish(edge.End(call, ToGrpc(edge.AnswerError(call, sight.status()))));
    return reactor;
  }
  domain::Command command = domain::MakeCommand(*request, ToJournal(*caller));
  if (request->validate_only()) {
    const std::shared_ptr<const engine::ReadView> view = edge.engine->view();
    const engine::Outcome outcome = edge.engine->Validate(command, *view);
    reactor->Finish(
        edge.End(call, AnswerOutcome(edge, call, *sight, outcome, view->position, *response)));
    return reactor;
  }
  edge.engine->Submit(std::move(command), edge.DeadlineOf(*context),
                      [&edge, call, sight = *sight, reactor, response](engine::Outcome outcome) {
                        reactor->Finish(edge.End(call, AnswerOutcome(edge, call, sight, outcome,
                                                                     std::nullopt, *response)));
                      });
  return reactor;
}

// The state that `as_of` asks for, else the newest.
template <typename Request>
void FillReadPointOf(const ReadScope& scope, const Request& request, v1::ReadPoint& read_point) {
  FillReadPoint(scope.view().position, scope.now_us(), read_point);
  if constexpr (requires { request.as_of(); }) {
    const v1::AsOf& as_of = request.as_of();
    if (as_of.position() != 0) read_point.set_position(as_of.position());
    if (as_of.has_effective_date()) {
      *read_point.mutable_effective_date() = as_of.effective_date();
    }
  }
}

// `read(const ReadScope&, const Request&, Response&) -> absl::Status` fills all of the response but
// its read point, unless that is another than the newest.
template <typename Request, typename Response, typename ReadFunction>
absl::Status FillRead(const Edge& edge, const Call& call, const Caller& caller,
                      const Request& request, Response& response, const ReadFunction& read) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto scope, ReadScope::Open(edge, *call.rule, caller));
  CARDLEDGER_ASSIGN_OR_RETURN(const Sight sight, scope->reach().CheckObject(request));
  CARDLEDGER_RETURN_IF_ERROR(read(*scope, request, response));
  if (sight == Sight::kAsOwn) Veil(response);
  if (!response.has_read_point()) {
    FillReadPointOf(*scope, request, *response.mutable_read_point());
  }
  return absl::OkStatus();
}

template <typename Request, typename Response, typename ReadFunction>
grpc::Status AnswerRead(const Edge& edge, const Call& call, const Caller& caller,
                        const Request& request, Response& response, const ReadFunction& read) {
  const absl::Status status = FillRead(edge, call, caller, request, response, read);
  return status.ok() ? grpc::Status::OK : ToGrpc(edge.AnswerError(call, status));
}

template <typename Request>
domain::Violations ViolationsOf(const Edge&, const Request& request) {
  return domain::Validate(request);
}
// A page token is the ledger's own, so the domain cannot judge it.
template <ListRequest Request>
domain::Violations ViolationsOf(const Edge& edge, const Request& request) {
  domain::Violations violations = domain::Validate(request);
  CheckPageToken(edge.engine->identity().id, edge.engine->view()->position, request, violations);
  return violations;
}
// It has no fields.
inline domain::Violations ViolationsOf(const Edge&, const v1::GetLedgerRequest&) { return {}; }

// The admitted caller of a well-formed request, or the answer that says what is wrong.
template <typename Request>
std::variant<Caller, grpc::Status> CheckRead(const Edge& edge, Call& call, const Request& request) {
  absl::StatusOr<Caller> caller = edge.Admit(call);
  if (!caller.ok()) return ToGrpc(edge.AnswerError(call, caller.status()));
  const domain::Violations violations = ViolationsOf(edge, request);
  if (!violations.empty()) return ToGrpc(InvalidRequest(violations));
  return *std::move(caller);
}

template <typename Request, typename Response, typename ReadFunction>
grpc::ServerUnaryReactor* Read(const Edge& edge, const AccessRule& rule,
                               grpc::CallbackServerContext* context, const Request* request,
                               Response* response, const ReadFunction& read) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Call call = edge.Begin(*context, rule);
  auto checked = CheckRead(edge, call, *request);
  if (auto* refused = std::get_if<grpc::Status>(&checked)) {
    reactor->Finish(edge.End(call, std::move(*refused)));
  } else {
    reactor->Finish(edge.End(
        call, AnswerRead(edge, call, std::get<Caller>(checked), *request, *response, read)));
  }
  return reactor;
}

template <typename Request, typename Response, typename ReadFunction>
grpc::ServerUnaryReactor* ReadSlowly(const Edge& edge, const AccessRule& rule,
                                     grpc::CallbackServerContext* context, const Request* request,
                                     Response* response, ReadFunction read) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Call call = edge.Begin(*context, rule);
  auto checked = CheckRead(edge, call, *request);
  if (auto* refused = std::get_if<grpc::Status>(&checked)) {
    reactor->Finish(edge.End(call, std::move(*refused)));
    return reactor;
  }
  const bool taken = edge.readers->TryRun([&edge, call, reactor, request, response, read,
                                           caller = std::get<Caller>(std::move(checked))] {
    grpc::Status status = call.context->IsCancelled()
                              ? ToGrpc(CallerGone())
                              : AnswerRead(edge, call, caller, *request, *response, read);
    reactor->Finish(edge.End(call, std::move(status)));
  });
  if (!taken) {
    const absl::Status busy =
        engine::WithReason(absl::UnavailableError("the reader pool is full"), kReasonReadersBusy);
    reactor->Finish(edge.End(call, ToGrpc(busy)));
  }
  return reactor;
}

}  // namespace cardledger::rpc
