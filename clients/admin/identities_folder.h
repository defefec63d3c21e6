#pragma once

// The identities of a sandbox, in a folder: an authority, the server's certificate, one for each
// system that calls, the key that tokens are signed with, and the file that tells a server of all
// this. Whoever can read the folder can be anybody in that sandbox, so the server takes it for none
// that is LIVE. One thread.
//
//   authority.pem, authority.key   by whom certificates are signed
//   server.pem, server.key         the server's own
//   SYSTEM.pem, SYSTEM.key         of portal, erp and issuer
//   tokens.key, keys.json          the key of tokens, and its public half as a key set
//   identities.textproto           for cardledgerd --identities
//   revoked/                       lists of certificates that count no more

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "clients/admin/certificate_authority.h"
#include "clients/admin/token_issuer.h"

namespace cardledger::admin {

inline constexpr char kDevelopmentIssuer[] = "urn:cardledger:development";
inline constexpr char kDevelopmentAudience[] = "cardledger";

class IdentitiesFolder {
 public:
  // Makes one where `path` is no folder yet, or an empty one; FAILED_PRECONDITION where it is
  // neither. The server's certificate is for localhost and for `hosts`, names or addresses.
  static absl::StatusOr<IdentitiesFolder> Make(const std::string& path,
                                               const std::vector<std::string>& hosts,
                                               int64_t now_s);
  // NOT_FOUND, or INVALID_ARGUMENT with the file's name, where it is none that Make made.
  static absl::StatusOr<IdentitiesFolder> Open(const std::string& path);

  const std::string& path() const { return path_; }
  // By whom the server's certificate is trusted, PEM.
  const std::string& authority() const { return authority_pem_; }

  // A token of this subject and these roles, good from `now_s` for `life_s`.
  std::string Token(const std::string& subject, const std::vector<std::string>& roles,
                    int64_t now_s, int64_t life_s) const;

  // Writes NAME.pem and NAME.key: a certificate of the system that the identities file knows by
  // urn:cardledger:development:NAME. INVALID_ARGUMENT unless the name is 1 to 32 of a-z 0-9 -;
  // ALREADY_EXISTS where there are such files.
  absl::Status IssueCertificate(const std::string& name, int64_t now_s, int64_t life_s) const;

  // Puts the certificate NAME.pem on the list of those that count no more, beside those on it.
  absl::Status Revoke(const std::string& name, int64_t now_s) const;

 private:
  IdentitiesFolder(std::string path, CertificateAuthority authority, TokenIssuer issuer)
      : path_(std::move(path)),
        authority_(std::move(authority)),
        authority_pem_(authority_.own().certificate),
        issuer_(std::move(issuer)) {}

  std::string File(absl::string_view name) const;
  absl::Status Write(absl::string_view name, absl::string_view text, bool secret) const;
  absl::Status WriteAll(const std::vector<std::string>& hosts, int64_t now_s) const;

  std::string path_;
  CertificateAuthority authority_;
  std::string authority_pem_;
  TokenIssuer issuer_;
};

}  // namespace cardledger::admin
