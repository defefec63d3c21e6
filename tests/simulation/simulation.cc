#include "tests/simulation/simulation.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/fsck/fsck.h"
#include "tests/simulation/random_commands.h"
#include "tests/simulation/simulated_ledger.h"
#include "tests/support/fsck_findings.h"

namespace cardledger::simulation {
namespace {

using storage::MemoryDisk;
using tests::kMicrosecondsPerSecond;

constexpr uint64_t kSecondsPerDay = 86'400;

// Ordinary days and awkward ones: both nights on which clocks change, the turn of the financial
// year in London, a leap day.
constexpr std::array<int64_t, 6> kBeginnings = {
    1'783'328'400,  // 2026-07-06T09:00:00Z
    1'774'746'000,  // 2026-03-29T01:00:00Z
    1'792'889'700,  // 2026-10-25T00:55:00Z
    1'774'997'700,  // 2026-03-31T22:55:00Z
    1'806'530'400,  // 2027-03-31T22:00:00Z
    1'835'395'200,  // 2028-02-29T00:00:00Z
};

class Life {
 public:
  Life(uint64_t seed, SimulationResult& result)
      : random_(seed),
        commands_(random_),
        ledger_(random_, OptionsOf(seed), RatesOf(random_), result) {}

  void Run() {
    const uint64_t steps = 60 + random_.Below(100);
    for (uint64_t step = 0; step < steps && !ledger_.Failed(); ++step) Step();
    if (!ledger_.Failed()) Heal();
    if (!ledger_.Failed()) End();
  }

 private:
  static tests::TestLedgerOptions OptionsOf(uint64_t seed) {
    tests::TestLedgerOptions options;
    options.now_us = kBeginnings[seed % kBeginnings.size()] * kMicrosecondsPerSecond;
    options.seed = ~seed;
    if (seed % 7 == 0) {  // short queues, so that they fill
      options.interactive_queue_max = 3;
      options.bulk_queue_max = 1;
    }
    return options;
  }

  // A third of all lives meet no faults but crashes; in others writes or reads fail often.
  static FaultPlan::Rates RatesOf(tests::SeededRandom& random) {
    switch (random.Below(3)) {
      case 0:
        return {};
      case 1:
        return {.apply = 12, .read = 60, .anchor = 6, .open = 8, .keys = 60};
      default:
        return {.apply = 40, .read = 0, .anchor = 2, .open = 0, .keys = 100};
    }
  }

