#pragma once

// The only place that turns refusals and errors into what a caller of the API receives: a code, a
// message for people, and exactly one ErrorInfo (domain "cardledger", the reason, facts as
// metadata). Bad input adds BadRequest with every violation; UNAVAILABLE, and what came too fast,
// adds RetryInfo. Refusals that something named does not stand are NOT_FOUND, every other refusal
// is FAILED_PRECONDITION. A refusal's answer is a pure function of its entry, to the byte. What a
// store or file system says never reaches a caller: such errors get a fixed message. Pure, any
// thread.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/validate.h"

namespace cardledger::rpc {

inline constexpr absl::string_view kErrorDomain = "cardledger";

// INVALID_ARGUMENT (INVALID_REQUEST) with all of `violations`, which is not empty.
absl::Status InvalidRequest(const domain::Violations& violations);

// CANCELLED: nobody is left to be answered.
absl::Status CallerGone();

// Adds a fact that the caller will find in ErrorInfo.metadata.
absl::Status WithFact(absl::Status status, absl::string_view name, absl::string_view value);

// Adds the time after which the caller may try again.
absl::Status WithRetryAfter(absl::Status status, int64_t ms);

// Of an error; not OK.
google::rpc::Status ErrorAnswer(const absl::Status& error);

// Of an entry that holds a refusal. `validated_position` is set when nothing was stored.
google::rpc::Status RefusalAnswer(const journal::v1::Entry& entry,
                                  std::optional<uint64_t> validated_position = std::nullopt);

grpc::Status ToGrpc(const google::rpc::Status& answer);
inline grpc::Status ToGrpc(const absl::Status& error) { return ToGrpc(ErrorAnswer(error)); }

// The reason an error is answered with: the one attached, else that of its code.
std::string ReasonOf(const absl::Status& error);

// Whether callers are given a fixed message for that reason instead of the error's own, which is
// for the log.
bool HidesMessage(absl::string_view reason);

}  // namespace cardledger::rpc
