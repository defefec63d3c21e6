// The demonstration against a whole server on RocksDB: made once however often it is run, gone on
// with after an interruption, on days of the year on which little has begun or much has ended, and
// the ledger is sound afterwards.

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "clients/demo/performer.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/program.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;

// That of the clock with which the server begins.
const absl::CivilDay kToday(2026, 7, 6);
constexpr char kShippedPolicy[] = CARDLEDGER_POLICY_FILE;

class DemoTest : public ::testing::Test {
 protected:
  ProgramRun Demo(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"demo", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const std::vector<std::string> environment = {
        "PATH=/usr/bin:/bin", "TZ=America/New_York",
        absl::StrCat("CARDLEDGER_SERVER=127.0.0.1:", ledger_.server().port())};
    return RunProgram(CARDLEDGER_CLI, words, environment);
  }

  // The shipped policy's figures from another day on, with `more`.
  void ActivatePolicy(absl::string_view valid_from, absl::string_view more = "") {
    ledger_.ActivatePolicy(absl::StrCat(R"(version: "demo-test" valid_from { )", valid_from, R"( }
           annual_limit { pence: 100000 source: "test" verification: VERIFICATION_NOT_VERIFIED }
           limit_year { limit_year: LIMIT_YEAR_FINANCIAL_YEAR source: "test"
                        verification: VERIFICATION_NOT_VERIFIED }
           phase_length_max { days: 84 source: "test" verification: VERIFICATION_NOT_VERIFIED }
           referral { senior: "Head of Service" working_days: 5 source: "test"
                      verification: VERIFICATION_NOT_VERIFIED }
        )",
                                        more));
  }

  // Sends the first steps of what `demo` would.
  void PerformSteps(size_t count) {
    demo::Setting setting;
    setting.today = kToday;
    setting.earliest = absl::CivilDay(2026, 4, 1);
    demo::Plan plan = demo::MakePlan(setting);
    plan.steps.resize(count);
    plan.later_steps.clear();
    client::ClientOptions options;
    options.address = absl::StrCat("127.0.0.1:", ledger_.server().port());
    const auto client = client::Client::Connect(options);
    demo::Performer performer(*client);
    ASSERT_TRUE(performer.Begin(demo::FirstStep(setting.seed)).ok());
    const absl::Status performed = performer.Perform(plan, kToday, [](uint64_t, uint64_t) {});
    ASSERT_TRUE(performed.ok()) << performed;
  }

  void ExpectSound() {
    ASSERT_TRUE(ledger_.Stop().ok());
    const ProgramRun fsck = RunProgram(CARDLEDGER_FSCK, {"--data-dir=" + ledger_.data_dir()});
    EXPECT_EQ(fsck.exit_code, 0) << fsck.out << fsck.err;
    EXPECT_THAT(fsck.out, HasSubstr("Clean: every row follows from the journal."));
  }

  ServedLedger ledger_{Backing::kRocksDb, Transport::kTcp};
};

// What stands in {"demonstration": ...}.
google::protobuf::Struct Shown(const ProgramRun& run) {
  google::protobuf::Struct object;
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(run.out, &object).ok()) << run.out;
  return object.fields().at("demonstration").struct_value();
}

int64_t Pence(const google::protobuf::Struct& fund, const std::string& field) {
  int64_t pence = 0;
  EXPECT_TRUE(absl::SimpleAtoi(fund.fields().at(field).string_value(), &pence)) << field;
  return pence;
}

int Count(const google::protobuf::Struct& shown, const std::string& what, const std::string& word) {
  const auto& counts = shown.fields().at(what).struct_value().fields();
  const auto found = counts.find(word);
  return found == counts.end() ? 0 : static_cast<int>(found->second.number_value());
}

int CountAll(const google::protobuf::Struct& shown, const std::string& what) {
  double all = 0;
  for (const auto& [word, count] : shown.fields().at(what).struct_value().fields()) {
    all += count.number_value();
  }
  return static_cast<int>(all);
}

TEST_F(DemoTest, OnceOrTwice_leavesTheSamePosition) {
  const google::protobuf::Struct first = Shown(Demo({"--policy", kShippedPolicy}));
  const uint64_t position = ledger_.Position();
  const google::protobuf::Struct again = Shown(Demo());
  EXPECT_EQ(ledger_.Position(), position);
  EXPECT_EQ(again.DebugString().size(), first.DebugString().size());
  EXPECT_GE(CountAll(first, "awards"), 111);
  EXPECT_GE(Count(first, "awards", "active"), 60);
  EXPECT_GE(Count(first, "awards", "ended"), 15);
  EXPECT_EQ(Count(first, "awards", "cancelled"), 1);
  EXPECT_EQ(Count(first, "referrals", "open"), 1);
  EXPECT_GE(Count(first, "cards", "active"), 20);
  ExpectSound();
}

