#include "clients/cli/words.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

#include "base/plain_text.h"
#include "base/uuid.h"
#include "utf8cpp/utf8.h"

namespace cardledger::cli {
namespace {

constexpr size_t kQuotedBytesMax = 60;

// "POWER_" from the first value's POWER_UNSPECIFIED.
absl::string_view Prefix(const google::protobuf::EnumDescriptor* type) {
  absl::string_view prefix = type->value(0)->name();
  absl::ConsumeSuffix(&prefix, "UNSPECIFIED");
  return prefix;
}

std::string WordOf(const google::protobuf::EnumDescriptor* type, absl::string_view name) {
  absl::ConsumePrefix(&name, Prefix(type));
  return absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"_", "-"}});
}

}  // namespace

bool IsUtf8(absl::string_view text) { return utf8::is_valid(text.begin(), text.end()); }

std::string Quoted(absl::string_view text) {
  absl::string_view shown = text.substr(0, kQuotedBytesMax);
  // Not in the middle of a character.
  if (IsUtf8(text)) {
    while (!IsUtf8(shown)) shown.remove_suffix(1);
  }
  std::string escaped = absl::Utf8SafeCEscape(shown);
  if (!base::IsPlainText(escaped)) escaped = absl::CEscape(shown);
  return absl::StrCat("'", escaped, shown.size() < text.size() ? "...'" : "'");
}

absl::StatusOr<std::string> ParseText(absl::string_view text) {
  if (IsUtf8(text)) return std::string(text);
  return absl::InvalidArgumentError(
      absl::StrCat(Quoted(text), " is not UTF-8; set your terminal's encoding to UTF-8"));
}

std::string EnumWord(const google::protobuf::EnumDescriptor* type, int number) {
  const auto* value = type->FindValueByNumber(number);
  if (value == nullptr) return absl::StrCat("unknown (", number, ")");
  return WordOf(type, value->name());
}

absl::StatusOr<int> ParseEnumWord(const google::protobuf::EnumDescriptor* type,
                                  absl::string_view word) {
  for (int i = 1; i < type->value_count(); ++i) {
    if (WordOf(type, type->value(i)->name()) == word) return type->value(i)->number();
  }
  return absl::InvalidArgumentError(absl::StrCat("'", word,
                                                 "' is none of the words for it; write one of ",
                                                 absl::StrJoin(EnumWords(type), ", ")));
}

std::vector<std::string> EnumWords(const google::protobuf::EnumDescriptor* type) {
  std::vector<std::string> words;
  for (int i = 1; i < type->value_count(); ++i) {
    words.push_back(WordOf(type, type->value(i)->name()));
  }
  return words;
}

absl::StatusOr<std::string> ParseName(absl::string_view collection, absl::string_view text) {
  absl::string_view id = text;
  absl::ConsumePrefix(&id, absl::StrCat(collection, "/"));
  if (!base::Uuid::Parse(id).has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is not a name of that kind; write ", collection,
                     "/{id} or the id alone, a UUID in lower case"));
  }
  return absl::StrCat(collection, "/", id);
}

absl::StatusOr<std::string> ParseSequenceName(absl::string_view collection,
                                              absl::string_view text) {
  absl::string_view digits = text;
  absl::ConsumePrefix(&digits, absl::StrCat(collection, "/"));
  uint64_t sequence = 0;
  if (!absl::SimpleAtoi(digits, &sequence) || sequence == 0 || absl::StrCat(sequence) != digits) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is not a name of that kind; write ", collection,
                     "/{sequence} or the sequence alone, as ", collection, "/2"));
  }
  return absl::StrCat(collection, "/", sequence);
}

}  // namespace cardledger::cli
