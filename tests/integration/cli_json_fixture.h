#pragma once

// The real `cardledger --json` run against a whole server in this process, and its one object taken
// apart. For the tests of answers as JSON. One thread.

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"

#include "tests/integration/cli_fixture.h"

namespace cardledger::tests {

class CliJsonFixture : public CliFixture {
 protected:
  // The one object that a command which succeeds writes.
  google::protobuf::Struct Answer(const std::string& line, const std::string& subject,
                                  const std::string& roles) {
    const ProgramRun run = Run(line + " --json", subject, roles);
    EXPECT_EQ(run.exit_code, 0) << line << "\n" << run.err;
    EXPECT_EQ(run.err, "");
    EXPECT_EQ(run.out.find('\n'), run.out.size() - 1) << run.out;
    return Json(run.out);
  }

  // Of a command that changes something: its decision is the newest entry.
  google::protobuf::Struct Accepted(const std::string& line, const std::string& subject,
                                    const std::string& roles) {
    google::protobuf::Struct answer = Answer(line, subject, roles);
    EXPECT_EQ(At(answer, "decision.sequence"), absl::StrCat(ledger_.Position())) << line;
    EXPECT_EQ(At(answer, "decision.recordedTime"), "2026-07-06T09:00:00Z") << line;
    EXPECT_EQ(At(answer, "decision.validatedPosition"), "0") << line;
    return answer;
  }

  // Of a command that only reads.
  google::protobuf::Struct Shown(const std::string& line, const std::string& subject = "anna",
                                 const std::string& roles = "finance_officer,auditor") {
    google::protobuf::Struct answer = Answer(line, subject, roles);
    EXPECT_EQ(At(answer, "readPoint.position"), absl::StrCat(ledger_.Position())) << line;
    return answer;
  }
};

}  // namespace cardledger::tests
