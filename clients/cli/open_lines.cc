#include "clients/cli/open_lines.h"

#include "clients/cpp/client_error.h"

namespace cardledger::cli {

void AddLinesOptions(CLI::App& command, LinesOptions& lines) {
  AddWordOption<journal::v1::LookReason>(
      command, "--reason", lines.reason,
      "Why you open the person's lines, as staff do; the person sees it");
  command.add_option("--note", lines.note, "With --reason; kept apart from the journal");
}

void CheckLines(const LinesOptions& lines, InputErrors& errors) {
  if (!lines.reason.empty()) {
    errors.Take("--reason", ParseWord<journal::v1::LookReason>(lines.reason));
  } else if (!lines.note.empty()) {
    errors.Note("--note", "goes with --reason");
  }
  errors.Take("--note", ParseText(lines.note));
}

absl::Status OpenLinesAfter(Context& context, const LinesOptions& lines,
                            const absl::Status& failed) {
  const client::ClientError error = client::DecodeError(failed);
  const auto person = error.facts.find("person");
  if (lines.reason.empty() || error.reason != "LOOK_REQUIRED" || person == error.facts.end()) {
    return failed;
  }
  v1::OpenLinesRequest request;
  request.set_person(person->second);
  CARDLEDGER_ASSIGN_OR_RETURN(const journal::v1::LookReason reason,
                              ParseWord<journal::v1::LookReason>(lines.reason));
  request.set_reason(reason);
  request.set_note(lines.note);
  return context.client().OpenLines(request).status();
}

}  // namespace cardledger::cli
