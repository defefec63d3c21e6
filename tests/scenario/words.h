#pragma once

// The words of one command of a scenario, such as `load award=a1 amount=£600.00 as frank`, and the
// values people write in it. Whatever is wrong with a command is INVALID_ARGUMENT: a fault of the
// script, which no answer may hide.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

namespace cardledger::tests {

class Words {
 public:
  static absl::StatusOr<Words> Parse(absl::string_view text);

  // "award propose", without `preview` and `as`.
  const std::string& verb() const { return verb_; }
  // Whether the command begins with `preview`: decided, and not carried out.
  bool preview() const { return preview_; }
  // Who asks, as in `as sam`; empty where not said.
  const std::string& caller() const { return caller_; }

  bool Has(const std::string& name) const { return values_.contains(name); }
  // Each takes a value out; the first must stand, the second may.
  absl::StatusOr<std::string> Take(const std::string& name);
  std::optional<std::string> TakeIf(const std::string& name);
  std::string TakeOr(const std::string& name, absl::string_view otherwise);
  // Each must stand.
  absl::StatusOr<int64_t> TakeAmount(const std::string& name);
  absl::StatusOr<google::type::Date> TakeDate(const std::string& name);
  absl::StatusOr<int64_t> TakeNumber(const std::string& name);
  // After the command's own were taken: an error where one is left over.
  absl::Status CheckAllTaken() const;

 private:
  std::string verb_;
  bool preview_ = false;
  std::string caller_;
  std::map<std::string, std::string> values_;
};

// "£1,000.00", "-£0.05", "£600", or pence with a p: "9223372036854775807p".
absl::StatusOr<int64_t> ParseAmount(absl::string_view text);
// "tier3:£400.00,tier3-next:£1,600.00", in order; a comma inside an amount separates nothing.
absl::StatusOr<std::vector<std::pair<std::string, int64_t>>> ParseAmounts(absl::string_view text);
// "2026-07-06"; dates that do not exist too, as a caller may send them.
absl::StatusOr<google::type::Date> ParseAnyDate(absl::string_view text);
// "2026-10-25T00:30Z", in microseconds since 1970.
absl::StatusOr<int64_t> ParseInstant(absl::string_view text);
// "90s", "-2h", "31d", in microseconds.
absl::StatusOr<int64_t> ParseDuration(absl::string_view text);
// "2026-27", the first year.
absl::StatusOr<int32_t> ParseYear(absl::string_view text);

std::string FormatYear(int32_t first_year);
// "2026-10-25 01:30 summer time", in London.
std::string FormatLondon(int64_t time_us);

}  // namespace cardledger::tests
