#include "tests/integration/secured_ledger.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

#include "base/check.h"
#include "services/server/log_writer.h"
#include "storage/memory/memory_anchor.h"
#include "storage/memory/memory_store.h"
#include "tests/support/must.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {
namespace {

constexpr int64_t kHour = 3'600;
constexpr char kServerNames[] = "DNS:localhost,IP:127.0.0.1";

std::string WithKeys(std::string key_set, const std::vector<std::string>& more) {
  for (const std::string& key : more) {
    key_set.insert(key_set.rfind(']'), absl::StrCat(",", key));
  }
  return key_set;
}

}  // namespace

SecuredLedger::SecuredLedger(const std::vector<std::string>& more_keys)
    : authority_(admin::CertificateAuthority::Make("a test's authority", kAlways)),
      issuer_(admin::TokenIssuer::Make()),
      clock_(TestLedgerOptions().now_us),
      disk_(std::make_shared<storage::MemoryDisk>()) {
  trusted = authority_.own().certificate;
  WriteFile("clients.pem", trusted);
  std::filesystem::create_directory(folder_.file("revoked"));
  PublishKeys(WithKeys(issuer_.KeySet(), more_keys));
  const admin::CertificateAndKey own =
      Must(authority_.Issue("the ledger", kServerNames, admin::CertificateUse::kServer, kAlways));
  server::ServerOptions options;
  options.store = Must(storage::OpenMemoryStore(disk_));
  options.anchor =
      std::make_unique<storage::MemoryAnchor>(std::make_shared<storage::MemoryAnchorFile>());
  options.keys = {.file = keys_.NewFile(), .kek = kTestKek};
  options.clock = &clock_;
  options.identity_clock = &clock_;
  options.create = journal::v1::LEDGER_KIND_LIVE;
  options.callers.proven = {.identities = Identities(),
                            .tls = {.certificate = WriteFile("server.pem", own.certificate),
                                    .key = WriteFile("server.key", own.key),
                                    .client_ca = folder_.file("clients.pem"),
                                    .revoked_dir = folder_.file("revoked")}};
  options.log = [this](const base::LogEvent& event) {
    const base::MutexLock lock(log_mutex_);
    log_.push_back(server::JsonLine(event, clock_.WallMicroseconds()));
  };
  server_ = Must(server::Server::Open(std::move(options)));
  CARDLEDGER_CHECK(server_->Listen("localhost:0").ok(), "a test's server can listen");
}

SecuredLedger::~SecuredLedger() {
  CARDLEDGER_CHECK(server_->Shutdown(std::chrono::seconds(20)).ok(), "a test's server stops");
}

std::string SecuredLedger::WriteFile(const std::string& name, absl::string_view text) const {
  // Whole or not at all: the server may read it meanwhile.
  std::string path = folder_.file(name);
  std::ofstream(path + ".new", std::ios::binary) << text;
  std::filesystem::rename(path + ".new", path);
  return path;
}

config::v1::Identities SecuredLedger::Identities() const {
  const std::string text = absl::StrCat(
      R"(token_issuer { issuer: ")", kTokenIssuer, R"(" audience: ")", kTokenAudience,
      R"(" key_set: ")", folder_.file("keys.json"), R"(" })",
      R"(systems { certificate_name: "urn:cardledger:portal" subject: "system:portal")",
      " carries_tokens: true }",
      R"(systems { certificate_name: "urn:cardledger:erp" subject: "system:erp")",
      " roles: ROLE_PARTNER_SYSTEM }",
      R"(systems { certificate_name: "urn:cardledger:slow" subject: "system:slow")",
      " roles: ROLE_PARTNER_SYSTEM calls_per_second: ", kSlowCallsPerSecond, " }");
  return Must(server::ParseIdentities(text));
}

admin::CertificateAndKey SecuredLedger::Certificate(const std::string& alternative_name) const {
  return Certificate(alternative_name, kAlways);
}

admin::CertificateAndKey SecuredLedger::Certificate(const std::string& alternative_name,
                                                    admin::Validity validity) const {
  return Must(
      authority_.Issue("a system", alternative_name, admin::CertificateUse::kClient, validity));
}

admin::TokenContent SecuredLedger::Content(const std::string& subject,
                                           const std::vector<std::string>& roles) const {
  const int64_t now_s = clock_.WallMicroseconds() / kMicrosecondsPerSecond;
  return {.issuer = kTokenIssuer,
          .audience = kTokenAudience,
          .subject = subject,
          .roles = roles,
          .not_before_s = now_s,
          .expires_s = now_s + kHour};
}

std::string SecuredLedger::Token(const std::string& subject,
                                 const std::vector<std::string>& roles) const {
  return issuer_.Sign(Content(subject, roles));
}

std::unique_ptr<client::Client> SecuredLedger::Connect(
    const std::optional<admin::CertificateAndKey>& certificate, const std::string& token,
    bool again) const {
  client::ClientOptions options;
  options.address = absl::StrCat("localhost:", server_->port());
  options.tls.emplace();
  options.tls->authorities = trusted;
  if (certificate) {
    options.tls->certificate = certificate->certificate;
    options.tls->key = certificate->key;
  }
  if (!token.empty()) {
    options.proof = client::TokenAsProof(
        [token](const std::optional<client::Identity>&) -> absl::StatusOr<std::string> {
          return token;
        });
  }
  options.timeout = absl::Minutes(1);
  // A connection that fails is told at once: the first wait would be too long to begin.
  if (!again) {
    options.retry.backoff_first = options.retry.backoff_max = 2 * options.timeout;
    options.environment.random = [] { return std::numeric_limits<uint32_t>::max(); };
  }
  return client::Client::Connect(std::move(options));
}

std::shared_ptr<grpc::Channel> SecuredLedger::Channel(
    const std::optional<admin::CertificateAndKey>& certificate) const {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = trusted;
  if (certificate) {
    options.pem_cert_chain = certificate->certificate;
    options.pem_private_key = certificate->key;
  }
  return grpc::CreateChannel(absl::StrCat("localhost:", server_->port()),
                             grpc::SslCredentials(options));
}

void SecuredLedger::RenewServerCertificate(const admin::CertificateAuthority& other) {
  const admin::CertificateAndKey own =
      Must(other.Issue("the ledger", kServerNames, admin::CertificateUse::kServer, kAlways));
  WriteFile("server.key", own.key);
  WriteFile("server.pem", own.certificate);
}

void SecuredLedger::PublishKeys(const std::string& key_set) { WriteFile("keys.json", key_set); }

void SecuredLedger::Revoke(const std::vector<std::string>& certificates) {
  WriteFile(absl::StrCat("revoked/", authority_.RevocationListName()),
            Must(authority_.RevocationList(certificates, kAlways)));
}

std::vector<std::string> SecuredLedger::log() const {
  const base::MutexLock lock(log_mutex_);
  return log_;
}

}  // namespace cardledger::tests
