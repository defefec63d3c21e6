#include "services/rpc/journal_service.h"

#include "absl/strings/escaping.h"

#include "base/status_macros.h"
#include "services/domain/dates.h"
#include "services/domain/decide.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/rpc/unary_call.h"
#include "services/rpc/watch_call.h"

namespace cardledger::rpc {
namespace {

v1::WriteState StateOf(engine::WriteState state) {
  switch (state) {
    case engine::WriteState::kReady:
      return v1::WRITE_STATE_READY;
    case engine::WriteState::kLatched:
      return v1::WRITE_STATE_LATCHED;
    case engine::WriteState::kClockUnsure:
      return v1::WRITE_STATE_CLOCK_UNSURE;
  }
  return v1::WRITE_STATE_UNSPECIFIED;
}

absl::Status FillGetLedger(const engine::Engine& engine, const ReadScope& scope,
                           v1::GetLedgerResponse& response) {
  response.set_ledger(domain::LedgerName(engine.identity().id));
  response.set_kind(engine.identity().kind);
  response.set_journal_format(domain::kJournalFormat);
  response.set_rules_revision(domain::kRulesRevision);
  response.set_root_hash(absl::BytesToHexString(base::AsBytes(scope.view().root)));
  *response.mutable_last_recorded_time() = domain::TimestampOf(scope.view().recorded_time_us);
  response.set_write_state(StateOf(engine.status().write_state));
  return absl::OkStatus();
}

absl::Status FillFindPosition(const ReadScope& scope, const v1::FindPositionRequest& request,
                              v1::FindPositionResponse& response) {
  const int64_t time_us = request.time().seconds() * 1'000'000 + request.time().nanos() / 1'000;
  CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t position, scope.reader().PositionAt(time_us));
  response.set_position(position);
  return absl::OkStatus();
}

}  // namespace

JournalServiceImpl::JournalServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      get_ledger_(access.Of("GetLedger")),
      watch_entries_(access.Of("WatchEntries")),
      find_position_(access.Of("FindPosition")),
      confirm_clock_(access.Of("ConfirmClock")),
      watchers_(domain::kWatchersMax, kReasonWatchersFull),
      feed_(*edge.engine) {}

grpc::ServerUnaryReactor* JournalServiceImpl::GetLedger(grpc::CallbackServerContext* context,
                                                        const v1::GetLedgerRequest* request,
                                                        v1::GetLedgerResponse* response) {
  return Read(
      edge_, get_ledger_, context, request, response,
      [this](const ReadScope& scope, const v1::GetLedgerRequest&, v1::GetLedgerResponse& answer) {
        return FillGetLedger(*edge_.engine, scope, answer);
      });
}

grpc::ServerWriteReactor<v1::WatchEntriesResponse>* JournalServiceImpl::WatchEntries(
    grpc::CallbackServerContext* context, const v1::WatchEntriesRequest* request) {
  Call call = edge_.Begin(*context, watch_entries_);
  auto checked = CheckRead(edge_, call, *request);
  const WatchCall::Place place{edge_, feed_, watchers_, call};
  if (auto* refused = std::get_if<grpc::Status>(&checked)) {
    return WatchCall::Refuse(place, std::move(*refused));
  }
  return WatchCall::Begin(place, *request);
}

// It looks at some twenty entries, so it goes where lists go.
grpc::ServerUnaryReactor* JournalServiceImpl::FindPosition(grpc::CallbackServerContext* context,
                                                           const v1::FindPositionRequest* request,
                                                           v1::FindPositionResponse* response) {
  return ReadSlowly(edge_, find_position_, context, request, response, FillFindPosition);
}

grpc::ServerUnaryReactor* JournalServiceImpl::ConfirmClock(grpc::CallbackServerContext* context,
                                                           const v1::ConfirmClockRequest* request,
                                                           v1::ConfirmClockResponse* response) {
  return Mutate(edge_, confirm_clock_, context, request, response);
}

}  // namespace cardledger::rpc
