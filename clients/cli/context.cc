#include "clients/cli/context.h"

#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

#include "base/check.h"
#include "clients/cli/connection.h"
#include "clients/cli/error_report.h"
#include "clients/cli/render.h"

namespace cardledger::cli {

client::Client& Context::client() {
  if (client_) return *client_;
  client::ClientOptions client_options;
  Connect(options, client_options);
  client_options.environment.on_retry = [this](const absl::Status& failed, absl::Duration) {
    if (waiting_said_) return;
    waiting_said_ = true;
    Remark(absl::StrCat("No answer from ", options.server, " yet (", failed.message(),
                        "); trying again."));
  };
  client_ = client::Client::Connect(std::move(client_options));
  return *client_;
}

bool Context::show_progress() const {
  if (options.no_progress || options.quiet || options.progress == "never") return false;
  return options.progress == "always" || err_is_terminal_;
}

ExitCode Context::Answer(const google::protobuf::Message& message, absl::string_view text,
                         absl::string_view name) {
  if (options.json) {
    out_ << ToJson(message) << std::endl;
  } else if (options.quiet) {
    if (!name.empty()) out_ << name << std::endl;
  } else {
    out_ << text << std::flush;
  }
  return kExitOk;
}

ExitCode Context::AnswerDecided(const google::protobuf::Message& message,
                                const v1::Decision& decision, absl::string_view text,
                                absl::string_view name) {
  if (IsStored(decision)) {
    return Answer(message, absl::StrCat(text, RenderDecision(decision)), name);
  }
  return Answer(message, absl::StrCat(RenderDecision(decision), text));
}

void Context::Remark(absl::string_view text) {
  if (options.json || options.quiet) return;
  err_ << text << std::endl;
}

void Context::Warn(absl::string_view text) {
  if (options.json) return;
  err_ << text << std::endl;
}

ExitCode Context::Fail(const absl::Status& status) { return Fail(client::DecodeError(status)); }

ExitCode Context::Fail(const client::ClientError& error) {
  const ExitCode code = ExitCodeOf(error);
  err_ << (options.json ? ErrorJson(error, code) : ErrorText(error, options)) << std::endl;
  return code;
}

ExitCode Context::Fail(const InputErrors& errors) {
  client::ClientError error;
  error.code = absl::StatusCode::kInvalidArgument;
  error.message = "Some of what was given cannot be used; nothing was sent.";
  for (const auto& [field, description] : errors.noted()) {
    error.violations.push_back({field, description});
  }
  return Fail(error);
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions print;
  print.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, print);
  CARDLEDGER_CHECK(status.ok(), "every message of the API has a JSON form");
  return json;
}

}  // namespace cardledger::cli
