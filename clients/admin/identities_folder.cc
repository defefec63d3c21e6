#include "clients/admin/identities_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "base/status_macros.h"
#include <sys/stat.h>

namespace cardledger::admin {
namespace {

namespace fs = std::filesystem;

// For a sandbox alone, which should not stop working while nobody looks.
constexpr int64_t kYearsOfASandbox = 10;
constexpr int64_t kSandboxSeconds = kYearsOfASandbox * 366 * 86'400;
// Clocks of machines differ a little.
constexpr int64_t kLeewaySeconds = 300;
constexpr size_t kNameBytesMax = 32;
constexpr mode_t kOwnersAlone = 0600;
constexpr mode_t kForAll = 0644;
constexpr absl::string_view kRevokedSuffix = ".revoked";

struct DevelopmentSystem {
  absl::string_view name;
  absl::string_view rights;
};
constexpr std::array kSystems = {
    DevelopmentSystem{"portal", "carries_tokens: true"},
    DevelopmentSystem{"erp", "roles: ROLE_PARTNER_SYSTEM"},
    DevelopmentSystem{"issuer", "roles: ROLE_ISSUER_SYSTEM"},
};

std::string CertificateName(absl::string_view system) {
  return absl::StrCat(kDevelopmentIssuer, ":", system);
}

std::string IdentitiesText() {
  std::string text = absl::StrCat(
      "# Who may call this sandbox. Made by: cardledger admin make-identities\n"
      "sandbox_only: true\n"
      "token_issuer {\n  issuer: \"",
      kDevelopmentIssuer, "\"\n  audience: \"", kDevelopmentAudience,
      "\"\n  key_set: \"keys.json\"\n}\n");
  for (const DevelopmentSystem& system : kSystems) {
    absl::StrAppend(&text, "systems {\n  certificate_name: \"", CertificateName(system.name),
                    "\"\n  subject: \"system:", system.name, "\"\n  ", system.rights, "\n}\n");
  }
  return text;
}

absl::StatusOr<std::string> Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  return text.str();
}

absl::Status Failed(absl::string_view path) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, " cannot be written: ", std::generic_category().message(errno)));
}

bool IsAddress(absl::string_view host) {
  return absl::StrContains(host, ':') ||
         host.find_first_not_of("0123456789.") == absl::string_view::npos;
}

std::string AlternativeNames(const std::vector<std::string>& hosts) {
  std::vector<std::string> names = {"DNS:localhost", "IP:127.0.0.1", "IP:::1"};
  names.reserve(names.size() + hosts.size());
  for (const std::string& host : hosts) {
    names.push_back(absl::StrCat(IsAddress(host) ? "IP:" : "DNS:", host));
  }
  return absl::StrJoin(names, ",");
}

absl::Status CheckName(absl::string_view name) {
  const bool fits =
      !name.empty() && name.size() <= kNameBytesMax &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == absl::string_view::npos;
  if (fits) return absl::OkStatus();
  return absl::InvalidArgumentError("a system's name is 1 to 32 of a-z 0-9 -");
}

Validity From(int64_t now_s, int64_t life_s) {
  return {.from_s = now_s - kLeewaySeconds, .to_s = now_s + life_s};
}

absl::Status MakeEmptyFolder(const std::string& path) {
  std::error_code error;
  if (fs::exists(path, error) && !fs::is_empty(path, error)) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is there already, and not empty"));
  }
  fs::create_directories(path, error);
  if (!error) fs::permissions(path, fs::perms::owner_all, error);
  if (!error) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(path, " cannot be made: ", error.message()));
}

}  // namespace

absl::StatusOr<IdentitiesFolder> IdentitiesFolder::Make(const std::string& path,
                                                        const std::vector<std::string>& hosts,
                                                        int64_t now_s) {
  CARDLEDGER_RETURN_IF_ERROR(MakeEmptyFolder(path));
  IdentitiesFolder folder(
      path,
      CertificateAuthority::Make("Card Ledger development authority", From(now_s, kSandboxSeconds)),
      TokenIssuer::Make());
  CARDLEDGER_RETURN_IF_ERROR(folder.WriteAll(hosts, now_s));
  return folder;
}

absl::StatusOr<IdentitiesFolder> IdentitiesFolder::Open(const std::string& path) {
  CertificateAndKey own;
  std::string secret;
  CARDLEDGER_ASSIGN_OR_RETURN(own.certificate, Read(absl::StrCat(path, "/authority.pem")));
  CARDLEDGER_ASSIGN_OR_RETURN(own.key, Read(absl::StrCat(path, "/authority.key")));
  CARDLEDGER_ASSIGN_OR_RETURN(secret, Read(absl::StrCat(path, "/tokens.key")));
  absl::StatusOr<CertificateAuthority> authority = CertificateAuthority::Read(own);
  if (!authority.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, "/authority.pem and .key: ", authority.status().message()));
  }
  absl::StatusOr<TokenIssuer> issuer = TokenIssuer::Read(secret);
  if (!issuer.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, "/tokens.key: ", issuer.status().message()));
  }
  return IdentitiesFolder(path, *std::move(authority), *std::move(issuer));
}

