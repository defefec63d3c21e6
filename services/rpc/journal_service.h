#pragma once

// JournalService of the API (journal.proto) over the engine. gRPC threads; streams of entries are
// WatchCall's.

#include "cardledger/v1/journal.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"
#include "services/rpc/entry_feed.h"
#include "services/rpc/open_streams.h"

namespace cardledger::rpc {

class JournalServiceImpl : public v1::JournalService::CallbackService {
 public:
  JournalServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* GetLedger(grpc::CallbackServerContext* context,
                                      const v1::GetLedgerRequest* request,
                                      v1::GetLedgerResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchEntriesResponse>* WatchEntries(
      grpc::CallbackServerContext* context, const v1::WatchEntriesRequest* request) override;
  grpc::ServerUnaryReactor* FindPosition(grpc::CallbackServerContext* context,
                                         const v1::FindPositionRequest* request,
                                         v1::FindPositionResponse* response) override;
  grpc::ServerUnaryReactor* ConfirmClock(grpc::CallbackServerContext* context,
                                         const v1::ConfirmClockRequest* request,
                                         v1::ConfirmClockResponse* response) override;

  // Asks the open streams to end, and takes no new ones.
  void Drain() { watchers_.Drain(); }
  OpenStreams& streams() { return watchers_; }
  const OpenStreams& streams() const { return watchers_; }

 private:
  const Edge& edge_;
  const AccessRule get_ledger_;
  const AccessRule watch_entries_;
  const AccessRule find_position_;
  const AccessRule confirm_clock_;
  OpenStreams watchers_;
  EntryFeed feed_;
};

}  // namespace cardledger::rpc
