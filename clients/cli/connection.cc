#include "clients/cli/connection.h"

#include <map>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "base/mutex.h"
#include "base/status_macros.h"
#include "clients/admin/identities_folder.h"
#include "clients/admin/pem.h"
#include "clients/cli/file_bytes.h"

namespace cardledger::cli {
namespace {

constexpr size_t kTokenFileBytesMax = size_t{64} * 1'024;
constexpr size_t kPemFileBytesMax = size_t{1'024} * 1'024;
// Of a token that the folder's key signs; renewed when half of it is over.
constexpr int64_t kTokenLifeSeconds = 3'600;

using TokenOf = std::function<absl::StatusOr<std::string>(const std::optional<client::Identity>&)>;

// Signs a token for each identity, and keeps it, as the ledger checks one it knows faster. Any
// thread.
class FolderTokens {
 public:
  explicit FolderTokens(admin::IdentitiesFolder folder) : folder_(std::move(folder)) {}

  absl::StatusOr<std::string> Of(const std::optional<client::Identity>& identity) {
    if (!identity) {
      return absl::InvalidArgumentError("say who you are: --as, and --roles for what you act as");
    }
    CARDLEDGER_RETURN_IF_ERROR(client::CheckSubject(identity->subject));
    const int64_t now_s = absl::ToUnixSeconds(absl::Now());
    const base::MutexLock lock(mutex_);
    Signed& known = tokens_[{identity->subject, identity->roles}];
    if (known.renew_s <= now_s) {
      known = {.token = folder_.Token(identity->subject, identity->roles, now_s, kTokenLifeSeconds),
               .renew_s = now_s + kTokenLifeSeconds / 2};
    }
    return known.token;
  }

 private:
  struct Signed {
    std::string token;
    int64_t renew_s = 0;
  };

  const admin::IdentitiesFolder folder_;
  base::Mutex mutex_;
  std::map<std::pair<std::string, std::vector<std::string>>, Signed> tokens_
      ABSL_GUARDED_BY(mutex_);
};

// Read again for every call, as whoever writes it renews it.
TokenOf TokenInFile(const std::string& path) {
  return [path](const std::optional<client::Identity>&) -> absl::StatusOr<std::string> {
    const absl::StatusOr<std::string> text = ReadText(path, kTokenFileBytesMax);
    if (!text.ok()) return absl::InvalidArgumentError(text.status().message());
    return std::string(absl::StripAsciiWhitespace(*text));
  };
}

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  if (path.empty()) return std::string();
  return ReadText(path, kPemFileBytesMax);
}

absl::Status UseFolder(const GlobalOptions& options, client::ClientOptions& client) {
  CARDLEDGER_ASSIGN_OR_RETURN(admin::IdentitiesFolder folder,
                              admin::IdentitiesFolder::Open(options.identities));
  client.tls.emplace().authorities = folder.authority();
  auto tokens = std::make_shared<FolderTokens>(std::move(folder));
  client.proof = client::TokenAsProof(
      [tokens](const std::optional<client::Identity>& identity) { return tokens->Of(identity); });
  return absl::OkStatus();
}

// A token or a certificate never goes over a connection without protection.
bool WantsTls(const GlobalOptions& options) {
  return options.tls || !options.tls_ca.empty() || !options.tls_certificate.empty() ||
         !options.token_file.empty();
}

absl::Status UseTls(const GlobalOptions& options, client::ClientOptions& client) {
  client::TlsOptions& tls = client.tls.emplace();
  CARDLEDGER_ASSIGN_OR_RETURN(tls.authorities, ReadPem(options.tls_ca));
  CARDLEDGER_ASSIGN_OR_RETURN(tls.certificate, ReadPem(options.tls_certificate));
  CARDLEDGER_ASSIGN_OR_RETURN(tls.key, ReadPem(options.tls_key));
  if (!tls.key.empty() && !admin::KeyFits(tls.key, tls.certificate)) {
    return absl::InvalidArgumentError(absl::StrCat(options.tls_key,
                                                   " is not the private key of the certificate in ",
                                                   options.tls_certificate));
  }
  client.proof = options.token_file.empty() ? client::CertificateAsProof()
                                            : client::TokenAsProof(TokenInFile(options.token_file));
  return absl::OkStatus();
}

absl::Status Protect(const GlobalOptions& options, client::ClientOptions& client) {
  if (!options.identities.empty()) return UseFolder(options, client);
  if (WantsTls(options)) return UseTls(options, client);
  return absl::OkStatus();
}

}  // namespace

void Connect(const GlobalOptions& options, client::ClientOptions& client) {
  client.address = options.server;
  client.timeout = absl::Seconds(options.timeout_seconds);
  if (!options.subject.empty()) {
    client.identity = client::Identity{.subject = options.subject, .roles = RolesOf(options)};
  }
  const absl::Status fault = Protect(options, client);
  if (fault.ok()) return;
  client.proof = [message = std::string(fault.message())](const std::optional<client::Identity>&) {
    return absl::StatusOr<client::Metadata>(absl::InvalidArgumentError(message));
  };
}

}  // namespace cardledger::cli
