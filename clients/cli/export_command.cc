#include <algorithm>
#include <limits>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "base/progress_bar.h"
#include "clients/cli/command.h"
#include "clients/cli/open_lines.h"
#include "clients/cli/paging.h"
#include "clients/cli/person_commands.h"
#include "clients/cli/private_file.h"
#include "clients/cli/render_privacy.h"

namespace cardledger::cli {
namespace {

struct ExportOptions {
  std::string person;
  std::string output;
  std::string format = "json";
  bool force = false;
  LinesOptions lines;
};

// All pages, with the entries from the first to the last. How far it is follows from the entry that
// a page ends with, since pages go back in time.
absl::StatusOr<v1::ExportPersonResponse> ReadEverything(Context& context, const LinesOptions& lines,
                                                        const v1::ExportPersonRequest& request) {
  base::ProgressBar progress(context.err(), "Reading", "entries of the journal",
                             context.show_progress(), context.err_is_terminal());
  absl::StatusOr<v1::ExportPersonResponse> all =
      ListUpTo<v1::ExportPersonResponse, v1::ExportPersonRequest>(
          {.limit = std::numeric_limits<int32_t>::max(), .page_token = ""}, request,
          [&](const v1::ExportPersonRequest& page) {
            return ReadLines(context, lines, &client::Client::ExportPerson, page);
          },
          [&](v1::ExportPersonResponse& page, v1::ExportPersonResponse& everything) {
            if (page.has_standing()) *everything.mutable_standing() = page.standing();
            everything.mutable_entries()->MergeFrom(page.entries());
            const uint64_t position = everything.read_point().position();
            if (!page.entries().empty()) {
              progress.Update(position - page.entries().rbegin()->entry().sequence(), position);
            }
            return page.entries_size();
          });
  if (all.ok()) std::reverse(all->mutable_entries()->begin(), all->mutable_entries()->end());
  return all;
}

ExitCode ExportPerson(Context& context, const ExportOptions& options) {
  InputErrors errors;
  v1::ExportPersonRequest request;
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  CheckLines(options.lines, errors);
  if (!errors.empty()) return context.Fail(errors);
  const auto everything = ReadEverything(context, options.lines, request);
  if (!everything.ok()) return context.Fail(everything.status());
  const std::string text =
      options.format == "text" ? RenderExport(*everything) : ToJson(*everything) + "\n";
  const absl::Status written = WritePrivateFile(options.output, text, options.force);
  if (!written.ok()) return context.Fail(written);
  context.Remark(absl::StrCat(everything->entries_size(), " entries written to ", options.output,
                              ", which you alone may read."));
  return kExitOk;
}

}  // namespace

void AddExport(CLI::App& person, Context& context) {
  auto asked = std::make_shared<ExportOptions>();
  CLI::App* command = AddCommand(
      person, context,
      {.name = "export",
       .purpose = "Writes everything about a person to a file",
       .details = "How they stand, and every entry about them with its texts. --format text is\n"
                  "made to be printed. The file is its owner's alone.\n"
                  "Roles: social_worker, administrator, or for their own person and\n"
                  "representative.",
       .example = absl::StrCat("cardledger person export ", kExamplePerson,
                               " --output person.json --reason asked-by-person")},
      [&context, asked] { return ExportPerson(context, *asked); });
  command->add_option("PERSON", asked->person, "persons/{id} or the id")->required();
  command->add_option("--output", asked->output, "A file to write it to")->required();
  command->add_option("--format", asked->format, "How it is written")
      ->check(CLI::IsMember({"json", "text"}))
      ->capture_default_str();
  AddLinesOptions(*command, asked->lines);
  command->add_flag("--force", asked->force, "Writes over a file that is there");
}

}  // namespace cardledger::cli
