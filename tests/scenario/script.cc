#include "tests/scenario/script.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace cardledger::tests {
namespace {

constexpr absl::string_view kSeparator = "----";
constexpr absl::string_view kBodyIndent = "  ";

class Parser {
 public:
  explicit Parser(absl::string_view text) : lines_(absl::StrSplit(text, '\n')) {
    if (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
  }

  absl::StatusOr<Script> Run() {
    while (true) {
      std::string lead = TakeWhile(
          [](absl::string_view line) { return line.empty() || absl::StartsWith(line, "#"); });
      if (at_ == lines_.size()) {
        script_.tail = std::move(lead);
        return std::move(script_);
      }
      ScriptBlock block;
      block.lead = std::move(lead);
      if (const absl::Status read = ReadCommands(block); !read.ok()) return read;
      block.expected = TakeWhile([](absl::string_view line) { return !line.empty(); });
      script_.blocks.push_back(std::move(block));
    }
  }

 private:
  template <typename Wanted>
  std::string TakeWhile(Wanted wanted) {
    std::string taken;
    for (; at_ < lines_.size() && wanted(lines_[at_]); ++at_) {
      absl::StrAppend(&taken, lines_[at_], "\n");
    }
    return taken;
  }

  absl::Status ReadCommands(ScriptBlock& block) {
    for (; at_ < lines_.size() && lines_[at_] != kSeparator; ++at_) {
      const absl::string_view line = lines_[at_];
      absl::StrAppend(&block.commands_text, line, "\n");
      if (absl::StartsWith(line, kBodyIndent) || line.empty()) {
        if (block.commands.empty()) return Error("no command stands above this line");
        block.commands.back().body.emplace_back(absl::StripPrefix(line, kBodyIndent));
      } else if (!absl::StartsWith(line, "#")) {
        block.commands.push_back({static_cast<int>(at_ + 1), next_index_++, std::string(line), {}});
      }
    }
    if (at_ == lines_.size()) return Error("the block has no line ---- and so no answer");
    ++at_;
    return absl::OkStatus();
  }

  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat("line ", at_ + 1, ": ", what));
  }

  std::vector<absl::string_view> lines_;
  size_t at_ = 0;
  size_t next_index_ = 0;
  Script script_;
};

}  // namespace

absl::StatusOr<Script> ParseScript(absl::string_view text) { return Parser(text).Run(); }

std::string FormatScript(const Script& script, const std::vector<std::string>& answers) {
  std::string text;
  for (size_t i = 0; i < script.blocks.size(); ++i) {
    const ScriptBlock& block = script.blocks[i];
    absl::StrAppend(&text, block.lead, block.commands_text, kSeparator, "\n", answers[i]);
  }
  return absl::StrCat(text, script.tail);
}

}  // namespace cardledger::tests
