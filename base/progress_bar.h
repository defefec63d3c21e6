#pragma once

// A progress bar for the command-line programs, on one line of a terminal; on anything else, with
// --progress=always, a line at every tenth. One thread at a time.

#include <cstdint>
#include <iosfwd>
#include <string>

#include "absl/strings/string_view.h"

namespace cardledger::base {

class ProgressBar {
 public:
  // Draws nothing where `shown` is false.
  ProgressBar(std::ostream& out, std::string label, std::string unit, bool shown, bool is_terminal)
      : out_(out),
        label_(std::move(label)),
        unit_(std::move(unit)),
        shown_(shown),
        is_terminal_(is_terminal) {}
  ~ProgressBar() { End(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Update(uint64_t done, uint64_t all, absl::string_view remark = "");
  // Ends the line.
  void End();

 private:
  std::ostream& out_;
  const std::string label_;
  const std::string unit_;
  const bool shown_;
  const bool is_terminal_;
  uint64_t last_step_ = UINT64_MAX;
  bool line_open_ = false;
};

// "Loading  [#####     ]  50 %  500 of 1,000 rows".
std::string RenderProgress(absl::string_view label, absl::string_view unit, uint64_t done,
                           uint64_t all);

}  // namespace cardledger::base
