#include "services/engine/errors.h"

#include "absl/strings/cord.h"

namespace cardledger::engine {
namespace {

constexpr absl::string_view kPayloadUrl = "cardledger/reason";

}  // namespace

absl::Status WithReason(absl::Status status, absl::string_view reason) {
  status.SetPayload(kPayloadUrl, absl::Cord(reason));
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadUrl);
  return payload ? std::string(*payload) : "";
}

}  // namespace cardledger::engine
