#include "clients/cpp/identity.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

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

bool IsTokenCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
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

namespace {

absl::StatusOr<Metadata> NamesOf(const std::optional<Identity>& identity) {
  if (!identity) return Metadata();
  if (absl::Status subject = CheckSubject(identity->subject); !subject.ok()) return subject;
  for (const std::string& role : identity->roles) {
    if (role.empty() || !std::all_of(role.begin(), role.end(), IsRoleCharacter)) {
      return absl::InvalidArgumentError(
          "a role must be a name in lower case with underscores, for example finance_officer");
    }
  }
  return Metadata{{kSubjectHeader, identity->subject},
                  {kRolesHeader, absl::StrJoin(identity->roles, ",")}};
}

}  // namespace

Proof NamesAsProof() { return NamesOf; }

Proof CertificateAsProof() {
  return [](const std::optional<Identity>&) { return absl::StatusOr<Metadata>(Metadata()); };
}

Proof TokenAsProof(
    std::function<absl::StatusOr<std::string>(const std::optional<Identity>&)> token) {
  return [token = std::move(token)](
             const std::optional<Identity>& identity) -> absl::StatusOr<Metadata> {
    absl::StatusOr<std::string> text = token(identity);
    if (!text.ok()) return text.status();
    if (text->empty() || !std::all_of(text->begin(), text->end(), IsTokenCharacter)) {
      return absl::InvalidArgumentError(
          "a token is three pieces of A-Z a-z 0-9 - _ with dots between");
    }
    return Metadata{{kAuthorizationHeader, absl::StrCat("Bearer ", *text)}};
  };
}

}  // namespace cardledger::client
