// The words of the command line: help at every level, and bad words. Nothing here reaches a server.

#include "clients/cli/run.h"

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "clients/cli/error_report.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Result {
  ExitCode code;
  std::string out;
  std::string err;
};

Result RunWords(const std::vector<std::string>& words) {
  std::ostringstream out;
  std::ostringstream err;
  Context context(out, err, false);
  std::vector<const char*> raw = {"cardledger"};
  for (const std::string& word : words) raw.push_back(word.c_str());
  const ExitCode code = RunCommandLine(raw, context);
  return {code, out.str(), err.str()};
}

Result RunLine(const std::string& line) {
  return RunWords(absl::StrSplit(line, ' ', absl::SkipEmpty()));
}

TEST(Version, IsSaidAsTheServerAndTheCheckSayTheirs) {
  const Result result = RunLine("--version");
  EXPECT_EQ(result.code, kExitOk);
  EXPECT_THAT(result.out, StartsWith("cardledger "));
  EXPECT_EQ(result.err, "");
}

// The commands below one, as its help lists them.
std::vector<std::string> CommandsBelow(const std::string& command) {
  const std::string help = RunLine(command + " --help").out;
  std::vector<std::string> below;
  bool listed = false;
  for (const absl::string_view line : absl::StrSplit(help, '\n')) {
    if (line.empty()) listed = false;
    // A purpose that goes on stands further to the right.
    if (listed && line.substr(0, 2) == "  " && line[2] != ' ') {
      const std::string word(line.substr(2, line.substr(2).find(' ')));
      below.push_back(command.empty() ? word : absl::StrCat(command, " ", word));
    }
    if (line == "Subcommands:") listed = true;
  }
  return below;
}

// All of them, each before those below it; the first is the program itself.
std::vector<std::string> AllCommands() {
  std::vector<std::string> commands = {""};
  for (size_t i = 0; i < commands.size(); ++i) {
    for (std::string& below : CommandsBelow(commands[i])) commands.push_back(std::move(below));
  }
  return commands;
}

TEST(Help, IsThereAtEveryLevelWithAnExampleAndExitCodes) {
  const std::vector<std::string> commands = AllCommands();
  EXPECT_THAT(commands, AllOf(Contains("fund create"), Contains("person representative end"),
                              Contains("statement"), Contains("completion"), Contains("version")));
  for (const std::string& command : commands) {
    const Result result = RunLine(command + " --help");
    EXPECT_EQ(result.code, kExitOk) << command << result.err;
    EXPECT_THAT(result.out, HasSubstr("xit codes: 0 done")) << command;
    EXPECT_THAT(result.out, HasSubstr("cardledger " + command)) << command;
    EXPECT_THAT(result.out, HasSubstr(command.empty() ? "tour" : "Example:")) << command;
    EXPECT_EQ(result.out.back(), '\n');
  }
}

TEST(Help, OfEveryCommandThatCallsTheLedgerNamesItsRoles) {
  for (const std::string& command : AllCommands()) {
    if (command == "demo" || command == "completion" || command == "help" || command == "version" ||
        absl::StartsWith(command, "admin ") || !CommandsBelow(command).empty()) {
      continue;
    }
    EXPECT_THAT(RunLine(command + " --help").out, HasSubstr("Role")) << command;
  }
}

TEST(Help, ExplainsTopicsAndCommands) {
  EXPECT_THAT(RunLine("help").out, HasSubstr("exit-codes"));
  EXPECT_THAT(RunLine("help exit-codes").out, HasSubstr("7  A bulk load"));
  EXPECT_THAT(RunLine("help award propose").out, HasSubstr("cardledger award propose"));
  EXPECT_EQ(RunLine("help nonsense").code, kExitBadInput);
}

// As a word of its own: approver is no mention of senior_approver.
TEST(Help, OfIdentitiesNamesEveryRoleButTheLedgersOwn) {
  const std::string help = RunLine("help identities").out;
  const std::vector<std::string> named = absl::StrSplit(help, absl::ByAnyChar(" \n,.:;"));
  for (const std::string& word : Words<journal::v1::Role>()) {
    if (word == Word(journal::v1::ROLE_LEDGER)) continue;
    EXPECT_THAT(named, Contains(absl::StrReplaceAll(word, {{"-", "_"}})));
  }
}

