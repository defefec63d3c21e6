#pragma once

// Every bound of the service, each with its reason. Reaching one gives a clear error. Units last.

#include <cstddef>
#include <cstdint>

namespace cardledger::domain {

// £10,000,000,000: far above any council's budget, and a million such amounts still fit an int64.
inline constexpr int64_t kBudgetPenceMax = 1'000'000'000'000;
// £1,000,000: a thousand times the scheme's limit, so that only slips of the keyboard meet it.
inline constexpr int64_t kAwardPenceMax = 100'000'000;
// A phase of twelve weeks touches at most two financial years; four leaves room for longer schemes.
inline constexpr int kFundPartsMax = 4;
// Dates before the Care Act's charging rules or after the century are slips of the keyboard.
inline constexpr int32_t kYearMin = 2015;
inline constexpr int32_t kYearMax = 2099;

// Notes are a paragraph; documents belong in the case system.
inline constexpr size_t kNoteBytesMax = 2'000;
inline constexpr size_t kCaseReferenceBytesMax = 64;
inline constexpr size_t kFundCodeBytesMin = 2;
inline constexpr size_t kFundCodeBytesMax = 24;
inline constexpr size_t kSubjectBytesMax = 64;
inline constexpr size_t kPolicyVersionBytesMax = 64;
inline constexpr size_t kPolicySourceBytesMax = 400;
// Below the largest entry, so that a policy's text could be carried by one.
inline constexpr size_t kPolicyTextBytesMax = 60'000;

// A tree whose entry bundles use 16-bit lengths holds entries below 64 KiB.
inline constexpr size_t kEntryBytesMax = 65'535;
inline constexpr size_t kEntriesPerCommandMax = 64;

// One message of a bulk stream: small enough that an acknowledgement comes soon.
inline constexpr int kBulkRowsPerChunkMax = 1'000;
// A file of a bulk run; beyond it the file should be split.
inline constexpr uint64_t kBulkRowsPerRunMax = 10'000'000;

inline constexpr int kPageSizeDefault = 50;
inline constexpr int kPageSizeMax = 1'000;
// A token holds a hash, two numbers and a key.
inline constexpr size_t kPageTokenBytesMax = 512;

static_assert(kPolicyTextBytesMax < kEntryBytesMax);
static_assert(kBudgetPenceMax <= INT64_MAX / 1'000'000);

}  // namespace cardledger::domain
