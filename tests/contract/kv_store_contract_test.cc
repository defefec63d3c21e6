// What kv_store.h promises of reads, order, snapshots, atomicity and durability, over every store.

#include <atomic>
#include <limits>
#include <random>
#include <thread>

#include "gmock/gmock.h"

#include "tests/contract/store_contract.h"

namespace cardledger::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class KvStoreContract : public StoreContract {};

TEST_P(KvStoreContract, NewStoreHoldsNothing) {
  EXPECT_THAT(Keys(), IsEmpty());
  EXPECT_EQ(writer_->sequence(), 0u);
}

TEST_P(KvStoreContract, OrderIsByUnsignedBytesPrefixFirst) {
  const std::string zero_inside("\x01\0\x01", 3);
  Apply(Puts({{"\xFF\xFF", "7"},
              {"\x7F", "4"},
              {"a", "2"},
              {"\x80", "5"},
              {"\x01", "0"},
              {zero_inside, "1"},
              {"ab", "3"},
              {"\xFF", "6"}}));
  EXPECT_THAT(Keys(),
              ElementsAre("\x01", zero_inside, "a", "ab", "\x7F", "\x80", "\xFF", "\xFF\xFF"));
}

TEST_P(KvStoreContract, ScanKeepsToItsRange) {
  Apply(Puts({{"a", ""}, {"b", ""}, {"b\x01", ""}, {"c", ""}, {"\xFF\xFF", ""}}));
  struct Case {
    KeyRange range;
    std::vector<std::string> keys;
  };
  const std::vector<Case> cases = {
      {{"", ""}, {"a", "b", "b\x01", "c", "\xFF\xFF"}},
      {{"b", ""}, {"b", "b\x01", "c", "\xFF\xFF"}},
      {{"", "b"}, {"a"}},
      {{"b", "c"}, {"b", "b\x01"}},
      {{std::string("b\0", 2), "c"}, {"b\x01"}},
      {{"b", "b"}, {}},
      {{"c", "a"}, {}},
      {{"\xFF\xFF\xFF", ""}, {}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Keys(c.range), c.keys) << c.range.from << " to " << c.range.to;
  }
}

TEST_P(KvStoreContract, ScanKeepsToItsLimit) {
  Apply(Puts({{"a", "1"}, {"b", "2"}, {"c", "3"}}));
  EXPECT_THAT(Keys({}, 0), IsEmpty());
  EXPECT_THAT(Keys({}, 2), ElementsAre("a", "b"));
  EXPECT_THAT(Keys({}, 3), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Keys({}, std::numeric_limits<size_t>::max()), ElementsAre("a", "b", "c"));
}

TEST_P(KvStoreContract, ScanReturnsValuesAndSkipsDeletedRows) {
  Apply(Puts({{"a", "1"}, {"b", ""}, {"c", "3"}}));
  Delete("a");
  EXPECT_THAT(Scan(*store_->Snapshot()), ElementsAre(KeyValue{"b", ""}, KeyValue{"c", "3"}));
  EXPECT_THAT(Keys({}, 1), ElementsAre("b"));
}

TEST_P(KvStoreContract, MultiGetAnswersInOrderWithDuplicatesAndGaps) {
  Apply(Puts({{"a", "1"}, {"b", "2"}, {"empty", ""}, {"\xFE", "high"}}));
  Delete("b");
  const auto snapshot = store_->Snapshot();
  EXPECT_THAT(MultiGet(*snapshot, {"\xFE", "missing", "a", "b", "empty", "a", "missing"}),
              ElementsAre("high", std::nullopt, "1", std::nullopt, "", "1", std::nullopt));
  EXPECT_THAT(MultiGet(*snapshot, {}), IsEmpty());
}

