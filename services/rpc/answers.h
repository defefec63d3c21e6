#pragma once

// Answers to mutations, each a pure function of the journal entry that holds the decision: the same
// request id finds the same entry and so is given the same bytes, now and after a restart. Called
// by unary_call.h and the bulk stream. `validated_position` is set when the entry was only decided
// for validate_only and nothing was stored; the answer then names no sequence and no instant. The
// entry must hold the accepted event of the method. Any thread.

#include <cstdint>
#include <optional>

#include "absl/types/span.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/changes.pb.h"
#include "cardledger/v1/funds.pb.h"
#include "cardledger/v1/journal.pb.h"
#include "cardledger/v1/loads.pb.h"
#include "cardledger/v1/persons.pb.h"
#include "cardledger/v1/policies.pb.h"

namespace cardledger::rpc {

using ValidatedPosition = std::optional<uint64_t>;

void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::CreateFundResponse& response);
void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::AllocateBudgetResponse& response);
void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::TransferBudgetResponse& response);
void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::RegisterPersonResponse& response);
void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::ProposeAwardResponse& response);
void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::ApproveAwardResponse& response);
void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::CancelAwardResponse& response);
void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::CreateLoadResponse& response);
void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::ActivatePolicyResponse& response);
void FillAnswer(const journal::v1::Entry& entry, ValidatedPosition validated_position,
                v1::ConfirmClockResponse& response);
// Of every method that returns a Change: all entries of the command, the first of which holds the
// step.
void FillAnswer(absl::Span<const journal::v1::Entry> entries, ValidatedPosition validated_position,
                v1::Change& change);
void FillAnswer(const journal::v1::Entry& entry, v1::BulkLoadStarted& started);
void FillAnswer(const journal::v1::Entry& entry, v1::BulkLoadFinished& finished);

}  // namespace cardledger::rpc
