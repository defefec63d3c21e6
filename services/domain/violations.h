#pragma once

// Gathers what is wrong with a request. Internal to the validators: each Check… adds one violation
// that says what would be accepted, or none.

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/date.pb.h"

#include "cardledger/v1/common.pb.h"
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
  void CheckCardName(absl::string_view field, absl::string_view name);
  void CheckProviderName(absl::string_view field, absl::string_view name);
  void CheckSupporterName(absl::string_view field, absl::string_view name);
  void CheckRepresentativeName(absl::string_view field, absl::string_view name);
  void CheckTransactionName(absl::string_view field, absl::string_view name);
  void CheckReferralName(absl::string_view field, absl::string_view name);
  void CheckLookName(absl::string_view field, absl::string_view name);
  // Of a read's as_of, which may be left out.
  void CheckAsOf(const v1::AsOf& as_of);
  // From `min` to `max` pence.
  void CheckPence(absl::string_view field, int64_t pence, int64_t min, int64_t max);
  void CheckDate(absl::string_view field, const google::type::Date& date);
  // Not set, or a date that exists and does not lie before `first`.
  void CheckLastDate(absl::string_view field, bool set, const google::type::Date& last,
                     const google::type::Date& first);
  // Free text never holds one; each check of free text but CheckNoteOfAnybody asks this.
  void CheckNoCardNumber(absl::string_view field, absl::string_view text);
  void CheckNote(absl::string_view field, absl::string_view text);
  // A note that may be the card issuer's (CardNumbersIn).
  void CheckNoteOfAnybody(absl::string_view field, absl::string_view text);
  // A note that must be there.
  void CheckReason(absl::string_view field, absl::string_view text);
  // A name on one line; a reference may be empty.
  void CheckDisplayName(absl::string_view field, absl::string_view text);
  void CheckReference(absl::string_view field, absl::string_view text);
  // Of the identity provider; empty where `required` is not set.
  void CheckSubject(absl::string_view field, absl::string_view subject, bool required);
  // Merchant category codes, each once.
  void CheckCategories(absl::string_view field,
                       const google::protobuf::RepeatedField<int32_t>& categories);
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