TEST(Version, IsPrinted) {
  EXPECT_THAT(RunLine("version").out, HasSubstr("cardledger "));
  EXPECT_THAT(RunLine("version --json").out, HasSubstr("\"version\":"));
}

TEST(Words, ThatAreWrongGiveExitCode2AndPointToHelp) {
  for (const std::string line :
       {"", "nonsense", "fund", "fund create", "fund create --code X", "award approve",
        "fund create --code X --year 2026 --nonsense", "fund list --limit 0",
        "fund list --timeout nonsense", "load bulk", "fund list --progress sometimes"}) {
    const Result result = RunLine(line);
    EXPECT_EQ(result.code, kExitBadInput) << line;
    EXPECT_THAT(result.err, HasSubstr("--help")) << line;
    EXPECT_EQ(result.out, "") << line;
  }
}

TEST(Words, ThatAreNoCommandAreNamedWithThoseThatMayFollow) {
  EXPECT_THAT(RunLine("fudn list").err, AllOf(HasSubstr("'fudn'"), HasSubstr("fund, person")));
  EXPECT_THAT(RunLine("fund lst").err,
              AllOf(HasSubstr("cardledger fund: 'lst'"), HasSubstr("create, allocate")));
  EXPECT_THAT(RunLine("person supporter ad --json").err,
              AllOf(HasSubstr("'ad'"), HasSubstr("add, end")));
  EXPECT_THAT(RunLine("fund").err, HasSubstr("A subcommand is required"));
}

TEST(Words, AllThatIsWrongInThemIsSaidAtOnceAndNothingIsSent) {
  // Were anything sent, the address would make this exit code 5.
  const Result result =
      RunWords({"--server", "127.0.0.1:1", "--timeout", "0.1",          "award",
                "propose",  "--person",    "someone",   "--fund",       "funds/x=1e3",
                "--fund",   "y",           "--start",   "2026-02-30",   "--end",
                "tomorrow", "--power",     "s99",       "--request-id", "7"});
  EXPECT_EQ(result.code, kExitBadInput);
  for (const char* part : {"--person", "--fund", "--start", "--end", "--power", "--request-id",
                           "2026-02-30", "£1,000.00", "s18-duty", "FUND=AMOUNT"}) {
    EXPECT_THAT(result.err, HasSubstr(part));
  }
}

// Without one the relation would be the caller's own, or a person's sign-in would end.
TEST(Words, AnEmptySubjectIsNoneLeftOut) {
  const std::string person = "5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d";
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"person", "relation", "declare"}, {"person", "sign-in"}}) {
    std::vector<std::string> words = command;
    words.insert(words.end(), {person, "--subject", ""});
    const Result result = RunWords(words);
    EXPECT_EQ(result.code, kExitBadInput);
    EXPECT_THAT(result.err, HasSubstr("--subject"));
  }
}

TEST(Words, AMinusIsTakenForAnAmountOnlyWhereLoweringIsMeant) {
  const std::string fund = "funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10";
  const std::string end = " --server 127.0.0.1:1 --timeout 0.1";
  EXPECT_EQ(RunLine("fund allocate " + fund + " --amount=-£500.00" + end).code, kExitUnavailable);
  EXPECT_EQ(RunLine("fund allocate " + fund + " --amount -500" + end).code, kExitUnavailable);
  EXPECT_EQ(
      RunLine("load create --award " + fund.substr(6) + " --amount=-5 --due-date 2026-07-01" + end)
          .code,
      kExitBadInput);
}

TEST(Words, ASequenceBelowZeroIsNotTakenForAHugeOne) {
  for (const std::string line : {"journal watch --after=-1", "journal watch --until=-1",
                                 "journal watch --until 0", "journal watch --until soon"}) {
    EXPECT_EQ(RunLine(line + " --server 127.0.0.1:1 --timeout 0.1").code, kExitBadInput) << line;
  }
}

