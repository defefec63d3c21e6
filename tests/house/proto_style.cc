#include "tests/house/proto_style.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.pb.h"

namespace cardledger::tests::house {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using google::protobuf::SourceLocation;

constexpr absl::string_view kAccessOption = "cardledger.v1.access";

// Methods that begin so read; all others change something.
constexpr std::array kReadingVerbs = {"Get", "List", "Watch", "Find", "Check", "Compare", "Export"};

class Checker {
 public:
  explicit Checker(const FileDescriptor& file) : file_(file) {}

  std::vector<std::string> Run() {
    for (int i = 0; i < file_.message_type_count(); ++i) Message(*file_.message_type(i));
    for (int i = 0; i < file_.enum_type_count(); ++i) Enum(*file_.enum_type(i));
    for (int i = 0; i < file_.service_count(); ++i) Service(*file_.service(i));
    return std::move(findings_);
  }

 private:
  template <typename Element>
  void Report(const Element& element, absl::string_view message) {
    findings_.push_back(absl::StrCat(file_.name(), ": ", element.full_name(), " ", message));
  }

  template <typename Element>
  void NeedsComment(const Element& element) {
    SourceLocation location;
    if (!element.GetSourceLocation(&location) ||
        (location.leading_comments.empty() && location.trailing_comments.empty())) {
      Report(element, "has no comment");
    }
  }

  void Message(const Descriptor& message) {
    NeedsComment(message);
    for (int i = 0; i < message.field_count(); ++i) Field(*message.field(i));
    for (int i = 0; i < message.real_oneof_decl_count(); ++i) NeedsComment(*message.oneof_decl(i));
    for (int i = 0; i < message.enum_type_count(); ++i) Enum(*message.enum_type(i));
    for (int i = 0; i < message.nested_type_count(); ++i) {
      if (!message.nested_type(i)->options().map_entry()) Message(*message.nested_type(i));
    }
  }

  void Field(const FieldDescriptor& field) {
    NeedsComment(field);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE ||
        field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) {
      Report(field, "is a floating point number: money is whole pence, rates are ratios");
    }
    if (field.is_map()) Report(field, "is a map, whose bytes have no fixed order");
  }

  void Enum(const EnumDescriptor& type) {
    NeedsComment(type);
    for (int i = 0; i < type.value_count(); ++i) {
      const EnumValueDescriptor& value = *type.value(i);
      NeedsComment(value);
      if (value.number() == 0 && !absl::EndsWith(value.name(), "_UNSPECIFIED")) {
        Report(value, "is 0 and so must be called ..._UNSPECIFIED");
      }
    }
  }

  void Service(const ServiceDescriptor& service) {
    NeedsComment(service);
    for (int i = 0; i < service.method_count(); ++i) Method(*service.method(i));
  }

  void Method(const MethodDescriptor& method) {
    NeedsComment(method);
    if (!HasAccessRule(method)) Report(method, "has no access rule");
    const Descriptor& input = *method.input_type();
    if (absl::StartsWith(method.name(), "List")) {
      NeedsField(input, "page_size", method);
      NeedsField(input, "page_token", method);
      NeedsField(*method.output_type(), "next_page_token", method);
    }
    const bool reads =
        std::any_of(kReadingVerbs.begin(), kReadingVerbs.end(),
                    [&method](const char* verb) { return absl::StartsWith(method.name(), verb); });
    // A stream carries its request ids in its steps.
    if (!reads && !method.client_streaming()) {
      NeedsField(input, "request_id", method);
      NeedsField(input, "validate_only", method);
    }
  }

  void NeedsField(const Descriptor& message, const char* name, const MethodDescriptor& method) {
    if (message.FindFieldByName(name) == nullptr) {
      Report(message, absl::StrCat("has no ", name, ", which ", method.name(), " needs"));
    }
  }

  // The pool of these descriptors is made at run time, so the option is an unknown field here.
  bool HasAccessRule(const MethodDescriptor& method) const {
    const FieldDescriptor* option = file_.pool()->FindExtensionByName(std::string(kAccessOption));
    if (option == nullptr) return false;
    const google::protobuf::MethodOptions& options = method.options();
    const auto& unknown =
        google::protobuf::MethodOptions::GetReflection()->GetUnknownFields(options);
    for (int i = 0; i < unknown.field_count(); ++i) {
      if (unknown.field(i).number() == option->number()) {
        return !unknown.field(i).length_delimited().empty();
      }
    }
    return false;
  }

  const FileDescriptor& file_;
  std::vector<std::string> findings_;
};

}  // namespace

std::vector<std::string> CheckProtoStyle(const FileDescriptor& file) { return Checker(file).Run(); }

}  // namespace cardledger::tests::house
