// What a server that runs shows of itself over HTTP, and that nothing of it is a person's.

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "storage/memory/memory_store.h"
#include "tests/integration/api_methods.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/http_get.h"
#include "tests/support/test_keys.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MetricsTest : public ::testing::Test {
 protected:
  MetricsTest() {
    ledger_.configure = [](server::ServerOptions& options) {
      options.metrics_address = "127.0.0.1:0";
    };
    ledger_.Restart();
  }

  std::string Shown() { return HttpGet(ledger_.server().metrics_port(), "/metrics"); }

  // Of the line that begins with `name` and its labels; -1 where there is none.
  double ValueOf(const std::string& name) {
    for (const absl::string_view line : absl::StrSplit(Shown(), '\n')) {
      if (line.substr(0, name.size() + 1) == name + " ") {
        return std::strtod(std::string(line.substr(name.size() + 1)).c_str(), nullptr);
      }
    }
    return -1;
  }

  ServedLedger ledger_;
};

TEST_F(MetricsTest, Calls_areCountedByMethodCodeAndReason) {
  const std::string award = ledger_.MakeAward();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(ledger_
                    .Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                          ledger_.LoadOf(award, 100))
                    .ok());
  }
  // Refused by a rule, by its form, by the role, and for want of an identity.
  ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
               ledger_.LoadOf(award, 10'000'000));
  ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, {});
  ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kAuditor,
               ledger_.LoadOf(award, 100));
  ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, {"", ""}, {});

  const std::string method = "method=\"cardledger.v1.LoadService.CreateLoad\"";
  const auto calls = [&](const std::string& code) {
    return ValueOf(absl::StrCat("cardledger_calls_total{code=\"", code, "\",", method, "}"));
  };
  EXPECT_EQ(calls("OK"), 3);
  EXPECT_EQ(calls("FAILED_PRECONDITION"), 1);
  EXPECT_EQ(calls("INVALID_ARGUMENT"), 1);
  EXPECT_EQ(calls("PERMISSION_DENIED"), 1);
  EXPECT_EQ(calls("UNAUTHENTICATED"), 1);
  EXPECT_EQ(ValueOf(absl::StrCat("cardledger_call_seconds_count{", method, "}")), 7);
  const auto errors = [&](const std::string& reason) {
    return ValueOf(absl::StrCat("cardledger_call_errors_total{reason=\"", reason, "\"}"));
  };
  EXPECT_EQ(errors("ANNUAL_LIMIT_EXCEEDED"), 1);
  EXPECT_EQ(errors("INVALID_REQUEST"), 1);
  EXPECT_EQ(errors("ROLE_NOT_ALLOWED"), 1);
  EXPECT_EQ(errors("IDENTITY_INVALID"), 1);
}

TEST_F(MetricsTest, RefusalsOfEveryMethod_areCounted) {
  const std::string errors = "cardledger_call_errors_total{reason=\"IDENTITY_MISSING\"}";
  double refused = 0;
  for (const auto* method : AllMethods()) {
    const grpc::Status status = CallMethod(ledger_.channel(), *method, "", nullptr);
    ASSERT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << method->full_name();
    EXPECT_EQ(ValueOf(errors), ++refused) << method->full_name();
    EXPECT_EQ(ValueOf(absl::StrCat("cardledger_calls_total{code=\"UNAUTHENTICATED\",method=\"",
                                   method->full_name(), "\"}")),
              1)
        << method->full_name();
  }
}

TEST_F(MetricsTest, RefusedRowsOfABulkLoad_areCountedByReason) {
  const std::string award = ledger_.MakeAward();
  v1::BulkLoadRequest start;
  start.mutable_start()->set_request_id(ledger_.NewId());
  start.mutable_start()->set_declared_count(3);
  start.mutable_start()->set_declared_pence(10'000'101);
  v1::BulkLoadRequest chunk;
  chunk.mutable_chunk()->set_chunk_number(1);
  *chunk.mutable_chunk()->add_rows() = ledger_.LoadOf(award, 100);
  *chunk.mutable_chunk()->add_rows() = ledger_.LoadOf(award, 10'000'000);
  *chunk.mutable_chunk()->add_rows() = ledger_.LoadOf("awards/nobody", 1);
  grpc::ClientContext context;
  Identify(context, kFinanceOfficer);
  const auto stream = ledger_.loads->BulkLoad(&context);
  v1::BulkLoadResponse response;
  ASSERT_TRUE(stream->Write(start) && stream->Read(&response));
  ASSERT_TRUE(stream->Write(chunk) && stream->Read(&response));
  EXPECT_EQ(response.chunk().failures_size(), 2);
  const auto errors = [&](const std::string& reason) {
    return ValueOf(absl::StrCat("cardledger_bulk_row_errors_total{reason=\"", reason, "\"}"));
  };
  EXPECT_EQ(errors("ANNUAL_LIMIT_EXCEEDED"), 1);
  EXPECT_EQ(errors("INVALID_REQUEST"), 1);
  context.TryCancel();
  stream->Finish();
}

