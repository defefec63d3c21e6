#include "clients/cpp/identity.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace cardledger::client {
namespace {

constexpr size_t kSubjectBytesMax = 64;
constexpr absl::string_view kSubjectSigns = "._:|-";

bool IsSubjectCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         kSubjectSigns.find(c) != absl::string_view::npos;
}

bool IsRoleCharacter(char c) {
  return absl::ascii_islower(static_cast<unsigned char>(c)) || c == '_';
}

}  // namespace

absl::Status CheckSubject(absl::string_view subject) {
  if (!subject.empty() && subject.size() <= kSubjectBytesMax &&
      std::all_of(subject.begin(), subject.end(), IsSubjectCharacter)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the subject must be 1 to ", kSubjectBytesMax, " of A-Z a-z 0-9 . _ : | -"));
}

absl::Status CheckIdentity(const Identity& identity) {
  if (absl::Status subject = CheckSubject(identity.subject); !subject.ok()) return subject;
  for (const std::string& role : identity.roles) {
    if (role.empty() || !std::all_of(role.begin(), role.end(), IsRoleCharacter)) {
      return absl::InvalidArgumentError(
          "a role must be a name in lower case with underscores, for example finance_officer");
    }
  }
  return absl::OkStatus();
}

}  // namespace cardledger::client
