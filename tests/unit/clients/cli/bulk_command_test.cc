// `cardledger load bulk` against a small fake of the ledger: what it says of rows that were not
// loaded, above all when the run does not come to its end.

#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "cardledger/v1/loads.grpc.pb.h"
#include "clients/cli/run.h"
#include "tests/support/temporary_folder.h"

namespace cardledger::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kRefused = 1300;
constexpr int64_t kMalformed = 1700;
constexpr int64_t kOtherContent = 1900;

google::rpc::Status Failure(int code, const std::string& message, const std::string& reason) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_domain("cardledger");
  info.set_reason(reason);
  status.add_details()->PackFrom(info);
  return status;
}

grpc::Status ToGrpc(const google::rpc::Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()), status.message(),
          status.SerializeAsString()};
}

// Decides by the amount alone. Refuses the finish of a run with malformed rows, for ever.
class FakeLoads : public v1::LoadService::Service {
 public:
  using Stream = grpc::ServerReaderWriter<v1::BulkLoadResponse, v1::BulkLoadRequest>;

  grpc::Status BulkLoad(grpc::ServerContext*, Stream* stream) override {
    v1::BulkLoadRequest request;
    int undecided = 0;
    while (stream->Read(&request)) {
      v1::BulkLoadResponse response;
      if (request.has_start()) {
        if (start_reused) {
          return ToGrpc(Failure(3, "this request id was used before", "REQUEST_ID_REUSED"));
        }
        response.mutable_started()->set_run("runs/7");
      } else if (request.has_chunk()) {
        if (request.chunk().chunk_number() == breaks_at_chunk) {
          return ToGrpc(Failure(13, "a fault", "INTERNAL"));
        }
        undecided += Decide(request.chunk(), *response.mutable_chunk());
      } else {
        if (undecided > 0) refused_finishes_.insert(request.finish().request_id());
        if (refused_finishes_.contains(request.finish().request_id())) {
          return ToGrpc(
              Failure(9, "The rows decided are not the rows declared.", "RUN_TOTALS_DIFFER"));
        }
        response.mutable_finished()->set_run("runs/7");
      }
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  bool start_reused = false;
  uint64_t breaks_at_chunk = 0;

 private:
  static int Decide(const v1::BulkLoadChunk& chunk, v1::BulkLoadChunkResult& result) {
    int undecided = 0;
    result.set_chunk_number(chunk.chunk_number());
    for (int i = 0; i < chunk.rows_size(); ++i) {
      const int64_t pence = chunk.rows(i).amount_pence();
      google::rpc::Status failed;
      if (pence == kRefused) {
        failed = Failure(9, "The due date has not come yet.", "DUE_DATE_IN_FUTURE");
      } else if (pence == kMalformed) {
        failed = Failure(3, "due_date: must be a date", "INVALID_REQUEST");
        ++undecided;
      } else if (pence == kOtherContent) {
        failed = Failure(3, "the request id was used before", "REQUEST_ID_REUSED");
      } else {
        result.set_accepted_count(result.accepted_count() + 1);
        result.set_accepted_pence(result.accepted_pence() + pence);
        continue;
      }
      auto& failure = *result.add_failures();
      failure.set_row(static_cast<uint32_t>(i));
      failure.set_request_id(chunk.rows(i).request_id());
      *failure.mutable_status() = failed;
    }
    return undecided;
  }

  std::set<std::string> refused_finishes_;
};

struct Result {
  ExitCode code;
  std::string out;
  std::string err;
};

class BulkCommandTest : public ::testing::Test {
 protected:
  BulkCommandTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&loads_);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    server_ = builder.BuildAndStart();
  }
  ~BulkCommandTest() override { server_->Shutdown(); }

  static std::string Row(int key, absl::string_view amount) {
    return absl::StrCat(key, ",3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a,", amount, ",2026-07-01\n");
  }

  // Loads a file of `rows`, with further words of the command line.
  Result Load(const std::string& rows, const std::vector<std::string>& further = {}) {
    const std::string path = folder_.file("loads.csv");
    std::ofstream(path, std::ios::binary) << "row_key,award,amount,due_date\n" << rows;
    std::vector<std::string> words = {"cardledger", "load",     "bulk",
                                      path,         "--server", absl::StrCat("127.0.0.1:", port_)};
    words.insert(words.end(), further.begin(), further.end());
    std::vector<const char*> raw;
    raw.reserve(words.size());
    for (const std::string& word : words) raw.push_back(word.c_str());
    std::ostringstream out;
    std::ostringstream err;
    Context context(out, err, false);
    const ExitCode code = RunCommandLine(raw, context);
    return {code, out.str(), err.str()};
  }

  static google::protobuf::Struct LastJson(const std::string& lines) {
    const std::vector<std::string> split = absl::StrSplit(lines, '\n', absl::SkipEmpty());
    google::protobuf::Struct object;
    EXPECT_FALSE(split.empty());
    if (split.empty()) return object;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(split.back(), &object).ok()) << lines;
    return object;
  }

  tests::TemporaryFolder folder_;
  FakeLoads loads_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(BulkCommandTest, ARefusedFinishSaysWhatIsLoadedAndWhichRowsAreNot) {
  std::string rows;
  for (int i = 0; i < 999; ++i) rows += Row(i, "1.00");
  rows += Row(999, "17.00");
  const Result result = Load(rows);
  EXPECT_EQ(result.code, kExitRefused);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("[RUN_TOTALS_DIFFER]"));
  EXPECT_THAT(result.err, HasSubstr("999 rows of 1,000 (£999.00) ARE loaded."));
  EXPECT_THAT(result.err, HasSubstr("1001  £17.00"));
  EXPECT_THAT(result.err, HasSubstr("due_date: must be a date [INVALID_REQUEST]"));
  EXPECT_THAT(result.err, HasSubstr("put them alone into a new file"));
  EXPECT_THAT(Load(rows, {"--quiet"}).err, HasSubstr("ARE loaded."));
}