std::string IdentitiesFolder::File(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

// Whole or not at all, since a server may look at the file meanwhile.
absl::Status IdentitiesFolder::Write(absl::string_view name, absl::string_view text,
                                     bool secret) const {
  const std::string path = File(name);
  const std::string draft = absl::StrCat(path, ".new");
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                          secret ? kOwnersAlone : kForAll);
  if (file < 0) return Failed(draft);
  const ssize_t written = ::write(file, text.data(), text.size());
  const bool closed = ::close(file) == 0;
  if (written != static_cast<ssize_t>(text.size()) || !closed) return Failed(draft);
  if (::rename(draft.c_str(), path.c_str()) != 0) return Failed(path);
  return absl::OkStatus();
}

// The file that the server is pointed to comes last: where it stands, all stands.
absl::Status IdentitiesFolder::WriteAll(const std::vector<std::string>& hosts,
                                        int64_t now_s) const {
  const CertificateAndKey own = authority_.own();
  CARDLEDGER_RETURN_IF_ERROR(Write("authority.pem", own.certificate, false));
  CARDLEDGER_RETURN_IF_ERROR(Write("authority.key", own.key, true));
  CARDLEDGER_RETURN_IF_ERROR(Write("tokens.key", issuer_.secret_key(), true));
  CARDLEDGER_RETURN_IF_ERROR(Write("keys.json", issuer_.KeySet(), false));
  CARDLEDGER_ASSIGN_OR_RETURN(
      const CertificateAndKey server,
      authority_.Issue("the ledger of a sandbox", AlternativeNames(hosts), CertificateUse::kServer,
                       From(now_s, kSandboxSeconds)));
  CARDLEDGER_RETURN_IF_ERROR(Write("server.key", server.key, true));
  CARDLEDGER_RETURN_IF_ERROR(Write("server.pem", server.certificate, false));
  for (const DevelopmentSystem& system : kSystems) {
    CARDLEDGER_RETURN_IF_ERROR(IssueCertificate(std::string(system.name), now_s, kSandboxSeconds));
  }
  std::error_code error;
  fs::create_directory(File("revoked"), error);
  if (error) return absl::FailedPreconditionError(error.message());
  return Write("identities.textproto", IdentitiesText(), false);
}

std::string IdentitiesFolder::Token(const std::string& subject,
                                    const std::vector<std::string>& roles, int64_t now_s,
                                    int64_t life_s) const {
  return issuer_.Sign({.issuer = kDevelopmentIssuer,
                       .audience = kDevelopmentAudience,
                       .subject = subject,
                       .roles = roles,
                       .not_before_s = now_s,
                       .expires_s = now_s + life_s});
}

absl::Status IdentitiesFolder::IssueCertificate(const std::string& name, int64_t now_s,
                                                int64_t life_s) const {
  CARDLEDGER_RETURN_IF_ERROR(CheckName(name));
  if (fs::exists(File(name + ".pem")) || fs::exists(File(name + ".key"))) {
    return absl::AlreadyExistsError(
        absl::StrCat(File(name),
                     ".pem and .key are there already; revoke that certificate before you make "
                     "another of the name"));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const CertificateAndKey made,
                              authority_.Issue(name, absl::StrCat("URI:", CertificateName(name)),
                                               CertificateUse::kClient, From(now_s, life_s)));
  CARDLEDGER_RETURN_IF_ERROR(Write(name + ".key", made.key, true));
  return Write(name + ".pem", made.certificate, false);
}

// Revoked certificates stay beside the others, as NAME.1.revoked and so on: each list names all.
absl::Status IdentitiesFolder::Revoke(const std::string& name, int64_t now_s) const {
  CARDLEDGER_RETURN_IF_ERROR(CheckName(name));
  const std::string certificate = File(name + ".pem");
  std::vector<std::string> all(1);
  CARDLEDGER_ASSIGN_OR_RETURN(all[0], Read(certificate));
  for (const fs::directory_entry& file : fs::directory_iterator(path_)) {
    if (!absl::EndsWith(file.path().string(), kRevokedSuffix)) continue;
    CARDLEDGER_ASSIGN_OR_RETURN(all.emplace_back(), Read(file.path().string()));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(
      const std::string list,
      authority_.RevocationList(all, {.from_s = now_s, .to_s = now_s + kSandboxSeconds}));
  CARDLEDGER_RETURN_IF_ERROR(
      Write(absl::StrCat("revoked/", authority_.RevocationListName()), list, false));
  std::error_code error;
  fs::rename(certificate, File(absl::StrCat(name, ".", all.size(), kRevokedSuffix)), error);
  if (error) return Failed(certificate);
  fs::remove(File(name + ".key"), error);
  return error ? Failed(File(name + ".key")) : absl::OkStatus();
}

}  // namespace cardledger::admin
