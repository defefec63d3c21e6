#pragma once

// Values of enums as a scenario writes them: the name without what all names of the enum begin
// with, such as S18_DUTY for POWER_S18_DUTY.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

#include "base/status_macros.h"
#include "tests/scenario/words.h"

namespace cardledger::tests {

// "POWER_" for Power: its first value is POWER_UNSPECIFIED.
template <typename Enum>
absl::string_view EnumPrefix() {
  return absl::StripSuffix(google::protobuf::GetEnumDescriptor<Enum>()->value(0)->name(),
                           "UNSPECIFIED");
}

template <typename Enum>
std::string EnumText(Enum value) {
  const auto* known = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  return std::string(absl::StripPrefix(known->name(), EnumPrefix<Enum>()));
}

// "UNSPECIFIED" too, as a caller may leave it out.
template <typename Enum>
absl::StatusOr<Enum> ParseEnum(absl::string_view text) {
  const auto* descriptor = google::protobuf::GetEnumDescriptor<Enum>();
  const auto* known = descriptor->FindValueByName(absl::StrCat(EnumPrefix<Enum>(), text));
  if (known != nullptr) return static_cast<Enum>(known->number());
  return absl::InvalidArgumentError(absl::StrCat("no ", descriptor->name(), " is ", text));
}

template <typename Enum>
absl::StatusOr<Enum> TakeEnum(Words& words, const std::string& name,
                              absl::string_view otherwise = "UNSPECIFIED") {
  return ParseEnum<Enum>(words.TakeOr(name, otherwise));
}

}  // namespace cardledger::tests
