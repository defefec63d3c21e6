// The golden journals: entries as each release stored them, with their root and the digest of the
// state they fold to. Every later build must fold them to the same two values.
//
// NAME.bin holds the entries, each after its length (4 bytes, big-endian); NAME.txt the values. A
// release that changes what entries look like adds a pair beside the others and leaves their
// entries alone. The digest is over the rows that this program makes of them, so a change of the
// row schema, and nothing else, makes the digests anew. Both is done by:
//   golden_journal_test --rewrite-golden <folder>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/domain/decide.h"
#include "services/domain/fold.h"
#include "services/engine/rows.h"
#include "services/engine/tile_tree.h"
#include "tests/support/sample_journal.h"

namespace cardledger::tests {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLengthBytes = 4;

fs::path& Folder() {
  static auto* const folder = new fs::path;
  return *folder;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::string JoinEntries(const std::vector<std::string>& entries) {
  std::string joined;
  for (const std::string& entry : entries) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      joined.push_back(static_cast<char>((entry.size() >> shift) & 0xFF));
    }
    joined += entry;
  }
  return joined;
}

std::vector<std::string> SplitEntries(const std::string& joined) {
  std::vector<std::string> entries;
  size_t at = 0;
  while (at + kLengthBytes <= joined.size()) {
    size_t length = 0;
    for (size_t i = 0; i < kLengthBytes; ++i)
      length = length << 8 | static_cast<uint8_t>(joined[at + i]);
    at += kLengthBytes;
    entries.push_back(joined.substr(at, length));
    at += length;
  }
  EXPECT_EQ(at, joined.size()) << "the file is cut";
  return entries;
}

// What the text beside the entries says of them; empty where they do not fold.
std::string ValuesOf(const std::vector<std::string>& entries) {
  domain::State state;
  domain::ChangedRows changed;
  engine::TileTree tree;
  for (const std::string& bytes : entries) {
    journal::v1::Entry entry;
    if (!entry.ParseFromString(bytes)) return "";
    const absl::Status folded = domain::Fold(entry, state, changed);
    EXPECT_TRUE(folded.ok()) << folded;
    if (!folded.ok()) return "";
    tree.Append(engine::LeafHash(bytes));
  }
  EXPECT_TRUE(domain::CheckTrialBalance(state.totals).ok());
  return absl::StrCat("entries ", entries.size(), "\nroot ",
                      absl::BytesToHexString(base::AsBytes(tree.Root())), "\nstate ",
                      absl::BytesToHexString(base::AsBytes(engine::StateDigest(state))), "\n");
}

struct Golden {
  std::string name;
  std::string root;  // of one that was released, for ever
};

// Oldest first. The last is made from the sample, and may still change until it is released.
const std::vector<Golden>& Goldens() {
  static const auto* const goldens = new std::vector<Golden>{
      {"journal_v1", "5c86a7311a9aec8dfa179cbfcea6ab1d9ed30af458332a1ea7db8ff63004a94b"},
      {"journal_v2", ""}};
  return *goldens;
}

fs::path EntriesFile(const Golden& golden) { return Folder() / (golden.name + ".bin"); }
fs::path ValuesFile(const Golden& golden) { return Folder() / (golden.name + ".txt"); }

std::vector<std::string> GoldenEntries(const Golden& golden) {
  return SplitEntries(ReadFile(EntriesFile(golden)));
}

TEST(GoldenJournal, Complaint_formatChangeThatBreaksVerification_leavesRootAndStateAsTheyWere) {
  for (const Golden& golden : Goldens()) {
    EXPECT_EQ(ValuesOf(GoldenEntries(golden)), ReadFile(ValuesFile(golden))) << golden.name;
  }
}

TEST(GoldenJournal, ReleasedOne_isNotRewritten) {
  for (const Golden& golden : Goldens()) {
    EXPECT_THAT(ReadFile(ValuesFile(golden)), ::testing::HasSubstr("\nroot " + golden.root))
        << golden.name;
  }
}

TEST(GoldenJournal, ParsedAndSerialisedAgain_isTheSameBytes) {
  for (const Golden& golden : Goldens()) {
    for (const std::string& bytes : GoldenEntries(golden)) {
      journal::v1::Entry entry;
      ASSERT_TRUE(entry.ParseFromString(bytes));
      EXPECT_EQ(entry.SerializeAsString(), bytes) << golden.name << ", " << entry.sequence();
    }
  }
}

TEST(GoldenJournal, NewestHoldsEveryKindOfEvent) {
  std::vector<journal::v1::Entry> entries;
  for (const std::string& bytes : GoldenEntries(Goldens().back())) {
    ASSERT_TRUE(entries.emplace_back().ParseFromString(bytes));
  }
  const auto* events = journal::v1::Entry::descriptor()->FindOneofByName("event");
  for (int i = 0; i < events->field_count(); ++i) {
    EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
      return entry.GetReflection()->HasField(entry, events->field(i));
    })) << events->field(i)->name();
  }
}

// Under the rules it was made by, the program still makes the same entries of the same commands.
// Where this fails and was meant to, the rules have changed: kRulesRevision counts up.
TEST(GoldenJournal, SameCommandsUnderTheSameRules_makeTheSameEntries) {
  std::vector<std::string> made;
  for (const journal::v1::Entry& entry : SampleEntries()) {
    made.push_back(entry.SerializeAsString());
  }
  const std::vector<std::string> golden = GoldenEntries(Goldens().back());
  journal::v1::Entry last;
  ASSERT_TRUE(last.ParseFromString(golden.back()));
  if (last.rules_revision() != domain::kRulesRevision) return;
  ASSERT_EQ(made.size(), golden.size());
  for (size_t i = 0; i < made.size(); ++i) {
    journal::v1::Entry expected;
    journal::v1::Entry actual;
    ASSERT_TRUE(expected.ParseFromString(golden[i]) && actual.ParseFromString(made[i]));
    ASSERT_EQ(actual.DebugString(), expected.DebugString());
    ASSERT_EQ(made[i], golden[i]);
  }
}

void Write(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

int Rewrite() {
  std::vector<std::string> newest;
  for (const journal::v1::Entry& entry : SampleEntries()) {
    newest.push_back(entry.SerializeAsString());
  }
  Write(EntriesFile(Goldens().back()), JoinEntries(newest));
  for (const Golden& golden : Goldens()) {
    const std::string values = ValuesOf(GoldenEntries(golden));
    Write(ValuesFile(golden), values);
    std::cout << golden.name << "\n" << values;
  }
  return 0;
}

int RunAll(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const bool rewrite = argc == 3 && std::string(argv[1]) == "--rewrite-golden";
  if (argc != 2 && !rewrite) {
    std::cerr << "usage: golden_journal_test [--rewrite-golden] <folder>\n";
    return 2;
  }
  Folder() = argv[argc - 1];
  return rewrite ? Rewrite() : RUN_ALL_TESTS();
}

}  // namespace
}  // namespace cardledger::tests

int main(int argc, char** argv) { return cardledger::tests::RunAll(argc, argv); }
