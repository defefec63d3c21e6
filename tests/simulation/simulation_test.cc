// Many simulated lives. CARDLEDGER_SIMULATION_SEEDS says how many (1,000) and
// CARDLEDGER_SIMULATION_FIRST_SEED from where (1); --seed=N lives that one alone and prints what it
// did. A finding prints its seed: the same seed finds it again.

#include "tests/simulation/simulation.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <unistd.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

#include "tests/support/environment.h"

namespace cardledger::simulation {
namespace {

constexpr uint64_t kSeedsDefault = 1'000;
constexpr size_t kTraceShown = 40;

std::optional<uint64_t> only_seed;

// A life that ends the process must say which it was, too.
char current_life[64];

extern "C" void SayCurrentLife(int signal) {
  const ssize_t ignored = write(STDERR_FILENO, current_life, std::strlen(current_life));
  static_cast<void>(ignored);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

SimulationResult Live(uint64_t seed) {
  std::snprintf(current_life, sizeof(current_life), "replay: simulation_test --seed=%llu\n",
                static_cast<unsigned long long>(seed));
  return Simulate(seed);
}

// A failing life, with the end of what it did.
void Report(uint64_t seed, const SimulationResult& result) {
  const size_t shown = std::min(result.trace.size(), kTraceShown);
  ADD_FAILURE() << "seed " << seed << " (replay: simulation_test --seed=" << seed << ")\n  "
                << absl::StrJoin(result.trace.end() - static_cast<std::ptrdiff_t>(shown),
                                 result.trace.end(), "\n  ")
                << "\nfound:\n  " << absl::StrJoin(result.findings, "\n  ");
}

TEST(Simulation, NothingAcknowledgedIsLostAndEveryEntryIsAsTheModelSays) {
  if (only_seed) {
    const SimulationResult result = Live(*only_seed);
    for (const std::string& line : result.trace) std::printf("  %s\n", line.c_str());
    if (!result.findings.empty()) Report(*only_seed, result);
    return;
  }
  std::map<std::string, uint64_t> met;
  const uint64_t seeds = tests::NumberFromEnvironment("CARDLEDGER_SIMULATION_SEEDS", kSeedsDefault);
  const uint64_t first = tests::NumberFromEnvironment("CARDLEDGER_SIMULATION_FIRST_SEED", 1);
  for (uint64_t seed = first; seed < first + seeds; ++seed) {
    const SimulationResult result = Live(seed);
    if (!result.findings.empty()) return Report(seed, result);
    for (const auto& [what, times] : result.met) met[what] += times;
  }
  std::printf("%llu seeds met:\n", static_cast<unsigned long long>(seeds));
  for (const auto& [what, times] : met) {
    std::printf("%9llu %s\n", static_cast<unsigned long long>(times), what.c_str());
  }
  if (seeds < kSeedsDefault) return;
  // The lives must have met what they are about.
  for (const char* what : {"answers given again",
                           "crashes",
                           "key files that failed",
                           "power cuts",
                           "failed writes",
                           "ids used again",
                           "losses the anchor found",
                           "openings that failed",
                           "steps of its own",
                           "tampered rows",
                           "turns with the clock in doubt",
                           "uncertain writes that stood",
                           "wrong anchors",
                           "CLOCK_UNSURE",
                           "DEADLINE_PASSED",
                           "LEDGER_LATCHED",
                           "OUTCOME_UNKNOWN",
                           "QUEUE_FULL",
                           "REQUEST_ID_REUSED",
                           "STORE_UNREADABLE"}) {
    EXPECT_GE(met[what], 20u) << what;
  }
}

}  // namespace
}  // namespace cardledger::simulation

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    uint64_t seed = 0;
    if (!absl::ConsumePrefix(&argument, "--seed=") || !absl::SimpleAtoi(argument, &seed)) {
      std::fprintf(stderr, "usage: simulation_test [--seed=N]\n");
      return 2;
    }
    cardledger::simulation::only_seed = seed;
  }
  std::signal(SIGABRT, cardledger::simulation::SayCurrentLife);
  std::signal(SIGSEGV, cardledger::simulation::SayCurrentLife);
  return RUN_ALL_TESTS();
}
