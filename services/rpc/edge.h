#pragma once

// What all services share: the engine, the store to read from, clock, identities, reader pool, what
// was lately read of awards, and the one path every call takes before its own work: who calls
// (Identities), may they (Authorise). Validate, and the engine or a read, come after it in
// unary_call.h and the streams. Owned by EdgeServices, lives as long as the gRPC server. Any
// thread.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/server_context.h"

#include "services/domain/civil_day.h"
#include "services/engine/brief_cache.h"
#include "services/engine/clock.h"
#include "services/engine/engine.h"
#include "services/engine/reads.h"
#include "services/rpc/access.h"
#include "services/rpc/caller.h"
#include "services/rpc/identities.h"
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
  // One line for the operator, without personal data. Any thread.
  std::function<void(absl::string_view)> log;

  // Who calls, and whether they may; UNAVAILABLE (STOPPING) while draining. The first thing any
  // method does.
  absl::StatusOr<Caller> Admit(const grpc::CallbackServerContext& context,
                               const AccessRule& rule) const;

  // When the caller stops waiting, on the engine's clock.
  int64_t DeadlineOf(const grpc::CallbackServerContext& context) const;

  // The answer for `error`; logs what the caller is not shown.
  google::rpc::Status AnswerError(const absl::Status& error) const;
};

// One read: everything in its answer comes from one view and one instant.
class ReadScope {
 public:
  explicit ReadScope(const Edge& edge);

  const engine::ReadView& view() const { return *view_; }
  const engine::Reader& reader() const { return reader_; }
  const storage::KvStore& store() const { return store_; }
  engine::BriefCache& briefs() const { return briefs_; }
  // The later of the clock and the last entry, so that nothing is shown before it was recorded.
  int64_t now_us() const { return now_us_; }
  domain::Day today() const;  // in Europe/London

 private:
  const storage::KvStore& store_;
  engine::BriefCache& briefs_;
  std::shared_ptr<const engine::ReadView> view_;
  engine::Reader reader_;
  int64_t now_us_;
};

}  // namespace cardledger::rpc
