#include "clients/cli/policy_compare.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/render_policy.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::string_view kUnset = "(not set)";

bool IsDate(const FieldDescriptor* field) {
  return field->message_type() == google::type::Date::descriptor();
}

// Whether its value is said as a whole, and not by the values it is made of.
bool IsLeaf(const FieldDescriptor* field) {
  return field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_repeated() ||
         IsDate(field);
}

std::string DateText(const Message& message) {
  google::type::Date date;
  date.CopyFrom(message);
  return FormatDate(date);
}

// One of a list of messages. Protobuf's own text of one would take several lines.
std::string ItemText(const Message& item) {
  if (item.GetDescriptor() == google::type::Date::descriptor()) return DateText(item);
  if (item.GetDescriptor() == policy::v1::ClassRetention::descriptor()) {
    policy::v1::ClassRetention kept;
    kept.CopyFrom(item);
    return RenderClassRetention(kept);
  }
  if (item.GetDescriptor() != policy::v1::ApprovalBand::descriptor()) {
    return item.ShortDebugString();
  }
  policy::v1::ApprovalBand band;
  band.CopyFrom(item);
  return RenderApprovalBand(band);
}

std::string ListText(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  std::vector<std::string> texts;
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      texts.push_back(ItemText(reflection->GetRepeatedMessage(message, field, i)));
      continue;
    }
    google::protobuf::TextFormat::PrintFieldValueToString(message, field, i, &texts.emplace_back());
  }
  return texts.empty() ? std::string(kUnset) : absl::StrJoin(texts, ", ");
}

std::string LeafText(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  if (field->is_repeated()) return ListText(message, field);
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumWord(field->enum_type(), reflection->GetEnumValue(message, field));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->GetString(message, field);
    case FieldDescriptor::CPPTYPE_INT64: {
      const int64_t number = reflection->GetInt64(message, field);
      return absl::EndsWith(field->name(), "pence") ? client::FormatPence(number)
                                                    : absl::StrCat(number);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reflection->HasField(message, field) ? DateText(reflection->GetMessage(message, field))
                                                  : std::string(kUnset);
    default: {
      std::string text;
      google::protobuf::TextFormat::PrintFieldValueToString(message, field, -1, &text);
      return text;
    }
  }
}

void Compare(const Message& left, const Message& right, const std::string& prefix,
             std::vector<PolicyDifference>& differences) {
  const auto* descriptor = left.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const std::string path = absl::StrCat(prefix, field->name());
    if (IsLeaf(field)) {
      const std::string left_text = LeafText(left, field);
      const std::string right_text = LeafText(right, field);
      if (left_text != right_text) differences.push_back({path, left_text, right_text});
      continue;
    }
    const bool left_set = left.GetReflection()->HasField(left, field);
    const bool right_set = right.GetReflection()->HasField(right, field);
    const Message& left_part = left.GetReflection()->GetMessage(left, field);
    const Message& right_part = right.GetReflection()->GetMessage(right, field);
    if (left_set != right_set) {
      differences.push_back({path, left_set ? left_part.ShortDebugString() : std::string(kUnset),
                             right_set ? right_part.ShortDebugString() : std::string(kUnset)});
    } else {
      Compare(left_part, right_part, path + ".", differences);
    }
  }
}

// Gathers all errors with their places; protobuf counts lines and columns from 0.
class Errors : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    all.push_back(absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message));
  }
  std::vector<std::string> all;
};

}  // namespace

std::vector<PolicyDifference> ComparePolicies(const policy::v1::SchemePolicy& left,
                                              const policy::v1::SchemePolicy& right) {
  std::vector<PolicyDifference> differences;
  Compare(left, right, "", differences);
  return differences;
}

absl::StatusOr<policy::v1::SchemePolicy> ParsePolicyText(absl::string_view file_name,
                                                         const std::string& text) {
  google::protobuf::TextFormat::Parser parser;
  Errors errors;
  parser.RecordErrorsTo(&errors);
  policy::v1::SchemePolicy policy;
  if (!parser.ParseFromString(text, &policy)) {
    return absl::InvalidArgumentError(
        absl::StrCat(file_name, " is not a policy: ", absl::StrJoin(errors.all, "; ")));
  }
  return policy;
}

}  // namespace cardledger::cli
