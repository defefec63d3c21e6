#include "storage/memory/memory_store.h"

#include <atomic>
#include <utility>

#include "base/check.h"
#include "base/status_macros.h"
#include "storage/batch_bounds.h"

namespace cardledger::storage {

// How many writers and snapshots of one store live.
using LiveCount = std::atomic<int>;

class MemorySnapshot : public KvSnapshot {
 public:
  MemorySnapshot(std::shared_ptr<MemoryDisk> disk, LiveCount* live)
      : disk_(std::move(disk)), live_(live), sequence_(disk_->Pin()) {
    ++*live_;
  }
  ~MemorySnapshot() override {
    disk_->Unpin(sequence_);
    --*live_;
  }
  MemorySnapshot(const MemorySnapshot&) = delete;
  MemorySnapshot& operator=(const MemorySnapshot&) = delete;

  uint64_t sequence() const { return sequence_; }

 private:
  const std::shared_ptr<MemoryDisk> disk_;
  LiveCount* const live_;
  const uint64_t sequence_;
};

class MemoryWriter : public KvWriter {
 public:
  struct Place {
    std::shared_ptr<MemoryDisk> disk;
    uint64_t attachment = 0;
    uint64_t epoch = 0;
    uint64_t sequence = 0;
    LiveCount* live = nullptr;
  };

  explicit MemoryWriter(Place place) : place_(std::move(place)) { ++*place_.live; }
  ~MemoryWriter() override { --*place_.live; }
  MemoryWriter(const MemoryWriter&) = delete;
  MemoryWriter& operator=(const MemoryWriter&) = delete;

  uint64_t sequence() const override { return place_.sequence; }

  ApplyResult Apply(const WriteBatch& batch, uint64_t expected_sequence) override {
    static_cast<void>(CheckBatchBounds(batch));
    const FaultDecision decision = place_.disk->faults().Decide(CallKind::kApply);
    if (failure_.outcome != ApplyOutcome::kOk) return failure_;
    ApplyResult result = place_.disk->Apply(place_.attachment, place_.epoch, batch,
                                            expected_sequence, decision.apply);
    if (result.outcome == ApplyOutcome::kOk) {
      ++place_.sequence;
    } else {
      failure_ = result;
    }
    return result;
  }

 private:
  Place place_;
  ApplyResult failure_ = {.outcome = ApplyOutcome::kOk, .message = ""};
};

class MemoryStore : public KvStore {
 public:
  MemoryStore(std::shared_ptr<MemoryDisk> disk, uint64_t attachment)
      : disk_(std::move(disk)), attachment_(attachment) {}
  ~MemoryStore() override { Release(); }
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;

  static absl::StatusOr<std::unique_ptr<KvStore>> Open(std::shared_ptr<MemoryDisk> disk) {
    CARDLEDGER_RETURN_IF_ERROR(disk->faults().Decide(CallKind::kOpen).status);
    CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t attachment, disk->Attach());
    return std::make_unique<MemoryStore>(std::move(disk), attachment);
  }

  absl::StatusOr<std::unique_ptr<KvWriter>> OpenWriter(uint64_t epoch) override {
    CARDLEDGER_RETURN_IF_ERROR(disk_->faults().Decide(CallKind::kOpenWriter).status);
    CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t sequence, disk_->OpenWriter(attachment_, epoch));
    return std::make_unique<MemoryWriter>(MemoryWriter::Place{.disk = disk_,
                                                              .attachment = attachment_,
                                                              .epoch = epoch,
                                                              .sequence = sequence,
                                                              .live = &live_});
  }

  uint64_t last_epoch() const override { return disk_->last_epoch(); }

  std::shared_ptr<const KvSnapshot> Snapshot() const override {
    CARDLEDGER_CHECK(!closed_.load(), "a closed store must not be used");
    return std::make_shared<MemorySnapshot>(disk_, &live_);
  }

  absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      const KvSnapshot& snapshot, std::span<const std::string> keys) const override {
    CARDLEDGER_RETURN_IF_ERROR(disk_->faults().Decide(CallKind::kMultiGet).status);
    return disk_->MultiGet(attachment_, keys, SequenceOf(snapshot));
  }

  absl::StatusOr<std::vector<KeyValue>> Scan(const KvSnapshot& snapshot, const KeyRange& range,
                                             size_t limit) const override {
    CARDLEDGER_RETURN_IF_ERROR(disk_->faults().Decide(CallKind::kScan).status);
    return disk_->Scan(attachment_, range, limit, SequenceOf(snapshot));
  }

  absl::Status Close() override {
    absl::Status status = disk_->faults().Decide(CallKind::kClose).status;
    Release();
    return status;
  }

 private:
  static uint64_t SequenceOf(const KvSnapshot& snapshot) {
    return static_cast<const MemorySnapshot&>(snapshot).sequence();
  }

  void Release() {
    CARDLEDGER_CHECK(live_.load() == 0, "writers and snapshots must be gone before their store");
    if (!closed_.exchange(true)) disk_->Detach(attachment_);
  }

  const std::shared_ptr<MemoryDisk> disk_;
  const uint64_t attachment_;
  mutable LiveCount live_ = 0;
  std::atomic<bool> closed_ = false;
};

absl::StatusOr<std::unique_ptr<KvStore>> OpenMemoryStore(std::shared_ptr<MemoryDisk> disk) {
  return MemoryStore::Open(std::move(disk));
}

}  // namespace cardledger::storage
