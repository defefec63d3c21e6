#include "base/progress_bar.h"

#include <ostream>

#include "absl/strings/str_cat.h"

#include "base/number_text.h"

namespace cardledger::base {
namespace {

constexpr uint64_t kBarWidth = 30;
// A terminal line is drawn again at every hundredth, other output at every tenth.
constexpr uint64_t kTerminalSteps = 100;
constexpr uint64_t kPlainSteps = 10;

}  // namespace

std::string RenderProgress(absl::string_view label, absl::string_view unit, uint64_t done,
                           uint64_t all) {
  const uint64_t filled = all == 0 ? kBarWidth : done * kBarWidth / all;
  return absl::StrCat(label, "  [", std::string(filled, '#'), std::string(kBarWidth - filled, ' '),
                      "]  ", all == 0 ? 100 : done * 100 / all, " %  ", FormatCount(done), " of ",
                      FormatCount(all), " ", unit);
}

void ProgressBar::Update(uint64_t done, uint64_t all, absl::string_view remark) {
  if (!shown_) return;
  const uint64_t steps = is_terminal_ ? kTerminalSteps : kPlainSteps;
  const uint64_t step = all == 0 ? steps : done * steps / all;
  if (step == last_step_) return;
  last_step_ = step;
  out_ << (is_terminal_ ? "\r" : "") << RenderProgress(label_, unit_, done, all) << remark
       << (is_terminal_ ? "\x1b[K" : "\n") << std::flush;
  line_open_ = is_terminal_;
}

void ProgressBar::End() {
  if (line_open_) out_ << "\n" << std::flush;
  line_open_ = false;
}

}  // namespace cardledger::base
