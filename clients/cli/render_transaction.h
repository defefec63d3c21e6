#pragma once

// Transactions as text for people, and the words in which lists and statements say what happened.
// Pure functions.

#include <string>

#include "google/protobuf/repeated_field.h"

#include "cardledger/v1/transactions.pb.h"

namespace cardledger::cli {

// "Money put on by the council (instalment)", with what became of it.
std::string WhatHappened(const v1::Transaction& transaction);

std::string RenderTransactions(
    const google::protobuf::RepeatedPtrField<v1::Transaction>& transactions);
std::string RenderTotals(const v1::GetTransactionTotalsResponse& totals);
// With its history, one entry a line.
std::string RenderTransaction(const v1::GetTransactionResponse& response);

}  // namespace cardledger::cli
