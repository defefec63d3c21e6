#pragma once

// A ledger that decides whatever a fuzzer's bytes ask for, and folds it: no store, no threads. For
// the fuzzer of decisions and the test of its seeds. One thread.
//
// The bytes: one for where the ledger begins (even: a new one; odd: the sample's), then steps. A
// step is a byte for its kind (the place of the request in domain::Request), a byte for who asks
// and how, and a piece with the request. Time stands still but for the last kind, what the ledger
// does by itself: the first byte of its piece says how many hours go by before.

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

#include "services/domain/command.h"
#include "services/domain/decide.h"
#include "services/domain/policies.h"
#include "services/domain/state.h"
#include "tests/fuzz/fuzz_input.h"

namespace cardledger::tests {

class FuzzedLedger {
 public:
  using Entries = std::vector<journal::v1::Entry>;

  // After all steps of `input`. Aborts where a decision does not hold.
  static FuzzedLedger After(FuzzInput input);

  // What the steps made, in order.
  const Entries& decided() const { return decided_; }

 private:
  explicit FuzzedLedger(const Entries& before) : before_(&before) {}
  static const FuzzedLedger& NewLedger();
  static const FuzzedLedger& SampleLedger();

  void Step(FuzzInput& input);
  template <typename Request>
  void Ask(absl::string_view bytes, uint8_t how);
  void LetTimePass(absl::string_view hours);
  void Do(const domain::Command& command, bool clock_unsure);
  domain::Decision Decide(const domain::Command& command, bool clock_unsure) const;
  void Keep(const domain::Decision& decision);
  const journal::v1::Entry* EntryAt(uint64_t sequence) const;
  std::optional<domain::PersonId> PersonByReference(const domain::ReferenceHash& hash) const;
  void CheckFunds() const;

  const Entries* before_;  // the steps
  Entries decided_;
  domain::State state_;
  // With the sequence of the entry that recorded it.
  std::map<domain::ReferenceHash, std::pair<domain::PersonId, uint64_t>> persons_by_reference_;
  domain::Policies policies_;
  int64_t now_us_ = 0;
  uint64_t last_run_ = 0;  // the entry that started it
  absl::flat_hash_set<domain::RequestId> answered_;
};

}  // namespace cardledger::tests
