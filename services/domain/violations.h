#pragma once

// Gathers what is wrong with a request. Internal to the validators: each Check… adds one violation
// that says what would be accepted, or none.

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/type/date.pb.h"

#include "services/domain/validate.h"

namespace cardledger::domain {

class ViolationCollector {
 public:
  void Add(absl::string_view field, absl::string_view description) {
    violations_.push_back({std::string(field), std::string(description)});
  }

  void CheckRequestId(absl::string_view request_id);
  void CheckFundName(absl::string_view field, absl::string_view name);
  void CheckPersonName(absl::string_view field, absl::string_view name);
  void CheckAwardName(absl::string_view field, absl::string_view name);
  // From `min` to `max` pence.
  void CheckPence(absl::string_view field, int64_t pence, int64_t min, int64_t max);
  void CheckDate(absl::string_view field, const google::type::Date& date);
  void CheckNote(absl::string_view field, absl::string_view text);
  void CheckCaseReference(absl::string_view field, absl::string_view reference);
  void CheckPageSize(int32_t page_size);

  // Unset and unknown numbers are refused; the names of the accepted ones are listed.
  template <typename Enum>
  void CheckEnum(absl::string_view field, Enum value) {
    const google::protobuf::EnumDescriptor* descriptor =
        google::protobuf::GetEnumDescriptor<Enum>();
    CheckEnumNumber(field, *descriptor, static_cast<int>(value));
  }

  Violations Take() && { return std::move(violations_); }

 private:
  void CheckEnumNumber(absl::string_view field, const google::protobuf::EnumDescriptor& descriptor,
                       int number);

  Violations violations_;
};

}  // namespace cardledger::domain
