#pragma once

// What lists, statements and past balances need to know of an award's entry, in a tenth of the
// memory that the entry takes: small enough to keep many, so that an award which is looked at again
// need not be read again. Like the entry, it never changes. Value type; pure, any thread.

#include <cstdint>

#include "absl/container/inlined_vector.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/v1/transactions.pb.h"
#include "services/domain/purses.h"

namespace cardledger::domain {

// What stands in a purse, or was moved into it by one posting.
struct PurseBrief {
  journal::v1::PurseKind kind = journal::v1::PURSE_KIND_UNSPECIFIED;
  int32_t limit_year = 0;
  int64_t posted_pence = 0;
  int64_t pending_pence = 0;

  friend bool operator==(const PurseBrief&, const PurseBrief&) = default;
};
// Few entries move more than one purse, and few awards have more than one.
using PurseBriefs = absl::InlinedVector<PurseBrief, 1>;

struct EntryBrief {
  uint64_t sequence = 0;
  uint64_t previous = 0;  // of the award's entry before it; 0 for the first
  int64_t recorded_time_us = 0;
  int32_t effective_day = 0;
  v1::TransactionKind kind = v1::TRANSACTION_KIND_UNSPECIFIED;  // no transaction
  journal::v1::RefusalReason refusal_reason = journal::v1::REFUSAL_REASON_UNSPECIFIED;
  bool refused = false;
  bool scheduled = false;
  bool emergency = false;
  uint64_t reverses = 0;        // of the original's entry; 0 for what is no reversal
  int64_t requested_pence = 0;  // of a load or a refusal
  PurseBriefs moved;
  PurseBriefs after;

  friend bool operator==(const EntryBrief&, const EntryBrief&) = default;
};

EntryBrief BriefOf(const journal::v1::Entry& entry);

// UNSPECIFIED where the entry is no transaction.
v1::TransactionKind TransactionKindOf(const journal::v1::Entry& entry);

// What was moved for good, or stands, by whose money it is.
PurseSums SumsOf(const PurseBriefs& purses);

}  // namespace cardledger::domain
