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

}  // namespace

std::string RenderText(const Report& report) {
  std::string text;
  absl::StrAppend(&text, "Ledger        ", report.ledger_id.ToString(), " (",
                  domain::KindName(report.kind), ")\n");
  absl::StrAppend(&text, "Position      ", base::FormatCount(report.position), " entries\n");
  absl::StrAppend(&text, "Root          ", Hex(report.root), "\n");
  absl::StrAppend(&text, "State digest  ", Hex(report.state_digest), "\n");
  absl::StrAppend(&text, "Compared      ", base::FormatCount(report.rows), " rows, ",
                  base::FormatCount(report.details), " sealed details\n");
  if (!report.anchored) {
    absl::StrAppend(&text, "Anchor        none: entries lost from the end would not be noticed\n");
  } else if (report.beyond_anchor > 0) {
    absl::StrAppend(&text, "Anchor        reached; ", base::FormatCount(report.beyond_anchor),
                    " entries came after it\n");
  } else {
    absl::StrAppend(&text, "Anchor        reached\n");
  }
  if (report.clean()) return text + "Clean: every row follows from the journal.\n";
  absl::StrAppend(&text, "DAMAGED: ", base::FormatCount(report.finding_count),
                  report.finding_count == 1 ? " finding\n" : " findings\n");
  for (const std::string& finding : report.findings) absl::StrAppend(&text, "  ", finding, "\n");
  if (report.finding_count > report.findings.size()) {
    absl::StrAppend(&text, "  and ",
                    base::FormatCount(report.finding_count - report.findings.size()), " more\n");
  }
  return text;
}

std::string RenderJson(const Report& report) {
  google::protobuf::Struct object;
  auto& fields = *object.mutable_fields();
  fields["clean"].set_bool_value(report.clean());
  fields["ledger"].set_string_value(report.ledger_id.ToString());
  fields["kind"].set_string_value(domain::KindName(report.kind));
  fields["position"].set_string_value(absl::StrCat(report.position));
  fields["root"].set_string_value(Hex(report.root));
  fields["state_digest"].set_string_value(Hex(report.state_digest));
  fields["rows"].set_string_value(absl::StrCat(report.rows));
  fields["details"].set_string_value(absl::StrCat(report.details));
  fields["anchored"].set_bool_value(report.anchored);
  fields["beyond_anchor"].set_string_value(absl::StrCat(report.beyond_anchor));
  fields["finding_count"].set_string_value(absl::StrCat(report.finding_count));
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
