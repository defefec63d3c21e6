// One flipped byte, a cut or a missing file, anywhere in a store: it is reported when the store is
// opened or its files are verified, or every row is as it was, or the store stands below the number
// of batches it had acknowledged, which the anchor reports. Never other rows at the same number.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <unistd.h>

#include "gtest/gtest.h"

#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/rocksdb_verify.h"
#include "storage/rocksdb/testing/power_cut_env.h"
#include "storage/rocksdb/testing/power_cut_file_system.h"
#include "tests/fault/random_rows.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_folder.h"
#include <sys/wait.h>

namespace cardledger::fault {
namespace {

namespace fs = std::filesystem;
using storage::ApplyOutcome;
using storage::OpenRocksDbStore;
using storage::RocksDbOptions;
using storage::VerifyRocksDbFiles;

constexpr int kBatches = 120;
constexpr uint64_t kLives = 3;
constexpr uint64_t kSeed = 42;

// Of each kind of damage, in each file, at most.
uint64_t DamagesOr(uint64_t otherwise) {
  return std::min(otherwise, tests::NumberFromEnvironment("CARDLEDGER_DAMAGES", otherwise));
}

enum class Finding { kReported, kUnchanged, kBelowAnchor, kSilentlyOther };

std::string KindOf(const fs::path& file) {
  const std::string name = file.filename().string();
  if (file.extension() == ".sst") return "table";
  if (file.extension() == ".log") return "log";
  return name.substr(0, name.find('-'));
}

// `name` as a file of its own, the others as links: RocksDB adds and deletes files, it changes
// none.
void CopyForDamage(const fs::path& from, const fs::path& to, const std::string& name) {
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    const fs::path target = to / entry.path().filename();
    if (target.filename() == name) {
      fs::copy_file(entry.path(), target);
    } else {
      fs::create_hard_link(entry.path(), target);
    }
  }
}

RocksDbOptions Options(const fs::path& path, rocksdb::Env& env) {
  return {.path = path.string(),
          .create_if_missing = false,
          .env = &env,
          .write_buffer_bytes = 4 << 20};  // no table before a store is closed
}

// Everything that touches RocksDB runs in a process of its own: some damage makes this build of
// RocksDB end the process by an assertion, which is a report too, if not a kind one.
int ExitCodeOf(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Writes kBatches batches in kLives lives of the store, each of which leaves a table when it is
// closed. The last one is closed too, or has its power cut and leaves a log.
bool MakeImage(const fs::path& path, const fs::path& graveyard, bool closed) {
  const auto disk = std::make_shared<storage::PowerCutFileSystem>(graveyard);
  const std::unique_ptr<rocksdb::Env> env = storage::NewPowerCutEnv(disk);
  RocksDbOptions options = Options(path, *env);
  options.create_if_missing = true;
  RandomRows random(kSeed);
  for (uint64_t life = 1; life <= kLives; ++life) {
    auto store = OpenRocksDbStore(options);
    if (!store.ok()) return false;
    auto writer = (*store)->OpenWriter(life);
    if (!writer.ok()) return false;
    while ((*writer)->sequence() < life * kBatches / kLives) {
      const uint64_t sequence = (*writer)->sequence();
      if ((*writer)->Apply(random.NextBatch(), sequence).outcome != ApplyOutcome::kOk) return false;
    }
    writer->reset();
    const bool cut = life == kLives && !closed;
    if (cut) disk->CutPower();
    if ((*store)->Close().ok() == cut) return false;
  }
  disk->Restore(1);
  return true;
}

// What an operator would find out: verifying first, then opening and reading.
Finding Look(const fs::path& path, const fs::path& graveyard, const Rows& rows) {
  // Real syncs would take most of the time of thousands of openings.
  const auto disk = std::make_shared<storage::PowerCutFileSystem>(graveyard);
  const std::unique_ptr<rocksdb::Env> env = storage::NewPowerCutEnv(disk);
  if (!VerifyRocksDbFiles(Options(path, *env)).ok()) return Finding::kReported;
  auto store = OpenRocksDbStore(Options(path, *env));
  if (!store.ok()) return Finding::kReported;
  auto writer = (*store)->OpenWriter((*store)->last_epoch() + 1);
  const auto found = ReadAll(**store);
  if (!writer.ok() || !found.ok()) return Finding::kReported;
  const uint64_t sequence = (*writer)->sequence();
  if (sequence == kBatches) return *found == rows ? Finding::kUnchanged : Finding::kSilentlyOther;
  return sequence < kBatches ? Finding::kBelowAnchor : Finding::kSilentlyOther;
}

// A store with several tables: closed, or left by a power cut, with a log then. One that was closed
// holds everything in files that RocksDB keeps account of, so there only an older MANIFEST, which
// is a whole older store, is left to the anchor.
class RocksDbDamage : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    RandomRows random(kSeed);
    for (int i = 0; i < kBatches; ++i) RandomRows::Apply(random.NextBatch(), rows_);
    ASSERT_EQ(ExitCodeOf([&] { return MakeImage(image_, graveyard_, GetParam()) ? 0 : 1; }), 0);
  }

