#include "services/server/identities_file.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

#include "base/status_macros.h"
#include "services/domain/limits.h"
#include "services/domain/validate.h"

namespace cardledger::server {
namespace {

using config::v1::Identities;

absl::Status Fault(absl::string_view what) { return absl::InvalidArgumentError(what); }

// Keeps the first fault of the text, with its place.
class FirstFault : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat("line ", line + 1, ":", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::Status CheckIssuer(const config::v1::TokenIssuer& issuer) {
  if (issuer.issuer().empty())
    return Fault("token_issuer needs an issuer: the `iss` of its tokens");
  if (issuer.audience().empty()) {
    return Fault("token_issuer needs an audience: the `aud` of tokens for this ledger");
  }
  if (issuer.key_set().empty()) {
    return Fault("token_issuer needs a key_set: https://... or a file");
  }
  const int32_t skew = issuer.clock_skew_seconds();
  if (skew < 0 || skew > domain::kClockSkewSecondsMax) {
    return Fault(absl::StrCat("clock_skew_seconds must be 0 to ", domain::kClockSkewSecondsMax,
                              ", not ", skew));
  }
  return absl::OkStatus();
}

absl::Status CheckSystem(const config::v1::System& system) {
  if (system.certificate_name().empty()) {
    return Fault("each of systems needs a certificate_name: a subject alternative name, exactly");
  }
  const std::string which = absl::StrCat("system ", system.certificate_name(), ": ");
  if (!domain::IsSubject(system.subject())) {
    return Fault(absl::StrCat(which, "subject must be 1 to 64 of A-Z a-z 0-9 . _ : | -"));
  }
  for (const int role : system.roles()) {
    // A number that is no role's can stand there, and is none that a set of roles could hold.
    if (!journal::v1::Role_IsValid(role) ||
        !rpc::RolesForSystems().Has(static_cast<journal::v1::Role>(role))) {
      return Fault(absl::StrCat(which,
                                "roles must be of ROLE_ISSUER_SYSTEM, ROLE_PARTNER_SYSTEM "
                                "and ROLE_PROVIDER; what people do is done with their tokens"));
    }
  }
  if (system.has_calls_per_second() &&
      (system.calls_per_second() < 1 || system.calls_per_second() > domain::kCallsPerSecondMax)) {
    return Fault(absl::StrCat(which, "calls_per_second must be 1 to ", domain::kCallsPerSecondMax,
                              ", not ", system.calls_per_second()));
  }
  if (system.roles().empty() && !system.carries_tokens()) {
    return Fault(
        absl::StrCat(which, "it could do nothing: give it roles, or carries_tokens: true"));
  }
  return absl::OkStatus();
}

absl::Status Check(const Identities& identities) {
  if (!identities.has_token_issuer() && identities.systems().empty()) {
    return Fault("it must name a token_issuer, systems, or both: else nobody could call");
  }
  if (identities.has_token_issuer()) {
    CARDLEDGER_RETURN_IF_ERROR(CheckIssuer(identities.token_issuer()));
  }
  std::set<std::string> names;
  std::set<std::string> subjects;
  for (const config::v1::System& system : identities.systems()) {
    CARDLEDGER_RETURN_IF_ERROR(CheckSystem(system));
    if (!names.insert(system.certificate_name()).second ||
        !subjects.insert(system.subject()).second) {
      return Fault(absl::StrCat("system ", system.certificate_name(),
                                ": certificate_name and subject must be no other system's"));
    }
  }
  return absl::OkStatus();
}

// A file without a folder of its own stands in that of the file that names it.
void PlaceBeside(const std::filesystem::path& folder, std::string& file) {
  if (file.empty() || absl::StartsWith(file, "https://")) return;
  file = (folder / file).string();  // an absolute one stays
}

}  // namespace

absl::StatusOr<Identities> ParseIdentities(absl::string_view text) {
  FirstFault fault;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&fault);
  Identities identities;
  if (!parser.ParseFromString(std::string(text), &identities)) return Fault(fault.text());
  CARDLEDGER_RETURN_IF_ERROR(Check(identities));
  return identities;
}

absl::StatusOr<Identities> ReadIdentitiesFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return Fault(absl::StrCat(path, " cannot be read"));
  absl::StatusOr<Identities> identities = ParseIdentities(text.str());
  if (!identities.ok()) {
    return Fault(absl::StrCat(path, ": ", identities.status().message()));
  }
  if (identities->has_token_issuer()) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    PlaceBeside(folder, *identities->mutable_token_issuer()->mutable_key_set());
    PlaceBeside(folder, *identities->mutable_token_issuer()->mutable_key_set_ca());
  }
  return identities;
}

rpc::ProvenIdentities::Systems SystemsOf(const Identities& identities) {
  rpc::ProvenIdentities::Systems systems;
  for (const config::v1::System& system : identities.systems()) {
    rpc::KnownSystem known;
    known.subject = system.subject();
    known.carries_tokens = system.carries_tokens();
    for (const int role : system.roles()) known.roles.Add(static_cast<journal::v1::Role>(role));
    systems.emplace(system.certificate_name(), std::move(known));
  }
  return systems;
}

}  // namespace cardledger::server
