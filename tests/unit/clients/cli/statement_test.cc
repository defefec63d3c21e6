// A statement in its formats: golden texts, and what keeps a spreadsheet and a browser safe.

#include "clients/cli/statement.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cli/csv_text.h"
#include "tests/unit/clients/cli/parse_message.h"

namespace cardledger::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::CivilDay kAfterwards(2026, 8, 1);

v1::Statement Example() {
  return Parse<v1::Statement>(R"(
    award: "awards/a" person: "persons/p" from_date { year: 2026 month: 7 day: 1 }
    before_date { year: 2026 month: 8 day: 1 } position: 1234
    opening { council_pence: 10000 own_pence: 500 total_pence: 10500 }
    lines { council_pence: 25000 transaction {
      name: "transactions/9" kind: TRANSACTION_KIND_LOAD state: TRANSACTION_STATE_REVERSED
      effective_date { year: 2026 month: 7 day: 6 } record_time { seconds: 1782894600 }
      amount_pence: 25000 balance_pence: 35500 related: "transactions/12" scheduled: true } }
    lines { contribution_pence: 1234 transaction {
      name: "transactions/11" kind: TRANSACTION_KIND_CONTRIBUTION state: TRANSACTION_STATE_POSTED
      effective_date { year: 2026 month: 7 day: 6 } record_time { seconds: 1782894600 }
      amount_pence: 1234 balance_pence: 36734 } }
    lines { council_pence: -25000 transaction {
      name: "transactions/12" kind: TRANSACTION_KIND_REVERSAL state: TRANSACTION_STATE_POSTED
      effective_date { year: 2026 month: 7 day: 10 } record_time { seconds: 1782894600 }
      amount_pence: -25000 balance_pence: 11734 related: "transactions/9" } }
    closing { council_pence: 10000 contribution_pence: 1234 own_pence: 500 total_pence: 11734 })");
}

TEST(StatementText, CanBeReadByWhoHoldsTheCard) {
  EXPECT_EQ(StatementText(Example(), kAfterwards), R"(Statement, 1 July 2026 to 31 July 2026

Award   awards/a
Person  persons/p

Whose money       At the beginning  Change  At the end
The council's              £100.00   £0.00     £100.00
The contribution             £0.00  £12.34      £12.34
Own money                    £5.00   £0.00       £5.00
In all                     £105.00  £12.34     £117.34

Day           What happened                                                             Money in  Money out  On the award  Transaction
1 July 2026   At the beginning of the day                                                                         £105.00
6 July 2026   Money put on by the council, by schedule (taken back by transactions/12)   £250.00                  £355.00  transactions/9
6 July 2026   Contribution received                                                       £12.34                  £367.34  transactions/11
10 July 2026  Taken back: transactions/9                                                            £250.00       £117.34  transactions/12
31 July 2026  At the end of the day                                                                               £117.34

Made from the first 1,234 entries of the ledger. What is recorded later may change it; the same number of entries gives the same statement.
)");
}

TEST(StatementText, OfAPeriodThatHasNotEnded_saysSo) {
  const absl::CivilDay last(2026, 7, 31);
  EXPECT_EQ(ClosingWords(Example(), last), "So far, on 31 July 2026: the period has not ended");
  EXPECT_THAT(StatementText(Example(), last), HasSubstr(ClosingWords(Example(), last)));
  EXPECT_THAT(StatementCsv(Example(), last), HasSubstr(ClosingWords(Example(), last)));
  EXPECT_THAT(StatementHtml(Example(), last), HasSubstr(ClosingWords(Example(), last)));
}

TEST(StatementCsv, HasTitlesAndPlainNumbersThatAddUp) {
  EXPECT_EQ(
      StatementCsv(Example(), kAfterwards),
      "row,day,what,transaction,kind,state,related,amount,council,contribution,own,balance,recorded"
      "\r\n"
      "opening,2026-07-01,At the beginning of the day,,,,,105.00,100.00,0.00,5.00,105.00,\r\n"
      "movement,2026-07-06,\"Money put on by the council, by schedule (taken back by "
      "transactions/12)\",transactions/9,load,reversed,transactions/12,250.00,250.00,0.00,0.00,"
      "355.00,2026-07-01 09:30:00 BST\r\n"
      "movement,2026-07-06,Contribution received,transactions/11,contribution,posted,,12.34,0.00,"
      "12.34,0.00,367.34,2026-07-01 09:30:00 BST\r\n"
      "movement,2026-07-10,Taken back: transactions/9,transactions/12,reversal,posted,"
      "transactions/9,-250.00,-250.00,0.00,0.00,117.34,2026-07-01 09:30:00 BST\r\n"
      "closing,2026-07-31,At the end of the day,,,,,117.34,100.00,12.34,5.00,117.34,\r\n");
}

