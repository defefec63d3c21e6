#include "services/domain/violations.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/str_join.h"

#include "base/number_text.h"
#include "base/plain_text.h"
#include "services/domain/card_number.h"
#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

constexpr absl::string_view kUuidForm =
    "a UUID in lower case, such as 0f8fad5b-d9cb-469f-a165-70867728950e";

bool IsReferenceCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
         c == '.' || c == '_' || c == '-';
}

}  // namespace

void ViolationCollector::CheckRequestId(absl::string_view request_id) {
  const std::optional<RequestId> id = ParseRequestId(request_id);
  if (!id) {
    Add("request_id", absl::StrCat("must be ", kUuidForm,
                                   ", made before the first send and kept for every retry"));
  } else if (id->uuid().is_reserved()) {
    Add("request_id",
        "must not be of the reserved variant of RFC 9562, which the ledger's own steps have");
  }
}

void ViolationCollector::CheckFundName(absl::string_view field, absl::string_view name) {
  if (!ParseFundName(name)) Add(field, absl::StrCat("must be funds/ and ", kUuidForm));
}

void ViolationCollector::CheckPersonName(absl::string_view field, absl::string_view name) {
  if (!ParsePersonName(name)) Add(field, absl::StrCat("must be persons/ and ", kUuidForm));
}

void ViolationCollector::CheckAwardName(absl::string_view field, absl::string_view name) {
  if (!ParseAwardName(name)) Add(field, absl::StrCat("must be awards/ and ", kUuidForm));
}

void ViolationCollector::CheckCardName(absl::string_view field, absl::string_view name) {
  if (!ParseCardName(name)) Add(field, absl::StrCat("must be cards/ and ", kUuidForm));
}

void ViolationCollector::CheckProviderName(absl::string_view field, absl::string_view name) {
  if (!ParseProviderName(name)) Add(field, absl::StrCat("must be providers/ and ", kUuidForm));
}

void ViolationCollector::CheckSupporterName(absl::string_view field, absl::string_view name) {
  if (!ParseSupporterName(name)) Add(field, absl::StrCat("must be supporters/ and ", kUuidForm));
}

void ViolationCollector::CheckRepresentativeName(absl::string_view field, absl::string_view name) {
  if (!ParseRepresentativeName(name)) {
    Add(field, absl::StrCat("must be representatives/ and ", kUuidForm));
  }
}

void ViolationCollector::CheckTransactionName(absl::string_view field, absl::string_view name) {
  if (!ParseTransactionName(name)) {
    Add(field, "must be transactions/ and the sequence of the entry that recorded it");
  }
}

void ViolationCollector::CheckLookName(absl::string_view field, absl::string_view name) {
  if (!ParseLookName(name)) {
    Add(field,
        "must be looks/ and the sequence of the entry that opened the lines, or asked to withhold "
        "that");
  }
}

void ViolationCollector::CheckReferralName(absl::string_view field, absl::string_view name) {
  if (!ParseReferralName(name)) {
    Add(field, "must be referrals/ and the sequence of the entry that opened it");
  }
}

void ViolationCollector::CheckAsOf(const v1::AsOf& as_of) {
  if (as_of.has_effective_date()) CheckDate("as_of.effective_date", as_of.effective_date());
}

void ViolationCollector::CheckPence(absl::string_view field, int64_t pence, int64_t min,
                                    int64_t max) {
  if (pence >= min && pence <= max) return;
  Add(field, absl::StrCat("must be ", min, " to ", max, " pence (", base::FormatPence(min), " to ",
                          base::FormatPence(max), "), not ", pence));
}

void ViolationCollector::CheckDate(absl::string_view field, const google::type::Date& date) {
  if (ParseDate(date)) return;
  Add(field, absl::StrCat("must be a date that exists, with year, month and day, from ", kYearMin,
                          "-01-01 to ", kYearMax, "-12-31, not ", date.year(), "-", date.month(),
                          "-", date.day()));
}

void ViolationCollector::CheckLastDate(absl::string_view field, bool set,
                                       const google::type::Date& last,
                                       const google::type::Date& first) {
  if (!set) return;
  CheckDate(field, last);
  const std::optional<Day> last_day = ParseDate(last);
  const std::optional<Day> first_day = ParseDate(first);
  if (last_day && first_day && *last_day < *first_day) {
    Add(field, "must not be before the first date");
  }
}

