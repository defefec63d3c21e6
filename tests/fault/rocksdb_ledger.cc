#include "tests/fault/rocksdb_ledger.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/status_macros.h"
#include "services/engine/errors.h"
#include "services/engine/reads.h"
#include "services/fsck/fsck.h"
#include "storage/rocksdb/testing/power_cut_env.h"
#include "tests/support/fsck_findings.h"

namespace cardledger::fault {
namespace {

constexpr int64_t kSummerUs = 1'783'328'400 * tests::kMicrosecondsPerSecond;  // 2026-07-06T09:00Z
// Six days before balances are carried over 31 March.
constexpr int64_t kYearsEndUs = 1'805'965'200 * tests::kMicrosecondsPerSecond;

}  // namespace

RocksDbLedger::RocksDbLedger(uint64_t seed)
    : random_(seed),
      engine_random_(~seed),
      commands_(random_),
      clock_(seed % 2 == 0 ? kYearsEndUs : kSummerUs),
      anchor_(folder_.file("anchor")),
      disk_(std::make_shared<storage::PowerCutFileSystem>(folder_.path() / "graveyard")),
      env_(storage::NewPowerCutEnv(disk_)) {}

RocksDbLedger::~RocksDbLedger() { Die(); }

bool RocksDbLedger::latched() const {
  return engine_->status().write_state == engine::WriteState::kLatched;
}

simulation::Moment RocksDbLedger::Now() const {
  return {std::max(clock_.WallMicroseconds(), auditor_.model().last_recorded_us()), false};
}

storage::RocksDbOptions RocksDbLedger::StoreOptions() {
  // A small write buffer meets flushes and compactions within a few hundred entries.
  return {.path = folder_.file("store"),
          .create_if_missing = true,
          .env = env_.get(),
          .write_buffer_bytes = 64 << 10};
}

absl::Status RocksDbLedger::Open() {
  CARDLEDGER_CHECK(!is_open(), "a ledger is opened once at a time");
  const auto random_bytes = [this](size_t count) { return engine_random_.Bytes(count); };
  CARDLEDGER_ASSIGN_OR_RETURN(vault_, keys_.Open(random_bytes));
  CARDLEDGER_ASSIGN_OR_RETURN(store_, storage::OpenRocksDbStore(StoreOptions()));
  engine::EngineOptions options;
  options.vault = vault_.get();
  options.store = store_.get();
  options.anchor = &anchor_;
  options.clock = &clock_;
  options.create = journal::v1::LEDGER_KIND_SANDBOX;
  options.random_bytes = random_bytes;
  auto opened = engine::Engine::Open(std::move(options));
  if (!opened.ok()) {
    store_.reset();
    return std::move(opened).status();
  }
  engine_ = *std::move(opened);
  auditor_.Reopened(*store_, *engine_->view(), last_moment_, findings_);
  CheckAcknowledged();
  CheckWithFsck();
  return absl::OkStatus();
}

void RocksDbLedger::Close() {
  const absl::Status stopped = engine_->Stop();
  if (!stopped.ok()) findings_.push_back(stopped.ToString());
  engine_.reset();
  const absl::Status closed = store_->Close();
  if (!closed.ok()) findings_.push_back(closed.ToString());
  store_.reset();
}

void RocksDbLedger::Die() {
  engine_.reset();
  store_.reset();
}

void RocksDbLedger::Acknowledge(const domain::Command& command, const engine::Outcome& outcome) {
  if (!outcome.ok()) return;
  ++answered_ok_;
  std::string bytes;
  for (const journal::v1::Entry& entry : *outcome) bytes += entry.SerializeAsString();
  const auto [place, inserted] = acknowledged_.try_emplace(command.request_id, bytes);
  if (!inserted && place->second != bytes) findings_.push_back("an answer has changed");
}

void RocksDbLedger::SendSome() {
  const int64_t now_us = clock_.WallMicroseconds();
  const auto send = [this](const domain::Command& command) {
    auditor_.Note(command, findings_);
    engine_->Submit(command, engine::kNoDeadline, [this, command](const engine::Outcome& outcome) {
      Acknowledge(command, outcome);
    });
  };
  for (uint64_t i = random_.Below(5); i > 0; --i) {
    sent_.push_back(commands_.Next(auditor_.model(), now_us));
    send(sent_.back());
  }
  if (!sent_.empty() && random_.OneIn(3)) send(sent_[random_.Below(sent_.size())]);
  if (random_.OneIn(4)) {
    std::vector<domain::Command> rows;
    for (uint64_t i = 1 + random_.Below(60); i > 0; --i) {
      rows.push_back(commands_.Row(commands_.Load(auditor_.model(), now_us), 0));
      auditor_.Note(rows.back(), findings_);
    }
    engine_->SubmitBulk(rows, [this, rows](const std::vector<engine::Outcome>& outcomes) {
      for (size_t i = 0; i < rows.size(); ++i) Acknowledge(rows[i], outcomes[i]);
    });
  }
}

// Mostly a moment; sometimes days, so that steps fall due while commands wait.
void RocksDbLedger::LetTimePass() {
  clock_.Advance(static_cast<int64_t>(random_.Below(150'000)));
  if (random_.OneIn(6)) {
    clock_.Advance(static_cast<int64_t>(random_.Below(9)) * tests::kMicrosecondsPerDay);
  }
}

int RocksDbLedger::Work(int turns) {
  int answered = 0;
  for (int turn = 0; turn < turns && findings_.empty(); ++turn) {
    SendSome();
    LetTimePass();
    last_moment_ = Now();
    answered_ok_ = 0;
    engine_->RunOnce();
    answered += answered_ok_ > 0 ? 1 : 0;
    if (latched() || disk_->power_is_cut()) break;
    auditor_.Follow(*store_, *engine_->view(), last_moment_, findings_);
  }
  return answered;
}

void RocksDbLedger::ExpectLatchedButReadable() {
  if (!latched()) findings_.push_back("a write failed and the engine goes on");
  const domain::Command command = commands_.Next(auditor_.model(), clock_.WallMicroseconds());
  auditor_.Note(command, findings_);
  bool refused = false;
  engine_->Submit(command, engine::kNoDeadline, [&refused](const engine::Outcome& outcome) {
    refused = engine::ReasonOf(outcome.status()) == engine::kReasonLatched;
  });
  engine_->RunOnce();
  if (!refused) findings_.push_back("a latched engine must say so");
  auditor_.Follow(*store_, *engine_->view(), last_moment_, findings_);
}

void RocksDbLedger::CheckAcknowledged() {
  for (const auto& [id, bytes] : acknowledged_) {
    const auto standing = auditor_.FindRequest(id);
    if (!standing || auditor_.EntryBytes(*standing) != bytes) {
      findings_.push_back(absl::StrCat("acknowledged and lost: ", id.ToString()));
    }
  }
}

void RocksDbLedger::CountEvents(std::map<int, uint64_t>& events) {
  const auto stored = engine::Reader(*store_, *engine_->view()).Entries(1, auditor_.position());
  if (!stored.ok()) return findings_.push_back(stored.status().ToString());
  for (const engine::Reader::StoredEntry& each : *stored) ++events[each.entry.event_case()];
}

void RocksDbLedger::CheckWithFsck() {
  const auto report = fsck::Check(*store_, anchor_, vault_.get(), nullptr);
  if (!report.ok()) return findings_.push_back(report.status().ToString());
  for (const std::string& finding : tests::FindingsInUse(*report)) {
    findings_.push_back("fsck: " + finding);
  }
}

}  // namespace cardledger::fault