TEST_F(BulkCommandTest, ARefusedFinishWithJsonIsAnErrorThatCountsWhatIsLoaded) {
  const Result result = Load(Row(1, "1.00") + Row(2, "17.00") + Row(3, "2.00"), {"--json"});
  EXPECT_EQ(result.code, kExitRefused);
  const auto row = LastJson(result.out).fields().at("refusedRow").struct_value();
  EXPECT_EQ(row.fields().at("line").number_value(), 3);
  EXPECT_EQ(row.fields().at("reason").string_value(), "INVALID_REQUEST");
  const auto error = LastJson(result.err).fields().at("error").struct_value();
  EXPECT_EQ(error.fields().at("reason").string_value(), "RUN_TOTALS_DIFFER");
  const auto facts = error.fields().at("facts").struct_value();
  EXPECT_EQ(facts.fields().at("rows_loaded").string_value(), "2");
  EXPECT_EQ(facts.fields().at("rows_loaded_pence").string_value(), "300");
  EXPECT_EQ(facts.fields().at("rows_not_loaded").string_value(), "1");
}

TEST_F(BulkCommandTest, ARunGoesOnUnderItsBatchReferenceOnceItsRowIsMended) {
  const std::vector<std::string> batch = {"--batch-reference", "july"};
  EXPECT_EQ(Load(Row(1, "1.00") + Row(2, "17.00"), batch).code, kExitRefused);
  EXPECT_EQ(Load(Row(1, "1.00") + Row(2, "16.00"), batch).code, kExitOk);
}

TEST_F(BulkCommandTest, ARowSentBeforeWithOtherContentIsNeverSentToANewFile) {
  const Result result = Load(Row(1, "1.00") + Row(2, "19.00"));
  EXPECT_EQ(result.code, kExitRowsRefused);
  EXPECT_THAT(result.out, HasSubstr("was sent before with other content"));
  EXPECT_THAT(result.err, HasSubstr("Do not put it into a new file"));
  EXPECT_THAT(result.err, Not(HasSubstr("put them alone into a new file")));
  const Result both = Load(Row(1, "19.00") + Row(2, "13.00"));
  EXPECT_THAT(both.err, HasSubstr("Do not put it into a new file"));
  EXPECT_THAT(both.err, HasSubstr("put them alone into a new file"));
}

TEST_F(BulkCommandTest, ABatchBegunBeforeNamesBothCausesAndDoesNotSayThatNothingIsLoaded) {
  loads_.start_reused = true;
  const Result result = Load(Row(1, "1.00"), {"--batch-reference", "july"});
  EXPECT_EQ(result.code, kExitBadInput);
  EXPECT_THAT(result.err, HasSubstr("with other rows"));
  EXPECT_THAT(result.err, HasSubstr("by another officer"));
  EXPECT_THAT(result.err, Not(HasSubstr("othing was loaded")));
  EXPECT_THAT(result.err, Not(HasSubstr("nothing of this one")));
  EXPECT_THAT(Load(Row(1, "1.00"), {"--json"}).err, Not(HasSubstr("rows_loaded")));
}

TEST_F(BulkCommandTest, RowsWithoutAnAnswerAreNeverSentToANewFile) {
  std::string rows;
  for (int i = 0; i < 2500; ++i) rows += Row(i, i == 1 ? "13.00" : "1.00");
  loads_.breaks_at_chunk = 3;
  const Result result = Load(rows);
  EXPECT_EQ(result.code, kExitInternal);
  EXPECT_THAT(result.err, HasSubstr("ARE loaded; for "));
  EXPECT_THAT(result.err, HasSubstr("Run the same command again, unchanged"));
  EXPECT_THAT(result.err, Not(HasSubstr("new file")));
}

TEST_F(BulkCommandTest, RefusedRowsBeyondAThousandAreCountedAndWithJsonAllWritten) {
  std::string rows;
  for (int i = 0; i < 2500; ++i) rows += Row(i, i % 2 == 0 ? "13.00" : "1.00");
  const Result text = Load(rows);
  EXPECT_EQ(text.code, kExitRowsRefused);
  EXPECT_THAT(text.out, HasSubstr("... and 250 rows more"));
  const Result json = Load(rows, {"--json"});
  int refused = 0;
  for (absl::string_view line : absl::StrSplit(json.out, '\n')) {
    if (absl::StartsWith(line, "{\"refusedRow\"")) ++refused;
  }
  EXPECT_EQ(refused, 1250);
  EXPECT_TRUE(LastJson(json.out).fields().contains("run"));
}

TEST_F(BulkCommandTest, BadRowsEndInAnErrorThatCountsThem) {
  std::string rows;
  for (int i = 0; i < 1500; ++i) rows += Row(i, "x");
  const Result json = Load(rows, {"--json"});
  EXPECT_EQ(json.code, kExitBadInput);
  const auto error = LastJson(json.err).fields().at("error").struct_value();
  EXPECT_EQ(error.fields().at("facts").struct_value().fields().at("bad_rows").string_value(),
            "1500");
  const Result quiet = Load(rows, {"--quiet"});
  EXPECT_EQ(quiet.code, kExitBadInput);
  EXPECT_THAT(quiet.err, HasSubstr("Nothing was sent: 1,500 rows"));
  EXPECT_THAT(quiet.err, HasSubstr("... and 500 rows more"));
}

}  // namespace
}  // namespace cardledger::cli
