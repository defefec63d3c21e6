// The golden journal: entries as format 1 stored them when this was written, with their root and
// the digest of the state they fold to. Every later build must fold them to the same two values.
//
// journal_v1.bin holds the entries, each after its length (4 bytes, big-endian); journal_v1.txt the
// values. A release that changes what entries look like adds a second pair beside them and leaves
// these alone. Such a pair is made by:  golden_journal_test --rewrite-golden <folder>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
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
  static auto* const kFolder = new fs::path;
  return *kFolder;
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

std::vector<std::string> GoldenEntries() {
  return SplitEntries(ReadFile(Folder() / "journal_v1.bin"));
}

TEST(GoldenJournal, Complaint_formatChangeThatBreaksVerification_leavesRootAndStateAsTheyWere) {
  EXPECT_EQ(ValuesOf(GoldenEntries()), ReadFile(Folder() / "journal_v1.txt"));
}

TEST(GoldenJournal, ParsedAndSerialisedAgain_isTheSameBytes) {
  for (const std::string& bytes : GoldenEntries()) {
    journal::v1::Entry entry;
    ASSERT_TRUE(entry.ParseFromString(bytes));
    EXPECT_EQ(entry.SerializeAsString(), bytes) << "entry " << entry.sequence();
  }
}

TEST(GoldenJournal, HoldsEveryKindOfEvent) {
  std::vector<journal::v1::Entry> entries;
  for (const std::string& bytes : GoldenEntries()) {
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
  const std::vector<std::string> golden = GoldenEntries();
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

int Rewrite() {
  std::vector<std::string> entries;
  for (const journal::v1::Entry& entry : SampleEntries()) {
    entries.push_back(entry.SerializeAsString());
  }
  std::ofstream(Folder() / "journal_v1.bin", std::ios::binary) << JoinEntries(entries);
  std::ofstream(Folder() / "journal_v1.txt", std::ios::binary) << ValuesOf(entries);
  std::cout << ValuesOf(entries);
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
