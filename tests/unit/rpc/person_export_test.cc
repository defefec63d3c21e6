// Everything about a person, and whose details are due, as the reads behind PrivacyService answer.

#include "services/rpc/person_export.h"

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "services/domain/names.h"
#include "services/rpc/due_erasures.h"
#include "services/rpc/lists.h"
#include "tests/unit/engine/award_life.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

// Reached as by staff, who reach everything, and as by the person.
class PersonExportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    life_.OpenWithAward();
    edge_.engine = &life_.engine();
    edge_.store = &life_.store();
    edge_.clock = &life_.clock();
    edge_.briefs = &briefs_;
    const auto view = life_.view();
    const auto row = life_.Read(*view).Award(life_.award());
    ASSERT_TRUE(row.ok() && row->has_value());
    person_ = domain::PersonName(domain::IdFromBytes<domain::PersonId>((*row)->person_id()));
    rule_.object_of = AccessRule::ObjectOf::kField;
    rule_.any.Add(journal::ROLE_ADMINISTRATOR);
    rule_.own.Add(journal::ROLE_PERSON);
    v1::SetPersonSubjectRequest subject;
    subject.set_person(person_);
    subject.set_subject("idp|ada");
    life_.Take(subject);
    v1::SetLegalHoldRequest hold;
    hold.set_person(person_);
    hold.set_note("a claim");
    life_.Take(hold);
    life_.Load(1'000, engine::AwardLife::kStart);
  }

  std::unique_ptr<const ReadScope> ScopeOf(absl::string_view subject, journal::Role role) const {
    Caller caller{.subject = std::string(subject), .roles = {}, .carried_by = ""};
    caller.roles.Add(role);
    return *ReadScope::Open(edge_, rule_, caller);
  }
  std::unique_ptr<const ReadScope> Staff() const {
    return ScopeOf("olga", journal::ROLE_ADMINISTRATOR);
  }

  // All pages of a size; the standing of the first.
  v1::ExportPersonResponse Everything(const ReadScope& scope, int32_t page_size) {
    v1::ExportPersonRequest request;
    request.set_person(person_);
    request.set_page_size(page_size);
    v1::ExportPersonResponse all;
    do {
      v1::ExportPersonResponse page;
      const absl::Status status =
          FillExportPerson(life_.engine().identity().id, scope, request, page);
      EXPECT_TRUE(status.ok()) << status;
      EXPECT_EQ(page.has_standing(), request.page_token().empty());
      EXPECT_LE(page.entries_size(), page_size);
      if (page.has_standing()) *all.mutable_standing() = page.standing();
      all.mutable_entries()->MergeFrom(page.entries());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  static std::vector<uint64_t> SequencesOf(const v1::ExportPersonResponse& all) {
    std::vector<uint64_t> sequences;
    for (const v1::ExportedEntry& each : all.entries()) {
      sequences.push_back(each.entry().sequence());
    }
    return sequences;
  }

  engine::AwardLife life_;
  engine::BriefCache briefs_{/*briefs_max=*/100, /*award_briefs_max=*/100};
  Edge edge_;
  AccessRule rule_;
  std::string person_;
};

TEST_F(PersonExportTest, PageByPage_isWhatOnePageHolds) {
  const auto scope = Staff();
  const v1::ExportPersonResponse whole = Everything(*scope, 1'000);
  // Registered, proposed, approved, sign-in, hold, load.
  ASSERT_EQ(whole.entries_size(), 6);
  for (const int32_t size : {1, 2, 5, 6}) {
    EXPECT_EQ(SequencesOf(Everything(*scope, size)), SequencesOf(whole)) << size;
  }
  EXPECT_EQ(whole.standing().person().name(), person_);
  EXPECT_EQ(whole.standing().awards_size(), 1);
  EXPECT_EQ(whole.standing().balance().posted_pence(), 1'000);
}

TEST_F(PersonExportTest, TextsStandWithTheirEntry) {
  const v1::ExportPersonResponse whole = Everything(*Staff(), 1'000);
  const v1::ExportedEntry& hold = whole.entries(1);
  ASSERT_TRUE(hold.entry().has_legal_hold_set());
  ASSERT_EQ(hold.details_size(), 1);
  EXPECT_EQ(hold.details(0).text(), "a claim");
  EXPECT_FALSE(hold.details(0).erased());
  EXPECT_EQ(whole.entries(5).details(0).kind(), journal::DETAIL_KIND_CASE_REFERENCE);
  EXPECT_EQ(whole.entries(5).details(0).text(), "LL-1");
}

TEST_F(PersonExportTest, ThePerson_isNotShownLegalHolds) {
  const auto scope = ScopeOf("idp|ada", journal::ROLE_PERSON);
  const v1::ExportPersonResponse own = Everything(*scope, 1'000);
  EXPECT_EQ(own.entries_size(), 5);
  for (const v1::ExportedEntry& each : own.entries()) {
    EXPECT_FALSE(each.entry().has_legal_hold_set());
  }
}

TEST_F(PersonExportTest, NobodyOfThatName_isNotFound) {
  v1::ExportPersonRequest request;
  request.set_person("persons/00000000-0000-4000-8000-000000000000");
  v1::ExportPersonResponse response;
  const absl::Status status =
      FillExportPerson(life_.engine().identity().id, *Staff(), request, response);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
}

TEST_F(PersonExportTest, DueErasures_areThoseWhoseTimeHasEndedOrThatAreProposed) {
  v1::RegisterPersonRequest registered;
  registered.set_case_reference("LL-99");
  const journal::Entry other = life_.Take(registered);
  const std::string name =
      domain::PersonName(domain::IdFromBytes<domain::PersonId>(other.person_id()));
  const auto due = [this] {
    v1::ListDueErasuresResponse page;
    const absl::Status status = FillListDueErasures(life_.engine().identity().id, *Staff(),
                                                    v1::ListDueErasuresRequest(), page);
    EXPECT_TRUE(status.ok()) << status;
    return page;
  };
  EXPECT_EQ(due().erasures_size(), 0);
  v1::ProposeErasureRequest propose;
  propose.set_person(name);
  propose.add_classes(journal::RETENTION_CLASS_CASE);
  propose.set_ground(journal::ERASURE_GROUND_RECORDED_IN_ERROR);
  ASSERT_FALSE(life_.Take(propose).has_refused());
  ASSERT_EQ(due().erasures_size(), 1);
  EXPECT_EQ(due().erasures(0).person(), name);
  EXPECT_TRUE(due().erasures(0).has_proposed());
  EXPECT_EQ(due().erasures(0).due_size(), 0);

  constexpr int64_t kSevenYears = 7 * 366;
  life_.clock().Advance(kSevenYears * tests::kMicrosecondsPerDay);
  ASSERT_EQ(due().erasures_size(), 1);  // the other is held, and has money on an award
  EXPECT_EQ(due().erasures(0).due_size(), 3);
  v1::SetLegalHoldRequest hold;
  hold.set_person(name);
  hold.set_note("a claim");
  life_.Take(hold);
  EXPECT_EQ(due().erasures_size(), 0);
}

}  // namespace
}  // namespace cardledger::rpc
