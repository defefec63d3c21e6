// Who may call a server that asks for proof: people by tokens, systems by certificates, nobody
// else.

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"

#include "clients/cpp/client_error.h"
#include "tests/integration/secured_ledger.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// Whether it is so within a minute.
bool Eventually(absl::FunctionRef<bool()> is_so) {
  const absl::Time give_up = absl::Now() + absl::Minutes(1);
  while (!is_so()) {
    if (absl::Now() > give_up) return false;
  }
  return true;
}

class ProvenIdentities : public ::testing::Test {
 protected:
  // What the server says to a call that auditors and partner systems may make; "" where it lets it
  // in.
  std::string Call(const std::optional<admin::CertificateAndKey>& certificate,
                   const std::string& token) {
    const auto answer = ledger_.Connect(certificate, token)->ListFunds({});
    if (answer.ok()) return "";
    const client::ClientError error = client::DecodeError(answer.status());
    return error.reason.empty()
               ? std::string("connection: ") + std::string(answer.status().message())
               : error.reason + ": " + error.message;
  }

  SecuredLedger ledger_;
};

TEST_F(ProvenIdentities, Person_comesWithAToken) {
  EXPECT_EQ(Call(std::nullopt, ledger_.Token("anna", {"auditor"})), "");
}

TEST_F(ProvenIdentities, System_comesWithItsCertificate) {
  EXPECT_EQ(Call(ledger_.Certificate(kErp), ""), "");
}

TEST_F(ProvenIdentities, System_thatMayCarryTokens_bringsAPerson) {
  EXPECT_EQ(Call(ledger_.Certificate(kPortal), ledger_.Token("anna", {"auditor"})), "");
}

TEST_F(ProvenIdentities, Entry_namesThePersonTheirRolesAndTheSystemThatBroughtThem) {
  v1::RegisterPersonRequest request;
  request.set_case_reference("CASE/1");
  const auto registered =
      ledger_
          .Connect(ledger_.Certificate(kPortal), ledger_.Token("sam", {"social_worker", "auditor"}))
          ->RegisterPerson(request);
  ASSERT_TRUE(registered.ok()) << registered.status();
  v1::WatchEntriesRequest watch;
  watch.set_until_sequence(ledger_.server().engine().view()->position);
  std::vector<journal::v1::Caller> callers;
  const absl::Status status =
      ledger_.Connect(std::nullopt, ledger_.Token("anna", {"auditor"}))
          ->WatchEntries(watch, [&](const v1::WatchEntriesResponse& response) {
            if (response.entry().has_person_registered()) {
              callers.push_back(response.entry().caller());
            }
            return true;
          });
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_EQ(callers.size(), 1u);
  EXPECT_EQ(callers[0].subject(), "sam");
  EXPECT_EQ(callers[0].carried_by(), "system:portal");
  EXPECT_THAT(callers[0].roles(),
              UnorderedElementsAre(journal::v1::ROLE_SOCIAL_WORKER, journal::v1::ROLE_AUDITOR));
}

// Health alone is for everybody: what spreads calls over servers has no identity.
TEST_F(ProvenIdentities, Nobody_isToldWhichMethodsThereAre) {
  const auto code = [this](const std::string& method) {
    grpc::GenericStub stub(ledger_.Channel());
    grpc::CompletionQueue queue;
    grpc::ClientContext context;
    const auto call = stub.PrepareUnaryCall(&context, method, grpc::ByteBuffer(), &queue);
    grpc::ByteBuffer answer;
    grpc::Status status;
    call->StartCall();
    call->Finish(&answer, &status, this);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return status.error_code();
  };
  EXPECT_EQ(code("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"),
            grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_NE(code("/grpc.health.v1.Health/Check"), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ProvenIdentities, System_thatMayNot_bringsNobody) {
  EXPECT_THAT(Call(ledger_.Certificate(kErp), ledger_.Token("anna", {"auditor"})),
              HasSubstr("IDENTITY_INVALID: this system may not carry tokens"));
}

TEST_F(ProvenIdentities, Nobody_isTurnedAway) {
  EXPECT_THAT(Call(std::nullopt, ""), HasSubstr("IDENTITY_MISSING"));
}

TEST_F(ProvenIdentities, System_unknown_isTurnedAway) {
  EXPECT_THAT(Call(ledger_.Certificate(kStranger), ""), HasSubstr("IDENTITY_INVALID"));
}

TEST_F(ProvenIdentities, System_ofAnotherAuthority_isTurnedAway) {
  const auto other = admin::CertificateAuthority::Make("another", kAlways);
  const auto certificate = other.Issue("erp", kErp, admin::CertificateUse::kClient, kAlways);
  EXPECT_THAT(Call(*certificate, ""), HasSubstr("connection: "));
}

TEST_F(ProvenIdentities, System_whoseCertificateExpired_isTurnedAway) {
  const auto expired = ledger_.Certificate(kErp, {.from_s = 1'000'000'000, .to_s = 1'100'000'000});
  EXPECT_THAT(Call(expired, ""), HasSubstr("connection: "));
}

TEST_F(ProvenIdentities, System_whoseCertificateIsRevoked_isTurnedAway) {
  const auto certificate = ledger_.Certificate(kErp);
  const auto other = ledger_.Certificate(kErp);
  const auto connected = ledger_.Connect(certificate, "");
  ledger_.Revoke({});
  EXPECT_TRUE(connected->ListFunds({}).ok());
  ledger_.Revoke({certificate.certificate});
  ASSERT_TRUE(
      Eventually([&] { return absl::StrContains(Call(certificate, ""), "certificate revoked"); }));
  EXPECT_EQ(connected->ListFunds({}).status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Call(other, ""), "");
}

// Without a restart, and without ending a connection that stands.
TEST_F(ProvenIdentities, ServersCertificate_isRenewed) {
  const auto before = ledger_.Connect(std::nullopt, ledger_.Token("anna", {"auditor"}));
  ASSERT_TRUE(before->ListFunds({}).ok());
  const auto other = admin::CertificateAuthority::Make("another", kAlways);
  ledger_.RenewServerCertificate(other);
  ledger_.trusted = other.own().certificate;
  const auto after = ledger_.Connect(std::nullopt, ledger_.Token("anna", {"auditor"}), true);
  EXPECT_TRUE(after->ListFunds({}).ok());
  EXPECT_TRUE(before->ListFunds({}).ok());
}

TEST_F(ProvenIdentities, Token_givesNoSystemsRole) {
  EXPECT_THAT(Call(std::nullopt, ledger_.Token("anna", {"partner_system"})),
              HasSubstr("ROLE_NOT_ALLOWED"));
}

}  // namespace
}  // namespace cardledger::tests
