// Demonstration data never goes into a ledger that is not a sandbox.

#include "clients/cli/demo.h"

#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "cardledger/v1/funds.grpc.pb.h"
#include "cardledger/v1/journal.grpc.pb.h"
#include "cardledger/v1/policies.grpc.pb.h"
#include "clients/cli/run.h"

namespace cardledger::cli {
namespace {

using ::testing::HasSubstr;

class KindOnly : public v1::JournalService::Service {
 public:
  grpc::Status GetLedger(grpc::ServerContext*, const v1::GetLedgerRequest*,
                         v1::GetLedgerResponse* response) override {
    response->set_kind(kind);
    return grpc::Status::OK;
  }
  grpc::Status WatchEntries(grpc::ServerContext*, const v1::WatchEntriesRequest*,
                            grpc::ServerWriter<v1::WatchEntriesResponse>*) override {
    ++other_calls;
    return grpc::Status(grpc::StatusCode::INTERNAL, "not expected");
  }

  journal::v1::LedgerKind kind = journal::v1::LEDGER_KIND_LIVE;
  int other_calls = 0;
};

TEST(Demo, RefusesEveryLedgerThatIsNotASandbox) {
  KindOnly journal;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&journal);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  const std::string address = absl::StrCat("127.0.0.1:", port);
  for (const auto kind : {journal::v1::LEDGER_KIND_LIVE, journal::v1::LEDGER_KIND_UNSPECIFIED}) {
    journal.kind = kind;
    std::ostringstream out;
    std::ostringstream err;
    Context context(out, err, false);
    const char* const words[] = {"cardledger", "demo", "--server", address.c_str()};
    EXPECT_EQ(RunCommandLine(words, context), kExitRefused);
    EXPECT_THAT(err.str(), HasSubstr("sandbox ledger only"));
    EXPECT_EQ(out.str(), "");
  }
  EXPECT_EQ(journal.other_calls, 0);
  server->Shutdown();
}

}  // namespace
}  // namespace cardledger::cli