  void Step() {
    if (!ledger_.is_open()) {
      if (random_.OneIn(2)) MoveClock();
      return ledger_.TryToOpen();
    }
    if (ledger_.latched() && random_.OneIn(3)) return Restart();
    if (ledger_.clock_unsure() && random_.OneIn(3)) return ConfirmClock();
    const uint64_t dice = random_.Below(100);
    if (dice < 38) {
      const uint64_t count = 1 + random_.Below(4);
      for (uint64_t i = 0; i < count; ++i) Send(New());
    } else if (dice < 48) {
      Operation* operation = ledger_.clients().Unanswered(random_);
      if (operation != nullptr) Send(*operation);
    } else if (dice < 56) {
      Operation* operation = ledger_.clients().Any(random_);
      if (operation != nullptr) Send(*operation);
    } else if (dice < 62) {
      Reuse();
    } else if (dice < 74) {
      DriveRuns();
    } else if (dice < 78) {
      ledger_.Preview(commands_.Next(ledger_.model(), ledger_.now_us()));
    } else if (dice < 83) {
      MoveClock();
    } else if (dice < 86) {
      return Restart();
    }
    ledger_.ledger().clock().Advance(static_cast<int64_t>(random_.Below(400'000)));
    if (random_.OneIn(2)) ledger_.Turn();
  }

  Operation& New() { return Know(commands_.Next(ledger_.model(), ledger_.now_us())); }
  Operation& Know(domain::Command command) {
    std::string content = ContentOf(command);
    return ledger_.clients().Add(std::move(command), std::move(content));
  }

  void Send(Operation& operation) {
    int64_t deadline_us = engine::kNoDeadline;
    if (random_.OneIn(10)) {
      deadline_us = ledger_.now_us() + static_cast<int64_t>(random_.Below(300'000)) - 50'000;
    }
    ledger_.Send(operation, deadline_us);
  }

  // The id of an operation, under way or answered, for something else.
  void Reuse() {
    const Operation* operation = ledger_.clients().Any(random_);
    if (operation == nullptr) return;
    ledger_.Met("ids used again");
    Send(Know(commands_.Twist(operation->command)));
  }

  void ConfirmClock() {
    v1::ConfirmClockRequest confirm;
    confirm.set_request_id(commands_.NewId());
    Send(Know(domain::MakeCommand(confirm, commands_.Caller())));
    ledger_.Turn();
  }

  void MoveClock() {
    tests::ManualClock& clock = ledger_.ledger().clock();
    const auto seconds = [this](uint64_t below) {
      return static_cast<int64_t>(random_.Below(below)) * kMicrosecondsPerSecond;
    };
    switch (random_.Below(6)) {
      case 0:
        return clock.Advance(seconds(100));
      case 1:
        return clock.Advance(seconds(20 * kSecondsPerDay));
      case 2:
        return clock.Step(seconds(10));
      case 3:
        return clock.Step(-seconds(10));
      case 4:
        ledger_.Trace("the clock jumps forward");
        return clock.Step(seconds(40 * kSecondsPerDay));
      default:
        ledger_.Trace("the clock jumps back");
        return clock.Step(-seconds(3 * kSecondsPerDay));
    }
  }

  void Restart() {
    switch (random_.Below(3)) {
      case 0:
        return ledger_.Stop();
      case 1:
        ledger_.Met("crashes");
        return ledger_.CutPower(MemoryDisk::Unsynced::kKeep);
      default:
        ledger_.Met("power cuts");
        return ledger_.CutPower(MemoryDisk::Unsynced::kLose);
    }
  }

  void StartRun() {
    BulkRun& run = ledger_.clients().runs().emplace_back();
    const uint64_t rows = random_.OneIn(60) ? 600 + random_.Below(300) : 1 + random_.Below(12);
    for (uint64_t i = 0; i < rows; ++i) {
      run.requests.push_back(commands_.Load(ledger_.model(), ledger_.now_us()));
    }
    run.start = &Know(commands_.RunStart(run.requests));
    Send(*run.start);
  }

  void DriveRuns() {
    if (ledger_.clients().runs().empty() || random_.OneIn(4)) return StartRun();
    Drive(ledger_.clients().runs()[random_.Below(ledger_.clients().runs().size())]);
  }

  // One step of a run: its start again, a chunk of its rows whether sent before or not, its finish.
  void Drive(BulkRun& run) {
    if (run.entry == 0) {
      if (!run.start->answer) return Send(*run.start);
      journal::v1::Entry entry;
      entry.ParseFromString(*run.start->answer);
      if (!entry.has_run_started()) return;
      run.entry = entry.sequence();
      for (const v1::CreateLoadRequest& row : run.requests) {
        run.rows.push_back(&Know(commands_.Row(row, run.entry)));
      }
    }
    if (run.finish != nullptr || random_.OneIn(6)) {
      if (run.finish == nullptr) run.finish = &Know(commands_.RunFinish(run.entry));
      return Send(*run.finish);
    }
    std::vector<Operation*> chunk = run.rows;
    if (random_.OneIn(3)) {
      const uint64_t first = random_.Below(chunk.size());
      chunk.erase(chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(first));
    }
    if (random_.OneIn(5)) chunk.push_back(chunk.front());  // a row that stands twice in a file
    if (random_.OneIn(8)) Send(*chunk.front());            // and in the other lane
    ledger_.SendBulk(chunk);
  }

  // No further faults: every client asks until it is answered.
  void Heal() {
    ledger_.Trace("all is healed");
    ledger_.faults().Heal();
    if (ledger_.latched()) ledger_.CutPower(MemoryDisk::Unsynced::kKeep);
    if (!ledger_.is_open()) ledger_.TryToOpen();
    constexpr int kRoundsMax = 2'000;
    for (int round = 0; !ledger_.Failed(); ++round) {
      if (ledger_.clock_unsure()) ConfirmClock();
      const std::vector<Operation*> open = ledger_.clients().AllUnanswered();
      if (open.empty()) break;
      if (round == kRoundsMax) return ledger_.Find("some client is never answered");
      for (size_t i = 0; i < open.size() && i < 3; ++i) ledger_.Send(*open[i]);
      while (!ledger_.Failed() && ledger_.Turn()) {
      }
    }
    ledger_.FinishDueSteps();
    ledger_.Check();
  }

  void End() {
    switch (random_.Below(5)) {
      case 0:
        return EndWithALyingDisk();
      case 1:
        return EndWithAWrongAnchor();
      case 2:
        return EndWithATamperedRow();
      default:
        return EndInGoodOrder();
    }
  }

  void EndInGoodOrder() {
    const uint64_t position = ledger_.ledger().view()->position;
    ledger_.Stop();
    ledger_.TryToOpen();
    if (!ledger_.is_open()) return;  // said already
    if (ledger_.ledger().view()->position != position) ledger_.Find("closing changed the journal");
    const auto anchored = ledger_.ledger().anchor().Read();
    if (!anchored.ok() || !*anchored || (*anchored)->position != position) {
      ledger_.Find("closing left the anchor behind");
    }
  }

  // The disk acknowledges and forgets: what the anchor has seen is missed.
  void EndWithALyingDisk() {
    ledger_.ledger().disk().set_lies_about_sync(true);
    const uint64_t position = ledger_.ledger().view()->position;
    for (int i = 0; i < 5; ++i) Send(New());
    ledger_.Turn();
    ledger_.ledger().clock().Advance(2 * kMicrosecondsPerSecond);
    const bool anchored = random_.OneIn(2);
    if (anchored) {  // a second later, even without work, the anchor is written
      ledger_.Turn();
    }
    const bool lost = ledger_.ledger().view()->position > position;
    ledger_.CutPower(MemoryDisk::Unsynced::kLose);
    const absl::Status opened = ledger_.ledger().Open();
    if (anchored && lost) {
      ledger_.Met("losses the anchor found");
      if (opened.code() != absl::StatusCode::kDataLoss) {
        ledger_.Find("a ledger below its anchor was opened");
      }
    } else if (!opened.ok()) {
      ledger_.Find(absl::StrCat("it does not open: ", opened.ToString()));
    }
  }

  void EndWithAWrongAnchor() {
    const uint64_t position = ledger_.ledger().view()->position;
    base::Sha256Digest root = ledger_.ledger().view()->root;
    ledger_.Stop();
    storage::MemoryAnchorFile& file = ledger_.ledger().anchor_file();
    const uint64_t kind = random_.Below(4);
    if (kind == 0) {
      root[random_.Below(root.size())] ^= 1;
      file.Replace({position, root});
    } else if (kind == 1) {
      file.Replace({position + 1 + random_.Below(100), root});
    } else if (kind == 2) {
      file.Damage();
    } else {
      file.Lose();
    }
    const absl::Status opened = ledger_.ledger().Open();
    if (kind == 3) {
      if (!opened.ok()) ledger_.Find("without an anchor it must open");
    } else if (opened.code() != absl::StatusCode::kDataLoss) {
      ledger_.Find(absl::StrCat("a wrong anchor was not noticed: ", opened.ToString()));
    }
    ledger_.Met("wrong anchors");
  }

  void EndWithATamperedRow() {
    ledger_.Stop();
    MemoryDisk& disk = ledger_.ledger().disk();
    const std::vector<storage::KeyValue> rows = disk.Rows();
    storage::KeyValue row = rows[random_.Below(rows.size())];
    if (random_.OneIn(4)) {
      disk.Tamper(row.key, std::nullopt);
    } else {
      if (row.value.empty()) return;
      row.value[random_.Below(row.value.size())] ^= static_cast<char>(1 << random_.Below(8));
      disk.Tamper(row.key, row.value);
    }
    ledger_.Met("tampered rows");
    if (!ledger_.ledger().Open().ok()) return ledger_.Met("tampered rows found at open");
    const auto report = fsck::Check(ledger_.ledger().store(), ledger_.ledger().anchor(),
                                    &ledger_.ledger().vault(), nullptr);
    // A wrong schema of rows is mended by opening.
    if (report.ok() && tests::FindingsInUse(*report).empty() && disk.Rows() != rows) {
      ledger_.Find(absl::StrCat("nobody noticed the row of table ",
                                static_cast<int>(static_cast<uint8_t>(row.key[0]))));
    }
  }

  tests::SeededRandom random_;
  RandomCommands commands_;
  SimulatedLedger ledger_;
};

}  // namespace

SimulationResult Simulate(uint64_t seed) {
  SimulationResult result;
  Life(seed, result).Run();
  return result;
}

}  // namespace cardledger::simulation
