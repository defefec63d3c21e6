#include "clients/cpp/error_text.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "clients/cpp/money.h"

namespace cardledger::client {
namespace {

constexpr absl::string_view kRequestedPence = "requested_pence";

const RefusalText* FindText(absl::string_view reason) {
  const auto texts = RefusalTexts();
  const auto found = std::find_if(texts.begin(), texts.end(), [reason](const RefusalText& text) {
    return text.reason == reason;
  });
  return found == texts.end() ? nullptr : &*found;
}

// The sentence with its facts filled in, whose names join `used`; nullopt where a fact is missing
// or the sentence is empty.
std::optional<std::string> Fill(absl::string_view sentence, const ClientError& error,
                                std::set<std::string>& used) {
  if (sentence.empty()) return std::nullopt;
  std::string text;
  std::set<std::string> names;
  while (true) {
    const size_t open = sentence.find('{');
    if (open == absl::string_view::npos) break;
    const size_t close = sentence.find('}', open);
    const std::string name(sentence.substr(open + 1, close - open - 1));
    const auto fact = error.facts.find(name);
    // {uuid} is no fact: it shows how a name is written.
    if (fact == error.facts.end() && name != "uuid") return std::nullopt;
    const std::string value = name == "uuid" ? "{uuid}" : RenderFact(name, fact->second);
    absl::StrAppend(&text, sentence.substr(0, open), value);
    names.insert(name);
    sentence.remove_prefix(close + 1);
  }
  used.insert(names.begin(), names.end());
  absl::StrAppend(&text, sentence);
  return text;
}

std::string FactLabel(absl::string_view name) {
  const std::string label = absl::StrReplaceAll(name, {{"_pence", ""}, {"_", " "}});
  return label;
}

// A requested amount of 0 means that the command moves none.
bool HasRequestedAmount(const ClientError& error) {
  const auto fact = error.facts.find(std::string(kRequestedPence));
  return fact != error.facts.end() && fact->second != "0";
}

std::vector<std::string> OtherFacts(const ClientError& error, const std::set<std::string>& used) {
  std::vector<std::string> lines;
  for (const auto& [name, value] : error.facts) {
    if (used.contains(name) || name == kRequestedPence) continue;
    lines.push_back(absl::StrCat(FactLabel(name), ": ", RenderFact(name, value)));
  }
  return lines;
}

std::string Headline(const ClientError& error) {
  if (!error.message.empty()) return error.message;
  return absl::StrCat("The call failed: ", absl::StatusCodeToString(error.code), ".");
}

std::vector<std::string> Lines(const ClientError& error) {
  std::vector<std::string> lines;
  std::set<std::string> used;
  const RefusalText* text = FindText(error.reason);
  lines.push_back(text ? std::string(text->rule) : Headline(error));
  std::vector<std::string> why;
  if (HasRequestedAmount(error)) {
    const std::string& pence = error.facts.at(std::string(kRequestedPence));
    why.push_back(absl::StrCat("Asked for: ", RenderFact(kRequestedPence, pence), "."));
  }
  std::optional<std::string> accepted;
  if (text) {
    if (auto sentence = Fill(text->why, error, used)) why.push_back(*std::move(sentence));
    accepted = Fill(text->accepted, error, used);
  }
  if (!why.empty()) lines.push_back(absl::StrJoin(why, " "));
  if (accepted) lines.push_back(absl::StrCat("Accepted would be: ", *accepted, "."));
  for (const auto& violation : error.violations) {
    lines.push_back(violation.field.empty()
                        ? absl::StrCat("- ", violation.description)
                        : absl::StrCat("- ", violation.field, ": ", violation.description));
  }
  for (std::string& fact : OtherFacts(error, used)) lines.push_back(std::move(fact));
  if (!error.reason.empty()) lines.push_back(absl::StrCat("[", error.reason, "]"));
  return lines;
}

}  // namespace

std::string RenderFact(absl::string_view name, absl::string_view value) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(value, &number)) return std::string(value);
  if (absl::EndsWith(name, "_pence")) return FormatPence(number);
  if (absl::EndsWith(name, "_count")) return FormatCount(static_cast<uint64_t>(number));
  if (absl::EndsWith(name, "_year")) {
    const int64_t next = (number + 1) % 100;
    return absl::StrCat(number, "-", next < 10 ? "0" : "", next);
  }
  return std::string(value);
}

std::string RenderError(const ClientError& error) { return absl::StrJoin(Lines(error), "\n"); }

std::string RenderErrorLine(const ClientError& error) { return absl::StrJoin(Lines(error), " "); }

}  // namespace cardledger::client
