#include "clients/cli/policy_compare.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::string_view kUnset = "(not set)";

std::string LeafText(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
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
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      const std::string left_text = LeafText(left, field);
      const std::string right_text = LeafText(right, field);
      if (left_text != right_text) differences.push_back({path, left_text, right_text});
      continue;
    }
    const bool left_set = left.GetReflection()->HasField(left, field);
    const bool right_set = right.GetReflection()->HasField(right, field);
    const Message& left_part = left.GetReflection()->GetMessage(left, field);
    const Message& right_part = right.GetReflection()->GetMessage(right, field);
    if (field->message_type() == google::type::Date::descriptor()) {
      google::type::Date left_date;
      google::type::Date right_date;
      left_date.CopyFrom(left_part);
      right_date.CopyFrom(right_part);
      const std::string left_text = left_set ? FormatDate(left_date) : std::string(kUnset);
      const std::string right_text = right_set ? FormatDate(right_date) : std::string(kUnset);
      if (left_text != right_text) differences.push_back({path, left_text, right_text});
    } else if (left_set != right_set) {
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
