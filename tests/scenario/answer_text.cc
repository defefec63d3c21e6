#include "tests/scenario/answer_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

#include "base/number_text.h"
#include "services/engine/errors.h"
#include "tests/scenario/enum_words.h"
#include "tests/scenario/event_text.h"
#include "tests/scenario/refused_text.h"
#include "tests/scenario/words.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using base::FormatPence;

std::string EventName(const journal::Entry& entry) {
  const auto* field = journal::Entry::descriptor()->FindFieldByNumber(entry.event_case());
  return absl::StrReplaceAll(field->name(), {{"_", " "}});
}

// "commitment", "other council".
std::string PlainText(absl::string_view enum_text) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(enum_text, {{"_", " "}}));
}

}  // namespace

std::string DecisionText(const journal::Entry& entry, const Names& names) {
  const std::string decided = entry.has_refused() ? RefusedText(entry, names)
                                                  : absl::StrCat("ok ", EventText(entry, names));
  return absl::StrCat(absl::StripTrailingAsciiWhitespace(decided), " (entry ", entry.sequence(),
                      ")\n");
}

std::string FurtherText(const journal::Entry& entry, const Names& names) {
  return absl::StrCat("  and ", names.NameOf(entry.award_id()), ": ", EventName(entry), " ",
                      DecisionText(entry, names).substr(absl::string_view("ok ").size()));
}

std::string OwnStepText(const journal::Entry& entry, const Names& names) {
  return absl::StrCat("by ledger for ", DayText(entry.effective_day()), " ",
                      names.NameOf(entry.award_id()), ": ", DecisionText(entry, names));
}

std::string ErrorText(const absl::Status& status) {
  return absl::StrCat("error ", absl::StatusCodeToString(status.code()), " ",
                      engine::ReasonOf(status), ": ", status.message(), "\n");
}

std::string ViolationsText(const domain::Violations& violations) {
  return absl::StrJoin(violations, "", [](std::string* out, const domain::Violation& each) {
    // Some parser messages end in a blank, which editors take away.
    absl::StrAppend(out, "invalid ", each.field, ": ",
                    absl::StripTrailingAsciiWhitespace(each.description), "\n");
  });
}

std::string AccountText(const journal::Posting& posting, const Names& names) {
  std::string text = PlainText(EnumText(posting.account()));
  if (!posting.fund_id().empty()) absl::StrAppend(&text, " ", names.NameOf(posting.fund_id()));
  if (posting.limit_year() != 0) absl::StrAppend(&text, " ", FormatYear(posting.limit_year()));
  const journal::FundingSource source = posting.dimensions().funding_source();
  if (posting.has_dimensions() && source != journal::FUNDING_SOURCE_COUNCIL) {
    absl::StrAppend(&text, " ", PlainText(EnumText(source)));
  }
  return text;
}

std::string JournalText(const journal::Entry& entry, const Names& names) {
  std::string text =
      absl::StrFormat("%d %s | for %s | %s", entry.sequence(),
                      FormatLondon(entry.recorded_time_us()), DayText(entry.effective_day()),
                      entry.has_refused() ? RefusedText(entry, names) : EventName(entry));
  if (!entry.award_id().empty()) absl::StrAppend(&text, " | ", names.NameOf(entry.award_id()));
  if (!entry.card_id().empty()) absl::StrAppend(&text, " | ", names.NameOf(entry.card_id()));
  if (entry.run_entry() != 0) {
    absl::StrAppend(&text, " | run ", names.NameOfRun(entry.run_entry()));
  }
  if (!entry.caller().subject().empty()) {
    absl::StrAppend(&text, " | by ", entry.caller().subject());
  }
  absl::StrAppend(&text, "\n");
  for (const journal::Posting& posting : entry.postings()) {
    const bool pending = posting.phase() == journal::PHASE_PENDING;
    // Padded by hand: the pound sign is two bytes.
    const std::string amount = FormatPence(posting.amount_pence());
    absl::StrAppendFormat(&text, "    %-8s%-26s%s%s\n", pending ? "reserve" : "post",
                          AccountText(posting, names),
                          std::string(amount.size() < 13 ? 13 - amount.size() : 0, ' '), amount);
  }
  return text;
}

}  // namespace cardledger::tests
