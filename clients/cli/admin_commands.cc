#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "clients/admin/identities_folder.h"
#include "clients/cli/command.h"

namespace cardledger::cli {
namespace {

constexpr int64_t kSecondsPerHour = 3'600;
constexpr int64_t kSecondsPerDay = 86'400;

int64_t NowSeconds() { return absl::ToUnixSeconds(absl::Now()); }

struct MakeOptions {
  std::string folder;
  std::vector<std::string> hosts;
};

ExitCode MakeIdentities(Context& context, const MakeOptions& options) {
  const auto folder = admin::IdentitiesFolder::Make(options.folder, options.hosts, NowSeconds());
  if (!folder.ok()) return context.Fail(folder.status());
  context.Remark(absl::StrCat(
      "Start a sandbox with them:\n  cardledgerd --data-dir=var/ledger --create=SANDBOX "
      "--identities=",
      options.folder, "/identities.textproto \\\n    --tls-certificate=", options.folder,
      "/server.pem --tls-key=", options.folder, "/server.key \\\n    --tls-client-ca=",
      options.folder, "/authority.pem --tls-revoked=", options.folder,
      "/revoked\nCall it:\n  cardledger --identities ", options.folder,
      " --as anna.finance --roles finance_officer ledger show"));
  context.out() << options.folder << std::endl;
  return kExitOk;
}

// Gives the folder of --identities to `use`, or says what is wrong with it.
ExitCode WithFolder(Context& context,
                    const std::function<absl::Status(const admin::IdentitiesFolder&)>& use) {
  if (context.options.identities.empty()) {
    InputErrors errors;
    errors.Note("--identities", "name the folder that admin make-identities made");
    return context.Fail(errors);
  }
  const auto folder = admin::IdentitiesFolder::Open(context.options.identities);
  if (!folder.ok()) return context.Fail(folder.status());
  const absl::Status done = use(*folder);
  return done.ok() ? kExitOk : context.Fail(done);
}

ExitCode MakeToken(Context& context, int64_t hours) {
  return WithFolder(context, [&](const admin::IdentitiesFolder& folder) {
    absl::Status subject = client::CheckSubject(context.options.subject);
    if (!subject.ok()) return subject;
    context.out() << folder.Token(context.options.subject, RolesOf(context.options), NowSeconds(),
                                  hours * kSecondsPerHour)
                  << std::endl;
    return absl::OkStatus();
  });
}

ExitCode IssueCertificate(Context& context, const std::string& name, int64_t days) {
  return WithFolder(context, [&](const admin::IdentitiesFolder& folder) {
    absl::Status issued = folder.IssueCertificate(name, NowSeconds(), days * kSecondsPerDay);
    if (issued.ok()) context.out() << folder.path() << "/" << name << ".pem" << std::endl;
    return issued;
  });
}

ExitCode RevokeCertificate(Context& context, const std::string& name) {
  return WithFolder(context, [&](const admin::IdentitiesFolder& folder) {
    absl::Status revoked = folder.Revoke(name, NowSeconds());
    if (revoked.ok()) context.Remark("It counts no more within a second or two.");
    return revoked;
  });
}

void AddMake(CLI::App& group, Context& context) {
  auto options = std::make_shared<MakeOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "make-identities",
       .purpose = "Makes the identities of a sandbox in a new folder",
       .details =
           "A certificate authority, the server's certificate, those of the systems portal, erp "
           "and\nissuer, a key that signs tokens, and the file that tells a server of them. Who "
           "can read\nthe folder can be anybody in that sandbox; a LIVE ledger does not take them.",
       .example = "cardledger admin make-identities var/identities",
       .calls_as_subject = false},
      [&context, options] { return MakeIdentities(context, *options); });
  command->add_option("DIR", options->folder, "A folder that is not there yet, or empty")
      ->required();
  command->add_option("--host", options->hosts,
                      "A further name or address of the server; localhost is known already");
}

void AddToken(CLI::App& group, Context& context) {
  auto hours = std::make_shared<int64_t>(8);
  CLI::App* command = AddCommand(
      group, context,
      {.name = "token",
       .purpose = "Signs a token for the subject of --as with the roles of --roles",
       .details = "For programs other than this one, which signs its own.",
       .example = "cardledger admin token --identities var/identities --as anna --roles auditor"},
      [&context, hours] { return MakeToken(context, *hours); });
  command->add_option("--hours", *hours, "For how long it is good")
      ->check(CLI::Range(1, 24 * 366))
      ->capture_default_str();
}

void AddCertificates(CLI::App& group, Context& context) {
  auto name = std::make_shared<std::string>();
  auto days = std::make_shared<int64_t>(365);
  CLI::App* issue = AddCommand(
      group, context,
      {.name = "issue-certificate",
       .purpose = "Makes a certificate of a system, NAME.pem, and its key, NAME.key",
       .details = "The system is known by urn:cardledger:development:NAME, which the identities "
                  "file must\nname too.",
       .example = "cardledger admin issue-certificate library --identities var/identities",
       .calls_as_subject = false},
      [&context, name, days] { return IssueCertificate(context, *name, *days); });
  issue->add_option("NAME", *name, "Of the system: 1 to 32 of a-z 0-9 -")->required();
  issue->add_option("--days", *days, "For how long it is good")
      ->check(CLI::Range(1, 3'660))
      ->capture_default_str();
  auto revoked = std::make_shared<std::string>();
  CLI::App* revoke = AddCommand(
      group, context,
      {.name = "revoke-certificate",
       .purpose = "Puts a system's certificate on the list of those that count no more",
       .details = "Another of the name can be made afterwards.",
       .example = "cardledger admin revoke-certificate portal --identities var/identities",
       .calls_as_subject = false},
      [&context, revoked] { return RevokeCertificate(context, *revoked); });
  revoke->add_option("NAME", *revoked, "Of the system")->required();
}

}  // namespace

void AddAdminCommands(CLI::App& root, Context& context) {
  CLI::App* group = AddGroup(root, {.name = "admin",
                                    .purpose = "Identities of a sandbox: certificates and tokens",
                                    .details = "Nothing here calls a ledger.",
                                    .example = "cardledger admin make-identities var/identities"});
  AddMake(*group, context);
  AddToken(*group, context);
  AddCertificates(*group, context);
}

}  // namespace cardledger::cli