TEST(Unavailable, SaysTheRequestIdToRepeatWith) {
  const std::string id = "11111111-2222-4333-8444-555555555555";
  const std::string line =
      "person register --case-reference X-1 --server 127.0.0.1:1 --timeout 0.1 ";
  const Result result = RunLine(line + "--request-id " + id);
  EXPECT_EQ(result.code, kExitUnavailable);
  EXPECT_THAT(result.err, HasSubstr("--request-id " + id));
  const Result json = RunLine(line + "--json --request-id " + id);
  google::protobuf::Struct object;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json.err, &object).ok()) << json.err;
  const auto& fields = object.fields().at("error").struct_value().fields();
  EXPECT_EQ(fields.at("requestId").string_value(), id);
  EXPECT_EQ(fields.at("code").string_value(), "UNAVAILABLE");
  EXPECT_EQ(fields.at("exitCode").number_value(), 5);
}

TEST(BadInput, IsOneJsonObjectOnStandardError) {
  const Result result = RunLine("fund show nonsense --json");
  EXPECT_EQ(result.code, kExitBadInput);
  EXPECT_EQ(result.out, "");
  google::protobuf::Struct object;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(result.err, &object).ok()) << result.err;
  const auto& fields = object.fields().at("error").struct_value().fields();
  EXPECT_EQ(fields.at("violations").list_value().values_size(), 1);
}

TEST(StandardOutput, ThatCannotBeWrittenIsNoSuccess) {
  for (const char* word : {"version", "help", "--version", "--help"}) {
    std::ofstream out("/dev/full");
    std::ostringstream err;
    Context context(out, err, false);
    const std::vector<const char*> words = {"cardledger", word};
    EXPECT_EQ(RunCommandLine(words, context), kExitInternal) << word;
    EXPECT_THAT(err.str(), HasSubstr("could not be written to standard output")) << word;
  }
}

TEST(BadInput, IsJsonAlsoWhereAnOptionLacksItsValue) {
  for (const std::string line : {"fund list --json --year", "fund create --json --code",
                                 "--json fund list --limit x", "fund show --json"}) {
    const Result result = RunLine(line);
    EXPECT_EQ(result.code, kExitBadInput) << line;
    google::protobuf::Struct object;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(result.err, &object).ok())
        << line << result.err;
  }
}

TEST(BadInput, IsATextThatIsNotUtf8) {
  const std::string fund = "7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10";
  const std::string bad = "caf\xE9";
  const std::vector<std::vector<std::string>> lines = {
      {"fund", "allocate", fund, "--amount", "5", "--note", bad},
      {"fund", "transfer", "--from", fund, "--to", fund, "--amount", "5", "--note", bad},
      {"fund", "create", "--code", bad, "--year", "2026"},
      {"award", "cancel", fund, "--reason", "declined-by-person", "--note", bad},
      {"award", "propose", "--person", fund, "--fund", fund + "=5", "--start", "2026-07-01",
       "--end", "2026-07-02", "--goal", bad},
      {"person", "register", "--case-reference", bad},
      {"person", "find", bad},
      {"person", "communication", "set", fund, "--format", "plain", "--channel", "letter",
       "--helper", bad},
      {"person", "supporter", "add", fund, "--name", bad, "--scope", "card", "--first-day",
       "2026-07-01"},
      {"card", "block", fund, "--reason", "lost", "--note", bad},
      {"card", "block", fund, "--reason", "lost", "--lead", bad},
      {"provider", "register", "--name", bad, "--kind", "voluntary"},
      {"own-money", "add", fund, "--amount", "5", "--on", "2026-07-01", "--reference", bad},
      {"referral", "decide", "9", "--approve", "--reason", bad},
      {"fund", "list", "--page-token", bad}};
  for (std::vector<std::string> line : lines) {
    line.insert(line.end(), {"--server", "127.0.0.1:1", "--timeout", "0.1"});
    const Result result = RunWords(line);
    EXPECT_EQ(result.code, kExitBadInput) << line[0] << " " << line[1] << result.err;
    EXPECT_THAT(result.err, HasSubstr("UTF-8"));
  }
}

