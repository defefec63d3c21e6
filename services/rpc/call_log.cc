#include "services/rpc/call_log.h"

#include <array>
#include <optional>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/security/auth_context.h"

#include "base/sha256.h"
#include "base/uuid.h"
#include "services/rpc/identities.h"
#include "services/rpc/proven_identities.h"

namespace cardledger::rpc {
namespace {

constexpr char kCallFailed[] = "call_failed";
// Of its own: lines are bounded by their event, and whoever is refused often enough would keep what
// is wrong here out of the log.
constexpr char kCallBroken[] = "call_broken";

// By their numbers.
constexpr auto kCodeNames = std::to_array<absl::string_view>(
    {"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
     "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
     "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"});

bool HasMetadata(const grpc::CallbackServerContext& context, const char* name) {
  return context.client_metadata().find(name) != context.client_metadata().end();
}

// By what somebody tried to prove who calls, not who.
absl::string_view PeerKind(const grpc::CallbackServerContext& context) {
  const auto peer = context.auth_context();
  const bool has_certificate = peer != nullptr && peer->IsPeerAuthenticated();
  if (HasMetadata(context, kAuthorizationMetadata)) {
    return has_certificate ? "certificate_and_token" : "token";
  }
  if (has_certificate) return "certificate";
  return HasMetadata(context, kSubjectMetadata) ? "development" : "none";
}

std::optional<base::Uuid> IdInMetadata(const grpc::CallbackServerContext& context) {
  const auto found = context.client_metadata().find(kRequestIdMetadata);
  if (found == context.client_metadata().end()) return std::nullopt;
  return base::Uuid::Parse({found->second.data(), found->second.size()});
}

}  // namespace

absl::string_view CodeName(grpc::StatusCode code) {
  const auto number = static_cast<size_t>(code);
  return number < kCodeNames.size() ? kCodeNames[number] : "UNKNOWN";
}

bool IsForLog(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DATA_LOSS:
    case grpc::StatusCode::INTERNAL:
      return true;
    default:
      return false;
  }
}

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status answer;
  return answer.ParseFromString(status.error_details()) ? ReasonOf(answer) : "";
}

std::string ReasonOf(const google::rpc::Status& answer) {
  google::rpc::ErrorInfo info;
  for (const google::protobuf::Any& detail : answer.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

std::string RequestIdOf(const Call& call, absl::string_view seed) {
  if (const auto own = base::Uuid::Parse(call.request_id)) return own->ToString();
  if (const auto sent = IdInMetadata(*call.context)) return sent->ToString();
  const std::string which =
      absl::StrCat(call.begun_us, ":", reinterpret_cast<uintptr_t>(call.context));
  const base::Sha256Digest hash = base::Sha256({seed, absl::string_view(which)});
  return base::Uuid::FromRandom(base::AsBytes(hash).substr(0, base::Uuid::kBytes)).ToString();
}

base::LogEvent FailedCall(const Call& call, const std::string& request_id, grpc::StatusCode code,
                          absl::string_view reason, int64_t took_us, absl::string_view cause) {
  base::LogEvent event{
      .severity = base::Severity::kWarning, .event = kCallFailed, .message = "a call failed"};
  if (!cause.empty()) {
    event.severity = base::Severity::kError;
    event.event = kCallBroken;
    event.message = absl::StrCat("a call failed: ", cause);
  }
  event.fields = {{"request_id", request_id},
                  {"method", call.rule->method},
                  {"code", std::string(CodeName(code))},
                  {"reason", std::string(reason)},
                  {"duration_ms", absl::StrCat(took_us / 1'000)},
                  {"peer", std::string(PeerKind(*call.context))}};
  return event;
}

base::LogEvent MaskedCardNumber(const AccessRule& rule) {
  return {.severity = base::Severity::kWarning,
          .event = "card_number_masked",
          .message = "the card issuer sent the number of a payment card in a text",
          .fields = {{"method", rule.method}}};
}

}  // namespace cardledger::rpc
