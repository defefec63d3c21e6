#pragma once

// The stores and anchors that the contract suites run over. A new one is added by one line in
// AllStores() or AllAnchors() (stores.cc) and passes every test, or is no store of this ledger.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "storage/anchor.h"
#include "storage/kv_store.h"

namespace cardledger::contract {

// Opens the same store, new at first, again each time it is called; one open at a time.
using StoreOpener = std::function<absl::StatusOr<std::unique_ptr<storage::KvStore>>()>;

struct StoreKind {
  std::string name;
  std::function<StoreOpener(const std::string& folder)> make;  // `folder` is empty and outlives it
};
const std::vector<StoreKind>& AllStores();

struct AnchorPlace {
  std::function<std::unique_ptr<storage::Anchor>()> open;  // each finds what one before it wrote
  std::function<void()> damage;                            // what stands there, after a write
};

struct AnchorKind {
  std::string name;
  std::function<AnchorPlace(const std::string& folder)> make;
};
const std::vector<AnchorKind>& AllAnchors();

}  // namespace cardledger::contract
