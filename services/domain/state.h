#pragma once

// What decisions look at: the rows of the ledger in memory. The engine holds all of it and folds
// each entry into it; a `validate_only` call fills one with just the rows its command may touch.
// Not thread-safe: one owner.

#include <cstdint>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/node_hash_map.h"
#include "absl/strings/string_view.h"

#include "base/sha256.h"
#include "cardledger/store/v1/looks.pb.h"
#include "cardledger/store/v1/persons.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/store/v1/subjects.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/due_steps.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

// Keyed hash of a normalised case reference.
using ReferenceHash = base::Sha256Digest;

// SHA-256 of a subject of the identity provider.
using SubjectHash = base::Sha256Digest;

// Amounts by effective day.
using FundDays = absl::btree_map<int32_t, store::v1::FundAmounts>;

struct State {
  uint64_t position = 0;              // entries folded
  int64_t last_recorded_time_us = 0;  // of the last of them
  LedgerId ledger_id;
  journal::v1::LedgerKind kind = journal::v1::LEDGER_KIND_UNSPECIFIED;

  absl::node_hash_map<FundId, store::v1::FundRow> funds;
  absl::node_hash_map<PersonId, store::v1::PersonRow> persons;
  absl::node_hash_map<AwardId, store::v1::AwardRow> awards;
  absl::node_hash_map<CardId, store::v1::CardRow> cards;
  absl::node_hash_map<ProviderId, store::v1::ProviderRow> providers;
  absl::node_hash_map<uint64_t, store::v1::RunRow> runs;  // by the entry that started them
  absl::node_hash_map<uint64_t, store::v1::ReferralRow> referrals;  // by the entry that opened them
  absl::node_hash_map<SubjectHash, store::v1::SubjectRow> subjects;  // none without a link
  absl::node_hash_map<uint64_t, store::v1::WithheldLookRow>
      withheld_looks;                          // by the entry that asked
  std::vector<store::v1::PolicyRow> policies;  // in the order of activation
  store::v1::TotalsRow totals;
  // What funds' amounts are made of, by effective day; written at checkpoints.
  absl::node_hash_map<FundId, FundDays> fund_days;
  absl::flat_hash_set<FundId> funds_since_checkpoint;

  // Follow from the rows above; nothing is stored of them.
  DueSteps due;
  absl::flat_hash_map<std::string, CardId> cards_by_token;
};

// Which rows a fold has changed since they were last written.
struct ChangedRows {
  absl::flat_hash_set<FundId> funds;
  absl::flat_hash_set<PersonId> persons;
  absl::flat_hash_set<AwardId> awards;
  absl::flat_hash_set<CardId> cards;
  absl::flat_hash_set<ProviderId> providers;
  absl::flat_hash_set<uint64_t> runs;
  absl::flat_hash_set<uint64_t> referrals;
  absl::flat_hash_set<SubjectHash> subjects;  // those that have lost their last link too
  absl::flat_hash_set<uint64_t> withheld_looks;
  size_t new_policies = 0;  // at the end of State::policies
  bool totals = false;

  void Clear();
};

const store::v1::FundRow* FindFund(const State& state, const FundId& id);
const store::v1::AwardRow* FindAward(const State& state, const AwardId& id);
const store::v1::PersonRow* FindPerson(const State& state, const PersonId& id);
const store::v1::CardRow* FindCard(const State& state, const CardId& id);
const store::v1::ProviderRow* FindProvider(const State& state, const ProviderId& id);
const store::v1::ReferralRow* FindReferral(const State& state, uint64_t opened_entry);
// Of the entry that asked to withhold it. Other looks are written and never decided on again, so
// that the state holds none of them.
const store::v1::WithheldLookRow* FindWithheldLook(const State& state, uint64_t requested_entry);
// Null where the subject has no link.
const store::v1::SubjectRow* FindSubject(const State& state, absl::string_view subject);

// All awards of a person that stands in the state, in the order they were proposed.
std::vector<const store::v1::AwardRow*> AwardsOf(const State& state,
                                                 const store::v1::PersonRow& person);

// Pence of a fund that may still be promised.
int64_t AvailableOf(const store::v1::FundRow& fund);

// Pence that can be spent on the award, over all its purses.
int64_t AvailableOf(const store::v1::AwardRow& award);

// Pence committed for loads to come, over all funds of the award.
int64_t CommittedOf(const store::v1::AwardRow& award);

}  // namespace cardledger::domain
