// The policies of --policy-dir: each is activated once, whatever came between.

#include "services/server/policy_files.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/engine/errors.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {
namespace {

class PolicyFilesTest : public ::testing::Test {
 protected:
  PolicyFilesTest() {
    WriteFile("a.textproto", std::string(TestPolicyText()));
    WriteFile("notes.txt", "not a policy");
  }

  void WriteFile(const std::string& name, const std::string& text) {
    std::ofstream(folder_.file(name)) << text;
  }
  void WriteSecondFile() {
    WriteFile("b.textproto", absl::StrReplaceAll(TestPolicyText(), {{"year: 2026", "year: 2027"}}));
  }
  absl::StatusOr<int> Activate() {
    return server::ActivatePolicyFiles(ledger_.server().engine(), ledger_.server().store(),
                                       folder_.path().string());
  }
  size_t ActivatedEver() { return ledger_.server().engine().view()->policies->activated().size(); }

  ServedLedger ledger_;
  const TemporaryFolder folder_;
};

TEST_F(PolicyFilesTest, Files_areActivatedInOrderAndOnce) {
  WriteSecondFile();
  EXPECT_EQ(*Activate(), 2);
  const uint64_t position = ledger_.Position();
  ledger_.Restart();
  EXPECT_EQ(*Activate(), 0);
  EXPECT_EQ(ledger_.Position(), position);
}

// As a start leaves it that is broken off between two files.
TEST_F(PolicyFilesTest, Rest_ofAStartThatWasBrokenOff_isActivatedByTheNext) {
  ASSERT_EQ(*Activate(), 1);
  WriteSecondFile();
  ledger_.Restart();
  EXPECT_EQ(*Activate(), 1);
  EXPECT_EQ(ActivatedEver(), 2u);
}

TEST_F(PolicyFilesTest, Ledger_onWhichSomebodyActivatedAPolicy_isLeftAlone) {
  ledger_.ActivateTestPolicy();
  const uint64_t position = ledger_.Position();
  WriteSecondFile();
  EXPECT_EQ(*Activate(), 0);
  EXPECT_EQ(ledger_.Position(), position);
  // Then the folder does not matter at all.
  std::filesystem::remove_all(folder_.path());
  EXPECT_EQ(*Activate(), 0);
}

TEST_F(PolicyFilesTest, File_thatWasChangedAfterItsActivation_isForPeopleToDecide) {
  ASSERT_EQ(*Activate(), 1);
  const uint64_t position = ledger_.Position();
  WriteFile("a.textproto", absl::StrReplaceAll(TestPolicyText(), {{"year: 2026", "year: 2027"}}));
  EXPECT_EQ(*Activate(), 0);
  EXPECT_EQ(ledger_.Position(), position);
}

TEST_F(PolicyFilesTest, Clock_inDoubt_holdsUpOnlyWhatIsMissing) {
  ASSERT_EQ(*Activate(), 1);
  ledger_.clock().Step(-120 * kMicrosecondsPerSecond);
  EXPECT_EQ(*Activate(), 0);
  WriteSecondFile();
  EXPECT_EQ(engine::ReasonOf(Activate().status()), engine::kReasonClockUnsure);
}

}  // namespace
}  // namespace cardledger::tests
