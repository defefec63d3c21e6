#pragma once

// What decisions look at: the rows of the ledger in memory. The engine holds all of it and folds
// each entry into it; a `validate_only` call fills one with just the rows its command may touch.
// Not thread-safe: one owner.

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/node_hash_map.h"

#include "base/sha256.h"
#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

// Keyed hash of a normalised case reference.
using ReferenceHash = base::Sha256Digest;

struct State {
  uint64_t position = 0;              // entries folded
  int64_t last_recorded_time_us = 0;  // of the last of them
  LedgerId ledger_id;
  journal::v1::LedgerKind kind = journal::v1::LEDGER_KIND_UNSPECIFIED;

  absl::node_hash_map<FundId, store::v1::FundRow> funds;
  absl::node_hash_map<PersonId, store::v1::PersonRow> persons;
  absl::node_hash_map<AwardId, store::v1::AwardRow> awards;
  absl::node_hash_map<uint64_t, store::v1::RunRow> runs;  // by the entry that started them
  std::vector<store::v1::PolicyRow> policies;             // in the order of activation
  store::v1::TotalsRow totals;

  // Not a fold of the journal: kept beside it, so that it can be erased.
  absl::flat_hash_map<ReferenceHash, PersonId> persons_by_reference;
};

// Which rows a fold has changed since they were last written.
struct ChangedRows {
  absl::flat_hash_set<FundId> funds;
  absl::flat_hash_set<PersonId> persons;
  absl::flat_hash_set<AwardId> awards;
  absl::flat_hash_set<uint64_t> runs;
  size_t new_policies = 0;  // at the end of State::policies
  bool totals = false;

  void Clear();
};

const store::v1::FundRow* FindFund(const State& state, const FundId& id);
const store::v1::AwardRow* FindAward(const State& state, const AwardId& id);

// Pence of a fund that may still be promised.
int64_t AvailableOf(const store::v1::FundRow& fund);

// Pence of the person's annual limit used in `limit_year`, over all awards of the person.
int64_t LimitUsed(const State& state, const PersonId& person, int32_t limit_year);

// Pence that can be spent on the award, over all its purses.
int64_t AvailableOf(const store::v1::AwardRow& award);

// Pence committed for loads to come, over all funds of the award.
int64_t CommittedOf(const store::v1::AwardRow& award);

}  // namespace cardledger::domain
