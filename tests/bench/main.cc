// cardledger-bench: how fast a ledger is, measured against an empty call on the same machine.
// `cardledger-bench --help` says the rest; docs/PERFORMANCE.md explains the figures.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sched.h>
#include <string>
#include <unistd.h>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "benchmark/benchmark.h"

#include "CLI/CLI.hpp"
#include "tests/bench/figures.h"
#include "tests/bench/plan.h"
#include "tests/bench/server_process.h"
#include <sys/resource.h>
#include <sys/utsname.h>

namespace cardledger::bench {
namespace {

// In --help and docs/PERFORMANCE.md.
enum ExitCode { kMeasured = 0, kFailed = 1, kWrongUse = 2, kTooSlow = 3 };

// Below it the ratios say more about the machine than about the ledger.
constexpr double kEmptyRateMin = 35'000;

struct Flags {
  bool quick = false;
  bool full = false;
  bool engine = false;
  bool parts = false;
  bool json = false;
  bool keep = false;
  std::string record;
  std::string commit;
  std::string folder;
  std::string serve;  // the server's side of a run
  bool proven_callers = false;
  std::string open;  // the opening process's side of a run
  LedgerShape shape;
};

void AddFlags(CLI::App& app, Flags& flags) {
  app.add_flag("--quick", flags.quick, "Measure everything that fits into a minute (the default)");
  app.add_flag("--full", flags.full,
               "Longer slices, ten million entries, a million awards: some minutes, 8 GB of disk");
  app.add_flag("--engine", flags.engine, "Measure the engine alone, without gRPC");
  app.add_flag("--parts", flags.parts,
               "Run the micro benchmarks; Google Benchmark's own options go behind --");
  app.add_flag("--json", flags.json, "Print one JSON object instead of a table");
  app.add_option("--record", flags.record, "Append the JSON object as a line to this file");
  app.add_option("--commit", flags.commit, "What to note as the commit that was measured");
  app.add_option("--folder", flags.folder,
                 "Where to put the ledger; must not exist. Default: under the temporary directory");
  app.add_flag("--keep", flags.keep, "Leave the ledger there");
  app.add_option("--awards", flags.shape.awards, "How many awards to load on")
      ->check(CLI::Range(uint64_t{20'000}, uint64_t{10'000'000}));
  app.add_option("--serve", flags.serve)->group("");
  app.add_flag("--proven-callers", flags.proven_callers)->group("");
  app.add_option("--open", flags.open)->group("");
  app.footer(
      "Progress goes to standard error. Exit codes: 0 measured, 1 failed, 2 wrong use, 3 measured "
      "but\nthe empty call came below 35,000 a second, so the figures do not count.");
}

std::string FirstLineWith(const std::string& path, absl::string_view prefix) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(std::string(prefix), 0) == 0) return line.substr(line.find(": ") + 2);
  }
  return "unknown";
}

std::string LoadAverage() {
  double average = 0;
  return ::getloadavg(&average, 1) == 1 ? absl::StrCat(average) : "unknown";
}

// Measured among other work, a run may be given real-time scheduling; its figures must say so.
std::string SchedulingText() {
  switch (::sched_getscheduler(0)) {
    case SCHED_OTHER:
      return absl::StrCat("ordinary, nice ", ::getpriority(PRIO_PROCESS, 0));
    case SCHED_RR:
      return "real-time, round robin";
    case SCHED_FIFO:
      return "real-time, first come";
    default:
      return "other";
  }
}

void NoteSurroundings(const Flags& flags, Figures& figures) {
  utsname name{};
  ::uname(&name);
  figures.Note("machine",
               absl::StrCat(FirstLineWith("/proc/cpuinfo", "model name"), ", ",
                            ::sysconf(_SC_NPROCESSORS_ONLN), " cores, Linux ", name.release));
  figures.Note("load_average_before", LoadAverage());
  figures.Note("scheduling", SchedulingText());
  if (!flags.commit.empty()) figures.Note("commit", flags.commit);
}

absl::Status Measure(const Flags& flags, Figures& figures) {
  const PlanOptions options{.folder = flags.folder, .shape = flags.shape};
  if (flags.engine) return RunEngine(options, figures);
  if (flags.full) return RunFull(options, figures);
  return RunQuick(options, figures);
}

absl::Status Print(const Flags& flags, const Figures& figures) {
  const std::string json = figures.Json();
  std::printf("%s\n", flags.json ? json.c_str() : figures.Table().c_str());
  if (flags.record.empty()) return absl::OkStatus();
  std::ofstream file(flags.record, std::ios::app);
  file << json << "\n";
  file.flush();
  if (!file) return absl::UnavailableError(absl::StrCat("cannot write ", flags.record));
  return absl::OkStatus();
}

int Report(const absl::Status& status) {
  if (status.ok()) return kMeasured;
  std::fprintf(stderr, "cardledger-bench: %s\n", std::string(status.message()).c_str());
  return kFailed;
}

int Run(Flags& flags) {
  if (!flags.serve.empty())
    return Report(Serve(flags.serve, flags.shape,
                        flags.proven_callers ? Callers::kProven : Callers::kBelieved));
  if (!flags.open.empty()) return Report(OpenAndReport(flags.open));
  if (flags.folder.empty()) {
    flags.folder = absl::StrCat(std::filesystem::temp_directory_path().string(),
                                "/cardledger-bench-", ::getpid());
  }
  if (std::filesystem::exists(flags.folder)) {
    std::fprintf(stderr, "cardledger-bench: %s exists already; name a folder that does not\n",
                 flags.folder.c_str());
    return kWrongUse;
  }
  Figures figures;
  NoteSurroundings(flags, figures);
  absl::Status status = Measure(flags, figures);
  std::error_code ignored;  // a temporary folder
  if (!flags.keep) std::filesystem::remove_all(flags.folder, ignored);
  if (status.ok()) status = Print(flags, figures);
  if (!status.ok()) return Report(status);
  const std::optional<double> empty = figures.Median("empty_calls_per_second");
  if (!empty || *empty >= kEmptyRateMin) return kMeasured;
  std::fprintf(
      stderr,
      "cardledger-bench: the empty call came to %.0f a second; below %.0f no ratio counts\n",
      *empty, kEmptyRateMin);
  return kTooSlow;
}

int RunParts(const std::string& program, const std::vector<std::string>& rest) {
  std::vector<std::string> arguments = {program};
  arguments.insert(arguments.end(), rest.begin(), rest.end());
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  int argc = static_cast<int>(argv.size());
  benchmark::Initialize(&argc, argv.data());
  if (benchmark::ReportUnrecognizedArguments(argc, argv.data())) return kWrongUse;
  benchmark::RunSpecifiedBenchmarks();
  return kMeasured;
}

}  // namespace
}  // namespace cardledger::bench

// NOLINTNEXTLINE(bugprone-exception-escape): a wrong definition of an option may end the program
int main(int argc, char** argv) {
  // gRPC's mutexes are absl's: their deadlock detector costs time and finds nothing of ours.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  cardledger::bench::Flags flags;
  CLI::App app("Measures a Card Ledger server on this machine against an empty call.",
               "cardledger-bench");
  cardledger::bench::AddFlags(app, flags);
  app.allow_extras(false)->prefix_command(false);
  std::vector<std::string> rest;
  app.add_option("benchmark_options", rest)->group("");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? cardledger::bench::kMeasured : cardledger::bench::kWrongUse;
  }
  if (flags.parts) return cardledger::bench::RunParts(argv[0], rest);
  return cardledger::bench::Run(flags);
}
