#pragma once

// What all services share: the engine, the store to read from, clock, identities, reader pool, what
// was lately read of awards, and the one path every call takes before its own work: who calls
// (Identities), may they (Authorise), and, once the request is known to be well formed, may they
// reach what it names (Reach). The engine or a read come after it in unary_call.h and the streams.
// Owned by EdgeServices, lives as long as the gRPC server. Any thread.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/status.h"

#include "base/log_event.h"
#include "services/domain/civil_day.h"
#include "services/engine/brief_cache.h"
#include "services/engine/clock.h"
#include "services/engine/engine.h"
#include "services/engine/reads.h"
#include "services/rpc/access.h"
#include "services/rpc/call.h"
#include "services/rpc/caller.h"
#include "services/rpc/caller_limits.h"
#include "services/rpc/identities.h"
#include "services/rpc/reach.h"
#include "services/rpc/reader_pool.h"
#include "storage/kv_store.h"

namespace cardledger::rpc {

struct Edge {
  engine::Engine* engine = nullptr;  // none of these is owned
  const storage::KvStore* store = nullptr;
  const engine::Clock* clock = nullptr;
  const Identities* identities = nullptr;
  ReaderPool* readers = nullptr;
  engine::BriefCache* briefs = nullptr;
  // Set once the server stops: calls that come in then are told to come back, which gRPC, when it
  // shuts down, would not tell them.
  const std::atomic<bool>* draining = nullptr;
  CallerLimits* limits = nullptr;  // null: callers may do as much as they like
  base::Log log;                   // for the operator, without personal data
  std::string id_seed;             // of the ids that failed calls are given; random

  // The first thing any method does, and End the last: each call of Begin has one of End.
  Call Begin(grpc::CallbackServerContext& context, const AccessRule& rule,
             absl::string_view request_id = {}) const;
  // Who calls, whether they may, and may do so now; UNAVAILABLE (STOPPING) while draining. Once a
  // call, before its work.
  absl::StatusOr<Caller> Admit(Call& call) const;
  // Who calls and whether they may, asked again of a call that has been admitted and goes on: a
  // token may have expired, a certificate been revoked, a role been taken away.
  absl::StatusOr<Caller> AdmitAgain(const Call& call) const;
  // Counts the call, tells the log where it failed and the operator should know, and gives back
  // what it held. Returns what to finish it with, which must happen at once, and after which
  // nothing of the call is left.
  grpc::Status End(const Call& call, grpc::Status status) const;

  // How an admitted caller reaches what a well-formed request names: PERMISSION_DENIED (NOT_YOURS,
  // OWN_CASE) where they do not; and whether they may say what it says: INVALID_ARGUMENT for the
  // number of a payment card, unless it is the card issuer who says it, which is told to the
  // operator. Before a command is decided, or its old answer given again.
  absl::StatusOr<Sight> CheckObject(const AccessRule& rule, const Caller& caller,
                                    const google::protobuf::Message& request) const;

  // When the caller stops waiting, on the engine's clock.
  int64_t DeadlineOf(const grpc::CallbackServerContext& context) const;

  // The answer for `error` of that call; logs what the caller is not shown.
  google::rpc::Status AnswerError(const Call& call, const absl::Status& error) const;
};

// One read by one caller: everything in its answer comes from one view and one instant.
class ReadScope {
 public:
  static absl::StatusOr<std::unique_ptr<const ReadScope>> Open(const Edge& edge,
                                                               const AccessRule& rule,
                                                               const Caller& caller);
  ReadScope(const ReadScope&) = delete;
  ReadScope& operator=(const ReadScope&) = delete;

  // What of it the caller may see.
  const Reach& reach() const { return *reach_; }

  const engine::ReadView& view() const { return *view_; }
  const engine::Reader& reader() const { return reader_; }
  const storage::KvStore& store() const { return store_; }
  engine::BriefCache& briefs() const { return briefs_; }
  // The later of the clock and the last entry, so that nothing is shown before it was recorded.
  int64_t now_us() const { return now_us_; }
  domain::Day today() const;  // in Europe/London

 private:
  explicit ReadScope(const Edge& edge);

  const storage::KvStore& store_;
  engine::BriefCache& briefs_;
  std::shared_ptr<const engine::ReadView> view_;
  engine::Reader reader_;
  int64_t now_us_;
  std::optional<Reach> reach_;  // set by Open
};

}  // namespace cardledger::rpc
