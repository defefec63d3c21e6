#pragma once

// What every command is given: the global options, where to write, and the client. One command runs
// in a process; one thread. Answers go to `out`, everything else to `err`.

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

#include "cardledger/v1/common.pb.h"
#include "clients/cli/exit_codes.h"
#include "clients/cli/global_options.h"
#include "clients/cpp/client.h"
#include "clients/cpp/client_error.h"

namespace cardledger::cli {

// Options of every command that changes something.
struct MutationOptions {
  std::string request_id;
  bool validate_only = false;
};

// Gathers everything wrong with the words of one command, so that all is said at once.
class InputErrors {
 public:
  // The value; or a default, and the error is noted under `field`.
  template <typename T>
  T Take(absl::string_view field, absl::StatusOr<T> value) {
    if (value.ok()) return *std::move(value);
    Note(field, value.status().message());
    return T();
  }
  void Note(absl::string_view field, absl::string_view description) {
    noted_.emplace_back(std::string(field), std::string(description));
  }
  bool empty() const { return noted_.empty(); }
  const std::vector<std::pair<std::string, std::string>>& noted() const { return noted_; }

 private:
  std::vector<std::pair<std::string, std::string>> noted_;
};

class Context {
 public:
  Context(std::ostream& out, std::ostream& err, bool err_is_terminal)
      : out_(out), err_(err), err_is_terminal_(err_is_terminal) {}

  GlobalOptions options;
  // What the words of the command line chose.
  std::function<ExitCode()> selected;

  // Made at the first call, from the global options.
  client::Client& client();
  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }
  bool err_is_terminal() const { return err_is_terminal_; }
  bool show_progress() const;

  // The message as JSON on one line, `text` for people, or with --quiet the name alone.
  ExitCode Answer(const google::protobuf::Message& message, absl::string_view text,
                  absl::string_view name = "");
  // As Answer, of a change: with where it is recorded. One that was only checked has no name.
  template <typename Response>
  ExitCode AnswerChange(const Response& response, absl::string_view text,
                        absl::string_view name = "") {
    return AnswerDecided(response, response.decision(), text, name);
  }
  // A remark for people; left out with --quiet and --json.
  void Remark(absl::string_view text);
  // What nobody may miss, such as that part of the work is done: left out with --json alone, whose
  // objects say it.
  void Warn(absl::string_view text);
  // Says on `err` what failed; gives the exit code that goes with it.
  ExitCode Fail(const absl::Status& status);
  ExitCode Fail(const client::ClientError& error);
  ExitCode Fail(const InputErrors& errors);

 private:
  ExitCode AnswerDecided(const google::protobuf::Message& message, const v1::Decision& decision,
                         absl::string_view text, absl::string_view name);

  std::ostream& out_;
  std::ostream& err_;
  const bool err_is_terminal_;
  bool waiting_said_ = false;
  std::unique_ptr<client::Client> client_;
};

// One line of JSON in protobuf's mapping: lowerCamel names, 64-bit numbers as strings, zeros
// written.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace cardledger::cli
