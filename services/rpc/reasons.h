#pragma once

// Reasons of the edge's own errors, beside the engine's (services/engine/errors.h) and the refusals
// (RefusalReason). Every error response names exactly one of the three kinds; docs/ERRORS.md lists
// them. Attached to an absl::Status by engine::WithReason.

#include "absl/strings/string_view.h"

namespace cardledger::rpc {

// UNAUTHENTICATED
inline constexpr absl::string_view kReasonIdentityMissing = "IDENTITY_MISSING";
inline constexpr absl::string_view kReasonIdentityInvalid = "IDENTITY_INVALID";
// PERMISSION_DENIED
inline constexpr absl::string_view kReasonRoleNotAllowed = "ROLE_NOT_ALLOWED";
inline constexpr absl::string_view kReasonNotYours = "NOT_YOURS";
inline constexpr absl::string_view kReasonOwnCase = "OWN_CASE";
inline constexpr absl::string_view kReasonLookRequired = "LOOK_REQUIRED";
// INVALID_ARGUMENT, with every violation
inline constexpr absl::string_view kReasonInvalidRequest = "INVALID_REQUEST";
// NOT_FOUND, of reads
inline constexpr absl::string_view kReasonFundNotFound = "FUND_NOT_FOUND";
inline constexpr absl::string_view kReasonPersonNotFound = "PERSON_NOT_FOUND";
inline constexpr absl::string_view kReasonAwardNotFound = "AWARD_NOT_FOUND";
inline constexpr absl::string_view kReasonPolicyNotFound = "POLICY_NOT_FOUND";
inline constexpr absl::string_view kReasonCardNotFound = "CARD_NOT_FOUND";
inline constexpr absl::string_view kReasonProviderNotFound = "PROVIDER_NOT_FOUND";
inline constexpr absl::string_view kReasonLookNotFound = "LOOK_NOT_FOUND";
inline constexpr absl::string_view kReasonReferralNotFound = "REFERRAL_NOT_FOUND";
inline constexpr absl::string_view kReasonTransactionNotFound = "TRANSACTION_NOT_FOUND";
// FAILED_PRECONDITION, of reads
inline constexpr absl::string_view kReasonNoPolicyInForce = "NO_POLICY_IN_FORCE";
// OUT_OF_RANGE
inline constexpr absl::string_view kReasonPositionOutOfRange = "POSITION_OUT_OF_RANGE";
// UNAVAILABLE
inline constexpr absl::string_view kReasonIssuerKeysUnknown = "ISSUER_KEYS_UNKNOWN";
inline constexpr absl::string_view kReasonReadersBusy = "READERS_BUSY";
inline constexpr absl::string_view kReasonWatchersFull = "WATCHERS_FULL";
inline constexpr absl::string_view kReasonBulkStreamsFull = "BULK_STREAMS_FULL";
// RESOURCE_EXHAUSTED
inline constexpr absl::string_view kReasonRateLimited = "RATE_LIMITED";
inline constexpr absl::string_view kReasonCallerBusy = "CALLER_BUSY";
inline constexpr absl::string_view kReasonStreamsOfCallerFull = "STREAMS_OF_CALLER_FULL";
inline constexpr absl::string_view kReasonTokensRefusedOften = "TOKENS_REFUSED_OFTEN";
inline constexpr absl::string_view kReasonSlowReader = "SLOW_READER";
// CANCELLED
inline constexpr absl::string_view kReasonCancelled = "CANCELLED";
// DATA_LOSS
inline constexpr absl::string_view kReasonStoreDamaged = "STORE_DAMAGED";
// INTERNAL: a fault of ours
inline constexpr absl::string_view kReasonInternal = "INTERNAL";

}  // namespace cardledger::rpc
