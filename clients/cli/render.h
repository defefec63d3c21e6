#pragma once

// Answers of the ledger as text for people: aligned, in pounds, with what is left. What all answers
// share stands here, with funds, loads and balances; other things have a render_ file each. Pure
// functions; the tests hold them to golden texts.

#include <string>

#include "google/protobuf/timestamp.pb.h"

#include "cardledger/v1/balances.pb.h"
#include "cardledger/v1/common.pb.h"
#include "cardledger/v1/funds.pb.h"
#include "cardledger/v1/journal.pb.h"
#include "cardledger/v1/loads.pb.h"

namespace cardledger::cli {

std::string RenderTimestamp(const google::protobuf::Timestamp& timestamp);
// Whether it was recorded, or only checked (--validate-only).
bool IsStored(const v1::Decision& decision);
// "Recorded as entry 12, 2026-11-22 10:00:00 GMT", or that it was a check only.
std::string RenderDecision(const v1::Decision& decision);
// "As of entry 12, 2026-11-22 10:00:00 GMT".
std::string RenderReadPoint(const v1::ReadPoint& point);

std::string RenderFund(const v1::Fund& fund);
std::string RenderFunds(const google::protobuf::RepeatedPtrField<v1::Fund>& funds);
std::string RenderLoad(const v1::CreateLoadResponse& load);
std::string RenderBalance(const v1::GetBalanceResponse& balance);
std::string RenderBalance(const v1::GetPersonBalanceResponse& balance);
std::string RenderBalance(const v1::GetCardBalanceResponse& balance);
std::string RenderEntitlement(const v1::GetEntitlementStatusResponse& status);
std::string RenderLedger(const v1::GetLedgerResponse& ledger);

}  // namespace cardledger::cli
