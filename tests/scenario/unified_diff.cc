#include "tests/scenario/unified_diff.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace cardledger::tests {
namespace {

constexpr size_t kContextLines = 3;

struct Line {
  char mark = ' ';
  absl::string_view text;
  size_t expected_number = 0;  // counted from 1, in the expected text
};

using Lines = std::vector<absl::string_view>;

// lengths[i][j]: the longest common subsequence of the lines from i and from j on.
std::vector<std::vector<size_t>> CommonLengths(const Lines& a, const Lines& b) {
  std::vector<std::vector<size_t>> lengths(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      lengths[i][j] =
          a[i] == b[j] ? lengths[i + 1][j + 1] + 1 : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

std::vector<Line> Merge(const Lines& a, const Lines& b) {
  const auto lengths = CommonLengths(a, b);
  std::vector<Line> merged;
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      merged.push_back({' ', a[i], i + 1});
      ++i;
      ++j;
    } else if (j == b.size() || (i < a.size() && lengths[i + 1][j] >= lengths[i][j + 1])) {
      merged.push_back({'-', a[i], i + 1});
      ++i;
    } else {
      merged.push_back({'+', b[j], i + 1});
      ++j;
    }
  }
  return merged;
}

}  // namespace

std::string UnifiedDiff(absl::string_view expected, absl::string_view actual) {
  const Lines a = absl::StrSplit(expected, '\n');
  const Lines b = absl::StrSplit(actual, '\n');
  const std::vector<Line> merged = Merge(a, b);
  std::vector<bool> shown(merged.size());
  for (size_t i = 0; i < merged.size(); ++i) {
    if (merged[i].mark == ' ') continue;
    const size_t from = i > kContextLines ? i - kContextLines : 0;
    const size_t to = std::min(merged.size(), i + kContextLines + 1);
    std::fill(shown.begin() + static_cast<std::ptrdiff_t>(from),
              shown.begin() + static_cast<std::ptrdiff_t>(to), true);
  }
  std::string diff;
  for (size_t i = 0; i < merged.size(); ++i) {
    if (!shown[i]) continue;
    if (i == 0 || !shown[i - 1])
      absl::StrAppend(&diff, "@@ line ", merged[i].expected_number, "\n");
    absl::StrAppend(&diff, absl::string_view(&merged[i].mark, 1), merged[i].text, "\n");
  }
  return diff;
}

}  // namespace cardledger::tests