void ViolationCollector::CheckNote(absl::string_view field, absl::string_view text) {
  CheckNoteOfAnybody(field, text);
  if (text.size() <= kNoteBytesMax) CheckNoCardNumber(field, text);
}

void ViolationCollector::CheckNoteOfAnybody(absl::string_view field, absl::string_view text) {
  if (text.size() <= kNoteBytesMax) return;
  Add(field, absl::StrCat("must be at most ", kNoteBytesMax, " bytes, not ", text.size()));
}

void ViolationCollector::CheckNoCardNumber(absl::string_view field, absl::string_view text) {
  if (!HasCardNumber(text)) return;
  Add(field,
      "must not hold the number of a payment card: cards are named by their name here, or by "
      "their last four digits. Nothing of it was kept");
}

void ViolationCollector::CheckReason(absl::string_view field, absl::string_view text) {
  if (!text.empty()) return CheckNote(field, text);
  Add(field, absl::StrCat("must say why, in 1 to ", kNoteBytesMax, " bytes"));
}

void ViolationCollector::CheckDisplayName(absl::string_view field, absl::string_view text) {
  if (!text.empty()) return CheckReference(field, text);
  Add(field, absl::StrCat("must be 1 to ", kNameBytesMax, " bytes on one line"));
}

void ViolationCollector::CheckReference(absl::string_view field, absl::string_view text) {
  if (text.size() <= kNameBytesMax && base::IsPlainText(text)) {
    return CheckNoCardNumber(field, text);
  }
  Add(field, absl::StrCat("must be at most ", kNameBytesMax,
                          " bytes on one line, without control characters"));
}

void ViolationCollector::CheckSubject(absl::string_view field, absl::string_view subject,
                                      bool required) {
  if (subject.empty() && !required) return;
  if (!IsSubject(subject)) Add(field, "must be 1 to 64 of A-Z a-z 0-9 . _ : | -");
}

void ViolationCollector::CheckCategories(
    absl::string_view field, const google::protobuf::RepeatedField<int32_t>& categories) {
  if (categories.size() > kCategoriesMax) {
    Add(field,
        absl::StrCat("must be at most ", kCategoriesMax, " categories, not ", categories.size()));
    return;
  }
  constexpr int32_t kCategoryMax = 9'999;  // ISO 18245 codes have four digits
  std::set<int32_t> seen;
  for (const int32_t category : categories) {
    if (category < 0 || category > kCategoryMax) {
      Add(field, absl::StrCat("must be merchant category codes 0 to 9999, not ", category));
    } else if (!seen.insert(category).second) {
      Add(field, absl::StrCat("must name each category once, not ", category, " twice"));
    }
  }
}

void ViolationCollector::CheckCaseReference(absl::string_view field, absl::string_view reference) {
  const bool ok = !reference.empty() && reference.size() <= kCaseReferenceBytesMax &&
                  std::all_of(reference.begin(), reference.end(), IsReferenceCharacter);
  if (!ok) Add(field, "must be 1 to 64 of A-Z a-z 0-9 / . _ -");
}

void ViolationCollector::CheckPageSize(int32_t page_size) {
  if (page_size >= 0) return;
  Add("page_size", absl::StrCat("must be 0 (meaning ", kPageSizeDefault, ") to ", kPageSizeMax,
                                "; more is capped; not ", page_size));
}

void ViolationCollector::CheckEnumNumber(absl::string_view field,
                                         const google::protobuf::EnumDescriptor& descriptor,
                                         int number) {
  if (number != 0 && descriptor.FindValueByNumber(number) != nullptr) return;
  std::vector<std::string> accepted;
  for (int i = 0; i < descriptor.value_count(); ++i) {
    if (descriptor.value(i)->number() != 0) accepted.push_back(descriptor.value(i)->name());
  }
  Add(field, absl::StrCat("must be one of ", absl::StrJoin(accepted, ", "),
                          number == 0 ? "" : absl::StrCat(", not number ", number)));
}

}  // namespace cardledger::domain
