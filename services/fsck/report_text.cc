#include "services/fsck/report_text.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

#include "base/check.h"
#include "base/number_text.h"
#include "services/domain/names.h"

namespace cardledger::fsck {
namespace {

std::string Hex(const base::Sha256Digest& digest) {
  return absl::BytesToHexString(base::AsBytes(digest));
}

bool IsJournalKnown(const Report& report) { return report.position > 0; }

std::string DetailText(const Report& report) {
  if (!report.keys_given) return "sealed details not opened: no keys are given";
  std::string text = absl::StrCat(base::FormatCount(report.details), " sealed details, ",
                                  base::FormatCount(report.erased_details), " erased");
  if (report.lost_details > 0) {
    absl::StrAppend(&text, ", ", base::FormatCount(report.lost_details),
                    " lost with their keys, as was accepted");
  }
  if (report.erased_since_details > 0) {
    absl::StrAppend(&text, ", ", base::FormatCount(report.erased_since_details),
                    " erased since this copy was made: their keys are destroyed");
  }
  if (report.put_right_since_references > 0) {
    absl::StrAppend(&text, ", ", base::FormatCount(report.put_right_since_references),
                    report.put_right_since_references == 1 ? " case reference" : " case references",
                    " put right since this copy was made");
  }
  return text;
}

std::string JournalText(const Report& report) {
  if (!IsJournalKnown(report)) return "Journal       could not be read\n";
  return absl::StrCat(
      "Ledger        ", report.ledger_id.ToString(), " (", domain::KindName(report.kind), ")\n",
      "Position      ", base::FormatCount(report.position), " entries\n", "Root          ",
      Hex(report.root), "\n", "State digest  ", Hex(report.state_digest), "\n", "Compared      ",
      base::FormatCount(report.rows), " rows, ", DetailText(report), "\n");
}

std::string AnchorText(const Report& report) {
  switch (report.anchor) {
    case AnchorState::kUnknown:
      return "";
    case AnchorState::kNone:
      return "Anchor        none: entries lost from the end would not be noticed\n";
    case AnchorState::kDamaged:
      return "Anchor        damaged\n";
    case AnchorState::kContradicted:
      return "Anchor        contradicted: see the findings\n";
    case AnchorState::kReached:
      break;
  }
  if (report.beyond_anchor == 0) return "Anchor        reached\n";
  return absl::StrCat("Anchor        reached; ", base::FormatCount(report.beyond_anchor),
                      " entries came after it\n");
}

std::string FindingsText(const Report& report) {
  std::string text = absl::StrCat("DAMAGED: ", base::FormatCount(report.finding_count),
                                  report.finding_count == 1 ? " finding\n" : " findings\n");
  for (const std::string& finding : report.findings) absl::StrAppend(&text, "  ", finding, "\n");
  if (report.finding_count > report.findings.size()) {
    absl::StrAppend(&text, "  and ",
                    base::FormatCount(report.finding_count - report.findings.size()), " more\n");
  }
  return text;
}

// Empty where it is not known.
absl::string_view AnchorWord(AnchorState anchor) {
  switch (anchor) {
    case AnchorState::kUnknown:
      break;
    case AnchorState::kNone:
      return "NONE";
    case AnchorState::kDamaged:
      return "DAMAGED";
    case AnchorState::kContradicted:
      return "CONTRADICTED";
    case AnchorState::kReached:
      return "REACHED";
  }
  return "";
}

void SetText(google::protobuf::Struct& object, const std::string& key, absl::string_view text) {
  (*object.mutable_fields())[key].set_string_value(std::string(text));
}

void SetNumber(google::protobuf::Struct& object, const std::string& key, uint64_t number) {
  SetText(object, key, absl::StrCat(number));
}

void AddJournal(const Report& report, google::protobuf::Struct& object) {
  if (!IsJournalKnown(report)) return;
  SetText(object, "ledger", report.ledger_id.ToString());
  SetText(object, "kind", domain::KindName(report.kind));
  SetNumber(object, "position", report.position);
  SetText(object, "root", Hex(report.root));
  SetText(object, "state_digest", Hex(report.state_digest));
  SetNumber(object, "rows", report.rows);
  if (!report.keys_given) return;
  SetNumber(object, "details", report.details);
  SetNumber(object, "erased_details", report.erased_details);
  SetNumber(object, "lost_details", report.lost_details);
  SetNumber(object, "erased_since_details", report.erased_since_details);
  SetNumber(object, "put_right_since_references", report.put_right_since_references);
}

void AddAnchor(const Report& report, google::protobuf::Struct& object) {
  if (report.anchor == AnchorState::kUnknown) return;
  SetText(object, "anchor", AnchorWord(report.anchor));
  if (report.anchor == AnchorState::kReached) {
    SetNumber(object, "beyond_anchor", report.beyond_anchor);
  }
}

}  // namespace

std::string RenderText(const Report& report) {
  return absl::StrCat(
      JournalText(report), AnchorText(report),
      report.clean() ? "Clean: every row follows from the journal.\n" : FindingsText(report));
}

std::string RenderJson(const Report& report) {
  google::protobuf::Struct object;
  auto& fields = *object.mutable_fields();
  fields["clean"].set_bool_value(report.clean());
  AddJournal(report, object);
  AddAnchor(report, object);
  SetNumber(object, "finding_count", report.finding_count);
  auto& findings = *fields["findings"].mutable_list_value();
  for (const std::string& finding : report.findings) {
    findings.add_values()->set_string_value(finding);
  }
  std::string json;
  CARDLEDGER_CHECK(google::protobuf::util::MessageToJsonString(object, &json).ok(),
                   "a report can be rendered");
  return json + "\n";
}

}  // namespace cardledger::fsck
