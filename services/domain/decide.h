#pragma once

// The one function that says which fact may come next. Pure: the same command, state and context
// give the same decision; it changes nothing. The result is the entries themselves, with amounts,
// dates and limits worked out, so that folding them never computes anything.
//
// Of several reasons to refuse, the one with the lowest number in RefusalReason is named. A refusal
// is an entry too, without postings. Called by the engine for every command in turn, and by readers
// for `validate_only`.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/details.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/command.h"
#include "services/domain/policies.h"
#include "services/domain/state.h"

namespace cardledger::domain {

// Counts up whenever the same command could be decided otherwise than before.
inline constexpr uint32_t kRulesRevision = 2;
// Version of the entries' format, in the first entry of every journal.
inline constexpr uint32_t kJournalFormat = 1;

struct DecisionContext {
  int64_t now_us = 0;  // becomes the recorded time; never before State::last_recorded_time_us
  const Policies& policies;
  bool clock_unsure = false;
  absl::string_view reference_key;  // secret key under which case references are hashed
  // Who goes by the case reference of that hash.
  absl::FunctionRef<std::optional<PersonId>(const ReferenceHash&)> person_by_reference;
  // The entry that the command names (OriginalOf); null where none of that sequence stands.
  const journal::v1::Entry* original = nullptr;
  absl::FunctionRef<std::string(size_t)> random_bytes;
};

struct Decision {
  absl::InlinedVector<journal::v1::Entry, 1> entries;  // numbered on from State::position
  // What stands beside the journal and is written with the entries:
  std::vector<store::v1::DetailRow> details;  // of the first entry, in the order of its commitments
  std::optional<ReferenceHash> reference;     // that the first entry gives its person
  std::optional<PolicyText> policy;           // that the first entry activates
};

Decision Decide(const Command& command, const State& state, const DecisionContext& context);

// The first entry of a new journal.
journal::v1::Entry MakeGenesis(const LedgerId& ledger_id, journal::v1::LedgerKind kind,
                               int64_t now_us);

inline bool IsRefused(const journal::v1::Entry& entry) { return entry.has_refused(); }

}  // namespace cardledger::domain