TEST_P(KvStoreContract, ReadsNeverShowTheStoresOwnRows) {
  Put("a", "1");
  EXPECT_THAT(Keys(), ElementsAre("a"));
  EXPECT_THAT(Keys({.from = std::string(1, '\0'), .to = "\x01"}), IsEmpty());
  const auto snapshot = store_->Snapshot();
  for (int second = 0; second < 256; ++second) {
    const std::string key = {'\0', static_cast<char>(second)};
    EXPECT_THAT(MultiGet(*snapshot, {key, std::string(1, '\0'), ""}),
                ElementsAre(std::nullopt, std::nullopt, std::nullopt));
  }
}

TEST_P(KvStoreContract, SnapshotHoldsWhatWasAppliedBeforeItAndNothingLater) {
  Apply(Puts({{"kept", "1"}, {"changed", "1"}, {"deleted", "1"}}));
  const auto before = store_->Snapshot();
  WriteBatch batch = Puts({{"changed", "2"}, {"new", "2"}});
  batch.Delete("deleted");
  Apply(batch);
  const auto after = store_->Snapshot();
  Put("changed", "3");
  Put("deleted", "3");

  const std::vector<std::string> keys = {"kept", "changed", "deleted", "new"};
  EXPECT_THAT(MultiGet(*before, keys), ElementsAre("1", "1", "1", std::nullopt));
  EXPECT_THAT(MultiGet(*after, keys), ElementsAre("1", "2", std::nullopt, "2"));
  EXPECT_THAT(Scan(*before), ElementsAre(KeyValue{"changed", "1"}, KeyValue{"deleted", "1"},
                                         KeyValue{"kept", "1"}));
  EXPECT_THAT(Scan(*after),
              ElementsAre(KeyValue{"changed", "2"}, KeyValue{"kept", "1"}, KeyValue{"new", "2"}));
}

TEST_P(KvStoreContract, SnapshotStaysThroughManyOverwrites) {
  Put("a", "first");
  const auto first = store_->Snapshot();
  for (int i = 0; i < 300; ++i) Put("a", std::to_string(i));
  EXPECT_THAT(MultiGet(*first, {"a"}), ElementsAre("first"));
  EXPECT_EQ(Get("a"), "299");
}

TEST_P(KvStoreContract, ValuesKeepEveryByteUpToTheBounds) {
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) all_bytes.push_back(static_cast<char>(byte));
  std::string longest_key(storage::kKeyBytesMax, '\xFF');
  std::string longest_value(storage::kValueBytesMax, '\0');
  Apply(Puts({{"bytes", all_bytes}, {longest_key, longest_value}}));
  Reopen();
  EXPECT_EQ(Get("bytes"), all_bytes);
  EXPECT_EQ(Get(longest_key), longest_value);
}

TEST_P(KvStoreContract, LargestBatchIsWritten) {
  WriteBatch batch;
  size_t rows = 0;
  while (batch.bytes() + 1 + sizeof(rows) < storage::kBatchBytesMax) {
    std::string key = "k" + std::to_string(rows++);
    const size_t room = storage::kBatchBytesMax - batch.bytes() - key.size();
    batch.Put(std::move(key), std::string(std::min(room, storage::kValueBytesMax), 'v'));
  }
  ASSERT_EQ(batch.bytes(), storage::kBatchBytesMax);
  Apply(batch);
  EXPECT_EQ(Keys().size(), rows);
}

TEST_P(KvStoreContract, ContentsStandAfterReopen) {
  Apply(Puts({{"a", "1"}, {"b", "2"}, {"\xFF", "3"}}));
  Put("a", "4");
  Delete("b");
  const auto rows = Scan(*store_->Snapshot());
  for (int i = 0; i < 3; ++i) {
    Reopen();
    EXPECT_EQ(Scan(*store_->Snapshot()), rows);
  }
}

TEST_P(KvStoreContract, CloseIsIdempotentAndTheStoreOpensAgain) {
  Put("a", "1");
  writer_.reset();
  EXPECT_TRUE(store_->Close().ok());
  EXPECT_TRUE(store_->Close().ok());
  Open();
  EXPECT_EQ(Get("a"), "1");
}

