#pragma once

// Opening a ledger: makes a new one where asked, or checks the stored one (format, frontier, tree,
// anchor), rebuilds rows of another schema from the journal, and loads the hot state. Called once
// by Engine::Open, before any thread starts.

#include <memory>

#include "absl/status/statusor.h"

#include "services/domain/state.h"
#include "services/engine/engine.h"
#include "services/engine/tile_tree.h"

namespace cardledger::engine {

struct OpenedLedger {
  std::unique_ptr<storage::KvWriter> writer;
  domain::State state;
  TileTree tree;
  std::shared_ptr<ReferenceIndex> references;
  std::shared_ptr<const ReadView> view;
  std::optional<storage::AnchorPoint> anchored;
};

// Errors as Engine::Open.
absl::StatusOr<OpenedLedger> OpenLedger(const EngineOptions& options);

}  // namespace cardledger::engine
