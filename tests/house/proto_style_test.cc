#include "tests/house/proto_style.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "google/protobuf/compiler/importer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "gtest/gtest.h"

#include "tests/house/source_tree.h"

namespace cardledger::tests::house {
namespace {

using google::protobuf::compiler::DiskSourceTree;
using google::protobuf::compiler::Importer;
using google::protobuf::compiler::MultiFileErrorCollector;
using google::protobuf::compiler::SourceTree;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Errors : public MultiFileErrorCollector {
 public:
  void AddError(const std::string& file, int line, int column,
                const std::string& message) override {
    ADD_FAILURE() << file << ":" << line + 1 << ":" << column + 1 << ": " << message;
  }
};

// The real protos, with one sample in front of them.
class SampleTree : public SourceTree {
 public:
  explicit SampleTree(std::string sample) : sample_(std::move(sample)) {
    const std::string root(RepositoryRoot());
    disk_.MapPath("", root + "/proto");
    disk_.MapPath("", CARDLEDGER_GOOGLE_PROTOS);
    disk_.MapPath("", CARDLEDGER_PROTOBUF_INCLUDES);
  }
  google::protobuf::io::ZeroCopyInputStream* Open(const std::string& name) override {
    if (name != "sample.proto") return disk_.Open(name);
    return new google::protobuf::io::ArrayInputStream(sample_.data(),
                                                      static_cast<int>(sample_.size()));
  }
  std::string GetLastErrorMessage() override { return disk_.GetLastErrorMessage(); }

 private:
  std::string sample_;
  DiskSourceTree disk_;
};

std::vector<std::string> CheckOne(const std::string& name, const std::string& sample = "") {
  SampleTree tree(sample);
  Errors errors;
  Importer importer(&tree, &errors);
  const google::protobuf::FileDescriptor* file = importer.Import(name);
  if (file == nullptr) return {absl::StrCat(name, " does not parse")};
  return CheckProtoStyle(*file);
}

TEST(ProtoStyle, EveryProto_keepsTheHabits) {
  std::vector<std::string> findings;
  size_t protos = 0;
  for (const SourceFile& file : ReadSourceTree(RepositoryRoot())) {
    absl::string_view name = file.path;
    if (!absl::ConsumePrefix(&name, "proto/") || !absl::EndsWith(name, ".proto")) continue;
    ++protos;
    for (std::string& finding : CheckOne(std::string(name))) findings.push_back(std::move(finding));
  }
  EXPECT_GT(protos, 0u);
  EXPECT_THAT(findings, IsEmpty());
}

// A file that keeps every habit; each case below breaks one.
constexpr char kGood[] = R"(syntax = "proto3";
package sample;
import "cardledger/v1/access.proto";
// E.
enum E {
  // Zero.
  E_UNSPECIFIED = 0;
}
// In.
message ListInRequest {
  // Size.
  int32 page_size = 1;
  // Token.
  string page_token = 2;
}
// Out.
message ListInResponse {
  // Token.
  string next_page_token = 1;
}
// Do.
message DoRequest {
  // Id.
  string request_id = 1;
  // Only.
  bool validate_only = 2;
  // Extra.
  int32 extra = 3;
}
// Done.
message DoResponse {}
// S.
service S {
  // Lists.
  rpc ListIn(ListInRequest) returns (ListInResponse) {
    option (cardledger.v1.access) = { grants: { scope: ACCESS_SCOPE_ANY } };
  }
  // Does.
  rpc Do(DoRequest) returns (DoResponse) {
    option (cardledger.v1.access) = { grants: { scope: ACCESS_SCOPE_ANY } };
  }
}
)";

TEST(ProtoStyle, Sample_thatKeepsTheHabitsPasses) {
  EXPECT_THAT(CheckOne("sample.proto", kGood), IsEmpty());
}

TEST(ProtoStyle, Sample_thatBreaksOneHabitIsRefused) {
  struct Case {
    std::string cut;
    std::string put;
    std::string finding;
  };
  const std::vector<Case> cases = {
      {"// E.", "", "sample.E has no comment"},
      {"  // Zero.\n", "", "sample.E_UNSPECIFIED has no comment"},
      {"E_UNSPECIFIED", "E_NONE", "must be called"},
      {"// In.", "", "sample.ListInRequest has no comment"},
      {"  // Size.\n", "", "sample.ListInRequest.page_size has no comment"},
      {"int32 page_size", "int32 size", "has no page_size"},
      {"string page_token", "string token", "has no page_token"},
      {"string next_page_token", "string next", "has no next_page_token"},
      {"string request_id", "string id", "has no request_id"},
      {"bool validate_only", "bool only", "has no validate_only"},
      {"int32 extra", "float extra", "floating point"},
      {"int32 extra", "double extra", "floating point"},
      {"int32 extra", "map<string, string> extra", "is a map"},
      {"// S.", "", "sample.S has no comment"},
      {"  // Does.\n", "", "sample.S.Do has no comment"},
      {"    option (cardledger.v1.access) = { grants: { scope: ACCESS_SCOPE_ANY } };\n", "",
       "sample.S.ListIn has no access rule"},
  };
  for (const Case& sample : cases) {
    SCOPED_TRACE(absl::StrCat("'", sample.cut, "' made '", sample.put, "'"));
    std::string text = kGood;
    const size_t at = text.find(sample.cut);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, sample.cut.size(), sample.put);
    EXPECT_THAT(CheckOne("sample.proto", text), ElementsAre(HasSubstr(sample.finding)));
  }
}

}  // namespace
}  // namespace cardledger::tests::house
