#include "tests/house/layering.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace cardledger::tests::house {
namespace {

struct Layer {
  absl::string_view folder;
  // Our own headers that may be included: folders end in a slash, the rest are whole paths.
  std::array<absl::string_view, 8> may_include;
  bool may_use_grpc = false;
};

// The longest folder that fits a file is its layer. "cardledger/" is the generated protos.
constexpr std::array kLayers = {
    Layer{"base/", {"base/"}},
    Layer{"storage/", {"base/", "storage/*"}},
    Layer{"storage/file/", {"base/", "storage/*", "storage/file/"}},
    Layer{"storage/memory/", {"base/", "storage/*", "storage/memory/"}},
    Layer{"storage/rocksdb/", {"base/", "storage/*", "storage/rocksdb/"}},
    Layer{"services/domain/", {"base/", "services/domain/", "cardledger/"}},
    // Of the domain it knows what names a thing, and nothing of its rules.
    Layer{"services/vault/",
          {"base/", "services/domain/ids.h", "services/vault/", "storage/*", "cardledger/"}},
    Layer{"services/engine/",
          {"base/", "services/domain/", "services/vault/", "services/engine/", "storage/*",
           "cardledger/"}},
    // It knows the bounds, which stand in one file, and nothing else of the domain.
    Layer{"services/identity/", {"base/", "services/domain/limits.h", "services/identity/"}},
    Layer{"services/rpc/",
          {"base/", "services/domain/", "services/engine/", "services/identity/", "services/rpc/",
           "services/vault/", "storage/*", "cardledger/"},
          true},
    Layer{"services/metrics/",
          {"base/", "services/engine/engine_observer.h", "services/metrics/",
           "services/rpc/call_log.h", "services/rpc/call_observer.h"},
          true},
    Layer{"services/server/", {"base/", "storage/", "services/", "cardledger/"}, true},
    Layer{"services/fsck/",
          {"base/", "storage/", "services/domain/", "services/vault/", "services/engine/",
           "services/fsck/", "cardledger/"}},
    Layer{"clients/", {"base/", "clients/", "cardledger/"}, true},
    Layer{"tests/", {"base/", "storage/", "services/", "clients/", "tests/", "cardledger/"}, true},
};

// What would let the outside world into a decision: the same command must always decide alike.
constexpr std::array<absl::string_view, 16> kBannedInDomain = {
    "chrono", "random",       "thread",     "mutex",       "shared_mutex", "condition_variable",
    "atomic", "future",       "fstream",    "filesystem",  "iostream",     "ctime",
    "time.h", "base/mutex.h", "absl/time/", "absl/random/"};

constexpr std::array<absl::string_view, 6> kOurFolders = {"base/",    "storage/", "services/",
                                                          "clients/", "tests/",   "cardledger/"};
constexpr std::array<absl::string_view, 12> kForeignQuoted = {
    "CLI/",   "absl/",    "google/",  "grpc/",      "grpcpp/",  "gtest/",
    "gmock/", "openssl/", "rocksdb/", "benchmark/", "utf8cpp/", "prometheus/"};

template <size_t kCount>
bool StartsWithAny(absl::string_view text, const std::array<absl::string_view, kCount>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [text](absl::string_view prefix) { return absl::StartsWith(text, prefix); });
}

const Layer* LayerOf(absl::string_view path) {
  const Layer* found = nullptr;
  for (const Layer& layer : kLayers) {
    if (absl::StartsWith(path, layer.folder) &&
        (found == nullptr || layer.folder.size() > found->folder.size())) {
      found = &layer;
    }
  }
  return found;
}

// "storage/*" stands for the headers of that folder itself, without its subfolders.
bool Allows(absl::string_view pattern, absl::string_view header) {
  if (pattern.empty()) return false;
  if (!absl::ConsumeSuffix(&pattern, "*")) return absl::StartsWith(header, pattern);
  return absl::ConsumePrefix(&header, pattern) && !absl::StrContains(header, '/');
}

