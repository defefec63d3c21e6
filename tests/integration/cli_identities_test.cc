// The command line with a sandbox's folder of identities: made, used against a server over TLS,
// revoked; and what it says where it cannot be used.

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cli/run.h"
#include "services/server/identities_file.h"
#include "services/server/server.h"
#include "storage/memory/memory_anchor.h"
#include "storage/memory/memory_store.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_keys.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;

struct Result {
  int code;
  std::string out;
  std::string err;
};

class CliIdentities : public ::testing::Test {
 protected:
  CliIdentities() { EXPECT_EQ(Run("admin make-identities " + dir_).code, 0); }

  Result Run(const std::string& line) {
    std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    words.insert(words.begin(), "cardledger");
    std::vector<const char*> raw;
    raw.reserve(words.size());
    for (const std::string& word : words) raw.push_back(word.c_str());
    std::ostringstream out;
    std::ostringstream err;
    cli::Context context(out, err, false);
    const int code = cli::RunCommandLine(raw, context);
    return {code, out.str(), err.str()};
  }
  // Against the server.
  Result Call(const std::string& line) {
    return Run(absl::StrCat(line, " --server localhost:", server_->port()));
  }
  std::string AsSystem(const std::string& name) const {
    return absl::StrCat(" --tls-ca ", dir_, "/authority.pem --tls-certificate ", dir_, "/", name,
                        ".pem --tls-key ", dir_, "/", name, ".key");
  }

  absl::Status Serve(journal::v1::LedgerKind kind) {
    server::ServerOptions options;
    options.store = *storage::OpenMemoryStore(std::make_shared<storage::MemoryDisk>());
    options.anchor =
        std::make_unique<storage::MemoryAnchor>(std::make_shared<storage::MemoryAnchorFile>());
    options.keys = {.file = TestKeys().NewFile(), .kek = kTestKek};
    options.create = kind;
    options.callers.proven = {
        .identities = *server::ReadIdentitiesFile(dir_ + "/identities.textproto"),
        .tls = {.certificate = dir_ + "/server.pem",
                .key = dir_ + "/server.key",
                .client_ca = dir_ + "/authority.pem",
                .revoked_dir = dir_ + "/revoked"}};
    auto server = server::Server::Open(std::move(options));
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    return server_->Listen("localhost:0");
  }
  void Serve() { ASSERT_TRUE(Serve(journal::v1::LEDGER_KIND_SANDBOX).ok()); }

  TemporaryFolder folder_;
  const std::string dir_ = folder_.file("identities");
  std::unique_ptr<server::Server> server_;
};

TEST_F(CliIdentities, Folder_signsForWhomIsNamed) {
  Serve();
  const std::string call = "ledger show --identities " + dir_;
  EXPECT_EQ(Call(call + " --as anna --roles auditor").code, 0);
  const Result nobody = Call(call);
  EXPECT_EQ(nobody.code, cli::kExitBadInput);
  EXPECT_THAT(nobody.err, HasSubstr("say who you are"));
  EXPECT_EQ(Call(call + " --as anna --roles provider").code, cli::kExitNotPermitted);
}

TEST_F(CliIdentities, Token_inAFile) {
  Serve();
  const Result token = Run("admin token --as anna --roles auditor --identities " + dir_);
  ASSERT_EQ(token.code, 0);
  std::ofstream(folder_.file("token")) << token.out;
  const std::string call = absl::StrCat("ledger show --tls-ca ", dir_, "/authority.pem");
  EXPECT_EQ(Call(absl::StrCat(call, " --token-file ", folder_.file("token"))).code, 0);
  const Result none = Call(absl::StrCat(call, " --token-file ", folder_.file("none")));
  EXPECT_EQ(none.code, cli::kExitBadInput);
  EXPECT_THAT(none.err, HasSubstr(folder_.file("none")));
}

TEST_F(CliIdentities, System_byItsCertificate_untilItIsRevoked) {
  Serve();
  EXPECT_EQ(Call("fund list" + AsSystem("erp")).code, 0);
  std::filesystem::copy(dir_ + "/erp.pem", dir_ + "/old.pem");
  std::filesystem::copy(dir_ + "/erp.key", dir_ + "/old.key");
  ASSERT_EQ(Run("admin revoke-certificate erp --identities " + dir_).code, 0);
  ASSERT_EQ(Run("admin issue-certificate erp --identities " + dir_).code, 0);
  const absl::Time give_up = absl::Now() + absl::Minutes(1);
  Result old = Call("fund list" + AsSystem("old"));
  while (old.code == 0 && absl::Now() < give_up) old = Call("fund list" + AsSystem("old"));
  EXPECT_EQ(old.code, cli::kExitNotPermitted);
  EXPECT_THAT(old.err, HasSubstr("certificate revoked"));
  EXPECT_EQ(Call("fund list" + AsSystem("erp")).code, 0);
  // A second list names the first certificate, too.
  ASSERT_EQ(Run("admin revoke-certificate erp --identities " + dir_).code, 0);
  EXPECT_EQ(Call("fund list" + AsSystem("old")).code, cli::kExitNotPermitted);
}

TEST_F(CliIdentities, KeyOfAnotherCertificate_isSaidBeforeACall) {
  Serve();
  const Result result = Call(absl::StrCat("fund list --tls-certificate ", dir_,
                                          "/erp.pem --tls-key ", dir_, "/portal.key"));
  EXPECT_EQ(result.code, cli::kExitBadInput);
  EXPECT_THAT(result.err, HasSubstr("portal.key is not the private key of the certificate"));
}

TEST_F(CliIdentities, Folder_isForNoLiveLedger) {
  EXPECT_THAT(std::string(Serve(journal::v1::LEDGER_KIND_LIVE).message()), HasSubstr("SANDBOX"));
}

TEST_F(CliIdentities, Folder_isMadeOnce_andKeptFromOthers) {
  const Result again = Run("admin make-identities " + dir_);
  EXPECT_NE(again.code, 0);
  EXPECT_THAT(again.err, HasSubstr("not empty"));
  for (const auto& file : std::filesystem::directory_iterator(dir_)) {
    if (file.path().extension() != ".key") continue;
    EXPECT_EQ(file.status().permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << file.path();
  }
}

TEST_F(CliIdentities, Folder_thatIsNone_isSaid) {
  const Result none =
      Run("admin token --as anna --roles auditor --identities " + dir_ + "/revoked");
  EXPECT_EQ(none.code, cli::kExitNotFound);
  EXPECT_THAT(none.err, HasSubstr("authority.pem cannot be read"));
  std::ofstream(dir_ + "/tokens.key") << "no key";
  EXPECT_EQ(Run("admin token --as anna --roles auditor --identities " + dir_).code,
            cli::kExitBadInput);
  EXPECT_EQ(Run("admin token --as anna --roles auditor").code, cli::kExitBadInput);
}

}  // namespace
}  // namespace cardledger::tests
