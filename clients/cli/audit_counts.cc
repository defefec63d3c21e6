#include "clients/cli/audit_counts.h"

#include "absl/strings/str_cat.h"

#include "clients/cli/decided.h"
#include "clients/cli/entry_text.h"
#include "clients/cli/error_report.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using client::FormatCount;
using google::protobuf::Value;

std::string Number(uint64_t number) { return FormatCount(number); }

std::string Counted(uint64_t number, absl::string_view one, absl::string_view many) {
  return absl::StrCat(Number(number), " ", number == 1 ? one : many);
}

// A heading with an empty line behind the table; nothing where there is none.
std::string WordTable(const std::string& title, const std::map<std::string, uint64_t>& by_word) {
  if (by_word.empty()) return "";
  Table table({{title}, {"Entries", Align::kRight}});
  for (const auto& [word, number] : by_word) table.AddRow({word, Number(number)});
  return absl::StrCat(table.Render(), "\n");
}

Value NumberValue(uint64_t number) {
  Value value;
  value.set_number_value(static_cast<double>(number));
  return value;
}

Value WordValue(const std::map<std::string, uint64_t>& by_word) {
  Value value;
  auto& fields = *value.mutable_struct_value()->mutable_fields();
  for (const auto& [word, number] : by_word) fields[word] = NumberValue(number);
  return value;
}

}  // namespace

void AuditCounts::Add(const v1::WatchEntriesResponse& response) {
  const journal::v1::Entry& entry = response.entry();
  partial_ = partial_ || response.partial();
  ++entries_;
  ++by_event_[EventWord(entry)];
  for (const int role : entry.caller().roles()) {
    ++by_role_[Word(static_cast<journal::v1::Role>(role))];
  }
  if (entry.caller().subject().empty()) return;
  Acts& acts = by_caller_[entry.caller().subject()];
  ++acts.entries;
  if (IsApproval(entry)) ++acts.approvals;
  if (!entry.has_refused()) return;
  ++refused_;
  ++acts.refused;
  ++by_reason_[Word(entry.refused().reason())];
}

std::string AuditCounts::Line() const {
  if (empty()) return "No entries.\n";
  return absl::StrCat(Counted(entries_, "entry", "entries"), " by ",
                      Counted(by_caller_.size(), "caller", "callers"), ", ", Number(refused_),
                      " refused\n");
}

std::string AuditCounts::Render() const {
  if (empty()) return Line();
  Table callers({{"Who"},
                 {"Entries", Align::kRight},
                 {"Approvals", Align::kRight},
                 {"Refused", Align::kRight}});
  for (const auto& [subject, acts] : by_caller_) {
    callers.AddRow({subject, Number(acts.entries), Number(acts.approvals), Number(acts.refused)});
  }
  return absl::StrCat(WordTable("Event", by_event_), WordTable("Role", by_role_),
                      WordTable("Refused for", by_reason_), callers.Render(), "\n", Line());
}

google::protobuf::Struct AuditCounts::Object(uint64_t after, uint64_t until) const {
  google::protobuf::Struct object;
  auto& fields = *(*object.mutable_fields())["audit"].mutable_struct_value()->mutable_fields();
  fields["afterEntry"] = NumberValue(after);
  fields["untilEntry"] = NumberValue(until);
  fields["entries"] = NumberValue(entries_);
  fields["refused"] = NumberValue(refused_);
  fields["partial"].set_bool_value(partial_);
  fields["byEvent"] = WordValue(by_event_);
  fields["byRole"] = WordValue(by_role_);
  fields["refusalsByReason"] = WordValue(by_reason_);
  auto& callers = *fields["callers"].mutable_list_value();
  for (const auto& [subject, acts] : by_caller_) {
    auto& caller = *callers.add_values()->mutable_struct_value()->mutable_fields();
    caller["subject"] = Text(subject);
    caller["entries"] = NumberValue(acts.entries);
    caller["approvals"] = NumberValue(acts.approvals);
    caller["refused"] = NumberValue(acts.refused);
  }
  return object;
}

}  // namespace cardledger::cli
