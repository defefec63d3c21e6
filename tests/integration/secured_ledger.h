#pragma once

// A server with TLS and proven callers inside the test, over the memory twin and TCP; with an
// authority that makes certificates for it and for systems, and an issuer that makes tokens. TLS
// goes by real time, everything else by the ledger's clock, which the test moves: certificates are
// good at all times unless the test says otherwise. One thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"

#include "clients/admin/certificate_authority.h"
#include "clients/admin/token_issuer.h"
#include "clients/cpp/client.h"
#include "services/server/server.h"
#include "storage/memory/memory_disk.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_keys.h"

namespace cardledger::tests {

inline constexpr char kTokenIssuer[] = "https://login.test";
inline constexpr char kTokenAudience[] = "cardledger-test";
inline constexpr char kPortal[] = "URI:urn:cardledger:portal";  // carries tokens, has no roles
inline constexpr char kErp[] = "URI:urn:cardledger:erp";        // partner_system, carries none
inline constexpr char kSlow[] = "URI:urn:cardledger:slow";      // partner_system, of few calls
inline constexpr int32_t kSlowCallsPerSecond = 2;
inline constexpr char kStranger[] = "URI:urn:cardledger:stranger";

inline constexpr admin::Validity kAlways = {.from_s = 0, .to_s = 4'000'000'000};

class SecuredLedger {
 public:
  // The issuer publishes these JSON Web Keys beside its own.
  explicit SecuredLedger(const std::vector<std::string>& more_keys = {});
  ~SecuredLedger();

  // A client certificate of this name.
  admin::CertificateAndKey Certificate(const std::string& alternative_name) const;
  admin::CertificateAndKey Certificate(const std::string& alternative_name,
                                       admin::Validity validity) const;

  // Of an hour from the ledger's now on.
  std::string Token(const std::string& subject, const std::vector<std::string>& roles) const;
  admin::TokenContent Content(const std::string& subject,
                              const std::vector<std::string>& roles) const;

  // Over a connection with this certificate or without one, and with this token or none. A call
  // that cannot connect fails at once, or, with `again`, goes on trying for a minute.
  std::unique_ptr<client::Client> Connect(
      const std::optional<admin::CertificateAndKey>& certificate, const std::string& token,
      bool again = false) const;

  // A connection with this certificate or without one, for calls whose metadata a test writes
  // itself.
  std::shared_ptr<grpc::Channel> Channel(
      const std::optional<admin::CertificateAndKey>& certificate = std::nullopt) const;

  // The server shows a certificate of `other` from now on, or soon.
  void RenewServerCertificate(const admin::CertificateAuthority& other);
  // No certificate of these counts from now on.
  void Revoke(const std::vector<std::string>& certificates);
  // What the issuer publishes.
  void PublishKeys(const std::string& key_set);

  const admin::CertificateAuthority& authority() const { return authority_; }
  const admin::TokenIssuer& issuer() const { return issuer_; }
  ManualClock& clock() { return clock_; }
  server::Server& server() { return *server_; }
  // Whom a client trusts as the server's authority.
  std::string trusted;
  // All that the server logged so far.
  std::vector<std::string> log() const;

 private:
  std::string WriteFile(const std::string& name, absl::string_view text) const;
  config::v1::Identities Identities() const;

  TemporaryFolder folder_;
  admin::CertificateAuthority authority_;
  admin::TokenIssuer issuer_;
  ManualClock clock_;
  SeededRandom random_{1};
  std::shared_ptr<storage::MemoryDisk> disk_;
  TestKeys keys_;
  mutable base::Mutex log_mutex_;
  std::vector<std::string> log_ ABSL_GUARDED_BY(log_mutex_);
  std::unique_ptr<server::Server> server_;
};

}  // namespace cardledger::tests
