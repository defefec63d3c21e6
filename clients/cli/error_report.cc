#include "clients/cli/error_report.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"

#include "clients/cli/words.h"
#include "clients/cpp/error_text.h"

namespace cardledger::cli {
namespace {

// The ledger looks for the request id before it looks at its clock, so an earlier try did nothing
// either. Other reasons, such as a full queue, tell only of the last try.
constexpr absl::string_view kNothingStored = "CLOCK_UNSURE";

std::string Advice(const client::ClientError& error, const GlobalOptions& options) {
  switch (ExitCodeOf(error)) {
    case kExitUnavailable:
      if (error.request_id.empty()) return "";
      return absl::StrCat(error.reason == kNothingStored
                              ? "\nIt was not carried out. Later, the same command with"
                              : "\nWhether it was done is not known. The same command with",
                          "\n  --request-id ", error.request_id,
                          "\nis safe: it is never done twice.");
    case kExitNotPermitted:
      if (error.reason == "LOOK_REQUIRED") {
        return "\nOpen them with cardledger person open-lines, or give this command --reason.";
      }
      if (!options.token_file.empty() || !options.tls_certificate.empty()) {
        return "\nSee cardledger help identities.";
      }
      if (options.subject.empty()) {
        return "\nNo identity was given: see --as and --roles, or cardledger help identities.";
      }
      return absl::StrCat("\nYou act as ", options.subject, " with the roles '", options.roles,
                          "'. See cardledger help identities.");
    case kExitRefused: {
      // One that the refusal opened has a deadline; others are named, too.
      const auto referral = error.facts.find("referral");
      if (referral == error.facts.end() || !error.facts.contains("deadline_day")) return "";
      const auto name = ParseSequenceName("referrals", referral->second);
      return name.ok() ? absl::StrCat("\nA senior is asked: cardledger referral show ", *name) : "";
    }
    default:
      return "";
  }
}

// A failure without a reason of the ledger's comes from the network: the address matters.
std::string Opening(const client::ClientError& error, const GlobalOptions& options) {
  if (error.code == absl::StatusCode::kResourceExhausted) {
    // With a reason it is the ledger's own limit of what a caller may do; else gRPC's, of a
    // message.
    return error.reason.empty() ? "Too large: " : "Too much at once: ";
  }
  switch (ExitCodeOf(error)) {
    case kExitRefused:
      return "Refused: ";
    case kExitNotPermitted:
      return "Not permitted: ";
    case kExitNotFound:
      return "Not found: ";
    case kExitUnavailable:
      return error.reason.empty() ? absl::StrCat("No answer from ", options.server, ": ") : "";
    case kExitInternal:
      return "Failed: ";
    default:
      return "";
  }
}

}  // namespace

ExitCode ExitCodeOf(const client::ClientError& error) {
  const bool later = error.code == absl::StatusCode::kResourceExhausted && !error.reason.empty();
  return later ? kExitUnavailable : ExitCodeOf(error.code);
}

google::protobuf::Value Text(absl::string_view text) {
  google::protobuf::Value value;
  value.set_string_value(std::string(text));
  return value;
}

std::string ErrorText(const client::ClientError& error, const GlobalOptions& options) {
  return absl::StrCat("cardledger: ", Opening(error, options), client::RenderError(error),
                      Advice(error, options));
}

std::string ErrorJson(const client::ClientError& error, ExitCode code) {
  google::protobuf::Struct body;
  auto& fields = *body.mutable_fields();
  fields["code"] = Text(absl::StatusCodeToString(error.code));
  fields["message"] = Text(error.message);
  fields["exitCode"].set_number_value(code);
  if (!error.reason.empty()) fields["reason"] = Text(error.reason);
  if (!error.request_id.empty()) fields["requestId"] = Text(error.request_id);
  if (error.retry_after) {
    fields["retryAfterSeconds"].set_number_value(absl::ToDoubleSeconds(*error.retry_after));
  }
  for (const auto& [name, value] : error.facts) {
    (*fields["facts"].mutable_struct_value()->mutable_fields())[name] = Text(value);
  }
  for (const auto& violation : error.violations) {
    auto& entry = *fields["violations"].mutable_list_value()->add_values()->mutable_struct_value();
    (*entry.mutable_fields())["field"] = Text(violation.field);
    (*entry.mutable_fields())["description"] = Text(violation.description);
  }
  google::protobuf::Struct object;
  *(*object.mutable_fields())["error"].mutable_struct_value() = std::move(body);
  return ToJson(object);
}

}  // namespace cardledger::cli
