#pragma once

// Answers of the ledger as text for people: aligned, in pounds, with what is left. Pure functions;
// the tests hold them to golden texts.

#include <string>

#include "google/protobuf/timestamp.pb.h"

#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/balances.pb.h"
#include "cardledger/v1/common.pb.h"
#include "cardledger/v1/funds.pb.h"
#include "cardledger/v1/journal.pb.h"
#include "cardledger/v1/loads.pb.h"
#include "cardledger/v1/persons.pb.h"
#include "cardledger/v1/policies.pb.h"

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
std::string RenderPerson(const v1::Person& person);
std::string RenderAward(const v1::Award& award);
std::string RenderAwards(const google::protobuf::RepeatedPtrField<v1::Award>& awards);
std::string RenderLoad(const v1::CreateLoadResponse& load);
std::string RenderBalance(const v1::GetBalanceResponse& balance);
std::string RenderEntitlement(const v1::GetEntitlementStatusResponse& status);
std::string RenderLedger(const v1::GetLedgerResponse& ledger);
std::string RenderPolicy(const v1::Policy& policy);
std::string RenderPolicies(const google::protobuf::RepeatedPtrField<v1::Policy>& policies);

}  // namespace cardledger::cli