TEST_F(DemoTest, FundPosition_addsUp) {
  const google::protobuf::Struct shown = Shown(Demo({"--policy", kShippedPolicy}));
  int64_t loaded = 0;
  for (const auto& value : shown.fields().at("funds").list_value().values()) {
    const google::protobuf::Struct& fund = value.struct_value();
    loaded += Pence(fund, "loadedPence");
    EXPECT_EQ(Pence(fund, "allocatedPence") + Pence(fund, "recoveredPence"),
              Pence(fund, "committedPence") + Pence(fund, "loadedPence") +
                  Pence(fund, "carriedPence") + Pence(fund, "availablePence"));
    EXPECT_GE(Pence(fund, "availablePence"), 0);
  }
  EXPECT_GT(loaded, 2'000'000);
  ExpectSound();
}

TEST_F(DemoTest, AgainOnALaterDay_makesNothing) {
  const google::protobuf::Struct first = Shown(Demo({"--policy", kShippedPolicy}));
  ledger_.clock().Advance(40 * kMicrosecondsPerDay);
  const google::protobuf::Struct later = Shown(Demo());
  EXPECT_EQ(CountAll(later, "awards"), CountAll(first, "awards"));
  EXPECT_EQ(later.fields().at("stepsRefused").number_value(), 0);
  const uint64_t position = ledger_.Position();
  Shown(Demo());
  EXPECT_EQ(ledger_.Position(), position);
}

TEST_F(DemoTest, Interrupted_goesOn) {
  ActivatePolicy("year: 2026 month: 4 day: 1");
  PerformSteps(320);
  const google::protobuf::Struct shown = Shown(Demo());
  EXPECT_GE(CountAll(shown, "awards"), 111);
  EXPECT_EQ(shown.fields().at("stepsRefused").number_value(), 0);
  ExpectSound();
}

TEST_F(DemoTest, InterruptedAndGoneOnWithMonthsLater_saysWhatCameTooLate) {
  ActivatePolicy("year: 2026 month: 4 day: 1");
  PerformSteps(320);
  ledger_.clock().Advance(100 * kMicrosecondsPerDay);
  const google::protobuf::Struct shown = Shown(Demo());
  EXPECT_GE(CountAll(shown, "awards"), 111);
  EXPECT_GT(shown.fields().at("stepsRefused").number_value(), 0);
  ExpectSound();
}

TEST_F(DemoTest, AnotherSeed_isRefusedWhereThereIsDataAlready) {
  Shown(Demo({"--policy", kShippedPolicy}));
  const uint64_t position = ledger_.Position();
  const ProgramRun other = Demo({"--seed", "2"});
  EXPECT_EQ(other.exit_code, 3);
  EXPECT_THAT(other.err, HasSubstr("A fresh ledger"));
  EXPECT_EQ(ledger_.Position(), position + 1);  // the refusal
}

TEST_F(DemoTest, UnderAPolicyThatAllowsThem_extensionsAndEmergencyLoadsAreShown) {
  ActivatePolicy("year: 2026 month: 4 day: 1",
                 R"(award_length_max { days: 112 source: "test"
                                       verification: VERIFICATION_NOT_VERIFIED }
                    emergency_load_max { pence: 5000 source: "test"
                                         verification: VERIFICATION_NOT_VERIFIED })");
  const google::protobuf::Struct shown = Shown(Demo());
  // An emergency load that waits for its approval beside a block and a risk decision.
  EXPECT_EQ(Count(shown, "work", "review"), 3);
  ExpectSound();
}

TEST_F(DemoTest, UnderAPolicyWithAnotherLimit_isNotMade) {
  ledger_.ActivatePolicy(
      R"(version: "small" valid_from { year: 2026 month: 4 day: 1 }
         annual_limit { pence: 50000 source: "test" verification: VERIFICATION_NOT_VERIFIED }
         limit_year { limit_year: LIMIT_YEAR_FINANCIAL_YEAR source: "test"
                      verification: VERIFICATION_NOT_VERIFIED }
         phase_length_max { days: 84 source: "test" verification: VERIFICATION_NOT_VERIFIED })");
  const ProgramRun run = Demo();
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.err, HasSubstr("annual limit of £1,000.00"));
}

// The first day of a policy, on which nothing can have begun before.
TEST_F(DemoTest, OnAPolicysFirstDays_isMade) {
  ActivatePolicy("year: 2026 month: 7 day: 6");
  EXPECT_GE(CountAll(Shown(Demo()), "awards"), 111);
  ExpectSound();
}

class DemoDayTest : public DemoTest, public ::testing::WithParamInterface<absl::CivilDay> {};

TEST_P(DemoDayTest, DayOfTheYear_isMade) {
  ActivatePolicy("year: 2026 month: 4 day: 1");
  ledger_.clock().Advance((GetParam() - kToday) * kMicrosecondsPerDay);
  const google::protobuf::Struct shown = Shown(Demo());
  EXPECT_GE(Count(shown, "awards", "active"), 60);
  EXPECT_GE(Count(shown, "awards", "ended"), 15);
  EXPECT_GE(Count(shown, "awards", "proposed"), 6);
  ExpectSound();
}

// A Sunday, either side of 31 March, and a leap day.
INSTANTIATE_TEST_SUITE_P(Days, DemoDayTest,
                         ::testing::Values(absl::CivilDay(2026, 12, 27),
                                           absl::CivilDay(2027, 3, 31), absl::CivilDay(2027, 4, 1),
                                           absl::CivilDay(2028, 2, 29)));

}  // namespace
}  // namespace cardledger::tests
