#pragma once

// Commands against a service that takes any call and keeps what it was sent. One thread.

#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "clients/cli/run.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/clients/cpp/any_service.h"

// A day of July 2026 as text of a request.
#define DAY(day) "{ year: 2026 month: 7 day: " #day " }"

namespace cardledger::cli {

// <id> in a line and in a request stands for this one.
inline constexpr char kId[] = "7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10";

struct Result {
  ExitCode code;
  std::string out;
  std::string err;
};

class CommandsTest : public ::testing::Test {
 protected:
  CommandsTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
  }
  ~CommandsTest() override { server_->Shutdown(); }

  // Words with their blanks between; _ in a word is a blank.
  Result Run(const std::string& line) {
    service_.sent_by_method.clear();
    std::vector<std::string> words =
        absl::StrSplit(absl::StrReplaceAll(line, {{"<id>", kId}}), ' ', absl::SkipEmpty());
    words.insert(words.begin(), "cardledger");
    words.insert(words.end(), {"--server", absl::StrCat("127.0.0.1:", port_), "--as", "anna",
                               "--roles", "auditor"});
    std::vector<const char*> raw;
    for (std::string& word : words) {
      word = absl::StrReplaceAll(word, {{"_", " "}});
      raw.push_back(word.c_str());
    }
    std::ostringstream out;
    std::ostringstream err;
    Context context(out, err, false);
    const ExitCode code = RunCommandLine(raw, context);
    return {code, out.str(), err.str()};
  }

  // The one request that was sent to a method, without its request id, as text on one line.
  std::string Sent(const std::string& method) {
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        "cardledger.v1." + method);
    const std::string path = absl::StrCat(
        "/", absl::StrReplaceAll("cardledger.v1." + method, {{"Service.", "Service/"}}));
    EXPECT_THAT(service_.sent_by_method[path], ::testing::SizeIs(1)) << path;
    if (descriptor == nullptr || service_.sent_by_method[path].size() != 1) return "";
    const std::unique_ptr<google::protobuf::Message> request = NewRequest(descriptor);
    EXPECT_TRUE(request->ParseFromString(service_.sent_by_method[path][0]));
    const auto* id = request->GetDescriptor()->FindFieldByName("request_id");
    if (id != nullptr) request->GetReflection()->ClearField(request.get(), id);
    return request->ShortDebugString();
  }

  // `text` as Sent writes it.
  static std::string Canonical(const std::string& method, const std::string& text) {
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        "cardledger.v1." + method);
    if (descriptor == nullptr) return "no method " + method;
    const std::unique_ptr<google::protobuf::Message> request = NewRequest(descriptor);
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        absl::StrReplaceAll(text, {{"<id>", kId}}), request.get()))
        << text;
    return request->ShortDebugString();
  }

  static std::unique_ptr<google::protobuf::Message> NewRequest(
      const google::protobuf::MethodDescriptor* method) {
    return std::unique_ptr<google::protobuf::Message>(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(method->input_type())
            ->New());
  }

  int port_ = 0;
  client::AnyService service_{0};
  std::unique_ptr<grpc::Server> server_;
  tests::TemporaryFolder folder_;
};

struct SentCase {
  const char* line;
  const char* method;
  const char* request;
};

inline void PrintTo(const SentCase& c, std::ostream* out) { *out << c.line; }

class CommandSendsTest : public CommandsTest, public ::testing::WithParamInterface<SentCase> {};

}  // namespace cardledger::cli
