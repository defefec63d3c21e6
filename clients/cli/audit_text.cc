#include "clients/cli/audit_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/csv_text.h"
#include "clients/cli/entry_sentence.h"
#include "clients/cli/entry_text.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

using journal::v1::Entry;

// Lines are written as they come, so columns have a width from the start: ten million entries, the
// longest time, most subjects with a role.
constexpr char kColumns[] = "%7s  %-23s  %-32s  %s%s\n";

std::string Roles(const journal::v1::Caller& caller, absl::string_view between) {
  return absl::StrJoin(caller.roles(), between, [](std::string* out, int role) {
    absl::StrAppend(out, Word(static_cast<journal::v1::Role>(role)));
  });
}

// Nobody asked for the first entry.
std::string Who(const journal::v1::Caller& caller) {
  if (caller.subject().empty()) return "";
  return absl::StrCat(caller.subject(), " as ", Roles(caller, ", "),
                      caller.carried_by().empty() ? "" : " through ", caller.carried_by());
}

std::string Recorded(const Entry& entry) {
  return FormatInstant(absl::FromUnixMicros(entry.recorded_time_us()));
}

}  // namespace

std::string AuditTitles() {
  return absl::StrFormat(kColumns, "Entry", "Recorded", "Who", "What", "");
}

std::string AuditLine(const Entry& entry, absl::string_view preparer) {
  return absl::StrFormat(kColumns, absl::StrCat(entry.sequence()), Recorded(entry),
                         Who(entry.caller()), EntrySentence(entry),
                         preparer.empty() ? "" : absl::StrCat("  Prepared by ", preparer, "."));
}

std::string AuditCsvTitles() {
  return CsvLine({"entry", "recorded", "subject", "roles", "carried_by", "event", "what", "reason",
                  "concerns", "prepared_by"});
}

std::string AuditCsvLine(const Entry& entry, absl::string_view preparer) {
  const journal::v1::Caller& caller = entry.caller();
  return CsvLine({absl::StrCat(entry.sequence()), Recorded(entry), caller.subject(),
                  Roles(caller, " "), caller.carried_by(), EventWord(entry), EntrySentence(entry),
                  entry.has_refused() ? Word(entry.refused().reason()) : "", Concerned(entry),
                  std::string(preparer)});
}

}  // namespace cardledger::cli