TEST_P(KvStoreContract, StoreInUseIsRefused) {
  const auto second = opener_();
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.status().message()), testing::HasSubstr("in use"));
  Put("a", "1");
}

TEST_P(KvStoreContract, RandomBatchesReadAsAModelDoes) {
  std::mt19937 random(20260706);
  std::map<std::string, std::string> model;
  const auto random_key = [&] {
    std::string key(1 + random() % 2, '\0');
    for (char& byte : key) byte = static_cast<char>(1 + random() % 255);
    return key;
  };
  for (int round = 0; round < 200; ++round) {
    std::map<std::string, std::optional<std::string>> changes;
    for (size_t i = 0; i <= random() % 20; ++i) {
      changes[random_key()] =
          random() % 3 == 0 ? std::nullopt : std::optional(std::to_string(random()));
    }
    WriteBatch batch;
    for (const auto& [key, value] : changes) {
      if (value.has_value()) {
        batch.Put(key, *value);
        model[key] = *value;
      } else {
        batch.Delete(key);
        model.erase(key);
      }
    }
    Apply(batch);
    if (round % 50 == 49) Reopen();

    const KeyRange range = {random_key(), random_key()};
    std::vector<KeyValue> expected;
    for (const auto& [key, value] : model) {
      if (key >= range.from && key < range.to && expected.size() < 50)
        expected.push_back({key, value});
    }
    EXPECT_EQ(Scan(*store_->Snapshot(), range, 50), expected);
    const std::string key = random_key();
    EXPECT_EQ(Get(key), model.contains(key) ? std::optional(model[key]) : std::nullopt);
  }
}

// How many of the values are not `seen`.
int CountOthers(const std::string& seen, const std::vector<std::optional<std::string>>& values,
                const std::vector<KeyValue>& rows) {
  const auto others = std::count_if(values.begin(), values.end(),
                                    [&seen](const auto& value) { return value != seen; }) +
                      std::count_if(rows.begin(), rows.end(),
                                    [&seen](const KeyValue& row) { return row.value != seen; });
  return static_cast<int>(others);
}

// Every batch writes the same number under all keys: a reader that sees two numbers has seen half
// of a batch, and one that sees a lower number than before has seen time run backwards.
TEST_P(KvStoreContract, ManyReadersSeeWholeBatchesInOrder) {
  constexpr int kBatches = 150;
  constexpr int kKeys = 20;
  constexpr int kReaders = 3;
  std::vector<std::string> keys;
  keys.reserve(kKeys);
  for (int i = 0; i < kKeys; ++i) keys.push_back("key" + std::to_string(100 + i));
  const auto write = [&](int number) {
    WriteBatch batch;
    for (const std::string& key : keys) batch.Put(key, std::to_string(number));
    Apply(batch);
  };
  write(0);

  std::atomic<int> acknowledged = 0;
  std::atomic<int> faults = 0;
  const auto read = [&] {
    int last = 0;
    while (last < kBatches) {
      const int at_least = acknowledged.load();
      const auto snapshot = store_->Snapshot();
      const auto values = store_->MultiGet(*snapshot, keys);
      const auto rows = store_->Scan(*snapshot, {}, kKeys + 1);
      if (!values.ok() || !rows.ok() || values->size() != kKeys || rows->size() != kKeys) {
        ++faults;
        return;
      }
      const std::string seen = (*values)[0].value_or("-1");
      faults += CountOthers(seen, *values, *rows);
      const int number = std::stoi(seen);
      if (number < last || number < at_least) ++faults;
      last = number;
    }
  };
  std::vector<std::thread> readers;
  readers.reserve(kReaders);
  for (int i = 0; i < kReaders; ++i) readers.emplace_back(read);
  for (int number = 1; number <= kBatches; ++number) {
    write(number);
    acknowledged = number;
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(faults.load(), 0);
}

INSTANTIATE_TEST_SUITE_P(Stores, KvStoreContract, testing::ValuesIn(AllStores()), StoreName);

}  // namespace
}  // namespace cardledger::contract
