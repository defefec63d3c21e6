#include "clients/cli/entry_sentence.h"

#include <array>

#include "absl/strings/str_cat.h"

#include "base/uuid.h"
#include "clients/cli/civil_time.h"
#include "clients/cli/sentences.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {

using client::FormatPence;

std::string Day(int32_t day) { return FormatDayInWords(absl::CivilDay(1970, 1, 1) + day); }

std::string Period(int32_t first, int32_t last) {
  return absl::StrCat("from ", Day(first), last == 0 ? " on" : " to ", last == 0 ? "" : Day(last));
}

std::string CanBeSpent(int64_t pence) {
  return absl::StrCat("; ", FormatPence(pence), " can be spent.");
}

std::string GivenBack(int64_t pence) {
  return absl::StrCat(FormatPence(pence), " given back to its funds.");
}

std::string NextInstalment(int32_t day) {
  return day == 0 ? "" : absl::StrCat(" Next instalment on ", Day(day), ".");
}

std::string NameOf(absl::string_view collection, absl::string_view id) {
  const auto uuid = base::Uuid::FromBytes(id);
  return uuid ? absl::StrCat(collection, "/", uuid->ToString()) : "";
}

std::string EntrySentence(const journal::v1::Entry& entry) {
  constexpr std::array kSubjects = {LedgerSentence, PersonSentence, PrivacySentence,
                                    AwardSentence,  MoneySentence,  CardSentence};
  for (const auto& sentence_about : kSubjects) {
    if (std::optional<std::string> sentence = sentence_about(entry)) return *std::move(sentence);
  }
  return "";
}

}  // namespace cardledger::cli