TEST(Unavailable, SaysThatNothingIsKnownOnlyWhereThatIsSo) {
  client::ClientError error;
  error.code = absl::StatusCode::kUnavailable;
  error.request_id = "11111111-2222-4333-8444-555555555555";
  EXPECT_THAT(ErrorText(error, {}), HasSubstr("is not known"));
  // An earlier try may have been stored.
  for (const char* reason : {"OUTCOME_UNKNOWN", "LEDGER_LATCHED", "QUEUE_FULL"}) {
    error.reason = reason;
    EXPECT_THAT(ErrorText(error, {}), HasSubstr("is not known")) << reason;
  }
  error.reason = "CLOCK_UNSURE";
  EXPECT_THAT(ErrorText(error, {}), Not(HasSubstr("is not known")));
  EXPECT_THAT(ErrorText(error, {}), HasSubstr("--request-id " + error.request_id));
  const Result checked = RunLine(
      "person register --case-reference X-1 --validate-only --server 127.0.0.1:1 --timeout 0.1");
  EXPECT_EQ(checked.code, kExitUnavailable);
  EXPECT_THAT(checked.err, Not(HasSubstr("is not known")));
}

TEST(ErrorText, SaysARefusalInTheLedgersWordsWithItsReason) {
  client::ClientError error;
  error.code = absl::StatusCode::kFailedPrecondition;
  error.message = "Nobody approves what they prepared.";
  error.reason = "APPROVER_IS_PREPARER";
  EXPECT_EQ(ErrorText(error, {}),
            "cardledger: Refused: Nobody approves what they prepared.\n[APPROVER_IS_PREPARER]");
}

TEST(ErrorText, OfARefusalThatAskedASeniorSaysWhereToLook) {
  client::ClientError error;
  error.code = absl::StatusCode::kFailedPrecondition;
  error.message = "The load would pass the limit.";
  error.reason = "ANNUAL_LIMIT_EXCEEDED";
  for (const char* referral : {"12", "referrals/12"}) {
    error.facts["referral"] = referral;
    error.facts["deadline_day"] = "2026-07-13";
    EXPECT_EQ(ErrorText(error, {}),
              "cardledger: Refused: The load would pass the limit.\n[ANNUAL_LIMIT_EXCEEDED]\n"
              "A senior is asked: cardledger referral show referrals/12");
  }
}

TEST(ErrorText, OfAReferralThatWasDecidedSendsNobodyThere) {
  client::ClientError error;
  error.code = absl::StatusCode::kFailedPrecondition;
  error.reason = "REFERRAL_DECIDED";
  error.facts["referral"] = "referrals/12";
  EXPECT_THAT(ErrorText(error, {}), Not(HasSubstr("A senior is asked")));
}

TEST(ErrorText, TellsWhoIsNotPermittedWhatTheyActAs) {
  client::ClientError error;
  error.code = absl::StatusCode::kPermissionDenied;
  error.message = "no role of the caller may call this";
  GlobalOptions options;
  EXPECT_THAT(ErrorText(error, options), HasSubstr("No identity was given"));
  options.subject = "anna";
  options.roles = "auditor";
  EXPECT_THAT(ErrorText(error, options), HasSubstr("You act as anna with the roles 'auditor'"));
}

TEST(ErrorText, OfACallThatIsTooLargeDoesNotAdviseToRepeatIt) {
  client::ClientError error;
  error.code = absl::StatusCode::kResourceExhausted;
  error.message = "Received message larger than max (5000000 vs. 4194304)";
  error.request_id = "11111111-2222-4333-8444-555555555555";
  EXPECT_EQ(ErrorText(error, {}),
            "cardledger: Too large: Received message larger than max (5000000 vs. 4194304)");
}

TEST(ExitCodes, OfTooMuchAtOnceIsThatOfWhatMayBeTriedAgain) {
  client::ClientError error;
  error.code = absl::StatusCode::kResourceExhausted;
  EXPECT_EQ(ExitCodeOf(error), kExitBadInput);
  error.reason = "RATE_LIMITED";
  EXPECT_EQ(ExitCodeOf(error), kExitUnavailable);
}

TEST(ExitCodes, FollowTheStatusCode) {
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kOk), 0);
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kInternal), 1);
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kDataLoss), 1);
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kInvalidArgument), 2);
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kResourceExhausted), 2);
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kFailedPrecondition), 3);
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kNotFound), 4);
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kUnavailable), 5);
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kDeadlineExceeded), 5);
  EXPECT_EQ(ExitCodeOf(absl::StatusCode::kPermissionDenied), 6);
}

}  // namespace
}  // namespace cardledger::cli