TEST_F(MetricsTest, Engine_tellsHowFarItIsAndHowItGetsOn) {
  const double position = ValueOf("cardledger_position");
  const double written = ValueOf("cardledger_entries_written_total");
  const double commands = ValueOf("cardledger_commands_total{lane=\"interactive\"}");
  ledger_.MakeFund("ENABLE", 2026, 100);  // two entries
  EXPECT_EQ(ValueOf("cardledger_position"), position + 2);
  EXPECT_EQ(ValueOf("cardledger_position"), static_cast<double>(ledger_.Position()));
  EXPECT_EQ(ValueOf("cardledger_entries_written_total"), written + 2);
  EXPECT_EQ(ValueOf("cardledger_commands_total{lane=\"interactive\"}"), commands + 2);
  EXPECT_EQ(ValueOf("cardledger_commands_total{lane=\"bulk\"}"), 0);
  EXPECT_GE(ValueOf("cardledger_write_seconds_count"), 2);
  EXPECT_EQ(ValueOf("cardledger_waiting{lane=\"interactive\"}"), 0);
  EXPECT_EQ(ValueOf("cardledger_latched"), 0);

  ledger_.disk().faults().FailApply(storage::ApplyFault::kNothingWritten);
  v1::CreateFundRequest request;
  request.set_request_id(ledger_.NewId());
  request.set_code("OTHER");
  request.set_financial_year(2026);
  ledger_.Call(ledger_.funds, &v1::FundService::Stub::CreateFund, kFinanceOfficer, request);
  EXPECT_EQ(ValueOf("cardledger_latched"), 1);
  EXPECT_EQ(ValueOf("cardledger_call_errors_total{reason=\"LEDGER_LATCHED\"}"), 1);
}

TEST_F(MetricsTest, Streams_areCountedWhileTheyAreOpen) {
  grpc::ClientContext context;
  Identify(context, kAuditor);
  const auto stream = ledger_.journal->WatchEntries(&context, {});
  v1::WatchEntriesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(ValueOf("cardledger_open_streams{kind=\"watch\"}"), 1);
  context.TryCancel();
  stream->Finish();
  while (ValueOf("cardledger_open_streams{kind=\"watch\"}") != 0) {
  }
}

TEST_F(MetricsTest, CardNumbersThatTheIssuerSends_areCounted) {
  constexpr char kMasked[] = "cardledger_masked_card_numbers_total";
  EXPECT_EQ(ValueOf(kMasked), 0);
  v1::UnblockCardRequest request;
  request.set_request_id(ledger_.NewId());
  request.set_card("cards/" + ledger_.NewId());
  request.set_note("4111111111111111");
  for (const Identity& identity : {kIssuer, kSafeguardingLead}) {
    ledger_.Call(ledger_.cards, &v1::CardService::Stub::UnblockCard, identity, request);
  }
  EXPECT_EQ(ValueOf(kMasked), 1);
}

TEST_F(MetricsTest, NothingShownIsAPersons) {
  const std::string award = ledger_.MakeAward();
  ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, {"very.private@name", "auditor"},
               ledger_.LoadOf(award, 100));
  const std::string shown = Shown();
  EXPECT_THAT(shown, Not(HasSubstr(award.substr(award.find('/') + 1))));
  for (const char* secret : {"CASE-", "private", "finance-1", "auditor-1", "ENABLE", "127.0.0.1"}) {
    EXPECT_THAT(shown, Not(HasSubstr(secret)));
  }
}

TEST(Metrics, AreShownToThisMachineAlone) {
  for (const char* address : {"0.0.0.0:0", "192.0.2.1:7421", "ledger.example.gov.uk:7421"}) {
    server::ServerOptions options;
    options.store = *storage::OpenMemoryStore(std::make_shared<storage::MemoryDisk>());
    options.anchor =
        std::make_unique<storage::MemoryAnchor>(std::make_shared<storage::MemoryAnchorFile>());
    options.keys = {.file = TestKeys().NewFile(), .kek = kTestKek};
    options.create = journal::v1::LEDGER_KIND_SANDBOX;
    options.callers.development = true;
    options.metrics_address = address;
    const auto server = server::Server::Open(std::move(options));
    ASSERT_TRUE(server.ok()) << server.status();
    const absl::Status refused = (*server)->Listen("127.0.0.1:0");
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(refused.message()), HasSubstr("need a loopback address"));
  }
}

}  // namespace
}  // namespace cardledger::tests
