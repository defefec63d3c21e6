#pragma once

// The sentences of EntrySentence by what an entry is about. Each answers nullopt for the entries of
// the others, and every event belongs to one. Called by entry_sentence.cc alone; pure functions.

#include <cstdint>
#include <optional>
#include <string>

#include "cardledger/journal/v1/entry.pb.h"

namespace cardledger::cli {

std::optional<std::string> LedgerSentence(const journal::v1::Entry& entry);
std::optional<std::string> PersonSentence(const journal::v1::Entry& entry);
std::optional<std::string> PrivacySentence(const journal::v1::Entry& entry);
std::optional<std::string> AwardSentence(const journal::v1::Entry& entry);
std::optional<std::string> MoneySentence(const journal::v1::Entry& entry);
std::optional<std::string> CardSentence(const journal::v1::Entry& entry);

// Pieces of them. Days are since 1970-01-01, 0: none; amounts are pence.
std::string Day(int32_t day);                     // "1 July 2026"
std::string Period(int32_t first, int32_t last);  // "from 1 July 2026 on", "... to 3 July 2026"
std::string CanBeSpent(int64_t pence);            // "; £2.00 can be spent."
std::string GivenBack(int64_t pence);             // "£2.00 given back to its funds."
std::string NextInstalment(int32_t day);          // " Next instalment on 1 July 2026.", or ""

}  // namespace cardledger::cli