  bool IsCurrentManifest(const std::string& name) const {
    std::ifstream current(image_ / "CURRENT");
    std::string in_use;
    std::getline(current, in_use);
    return name == in_use;
  }

  // Copies the image, lets `damage` loose on its file `name`, and looks.
  Finding Find(const std::string& name, const std::function<void(const fs::path&)>& damage) {
    const fs::path path = folder_.path() / "damaged";
    fs::remove_all(path);
    CopyForDamage(image_, path, name);
    damage(path / name);
    const int code = ExitCodeOf([&] { return static_cast<int>(Look(path, graveyard_, rows_)); });
    if (code >= 0) return static_cast<Finding>(code);
    ++aborts_;
    return Finding::kReported;
  }

  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(image_)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  void Expect(Finding finding, const std::string& what) {
    EXPECT_NE(finding, Finding::kSilentlyOther) << what;
    if (GetParam() && !what.starts_with("MANIFEST")) {
      EXPECT_NE(finding, Finding::kBelowAnchor) << what;
    }
    ++findings_[finding];
    ++tried_;
    if (what.find(".log") != std::string::npos) ++findings_in_logs_[finding];
  }

  const tests::TemporaryFolder folder_;
  const fs::path image_ = folder_.path() / "image";
  const fs::path graveyard_ = folder_.path() / "graveyard";
  Rows rows_;
  std::map<Finding, int> findings_;
  std::map<Finding, int> findings_in_logs_;
  int tried_ = 0;
  int aborts_ = 0;
};

TEST_P(RocksDbDamage, ImageWithoutDamageIsUnchanged) {
  EXPECT_EQ(Find("CURRENT", [](const fs::path&) {}), Finding::kUnchanged);
  std::map<std::string, int> kinds;
  for (const std::string& name : Files()) ++kinds[KindOf(name)];
  EXPECT_GE(kinds["table"], 2);
  EXPECT_GE(kinds["log"], 1);
  for (const std::string kind : {"CURRENT", "MANIFEST", "OPTIONS", "IDENTITY", "LOCK"}) {
    EXPECT_GE(kinds[kind], 1) << kind;
  }
}

TEST_P(RocksDbDamage, FlippedByteIsReportedOrChangesNothing) {
  std::mt19937_64 random(7);
  for (const std::string& name : Files()) {
    const uint64_t size = fs::file_size(image_ / name);
    if (size == 0) continue;
    const uint64_t flips = std::min<uint64_t>(size, DamagesOr(KindOf(name) == "LOG" ? 3 : 120));
    // A table's last bytes, which no checksum covers, are all tried.
    const uint64_t at_end = KindOf(name) == "table" ? DamagesOr(53) : 0;
    for (uint64_t i = 0; i < flips + at_end; ++i) {
      uint64_t place = flips == size ? i : random() % size;
      if (i >= flips) place = size - 1 - (i - flips);
      const char mask = static_cast<char>(1 + random() % 255);
      const auto flip = [&](const fs::path& path) {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(place));
        const char byte = static_cast<char>(file.get());
        file.seekp(static_cast<std::streamoff>(place));
        file.put(static_cast<char>(byte ^ mask));
      };
      Expect(Find(name, flip), name + " flipped at " + std::to_string(place));
    }
  }
  EXPECT_GT(findings_[Finding::kReported], tried_ * 2 / 5);
  EXPECT_LT(aborts_, 10);
  // Only a wrong length near the end of the newest log looks like a record that was torn.
  EXPECT_LE(findings_in_logs_[Finding::kBelowAnchor] * 5, findings_in_logs_[Finding::kReported]);
}

TEST_P(RocksDbDamage, CutFileIsReportedOrChangesNothing) {
  std::mt19937_64 random(8);
  for (const std::string& name : Files()) {
    const uint64_t size = fs::file_size(image_ / name);
    if (size == 0) continue;
    for (uint64_t i = 0; i < DamagesOr(25); ++i) {
      const uint64_t kept = i == 0 ? 0 : i == 1 ? size - 1 : random() % size;
      Expect(Find(name, [&](const fs::path& path) { fs::resize_file(path, kept); }),
             name + " cut to " + std::to_string(kept));
    }
  }
  EXPECT_GT(findings_[Finding::kReported], tried_ / 5);
}

// A power cut may leave the MANIFEST before the one in use, which nothing misses.
TEST_P(RocksDbDamage, MissingFileIsReportedOrChangesNothing) {
  for (const std::string& name : Files()) {
    const Finding finding = Find(name, [](const fs::path& path) { fs::remove(path); });
    Expect(finding, name + " missing");
    const std::string kind = KindOf(name);
    if (kind == "CURRENT" || kind == "table" || IsCurrentManifest(name)) {
      EXPECT_EQ(finding, Finding::kReported) << name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, RocksDbDamage, testing::Bool(),
                         [](const testing::TestParamInfo<bool>& closed) {
                           return closed.param ? "closed" : "crashed";
                         });

}  // namespace
}  // namespace cardledger::fault
