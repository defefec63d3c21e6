#include "services/rpc/status_mapping.h"

#include <algorithm>
#include <array>
#include <map>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/rpc/error_details.pb.h"

#include "base/check.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/engine/errors.h"
#include "services/rpc/reasons.h"
#include "services/rpc/refusal_text.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kBadRequestUrl = "type.googleapis.com/google.rpc.BadRequest";
constexpr absl::string_view kErrorInfoUrl = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr absl::string_view kRetryInfoUrl = "type.googleapis.com/google.rpc.RetryInfo";

// How operating errors are answered. An empty message means the status's own.
struct ErrorText {
  absl::string_view reason;
  absl::string_view message;
  int64_t retry_ms = 0;  // of UNAVAILABLE alone
};

constexpr auto kErrorTexts = std::to_array<ErrorText>({
    {engine::kReasonQueueFull,
     "The ledger has more work waiting than it takes. Try again with the same request id.", 50},
    {engine::kReasonLatched,
     "The ledger stopped writing after a write that failed or whose outcome is unknown; it must be "
     "restarted. Reads go on. Try again later with the same request id.",
     5'000},
    {engine::kReasonOutcomeUnknown,
     "The write failed or its outcome is unknown. Try again later with the same request id: "
     "nothing is done twice.",
     5'000},
    {engine::kReasonStopping,
     "The ledger is stopping. Try again with the same request id when it is back.", 1'000},
    {engine::kReasonClockUnsure,
     "The ledger does not trust its clock and writes nothing until it agrees again or an "
     "administrator confirms it. Reads go on.",
     5'000},
    {engine::kReasonStoreUnreadable,
     "The ledger's store cannot be read now. Try again, with the same request id where there is "
     "one.",
     1'000},
    {kReasonReadersBusy, "Too many lists and streams are being read. Try again.", 200},
    {kReasonWatchersFull, "Too many streams of entries are open. Try again later.", 5'000},
    {kReasonBulkStreamsFull, "Too many bulk loads are under way. Try again later.", 5'000},
    {kReasonStoreDamaged,
     "The ledger's store is damaged where this call reads. An operator must check it."},
    {kReasonInternal, "The server failed to carry out the call. Its log says why."},
});

const ErrorText* FindErrorText(absl::string_view reason) {
  const auto* const found =
      std::find_if(kErrorTexts.begin(), kErrorTexts.end(),
                   [reason](const ErrorText& text) { return text.reason == reason; });
  return found == kErrorTexts.end() ? nullptr : &*found;
}

// For errors to which nobody attached a reason: those of the store, and our own faults.
absl::string_view DefaultReason(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return engine::kReasonStoreUnreadable;
    case absl::StatusCode::kDataLoss:
      return kReasonStoreDamaged;
    case absl::StatusCode::kCancelled:
      return kReasonCancelled;
    case absl::StatusCode::kDeadlineExceeded:
      return engine::kReasonDeadlinePassed;
    default:
      return kReasonInternal;
  }
}

// Maps are written in the order of their keys, so that equal answers are equal bytes.
void AddDetail(google::rpc::Status& answer, absl::string_view url,
               const google::protobuf::Message& message) {
  google::protobuf::Any& any = *answer.add_details();
  any.set_type_url(std::string(url));
  google::protobuf::io::StringOutputStream stream(any.mutable_value());
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  CARDLEDGER_CHECK(message.SerializeToCodedStream(&coded), "a message to a string never fails");
}

google::rpc::ErrorInfo FactsAttached(const absl::Status& error) {
  google::rpc::ErrorInfo info;
  if (const auto payload = error.GetPayload(kErrorInfoUrl)) {
    CARDLEDGER_CHECK(info.ParseFromString(std::string(*payload)), "WithFact wrote it");
  }
  return info;
}

google::protobuf::Duration DurationOf(int64_t ms) {
  google::protobuf::Duration duration;
  duration.set_seconds(ms / 1'000);
  duration.set_nanos(static_cast<int32_t>(ms % 1'000) * 1'000'000);
  return duration;
}

// The thing named does not stand in this ledger.
bool IsNotFound(journal::RefusalReason reason) {
  return absl::EndsWith(domain::ReasonName(reason), "_NOT_FOUND");
}

// What a message adds around the two texts of a violation: tags and lengths.
constexpr size_t kViolationFrameBytes = 9;

// At most kViolationTextBytesMax bytes, and whole characters.
std::string Shortened(absl::string_view text) {
  constexpr absl::string_view kMark = "...";
  if (text.size() <= domain::kViolationTextBytesMax) return std::string(text);
  size_t end = domain::kViolationTextBytesMax - kMark.size();
  const auto is_inside_character = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
  };
  while (end > 0 && is_inside_character(text[end])) --end;
  return absl::StrCat(text.substr(0, end), kMark);
}

}  // namespace

absl::Status InvalidRequest(const domain::Violations& violations) {
  CARDLEDGER_CHECK(!violations.empty(), "an invalid request violates something");
  google::rpc::BadRequest bad_request;
  std::string message = violations.size() == 1
                            ? "One field is not as it must be:"
                            : absl::StrCat(violations.size(), " fields are not as they must be:");
  size_t bytes = 0;
  size_t named = 0;
  bool message_is_full = false;
  for (const domain::Violation& violation : violations) {
    const std::string description = Shortened(violation.description);
    bytes += violation.field.size() + description.size() + kViolationFrameBytes;
    if (bytes > domain::kViolationBytesMax) break;
    auto& field = *bad_request.add_field_violations();
    field.set_field(violation.field);
    field.set_description(description);
    const std::string words =
        absl::StrCat(named == 0 ? " " : "; ", violation.field, ": ", description);
    message_is_full |= message.size() + words.size() > domain::kMessageBytesMax;
    if (!message_is_full) message += words;
    ++named;
  }
  if (named < violations.size()) {
    auto& rest = *bad_request.add_field_violations();
    rest.set_description(absl::StrCat("and ", violations.size() - named, " more"));
  }
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kBadRequestUrl, absl::Cord(bad_request.SerializeAsString()));
  return engine::WithReason(std::move(status), kReasonInvalidRequest);
}

absl::Status CallerGone() { return absl::CancelledError("The caller has gone."); }

absl::Status WithFact(absl::Status status, absl::string_view name, absl::string_view value) {
  google::rpc::ErrorInfo info = FactsAttached(status);
  (*info.mutable_metadata())[std::string(name)] = std::string(value);
  status.SetPayload(kErrorInfoUrl, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status WithRetryAfter(absl::Status status, int64_t ms) {
  google::rpc::RetryInfo retry;
  *retry.mutable_retry_delay() = DurationOf(ms);
  status.SetPayload(kRetryInfoUrl, absl::Cord(retry.SerializeAsString()));
  return status;
}

google::rpc::Status ErrorAnswer(const absl::Status& error) {
  CARDLEDGER_CHECK(!error.ok(), "an answer without an error is not an error");
  const std::string reason = ReasonOf(error);
  const ErrorText* text = FindErrorText(reason);

  google::rpc::Status answer;
  answer.set_code(
      static_cast<int>(reason == kReasonInternal ? absl::StatusCode::kInternal : error.code()));
  answer.set_message(text == nullptr ? std::string(error.message()) : std::string(text->message));
  google::rpc::ErrorInfo info = FactsAttached(error);
  info.set_domain(std::string(kErrorDomain));
  info.set_reason(reason);
  AddDetail(answer, kErrorInfoUrl, info);
  if (const auto payload = error.GetPayload(kBadRequestUrl)) {
    google::rpc::BadRequest bad_request;
    CARDLEDGER_CHECK(bad_request.ParseFromString(std::string(*payload)), "InvalidRequest wrote it");
    AddDetail(answer, kBadRequestUrl, bad_request);
  }
  if (const auto payload = error.GetPayload(kRetryInfoUrl)) {
    google::rpc::RetryInfo retry;
    CARDLEDGER_CHECK(retry.ParseFromString(std::string(*payload)), "WithRetryAfter wrote it");
    AddDetail(answer, kRetryInfoUrl, retry);
  } else if (error.code() == absl::StatusCode::kUnavailable) {
    google::rpc::RetryInfo retry;
    *retry.mutable_retry_delay() = DurationOf(text == nullptr ? 1'000 : text->retry_ms);
    AddDetail(answer, kRetryInfoUrl, retry);
  }
  return answer;
}

google::rpc::Status RefusalAnswer(const journal::Entry& entry,
                                  std::optional<uint64_t> validated_position) {
  CARDLEDGER_CHECK(entry.has_refused(), "only a refusal is answered as one");
  const journal::Refused& refused = entry.refused();
  google::rpc::Status answer;
  answer.set_code(static_cast<int>(IsNotFound(refused.reason())
                                       ? absl::StatusCode::kNotFound
                                       : absl::StatusCode::kFailedPrecondition));
  const std::optional<uint64_t> sequence =
      validated_position ? std::nullopt : std::optional(entry.sequence());
  answer.set_message(RefusalText(refused, sequence));
  google::rpc::ErrorInfo info;
  info.set_domain(std::string(kErrorDomain));
  info.set_reason(std::string(domain::ReasonName(refused.reason())));
  for (auto& [name, value] : FactsOf(refused, sequence)) (*info.mutable_metadata())[name] = value;
  if (validated_position) {
    (*info.mutable_metadata())["validated_position"] = absl::StrCat(*validated_position);
  } else {
    (*info.mutable_metadata())["sequence"] = absl::StrCat(entry.sequence());
  }
  AddDetail(answer, kErrorInfoUrl, info);
  return answer;
}

grpc::Status ToGrpc(const google::rpc::Status& answer) {
  return grpc::Status(static_cast<grpc::StatusCode>(answer.code()), answer.message(),
                      answer.SerializeAsString());
}

std::string ReasonOf(const absl::Status& error) {
  std::string attached = engine::ReasonOf(error);
  return attached.empty() ? std::string(DefaultReason(error.code())) : attached;
}

bool HidesMessage(absl::string_view reason) {
  return reason == engine::kReasonStoreUnreadable || reason == kReasonStoreDamaged ||
         reason == kReasonInternal;
}

}  // namespace cardledger::rpc
