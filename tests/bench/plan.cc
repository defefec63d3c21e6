#include "tests/bench/plan.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

#include "base/status_macros.h"
#include "tests/bench/bench_store.h"
#include "tests/bench/engine_rates.h"
#include "tests/bench/session.h"

namespace cardledger::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kMillion = 1'000'000;
// A quick run stops adding loads here, so that it ends within its minute on a slow machine too.
constexpr std::chrono::seconds kQuickTimeMax{50};

struct Rounds {
  int count = 5;
  std::chrono::milliseconds slice{400};
};

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void Say(absl::string_view what) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
}

// Numerators and denominators take turns. What leaves work behind, compaction above all, comes
// after what would be slowed by it.
absl::Status MeasureInRounds(Session& session, const Rounds& rounds, Figures& figures) {
  CARDLEDGER_RETURN_IF_ERROR(session.WarmUp());
  struct Measurement {
    const char* name;
    absl::Status (Session::*measure)(Figures&);
  };
  for (const auto& [name, measure] :
       {Measurement{"one call in flight", &Session::MeasureOneInFlight},
        Measurement{"64 calls in flight", &Session::MeasureRates},
        Measurement{"loads of proven callers", &Session::MeasureProvenCallers},
        Measurement{"reads of a year", &Session::MeasureReadsOfYear},
        Measurement{"bulk", &Session::MeasureBulk},
        Measurement{"single loads beside bulk", &Session::MeasureUnderBulk}}) {
    Say(absl::StrCat("measuring ", name, ", ", rounds.count, " times"));
    for (int round = 0; round < rounds.count; ++round) {
      CARDLEDGER_RETURN_IF_ERROR((session.*measure)(figures));
    }
  }
  return absl::OkStatus();
}

// Loads in bulk until so many have been loaded in all, or the time has come.
absl::Status LoadUntil(Session& session, uint64_t loads, Clock::time_point until,
                       Figures& figures) {
  while (session.loads() < loads && Clock::now() < until) {
    Say(absl::StrCat("loads so far: ", session.loads(), " of ", loads));
    CARDLEDGER_RETURN_IF_ERROR(session.MeasureBulk(figures));
  }
  return absl::OkStatus();
}

void AddBytesPerLoad(const Session& session, uint64_t bytes_before, Figures& figures) {
  const auto bytes = static_cast<double>(session.DiskBytesOfStore() - bytes_before);
  figures.Add("bytes_per_load", "B", bytes / static_cast<double>(session.loads()), AtMost(350));
  figures.Add("loads_when_bytes_were_counted", "", static_cast<double>(session.loads()));
}

absl::Status MakeAwards(const std::string& folder, const LedgerShape& shape) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<BenchStore> store, BenchStore::Open(folder));
  CARDLEDGER_RETURN_IF_ERROR(PrepareLedger(store->engine(), store->clock(), shape));
  return store->Close();
}

struct Opening {
  double seconds = 0;
  double resident_bytes = 0;
};

absl::StatusOr<Opening> MeasureOpening(const std::string& folder) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ChildProcess> child,
                              ChildProcess::Start({"--open", folder}));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string line, child->ReadLine());
  const std::vector<std::string> words = absl::StrSplit(line, ' ');
  Opening opening;
  if (words.size() != 2 || !absl::SimpleAtod(words[0], &opening.seconds) ||
      !absl::SimpleAtod(words[1], &opening.resident_bytes)) {
    return absl::InternalError("the opening process says something else");
  }
  return opening;
}

