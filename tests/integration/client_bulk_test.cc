// The client library's bulk load against a whole server: a run with a row that the ledger cannot
// read, and how it comes to its end.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cpp/client.h"
#include "clients/cpp/client_error.h"
#include "clients/cpp/request_id.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ClientBulkTest : public ::testing::Test {
 protected:
  ClientBulkTest() {
    client::ClientOptions options;
    options.identity = client::Identity{.subject = "anna", .roles = {"finance_officer"}};
    client_ = client::Client::OverChannel(std::move(options), ledger_.channel());
    const std::string award = ledger_.MakeAward();
    for (int i = 0; i < 5; ++i) {
      rows_.push_back(ledger_.LoadOf(award, 100));
      plan_.total_pence += 100;
    }
    plan_.start_request_id = client::NewRequestId();
    plan_.finish_request_id = client::NewRequestId();
    plan_.row_count = rows_.size();
    plan_.row = [this](uint64_t index) { return rows_[index]; };
    options_.on_failure = [this](const client::BulkLoadFailure& failure) {
      failed_.push_back(failure.row_index);
    };
  }

  ServedLedger ledger_{Backing::kMemory, Transport::kInProcess};
  std::unique_ptr<client::Client> client_;
  std::vector<v1::CreateLoadRequest> rows_;
  client::BulkLoadPlan plan_;
  client::BulkLoadOptions options_;
  std::vector<uint64_t> failed_;
};

TEST_F(ClientBulkTest, ARunWithARowTheLedgerCannotReadEndsOnceTheRowIsMended) {
  rows_[3].mutable_due_date()->set_year(2006);
  const auto refused = client_->BulkLoad(plan_, options_);
  const client::ClientError error = client::DecodeError(refused.status());
  EXPECT_EQ(error.reason, "RUN_TOTALS_DIFFER");
  EXPECT_THAT(error.message, HasSubstr("a finish with a new request id"));
  EXPECT_EQ(error.facts.at("decided_count"), "4");
  EXPECT_THAT(failed_, ElementsAre(3));

  // Sent again unchanged, it gets the stored answer.
  const uint64_t position = ledger_.Position();
  EXPECT_EQ(client::DecodeError(client_->BulkLoad(plan_, options_).status()).facts, error.facts);
  EXPECT_EQ(ledger_.Position(), position);

  rows_[3].mutable_due_date()->set_year(2026);
  const auto finished = client_->BulkLoad(plan_, options_);
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_EQ(finished->finished.accepted_count(), 5U);
  // One row and the finish.
  EXPECT_EQ(ledger_.Position(), position + 2);
  EXPECT_TRUE(client_->BulkLoad(plan_, options_).ok());
  EXPECT_EQ(ledger_.Position(), position + 2);
}

}  // namespace
}  // namespace cardledger::tests
