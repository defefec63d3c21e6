// One flipped byte, a cut or a missing file, anywhere in a ledger's folder: opening it reports the
// damage, or reading or fsck does, or everything is as it was; never silently another ledger. The
// packaged RocksDB looks at some of what it reads by assertions, which end the process. So the
// ledger is made, and each damage looked at, in a process of its own, forked before any thread
// began. The documented limit: after a crash, damage to the newest log may take what was written
// after the anchor; what is left is then a true beginning of the same journal.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <unistd.h>

#include "gtest/gtest.h"

#include "base/check.h"
#include "services/engine/keys.h"
#include "services/fsck/fsck.h"
#include "storage/rocksdb/rocksdb_verify.h"
#include "storage/rocksdb/testing/power_cut_env.h"
#include "tests/fault/rocksdb_ledger.h"
#include "tests/simulation/merkle.h"
#include "tests/support/environment.h"
#include "tests/support/fsck_findings.h"
#include <sys/wait.h>

namespace cardledger::fault {
namespace {

namespace fs = std::filesystem;

using Rows = std::vector<storage::KeyValue>;

enum class Finding {
  kAtOpen,
  kAtRead,
  kByVerify,
  kByFsck,
  kByAssertion,
  kUnchanged,
  kBeyondAnchor,
  kSilent
};

constexpr std::array<absl::string_view, 8> kFindingNames = {
    "at open",      "at read",   "by verify",     "by fsck",
    "by assertion", "unchanged", "beyond anchor", "SILENT"};

// What `work` returns in a process of its own, or minus the signal that ended it.
int InOwnProcess(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  CARDLEDGER_CHECK(waitpid(child, &status, 0) == child, "a child can be waited for");
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

void WriteText(std::ostream& out, absl::string_view text) { out << text.size() << ' ' << text; }

std::string ReadText(std::istream& in) {
  size_t size = 0;
  in >> size;
  in.get();
  std::string text(size, '\0');
  in.read(text.data(), static_cast<std::streamsize>(size));
  return text;
}

std::string KindOf(const fs::path& file) {
  const std::string name = file.filename().string();
  if (file.extension() == ".sst") return "table";
  if (file.extension() == ".log") return "log";
  return name.substr(0, name.find('-'));
}

absl::StatusOr<Rows> ReadRows(const storage::KvStore& store) {
  return store.Scan(*store.Snapshot(), {std::string(1, '\x01'), ""}, 1'000'000);
}

// Closed in good order, or left by a power cut, with a log then.
class LedgerDamage : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    ASSERT_EQ(InOwnProcess([this] {
                MakeImage();
                if (HasFailure()) return 1;
                WriteNotes();
                return 0;
              }),
              0);
    ReadNotes();
  }