absl::Status MeasureAwardsInMemory(const PlanOptions& options, Figures& figures) {
  const std::string few_folder = options.folder + "/few";
  const std::string many_folder = options.folder + "/many";
  LedgerShape few = options.shape;
  LedgerShape many = options.shape;
  few.year_awards = many.year_awards = 0;
  few.awards = 1'000;
  many.awards = kMillion;
  Say("making a ledger of a million awards");
  CARDLEDGER_RETURN_IF_ERROR(MakeAwards(few_folder, few));
  CARDLEDGER_RETURN_IF_ERROR(MakeAwards(many_folder, many));
  for (int i = 0; i < 3; ++i) {
    CARDLEDGER_ASSIGN_OR_RETURN(const Opening little, MeasureOpening(few_folder));
    CARDLEDGER_ASSIGN_OR_RETURN(const Opening much, MeasureOpening(many_folder));
    figures.Add("open_million_awards_seconds", "s", much.seconds, AtMost(5));
    figures.Add("memory_bytes_per_award", "B",
                (much.resident_bytes - little.resident_bytes) /
                    static_cast<double>(many.awards - few.awards),
                AtMost(1'024));
  }
  return absl::OkStatus();
}

void CompareWithStart(const Figures& before, const Figures& after, Figures& figures) {
  for (const char* key :
       {"load_64_over_empty", "get_balance_over_empty", "bulk_loads_per_second"}) {
    figures.Add(absl::StrCat(key, "_at_10m_over_start"), "",
                *after.Median(key) / *before.Median(key), AtLeast(0.8));
  }
}

}  // namespace

absl::Status RunQuick(const PlanOptions& options, Figures& figures) {
  const Clock::time_point start = Clock::now();
  const Rounds rounds;
  Say("preparing a ledger");
  CARDLEDGER_ASSIGN_OR_RETURN(
      const std::unique_ptr<Session> session,
      Session::Start({.folder = options.folder, .shape = options.shape, .slice = rounds.slice}));
  const uint64_t bytes_before = session->DiskBytesOfStore();
  CARDLEDGER_RETURN_IF_ERROR(MeasureInRounds(*session, rounds, figures));
  CARDLEDGER_RETURN_IF_ERROR(LoadUntil(*session, kMillion, start + kQuickTimeMax, figures));
  AddBytesPerLoad(*session, bytes_before, figures);
  figures.Add("seconds", "s", SecondsSince(start));
  return absl::OkStatus();
}

absl::Status RunFull(const PlanOptions& options, Figures& figures) {
  const Clock::time_point start = Clock::now();
  const Rounds rounds{.count = 9, .slice = std::chrono::milliseconds(1'000)};
  {
    CARDLEDGER_ASSIGN_OR_RETURN(
        const std::unique_ptr<Session> session,
        Session::Start(
            {.folder = options.folder + "/rates", .shape = options.shape, .slice = rounds.slice}));
    const uint64_t bytes_before = session->DiskBytesOfStore();
    CARDLEDGER_RETURN_IF_ERROR(LoadUntil(*session, kMillion, Clock::time_point::max(), figures));
    AddBytesPerLoad(*session, bytes_before, figures);
    CARDLEDGER_RETURN_IF_ERROR(MeasureInRounds(*session, rounds, figures));
    Figures filling;
    CARDLEDGER_RETURN_IF_ERROR(
        LoadUntil(*session, 10 * kMillion, Clock::time_point::max(), filling));
    figures.Add("bytes_per_load_at_10m", "B",
                static_cast<double>(session->DiskBytesOfStore() - bytes_before) /
                    static_cast<double>(session->loads()),
                AtMost(350));
    Figures after;
    CARDLEDGER_RETURN_IF_ERROR(MeasureInRounds(*session, rounds, after));
    CompareWithStart(figures, after, figures);
  }
  CARDLEDGER_RETURN_IF_ERROR(MeasureAwardsInMemory(options, figures));
  figures.Add("seconds", "s", SecondsSince(start));
  return absl::OkStatus();
}

absl::Status RunEngine(const PlanOptions& options, Figures& figures) {
  LedgerShape shape = options.shape;
  shape.year_awards = 0;
  Say("preparing a ledger");
  CARDLEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<BenchStore> store,
                              BenchStore::Open(options.folder));
  CARDLEDGER_RETURN_IF_ERROR(PrepareLedger(store->engine(), store->clock(), shape));
  const uint64_t bytes_before = DiskBytes(StoreFolder(options.folder));
  const uint64_t position_before = store->engine().view()->position;
  const EngineLoad spread{.shape = shape};
  const EngineLoad hot{.shape = shape, .spread = Spread::kOneFund};
  const EngineLoad bulk{.shape = shape, .in_flight = 4};
  for (int round = 0; round < 5; ++round) {
    figures.Add("engine_hops_per_second", "/s", MeasureEngineHops(store->engine(), spread));
    CARDLEDGER_ASSIGN_OR_RETURN(const double loads, MeasureEngineLoads(store->engine(), spread));
    CARDLEDGER_ASSIGN_OR_RETURN(const double hot_loads, MeasureEngineLoads(store->engine(), hot));
    CARDLEDGER_ASSIGN_OR_RETURN(const double bulk_loads, MeasureEngineBulk(store->engine(), bulk));
    figures.Add("engine_load_64_per_second", "/s", loads);
    figures.Add("engine_load_hot_over_spread", "", hot_loads / loads);
    figures.Add("engine_bulk_loads_per_second", "/s", bulk_loads, AtLeast(130'000));
  }
  const uint64_t loads = store->engine().view()->position - position_before;
  figures.Add("engine_bytes_per_load", "B",
              static_cast<double>(DiskBytes(StoreFolder(options.folder)) - bytes_before) /
                  static_cast<double>(loads),
              AtMost(350));
  return store->Close();
}

absl::Status OpenAndReport(const std::string& folder) {
  const Clock::time_point start = Clock::now();
  CARDLEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<BenchStore> store, BenchStore::Open(folder));
  const double seconds = SecondsSince(start);
  absl::PrintF("%.6f %d\n", seconds, ResidentBytes());
  std::fflush(stdout);
  return store->Close();
}

}  // namespace cardledger::bench
