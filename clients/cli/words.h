#pragma once

// Words of the API on the command line: enum values in lower case with hyphens and without their
// prefix (POWER_S18_DUTY is s18-duty), and resource names, whose collection may be left out. Pure
// functions.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace cardledger::cli {

// "council-arranged"; "unknown (7)" for a number of no value known here.
std::string EnumWord(const google::protobuf::EnumDescriptor* type, int number);
// INVALID_ARGUMENT, with all words, for another word.
absl::StatusOr<int> ParseEnumWord(const google::protobuf::EnumDescriptor* type,
                                  absl::string_view word);
// All words but that of the value that says nothing, in order.
std::vector<std::string> EnumWords(const google::protobuf::EnumDescriptor* type);

template <typename Enum>
std::string Word(Enum value) {
  return EnumWord(google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}
template <typename Enum>
absl::StatusOr<Enum> ParseWord(absl::string_view word) {
  const absl::StatusOr<int> number =
      ParseEnumWord(google::protobuf::GetEnumDescriptor<Enum>(), word);
  if (!number.ok()) return number.status();
  return static_cast<Enum>(*number);
}
template <typename Enum>
std::vector<std::string> Words() {
  return EnumWords(google::protobuf::GetEnumDescriptor<Enum>());
}
// As Word, for a sentence: "needs changed".
template <typename Enum>
std::string Phrase(Enum value) {
  return absl::StrReplaceAll(Word(value), {{"-", " "}});
}

// `text`, or INVALID_ARGUMENT where it is not UTF-8, which no message can carry.
absl::StatusOr<std::string> ParseText(absl::string_view text);

// Whether `text` is UTF-8: the shortest forms, without surrogates.
bool IsUtf8(absl::string_view text);

// Any bytes, fit to be shown in a message: in quotes, control characters and what is not UTF-8 as
// escapes, and of more than 60 bytes the beginning and dots.
std::string Quoted(absl::string_view text);

// Accepts awards/{uuid} and {uuid} alone; gives awards/{uuid}.
absl::StatusOr<std::string> ParseName(absl::string_view collection, absl::string_view text);
// The same of what is named by an entry's sequence: accepts policies/{sequence} and {sequence}
// alone; gives policies/{sequence}.
absl::StatusOr<std::string> ParseSequenceName(absl::string_view collection, absl::string_view text);

}  // namespace cardledger::cli