TEST(CsvLine, QuotesWhatNeedsIt) {
  EXPECT_EQ(CsvLine({"a", "b,c", "say \"no\"", "two\nlines", ""}),
            "a,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",\r\n");
  EXPECT_EQ(CsvLine({"", ""}), ",\r\n");
}

TEST(CsvLine, GuardsWhatASpreadsheetWouldTakeForAFormula) {
  EXPECT_EQ(CsvLine({"=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "-5-5", "+", "-"}),
            "'=1+1,'+cmd,'-x,'@SUM(A1),'\tx,'-5-5,'+,'-\r\n");
  EXPECT_EQ(CsvLine({"\rx"}), "\"'\rx\"\r\n");
  EXPECT_EQ(CsvLine({"-5", "+5", "-12.50", "5", "a=1"}), "-5,+5,-12.50,5,a=1\r\n");
}

// Tags in the order in which they open and close; whether each closes what was opened last.
bool IsNested(absl::string_view html) {
  std::vector<std::string> open;
  for (size_t at = html.find('<'); at != absl::string_view::npos; at = html.find('<', at + 1)) {
    const absl::string_view tag = html.substr(at + 1, html.find('>', at) - at - 1);
    const std::string name(tag.substr(0, tag.find_first_of(" \n")));
    if (name == "!DOCTYPE" || name == "meta") continue;
    if (name[0] != '/') {
      open.push_back(name);
    } else if (open.empty() || absl::StrCat("/", open.back()) != name) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

TEST(StatementHtml, IsOnePageThatAScreenReaderCanRead) {
  const std::string html = StatementHtml(Example(), kAfterwards);
  EXPECT_TRUE(absl::StartsWith(html, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n"));
  EXPECT_TRUE(IsNested(html));
  for (
      const char* part :
      {"<title>Statement, 1 July 2026 to 31 July 2026</title>", "<meta charset=\"utf-8\">",
       "<h1>Statement, 1 July 2026 to 31 July 2026</h1>", "<h2>What happened</h2>", "<caption>",
       "<th scope=\"col\">Day</th>", "<th scope=\"row\">6 July 2026</th>", "@media print",
       "<th scope=\"row\">The council&#39;s</th><td class=\"amount\">£100.00</td>",
       R"(<td>Taken back: transactions/9<div class="name">transactions/12</div></td>)",
       R"(transactions/12</div></td><td class="amount"></td><td class="amount">£250.00</td>)",
       R"(<td class="amount"></td><td class="amount">£250.00</td><td class="amount">£117.34</td>)"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  // Nothing is fetched, and nothing runs.
  for (const char* part : {"<script", "http:", "https:", "src=", "<link", "url(", "$0", "$5"}) {
    EXPECT_THAT(html, Not(HasSubstr(part)));
  }
  const std::vector<std::string> tables = absl::StrSplit(html, "<table>");
  ASSERT_EQ(tables.size(), 3U);
  for (size_t i = 1; i < tables.size(); ++i) {
    EXPECT_TRUE(absl::StartsWith(tables[i], "\n<caption>")) << tables[i];
  }
}

TEST(StatementHtml, EscapesEveryText) {
  v1::Statement statement = Example();
  statement.set_award("awards/<script>alert('a')</script>");
  statement.set_person("persons/\"&");
  statement.mutable_lines(2)->mutable_transaction()->set_related("<b>");
  const std::string html = StatementHtml(statement, kAfterwards);
  EXPECT_THAT(html, HasSubstr("awards/&lt;script&gt;alert(&#39;a&#39;)&lt;/script&gt;"));
  EXPECT_THAT(html, HasSubstr("persons/&quot;&amp;</dd>"));
  EXPECT_THAT(html, HasSubstr("Taken back: &lt;b&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_TRUE(IsNested(html));
}

TEST(StatementText, OfAPeriodWithoutMovementsShowsBothEnds) {
  v1::Statement statement = Example();
  statement.clear_lines();
  *statement.mutable_closing() = statement.opening();
  const std::vector<std::string> lines =
      absl::StrSplit(StatementText(statement, kAfterwards), '\n');
  EXPECT_THAT(
      std::vector<std::string>(lines.begin() + 11, lines.begin() + 14),
      ElementsAre(HasSubstr("What happened"), HasSubstr("1 July 2026"), HasSubstr("31 July 2026")));
}

}  // namespace
}  // namespace cardledger::cli