struct Include {
  absl::string_view header;
  bool quoted;
};

std::optional<Include> ParseInclude(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, "#include ") || line.size() < 3) return std::nullopt;
  const bool quoted = line.front() == '"';
  line.remove_prefix(1);
  return Include{line.substr(0, line.find_first_of("\">")), quoted};
}

bool IsGrpc(absl::string_view header) {
  return absl::StartsWith(header, "grpc") || absl::EndsWith(header, ".grpc.pb.h");
}

// Why `file` of `layer` may not include it; nullopt when it may.
std::optional<std::string> Objection(const SourceFile& file, const Layer& layer,
                                     const Include& include) {
  const absl::string_view header = include.header;
  const bool ours = StartsWithAny(header, kOurFolders);
  if (include.quoted && !ours && !StartsWithAny(header, kForeignQuoted)) {
    return absl::StrCat("\"", header, "\" is not a path from the repository root");
  }
  if (ours && std::none_of(layer.may_include.begin(), layer.may_include.end(),
                           [header](absl::string_view p) { return Allows(p, header); })) {
    return absl::StrCat(layer.folder, " may not include ", header);
  }
  if (absl::StrContains(header, "/testing/") && !absl::StartsWith(file.path, "tests/") &&
      !absl::StrContains(file.path, "/testing/")) {
    return absl::StrCat("only tests may include ", header);
  }
  if (IsGrpc(header) && !layer.may_use_grpc) {
    return absl::StrCat(layer.folder, " may not use gRPC (", header, ")");
  }
  if (absl::StartsWith(header, "rocksdb/") && !absl::StartsWith(file.path, "storage/rocksdb/") &&
      !absl::StartsWith(file.path, "tests/")) {
    return absl::StrCat("RocksDB is known to storage/rocksdb/ alone (", header, ")");
  }
  if (layer.folder == "services/domain/" && StartsWithAny(header, kBannedInDomain)) {
    return absl::StrCat("services/domain/ is pure and may not include ", header);
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> CheckLayering(const SourceFile& file) {
  std::vector<std::string> findings;
  if (!IsCpp(file.path)) return findings;
  const Layer* layer = LayerOf(file.path);
  if (layer == nullptr) {
    findings.push_back(FindingAt(file, 0, "stands in no layer; add its folder to layering.cc"));
    return findings;
  }
  const std::vector<std::string> code = CodeOnly(file.lines);
  for (size_t i = 0; i < file.lines.size(); ++i) {
    if (const std::optional<Include> include = ParseInclude(file.lines[i])) {
      if (const auto objection = Objection(file, *layer, *include)) {
        findings.push_back(FindingAt(file, i, *objection));
      }
    }
    if (layer->folder == "services/domain/" &&
        (HasWord(code[i], "double") || HasWord(code[i], "float"))) {
      findings.push_back(FindingAt(file, i, "money and dates know no floating point"));
    }
  }
  return findings;
}

std::vector<std::string> CheckOwnHeaderFirst(const SourceFile& file,
                                             const std::vector<SourceFile>& tree) {
  if (!absl::EndsWith(file.path, ".cc")) return {};
  const std::string header = absl::StrCat(absl::StripSuffix(file.path, ".cc"), ".h");
  const auto at = std::lower_bound(
      tree.begin(), tree.end(), header,
      [](const SourceFile& each, const std::string& path) { return each.path < path; });
  if (at == tree.end() || at->path != header) return {};
  for (size_t i = 0; i < file.lines.size(); ++i) {
    const std::optional<Include> include = ParseInclude(file.lines[i]);
    if (!include) continue;
    if (include->header == header) return {};
    return {FindingAt(file, i, absl::StrCat("includes ", header, " not first"))};
  }
  return {FindingAt(file, 0, absl::StrCat("does not include ", header))};
}

}  // namespace cardledger::tests::house
