#pragma once

// A journal whose entries were made by hand, stored as they are: for tests of reads that need no
// engine.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "google/protobuf/message.h"

#include "base/check.h"
#include "cardledger/journal/v1/entry.pb.h"
#include "services/engine/keys.h"
#include "services/engine/read_view.h"
#include "storage/memory/memory_store.h"

namespace cardledger::engine {

class StoredEntries {
 public:
  StoredEntries() : disk_(std::make_shared<storage::MemoryDisk>()) {
    auto opened = storage::OpenMemoryStore(disk_);
    CARDLEDGER_CHECK(opened.ok(), "a new disk is free");
    store_ = *std::move(opened);
    view_.snapshot = store_->Snapshot();
  }

  void Put(const journal::v1::Entry& entry) {
    disk_->Tamper(EntryKey(entry.sequence()), entry.SerializeAsString());
    view_.position = std::max(view_.position, entry.sequence());
  }
  // Puts entries that concern nobody wherever none stands.
  void FillGaps() {
    for (uint64_t sequence = 1; sequence <= view_.position; ++sequence) {
      const std::string keys[] = {EntryKey(sequence)};
      if ((*store_->MultiGet(*view_.snapshot, keys))[0]) continue;
      journal::v1::Entry entry;
      entry.set_sequence(sequence);
      entry.mutable_clock_confirmed();
      Put(entry);
    }
  }
  void Remove(uint64_t sequence) { disk_->Tamper(EntryKey(sequence), std::nullopt); }
  void PutRow(const std::string& key, const google::protobuf::Message& row) {
    disk_->Tamper(key, row.SerializeAsString());
  }

  const storage::KvStore& store() const { return *store_; }
  const ReadView& view() const { return view_; }

 private:
  std::shared_ptr<storage::MemoryDisk> disk_;
  std::unique_ptr<storage::KvStore> store_;
  ReadView view_;
};

}  // namespace cardledger::engine
