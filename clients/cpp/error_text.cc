#include "clients/cpp/error_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace cardledger::client {
namespace {

std::string Headline(const ClientError& error) {
  // The ledger's message names the violations again; they are listed below it.
  if (!error.violations.empty()) return "Some of what was given cannot be used; nothing was done.";
  if (!error.message.empty()) return error.message;
  return absl::StrCat("The call failed: ", absl::StatusCodeToString(error.code), ".");
}

std::vector<std::string> Lines(const ClientError& error) {
  std::vector<std::string> lines = {Headline(error)};
  for (const auto& violation : error.violations) {
    lines.push_back(violation.field.empty()
                        ? absl::StrCat("- ", violation.description)
                        : absl::StrCat("- ", violation.field, ": ", violation.description));
  }
  if (error.reason.empty()) return lines;
  // The entry that holds a refusal.
  const auto entry = error.facts.find("sequence");
  lines.push_back(entry == error.facts.end()
                      ? absl::StrCat("[", error.reason, "]")
                      : absl::StrCat("[", error.reason, ", entry ", entry->second, "]"));
  return lines;
}

}  // namespace

std::string RenderError(const ClientError& error) { return absl::StrJoin(Lines(error), "\n"); }

std::string RenderErrorLine(const ClientError& error) { return absl::StrJoin(Lines(error), " "); }

}  // namespace cardledger::client
