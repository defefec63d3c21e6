#include "clients/cli/table.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "base/progress_bar.h"

namespace cardledger::cli {
namespace {

TEST(Table, AlignsByWhatIsSeenNotByBytes) {
  Table table({{"Who"}, {"Left", Align::kRight}, {"Note"}});
  table.AddRow({"Zoë", "£1,000.00", "first"});
  table.AddRow({"Anna", "£0.05", ""});
  EXPECT_EQ(table.Render(),
            "Who        Left  Note\n"
            "Zoë   £1,000.00  first\n"
            "Anna      £0.05\n");
}

TEST(Facts, PutsTheValuesInOneColumn) {
  Facts facts;
  facts.Add("Fund", "funds/1");
  facts.Add("Still to promise", "£5.00");
  EXPECT_EQ(facts.Render(),
            "Fund              funds/1\n"
            "Still to promise  £5.00\n");
}

TEST(Facts, SayALabelOnceForSeveralValuesAndNotForNone) {
  Facts facts;
  facts.AddEach("Cards", std::vector<std::string>());
  facts.AddEach("Awards", std::vector<std::string>{"awards/1", "awards/2"});
  EXPECT_EQ(facts.Render(), "Awards  awards/1\n        awards/2\n");
}

TEST(Progress, WritesALineAtEveryTenthWhereThereIsNoTerminal) {
  std::ostringstream out;
  {
    base::ProgressBar progress(out, "Loading", "rows", true, false);
    for (uint64_t done = 0; done <= 1000; ++done) progress.Update(done, 1000);
  }
  const std::string text = out.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 11);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_NE(text.find("Loading  [###############               ]  50 %  500 of 1,000 rows\n"),
            std::string::npos)
      << text;
}

TEST(Progress, RedrawsOneLineOnATerminalAndEndsIt) {
  std::ostringstream out;
  {
    base::ProgressBar progress(out, "Loading", "rows", true, true);
    progress.Update(0, 2);
    progress.Update(2, 2);
  }
  const std::string text = out.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\r'), 2);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
}

TEST(Progress, WritesNothingWhereItIsNotWanted) {
  std::ostringstream out;
  {
    base::ProgressBar progress(out, "Loading", "rows", false, true);
    progress.Update(1, 2);
  }
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace cardledger::cli
