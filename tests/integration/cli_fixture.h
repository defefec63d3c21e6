#pragma once

// The real `cardledger` command run against a whole server in this process, for the tests of what
// it prints and leaves in the ledger. Today is 2026-07-06 in the server, whatever this machine
// thinks. One thread.

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "tests/integration/served_ledger.h"
#include "tests/support/program.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {

class CliFixture : public ::testing::Test {
 protected:
  // Words with their blanks between.
  ProgramRun Run(const std::string& line, const std::string& subject = "anna",
                 const std::string& roles = "finance_officer,auditor") {
    return RunWords(absl::StrSplit(line, ' ', absl::SkipEmpty()), subject, roles);
  }

  ProgramRun RunWords(const std::vector<std::string>& words, const std::string& subject = "anna",
                      const std::string& roles = "finance_officer,auditor") {
    // Far from London, whose days count wherever the program runs.
    const std::vector<std::string> environment = {
        "PATH=/usr/bin:/bin", "TZ=America/New_York",
        absl::StrCat("CARDLEDGER_SERVER=127.0.0.1:", ledger_.server().port()),
        "CARDLEDGER_SUBJECT=" + subject, "CARDLEDGER_ROLES=" + roles};
    return RunProgram(CARDLEDGER_CLI, words, environment);
  }

  // The name that a --quiet command prints.
  std::string NameOf(const std::string& line, const std::string& subject,
                     const std::string& roles) {
    const ProgramRun run = Run(line + " --quiet", subject, roles);
    EXPECT_EQ(run.exit_code, 0) << line << "\n" << run.err;
    return std::string(absl::StripSuffix(run.out, "\n"));
  }

  // A policy that knows extensions, emergency loads, referrals and reviews; in place of the test's
  // own.
  void ActivateFullPolicy() {
    const std::string more = R"(
        award_length_max { days: 112 source: "test" verification: VERIFICATION_NOT_VERIFIED }
        emergency_load_max { pence: 5000 source: "test" verification: VERIFICATION_NOT_VERIFIED }
        safeguarding_review { days: 5 source: "test" verification: VERIFICATION_NOT_VERIFIED }
        referral { senior: "Head of Service" working_days: 5 source: "test"
                   verification: VERIFICATION_NOT_VERIFIED })";
    const std::string path = WriteFile("full", absl::StrCat(TestPolicyText(), more));
    EXPECT_EQ(Run("policy activate " + path, "gus", "finance_approver").exit_code, 0);
  }

  std::string WriteFile(const std::string& name, const std::string& text) {
    std::string path = folder_.file(name);
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  static google::protobuf::Struct Json(const std::string& text) {
    google::protobuf::Struct object;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &object).ok()) << text;
    return object;
  }

  // The text of a value by its path, as "award.funding.0.fund"; "(none)" where none stands there.
  static std::string At(const google::protobuf::Struct& object, absl::string_view path) {
    const google::protobuf::Value value = ValueAt(object, path);
    if (value.has_number_value()) return absl::StrCat(value.number_value());
    return value.has_string_value() ? value.string_value() : "(none)";
  }
  // How many values the list at a path holds; -1 where no list stands there.
  static int SizeAt(const google::protobuf::Struct& object, absl::string_view path) {
    const google::protobuf::Value value = ValueAt(object, path);
    return value.has_list_value() ? value.list_value().values_size() : -1;
  }

  static std::string Row(absl::string_view key, absl::string_view award, absl::string_view amount,
                         absl::string_view day = "2026-07-06") {
    return absl::StrCat(key, ",", award, ",", amount, ",", day, "\n");
  }

  ServedLedger ledger_{Backing::kMemory, Transport::kTcp};
  TemporaryFolder folder_;

 private:
  static google::protobuf::Value ValueAt(const google::protobuf::Struct& object,
                                         absl::string_view path) {
    google::protobuf::Value value;
    *value.mutable_struct_value() = object;
    for (const absl::string_view step : absl::StrSplit(path, '.')) {
      google::protobuf::Value next;
      int index = 0;
      if (absl::SimpleAtoi(step, &index) && index < value.list_value().values_size()) {
        next = value.list_value().values(index);
      } else if (value.struct_value().fields().contains(std::string(step))) {
        next = value.struct_value().fields().at(std::string(step));
      }
      value = next;
    }
    return value;
  }
};

// The first line of a file of loads.
inline constexpr char kLoadColumns[] = "row_key,award,amount,due_date\n";

}  // namespace cardledger::tests
