// Lines and counts of the audit commands.

#include "clients/cli/audit_text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cli/audit_counts.h"
#include "clients/cli/context.h"
#include "clients/cli/decided.h"
#include "tests/unit/clients/cli/parse_message.h"

namespace cardledger::cli {
namespace {

using journal::v1::Entry;
using ::testing::HasSubstr;
using ::testing::Not;

// Of 1 July 2026, 09:30 in London.
Entry MakeEntry(const std::string& text) {
  Entry entry = Parse<Entry>(text);
  entry.set_recorded_time_us(1'782'894'600'000'000);
  return entry;
}

const char* const kApproval =
    "sequence: 12 caller { subject: 'abe' roles: [ ROLE_APPROVER, ROLE_AUDITOR ] carried_by: "
    "'portal' } award_id: '1111111111111111' award_approved { committed_pence: 100000 }";
const char* const kRefusal =
    "sequence: 13 caller { subject: 'abe' roles: ROLE_APPROVER } refused { reason: "
    "REFUSAL_REASON_APPROVER_IS_PREPARER }";

v1::WatchEntriesResponse Response(const std::string& entry) {
  v1::WatchEntriesResponse response;
  *response.mutable_entry() = MakeEntry(entry);
  return response;
}

TEST(AuditLine, SaysWhoDidWhatAndWhoPreparedIt) {
  EXPECT_EQ(
      AuditTitles() + AuditLine(MakeEntry(kApproval), "wes") + AuditLine(MakeEntry(kRefusal), ""),
      "  Entry  Recorded                 Who                               What\n"
      "     12  2026-07-01 09:30:00 BST  abe as approver, auditor through portal  "
      "Award approved; £1,000.00 promised from its funds.  Prepared by wes.\n"
      "     13  2026-07-01 09:30:00 BST  abe as approver                   "
      "Refused: approver is preparer.\n");
}

TEST(AuditCsv, HasAColumnForEach) {
  EXPECT_EQ(AuditCsvTitles(),
            "entry,recorded,subject,roles,carried_by,event,what,reason,concerns,prepared_by\r\n");
  EXPECT_EQ(AuditCsvLine(MakeEntry(kApproval), "wes"),
            "12,2026-07-01 09:30:00 BST,abe,approver auditor,portal,award-approved,\"Award "
            "approved; £1,000.00 promised from its funds.\",,"
            "awards/31313131-3131-3131-3131-313131313131,wes\r\n");
  EXPECT_EQ(AuditCsvLine(MakeEntry(kRefusal), ""),
            "13,2026-07-01 09:30:00 BST,abe,approver,,refused,Refused: approver is "
            "preparer.,approver-is-preparer,,\r\n");
}

TEST(AuditCsv, SubjectsThatLookLikeFormulasAreNone) {
  Entry entry = MakeEntry(kRefusal);
  entry.mutable_caller()->set_subject("-cmd|x");
  EXPECT_THAT(AuditCsvLine(entry, "-wes"), HasSubstr(",'-cmd|x,"));
  EXPECT_THAT(AuditCsvLine(entry, "-wes"), HasSubstr(",'-wes\r\n"));
}

TEST(AuditCounts, CountEventsRolesReasonsAndCallers) {
  AuditCounts counts;
  EXPECT_EQ(counts.Line(), "No entries.\n");
  EXPECT_EQ(counts.Render(), "No entries.\n");
  counts.Add(Response(kApproval));
  EXPECT_EQ(counts.Line(), "1 entry by 1 caller, 0 refused\n");
  EXPECT_FALSE(counts.partial());
  counts.Add(Response(kRefusal));
  counts.Add(Response("caller { subject: 'wes' roles: ROLE_SOCIAL_WORKER } award_proposed {}"));
  EXPECT_EQ(counts.Render(),
            "Event           Entries\n"
            "award-approved        1\n"
            "award-proposed        1\n"
            "refused               1\n"
            "\n"
            "Role           Entries\n"
            "approver             2\n"
            "auditor              1\n"
            "social-worker        1\n"
            "\n"
            "Refused for           Entries\n"
            "approver-is-preparer        1\n"
            "\n"
            "Who  Entries  Approvals  Refused\n"
            "abe        2          1        1\n"
            "wes        1          0        0\n"
            "\n"
            "3 entries by 2 callers, 1 refused\n");
}

TEST(AuditCounts, AreOneObjectInJson) {
  AuditCounts counts;
  counts.Add(Response(kRefusal));
  const google::protobuf::Struct object = counts.Object(3, 13);
  const auto& audit = object.fields().at("audit").struct_value().fields();
  EXPECT_EQ(audit.at("afterEntry").number_value(), 3);
  EXPECT_EQ(audit.at("untilEntry").number_value(), 13);
  EXPECT_FALSE(audit.at("partial").bool_value());
  EXPECT_EQ(audit.at("entries").number_value(), 1);
  EXPECT_EQ(audit.at("refused").number_value(), 1);
  EXPECT_EQ(audit.at("byEvent").struct_value().fields().at("refused").number_value(), 1);
  EXPECT_EQ(audit.at("byRole").struct_value().fields().at("approver").number_value(), 1);
  EXPECT_TRUE(
      audit.at("refusalsByReason").struct_value().fields().contains("approver-is-preparer"));
  const auto& caller = audit.at("callers").list_value().values(0).struct_value().fields();
  EXPECT_EQ(caller.at("subject").string_value(), "abe");
  EXPECT_EQ(caller.at("entries").number_value(), 1);
  EXPECT_EQ(caller.at("approvals").number_value(), 0);
  EXPECT_EQ(caller.at("refused").number_value(), 1);
}

TEST(AuditCounts, KnowWhereEntriesWereLeftOut) {
  AuditCounts counts;
  v1::WatchEntriesResponse left_out = Response(kRefusal);
  left_out.set_partial(true);
  counts.Add(left_out);
  counts.Add(Response(kApproval));
  EXPECT_TRUE(counts.partial());
  const google::protobuf::Struct object = counts.Object(0, 2);
  EXPECT_TRUE(object.fields().at("audit").struct_value().fields().at("partial").bool_value());
}

// The first entry of a journal.
TEST(AuditCounts, NobodyIsNoCaller) {
  const std::string first = "sequence: 1 ledger_created {}";
  AuditCounts counts;
  counts.Add(Response(first));
  EXPECT_EQ(counts.Line(), "1 entry by 0 callers, 0 refused\n");
  EXPECT_THAT(AuditLine(MakeEntry(first), ""), Not(HasSubstr(" as ")));
}

TEST(Approval, IsADecisionThatSaidYes) {
  const struct {
    const char* entry;
    bool approval;
  } cases[] = {
      {"award_approved {}", true},
      {"award_extended {}", true},
      {"extension_declined {}", false},
      {"emergency_load_approved {}", true},
      {"referral_decided { approved: true }", true},
      {"referral_decided {}", false},
      {"withheld_look_decided { approved: true }", true},
      {"withheld_look_decided {}", false},
      {"details_erased {}", true},
      {"erasure_declined {}", false},
      {"award_proposed {}", false},
      {"refused {}", false},
  };
  for (const auto& c : cases) EXPECT_EQ(IsApproval(Parse<Entry>(c.entry)), c.approval) << c.entry;
}

}  // namespace
}  // namespace cardledger::cli
