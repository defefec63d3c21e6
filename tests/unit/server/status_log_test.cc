#include "services/server/status_log.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cardledger::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StatusLogTest : public ::testing::Test {
 protected:
  void NoteWriting(engine::WriteState state, const std::string& reason) {
    status_.write_state = state;
    status_.reason = reason;
    status_log_.Note(status_);
  }
  void NoteAnchor(const std::string& error) {
    status_.anchor_error = error;
    status_log_.Note(status_);
  }

  std::vector<std::string> lines_;
  StatusLog status_log_{[this](const base::LogEvent& event) { lines_.push_back(event.message); }};
  engine::EngineStatus status_;
};

TEST_F(StatusLogTest, LedgerThatWrites_isNoNews) {
  status_log_.Note(status_);
  ++status_.anchored_position;
  status_log_.Note(status_);
  EXPECT_THAT(lines_, IsEmpty());
}

TEST_F(StatusLogTest, Latch_isSaidOnceWithItsReason) {
  for (int look = 0; look < 3; ++look) {
    NoteWriting(engine::WriteState::kLatched, "a write failed: No space left on device");
  }
  EXPECT_THAT(lines_, ElementsAre("writing has stopped until a restart: a write failed: No space "
                                  "left on device"));
}

TEST_F(StatusLogTest, ClockInDoubt_isSaidOnceWhileOnlyItsNumbersMove) {
  for (const char* behind : {"9", "10", "11"}) {
    NoteWriting(engine::WriteState::kClockUnsure,
                std::string("the clock stands ") + behind + " s before the last entry");
  }
  NoteWriting(engine::WriteState::kClockUnsure, "the clock has stepped by 70 s");
  NoteWriting(engine::WriteState::kReady, "");
  EXPECT_THAT(lines_,
              ElementsAre("writing waits for the clock to agree or be confirmed: the clock stands "
                          "9 s before the last entry",
                          "writing waits for the clock to agree or be confirmed: the clock has "
                          "stepped by 70 s",
                          "writing goes on: the clock is trusted again"));
}

TEST_F(StatusLogTest, Anchor_isSaidWhenItFailsWhenTheReasonChangesAndWhenItIsWrittenAgain) {
  for (const char* error : {"read-only", "read-only", "no space", "", ""}) NoteAnchor(error);
  EXPECT_THAT(lines_, ElementsAre("the anchor cannot be written; the ledger goes on: read-only",
                                  "the anchor cannot be written; the ledger goes on: no space",
                                  "the anchor is written again"));
}

}  // namespace
}  // namespace cardledger::server