  void MakeImage() {
    const bool closed = GetParam();
    RocksDbLedger ledger(11);
    ASSERT_TRUE(ledger.Open().ok());
    ledger.Work(300);
    ASSERT_EQ(ledger.findings(), simulation::Findings());
    // What the ledger does by itself is done, so that closing adds nothing.
    while (ledger.engine().RunOnce()) {
    }
    position_ = ledger.engine().view()->position;
    root_ = ledger.engine().view()->root;
    const absl::StatusOr<Rows> rows = ReadRows(ledger.store());
    ASSERT_TRUE(rows.ok()) << rows.status();
    rows_ = *rows;
    keys_ = ledger.keys().disk().content();
    anchored_ = ledger.engine().status().anchored_position;
    if (closed) {
      ledger.Close();
      anchored_ = position_;
    } else {
      ledger.disk().CutPower();
      ledger.Die();
      ledger.disk().Restore(1);
      ASSERT_GT(anchored_, position_ / 2);
      ASSERT_LT(anchored_, position_);
    }
    ASSERT_GE(position_, 2'000u);
    fs::copy(ledger.folder(), image_, fs::copy_options::recursive);
    fs::remove_all(image_ / "graveyard");
  }

  // What MakeImage noted of the ledger, for another process.
  void WriteNotes() const {
    std::ofstream out(notes_, std::ios::binary);
    out << position_ << ' ' << anchored_ << ' ';
    WriteText(out, base::AsBytes(root_));
    out << ' ';
    WriteText(out, keys_);
    out << ' ' << rows_.size() << ' ';
    for (const storage::KeyValue& row : rows_) {
      WriteText(out, row.key);
      out << ' ';
      WriteText(out, row.value);
      out << ' ';
    }
  }

  void ReadNotes() {
    std::ifstream in(notes_, std::ios::binary);
    size_t count = 0;
    in >> position_ >> anchored_;
    const std::string root = ReadText(in);
    std::copy(root.begin(), root.end(), root_.begin());
    keys_ = ReadText(in);
    in >> count;
    for (size_t i = 0; i < count; ++i) {
      storage::KeyValue& row = rows_.emplace_back();
      row.key = ReadText(in);
      row.value = ReadText(in);
    }
    ASSERT_TRUE(in.good() && position_ > 0);
  }

  // The store's files and the anchor, by the paths they have in the image.
  std::vector<fs::path> Files() const {
    std::vector<fs::path> files = {"anchor"};
    for (const auto& entry : fs::directory_iterator(image_ / "store")) {
      files.push_back("store" / entry.path().filename());
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  // Tables are never written again, so that all but the damaged one can be shared.
  void CopyImage(const fs::path& to, const fs::path& damaged) const {
    fs::remove_all(to);
    fs::create_directories(to / "store");
    for (const fs::path& file : Files()) {
      if (KindOf(file) == "table" && file != damaged) {
        fs::create_hard_link(image_ / file, to / file);
      } else {
        fs::copy_file(image_ / file, to / file);
      }
    }
  }

  // What FindHere finds, in a process of its own.
  Finding Find(const fs::path& file, const std::function<void(const fs::path&)>& damage) {
    const int found = InOwnProcess([&] { return static_cast<int>(FindHere(file, damage)); });
    if (found == -SIGABRT) return Finding::kByAssertion;
    EXPECT_GE(found, 0) << file << ": ended by signal " << -found;
    return static_cast<Finding>(found);
  }

  // Lets `damage` loose on a copy of the image, and looks.
  Finding FindHere(const fs::path& file, const std::function<void(const fs::path&)>& damage) {
    const fs::path path = folder_.path() / "damaged";
    CopyImage(path, file);
    damage(path / file);
    // Real syncs would take most of the time of thousands of openings.
    const auto disk = std::make_shared<storage::PowerCutFileSystem>(folder_.path() / "graveyard");
    const std::unique_ptr<rocksdb::Env> env = storage::NewPowerCutEnv(disk);
    const storage::RocksDbOptions options{
        .path = (path / "store").string(), .create_if_missing = true, .env = env.get()};
    auto store = storage::OpenRocksDbStore(options);
    if (!store.ok()) return Finding::kAtOpen;
    storage::FileAnchor anchor((path / "anchor").string());
    const Finding finding = FindInStore(**store, anchor);
    if (finding != Finding::kSilent) return finding;
    store->reset();
    return storage::VerifyRocksDbFiles(options).ok() ? Finding::kSilent : Finding::kByVerify;
  }

  Finding FindInStore(storage::KvStore& store, storage::Anchor& anchor) {
    const tests::ManualClock clock(1'783'328'400 * tests::kMicrosecondsPerSecond);
    tests::TestKeys keys;
    keys.disk().SetContent(keys_);
    const auto vault = keys.MustOpen([](size_t count) { return std::string(count, 'r'); });
    engine::EngineOptions options;
    options.store = &store;
    options.anchor = &anchor;
    options.vault = vault.get();
    options.clock = &clock;
    options.random_bytes = [](size_t count) { return std::string(count, 'r'); };
    // As a server that was told to make a ledger where there is none.
    options.create = journal::v1::LEDGER_KIND_SANDBOX;
    const auto engine = engine::Engine::Open(options);
    if (!engine.ok()) return Finding::kAtOpen;
    const absl::StatusOr<Rows> rows = ReadRows(store);
    if (!rows.ok()) return Finding::kAtRead;
    const std::shared_ptr<const engine::ReadView> view = (*engine)->view();
    const bool same_point = view->position == position_ && view->root == root_;
    if (same_point && *rows == rows_) return Finding::kUnchanged;
    const auto report = fsck::Check(store, anchor, vault.get(), nullptr);
    if (!report.ok() || !tests::FindingsInUse(*report).empty()) return Finding::kByFsck;
    const bool beginning = view->position >= anchored_ && view->position < position_ &&
                           view->root == RootAt(view->position);
    return beginning ? Finding::kBeyondAnchor : Finding::kSilent;
  }

  base::Sha256Digest RootAt(uint64_t position) const {
    simulation::Merkle tree;
    const storage::KeyRange entries = engine::RangeOf(engine::Table::kEntry);
    for (const storage::KeyValue& row : rows_) {
      if (row.key >= entries.from && row.key < entries.to && position > 0) {
        tree.Append(row.value);
        --position;
      }
    }
    return tree.Root();
  }

  void Expect(const fs::path& file, Finding finding, const std::string& what) {
    EXPECT_NE(finding, Finding::kSilent) << file << " " << what;
    if (finding == Finding::kBeyondAnchor) {
      EXPECT_FALSE(GetParam()) << file << " " << what << ": all was anchored";
    }
    ++found_[KindOf(file)][finding];
    ++tried_;
  }

  void TearDown() override {
    std::cout << (GetParam() ? "closed" : "after a power cut") << ", " << position_ << " entries, "
              << tried_ << " damages\n";
    for (const auto& [kind, findings] : found_) {
      std::cout << "  " << kind << ":";
      for (const auto& [finding, count] : findings) {
        std::cout << "  " << kFindingNames[static_cast<size_t>(finding)] << " " << count;
      }
      std::cout << "\n";
    }
  }

  const tests::TemporaryFolder folder_;
  const fs::path image_ = folder_.path() / "image";
  const fs::path notes_ = folder_.path() / "notes";
  uint64_t position_ = 0;
  base::Sha256Digest root_{};
  uint64_t anchored_ = 0;
  Rows rows_;
  std::string keys_;  // the key file
  std::map<std::string, std::map<Finding, int>> found_;
  int tried_ = 0;
};

// How many places of a file are tried; small files are tried whole.
uint64_t FlipsOf(const fs::path& file) {
  static const std::map<std::string, uint64_t> flips = {
      {"table", 60}, {"log", 300}, {"MANIFEST", 300}, {"OPTIONS", 150}, {"LOG", 0}, {"LOCK", 0}};
  const auto found = flips.find(KindOf(file));
  const uint64_t count = found == flips.end() ? 200 : found->second;
  return std::min(count, tests::NumberFromEnvironment("CARDLEDGER_DAMAGES", count));
}

// `count` places in a file of `size`, always with both ends, or all there are.
std::vector<uint64_t> Places(uint64_t size, uint64_t count, tests::SeededRandom& random) {
  std::vector<uint64_t> places;
  for (uint64_t i = 0; i < std::min(size, count); ++i) {
    places.push_back(size <= count ? i : random.Below(size));
  }
  if (size > count && count > 0) {
    places.front() = 0;
    places.back() = size - 1;
  }
  return places;
}

TEST_P(LedgerDamage, UndamagedItIsUnchanged) {
  EXPECT_EQ(Find("anchor", [](const fs::path&) {}), Finding::kUnchanged);
  std::map<std::string, int> kinds;
  for (const fs::path& file : Files()) ++kinds[KindOf(file)];
  for (const char* kind :
       {"table", "log", "MANIFEST", "CURRENT", "IDENTITY", "OPTIONS", "anchor"}) {
    EXPECT_GE(kinds[kind], 1) << kind;
  }
}

TEST_P(LedgerDamage, AFlippedByteIsReportedOrChangesNothing) {
  tests::SeededRandom random(5);
  for (const fs::path& file : Files()) {
    const uint64_t size = fs::file_size(image_ / file);
    for (const uint64_t place : Places(size, FlipsOf(file), random)) {
      const char mask = static_cast<char>(1 + random.Below(255));
      const Finding finding = Find(file, [&](const fs::path& path) {
        std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekg(static_cast<std::streamoff>(place));
        const char byte = static_cast<char>(stream.get());
        stream.seekp(static_cast<std::streamoff>(place));
        stream.put(static_cast<char>(byte ^ mask));
      });
      Expect(file, finding, "flipped at " + std::to_string(place));
    }
  }
}

TEST_P(LedgerDamage, ACutFileIsReportedOrChangesNothing) {
  tests::SeededRandom random(6);
  for (const fs::path& file : Files()) {
    const uint64_t size = fs::file_size(image_ / file);
    for (const uint64_t length : Places(size, FlipsOf(file) / 3, random)) {
      const Finding finding =
          Find(file, [&](const fs::path& path) { fs::resize_file(path, length); });
      Expect(file, finding, "cut at " + std::to_string(length));
    }
  }
}

TEST_P(LedgerDamage, AMissingFileIsReportedOrChangesNothing) {
  for (const fs::path& file : Files()) {
    Expect(file, Find(file, [](const fs::path& path) { fs::remove(path); }), "removed");
  }
}

TEST_P(LedgerDamage, AStoreThatIsGoneWhereAnAnchorStandsIsReported) {
  const auto look = [this] {
    const fs::path path = folder_.path() / "damaged";
    CopyImage(path, "");
    for (const auto& entry : fs::directory_iterator(path / "store")) fs::remove(entry.path());
    const auto store =
        storage::OpenRocksDbStore({.path = (path / "store").string(), .create_if_missing = true});
    if (!store.ok()) return static_cast<int>(Finding::kAtOpen);
    storage::FileAnchor anchor((path / "anchor").string());
    return static_cast<int>(FindInStore(**store, anchor));
  };
  EXPECT_EQ(InOwnProcess(look), static_cast<int>(Finding::kAtOpen));
}

INSTANTIATE_TEST_SUITE_P(AllImages, LedgerDamage, testing::Bool(),
                         [](const auto& closed) { return closed.param ? "Closed" : "PowerCut"; });

}  // namespace
}  // namespace cardledger::fault
