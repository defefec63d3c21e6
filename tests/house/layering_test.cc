#include "tests/house/layering.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/house/source_tree.h"

namespace cardledger::tests::house {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Layering, WholeTree_includesRunDownwardsOnly) {
  std::vector<std::string> findings;
  for (const SourceFile& file : ReadSourceTree(RepositoryRoot())) {
    for (std::string& finding : CheckLayering(file)) findings.push_back(std::move(finding));
  }
  EXPECT_THAT(findings, IsEmpty());
}

TEST(Layering, WholeTree_everySourceBeginsWithItsHeader) {
  const std::vector<SourceFile> tree = ReadSourceTree(RepositoryRoot());
  std::vector<std::string> findings;
  for (const SourceFile& file : tree) {
    for (std::string& finding : CheckOwnHeaderFirst(file, tree)) {
      findings.push_back(std::move(finding));
    }
  }
  EXPECT_THAT(findings, IsEmpty());
}

TEST(Layering, Sample_sourceThatDoesNotBeginWithItsHeaderIsFound) {
  const std::vector<SourceFile> tree = {SampleFile("base/a.h", "#pragma once")};
  const auto findings = [&](absl::string_view path, absl::string_view text) {
    return CheckOwnHeaderFirst(SampleFile(path, text), tree);
  };
  EXPECT_THAT(findings("base/a.cc", "#include \"base/a.h\"\n#include <map>"), IsEmpty());
  EXPECT_THAT(findings("base/a.cc", "#include <map>\n#include \"base/a.h\""),
              ElementsAre(HasSubstr("not first")));
  EXPECT_THAT(findings("base/a.cc", "int a;"), ElementsAre(HasSubstr("does not include")));
  EXPECT_THAT(findings("base/b.cc", "int b;"), IsEmpty());
}

struct Case {
  std::string path;
  std::string line;
  std::string finding;  // Part of it; empty where the line is allowed.
};

void ExpectVerdict(const Case& sample) {
  SCOPED_TRACE(absl::StrCat(sample.path, ": ", sample.line));
  const std::vector<std::string> findings = CheckLayering(SampleFile(sample.path, sample.line));
  if (sample.finding.empty()) {
    EXPECT_THAT(findings, IsEmpty());
  } else {
    EXPECT_THAT(findings, ElementsAre(HasSubstr(sample.finding)));
  }
}

TEST(Layering, Sample_includeUpwardsIsRefused) {
  const std::vector<Case> cases = {
      {"base/a.h", "#include \"storage/kv_store.h\"", "base/ may not include"},
      {"storage/kv_store.h", "#include \"services/domain/money.h\"", "storage/ may not include"},
      {"storage/memory/a.cc", "#include \"storage/rocksdb/b.h\"",
       "may not include storage/rocksdb"},
      {"services/domain/a.cc", "#include \"storage/kv_store.h\"", "may not include storage/"},
      {"services/engine/a.cc", "#include \"storage/memory/memory_store.h\"", "storage/memory/"},
      {"services/engine/a.cc", "#include \"storage/rocksdb/rocksdb_store.h\"", "storage/rocksdb/"},
      {"services/engine/a.cc", "#include \"storage/file/file_anchor.h\"", "storage/file/"},
      {"services/engine/a.cc", "#include \"services/rpc/a.h\"", "may not include services/rpc"},
      {"services/rpc/a.cc", "#include \"storage/memory/memory_store.h\"", "storage/memory/"},
      {"services/rpc/a.cc", "#include \"services/server/a.h\"", "may not include services/server"},
      {"clients/cpp/a.cc", "#include \"services/domain/money.h\"", "clients/ may not include"},
      {"services/server/a.cc", "#include \"tests/house/layering.h\"", "may not include tests/"},
      {"services/server/a.cc", "#include \"storage/memory/testing/a.h\"", "only tests may include"},
      {"elsewhere/a.cc", "int a;", "stands in no layer"},
  };
  for (const Case& sample : cases) ExpectVerdict(sample);
}

TEST(Layering, Sample_foreignHeaderInTheWrongFolderIsRefused) {
  const std::vector<Case> cases = {
      {"services/domain/a.cc", "#include <chrono>", "is pure"},
      {"services/domain/a.cc", "#include <random>", "is pure"},
      {"services/domain/a.cc", "#include <thread>", "is pure"},
      {"services/domain/a.cc", "#include <mutex>", "is pure"},
      {"services/domain/a.cc", "#include <atomic>", "is pure"},
      {"services/domain/a.cc", "#include <fstream>", "is pure"},
      {"services/domain/a.cc", "#include <filesystem>", "is pure"},
      {"services/domain/a.cc", "#include \"base/mutex.h\"", "is pure"},
      {"services/domain/a.cc", "#include \"absl/time/clock.h\"", "is pure"},
      {"services/domain/a.cc", "#include \"cardledger/v1/loads.grpc.pb.h\"", "may not use gRPC"},
      {"services/engine/a.cc", "#include <grpcpp/grpcpp.h>", "may not use gRPC"},
      {"services/engine/a.cc", "#include \"rocksdb/db.h\"", "storage/rocksdb/ alone"},
      {"services/engine/a.cc", "#include \"engine.h\"", "not a path from the repository root"},
  };
  for (const Case& sample : cases) ExpectVerdict(sample);
}

TEST(Layering, Sample_floatingPointInDomainIsRefused) {
  const std::vector<Case> cases = {
      {"services/domain/a.cc", "double pence = 1;", "no floating point"},
      {"services/domain/a.cc", "auto x = static_cast<float>(1);", "no floating point"},
      {"services/domain/a.cc", "// the double entry", ""},
      {"services/domain/a.cc", "const char* text = \"double\";", ""},
      {"services/domain/a.cc", "int doubled = 1'000'000;", ""},
      {"services/engine/a.cc", "double seconds = 1;", ""},
  };
  for (const Case& sample : cases) ExpectVerdict(sample);
}

TEST(Layering, Sample_includeDownwardsIsAllowed) {
  const std::vector<Case> cases = {
      {"storage/memory/a.cc", "#include \"storage/kv_store.h\"", ""},
      {"storage/rocksdb/a.cc", "#include \"rocksdb/db.h\"", ""},
      {"services/domain/a.cc", "#include \"cardledger/v1/loads.pb.h\"", ""},
      {"services/engine/a.cc", "#include \"storage/kv_store.h\"", ""},
      {"services/engine/a.cc", "#include \"storage/anchor.h\"", ""},
      {"services/rpc/a.cc", "#include <grpcpp/grpcpp.h>", ""},
      {"services/rpc/a.cc", "#include \"services/engine/engine.h\"", ""},
      {"services/server/a.cc", "#include \"storage/rocksdb/rocksdb_store.h\"", ""},
      {"services/fsck/a.cc", "#include \"storage/rocksdb/rocksdb_store.h\"", ""},
      {"clients/cli/a.cc", "#include \"clients/cpp/client.h\"", ""},
      {"tests/fault/a.cc", "#include \"storage/memory/testing/a.h\"", ""},
  };
  for (const Case& sample : cases) ExpectVerdict(sample);
}

}  // namespace
}  // namespace cardledger::tests::house
