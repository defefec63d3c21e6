#include "services/rpc/worklist_reads.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "services/rpc/lists.h"
#include "tests/unit/engine/award_life.h"

namespace cardledger::rpc {
namespace {

const domain::Day kStart = engine::AwardLife::kStart;

class WorklistReadsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    life_.OpenWithAward();
    edge_.engine = &life_.engine();
    edge_.store = &life_.store();
    edge_.clock = &life_.clock();
    edge_.briefs = &briefs_;
  }

  // Walks all pages; `between` is called after each.
  template <typename Between>
  std::vector<v1::WorkItem> All(v1::WorkKind kind, int32_t page_size, const Between& between) {
    v1::ListWorkRequest request;
    request.set_kind(kind);
    request.set_page_size(page_size);
    std::vector<v1::WorkItem> all;
    do {
      v1::ListWorkResponse page;
      const absl::Status status =
          FillListWork(life_.engine().identity().id, *Scope(), request, page);
      EXPECT_TRUE(status.ok()) << status;
      EXPECT_LE(page.items_size(), page_size);
      all.insert(all.end(), page.items().begin(), page.items().end());
      request.set_page_token(page.next_page_token());
      domain::Violations violations;
      CheckPageToken(life_.engine().identity().id, life_.view()->position, request, violations);
      EXPECT_TRUE(violations.empty());
      between();
    } while (!request.page_token().empty());
    return all;
  }
  std::vector<v1::WorkItem> All(v1::WorkKind kind, int32_t page_size) {
    return All(kind, page_size, [] {});
  }

  domain::PersonId PersonOf(const domain::AwardId& award) {
    const auto view = life_.view();
    const auto row = life_.Read(*view).Award(award);
    EXPECT_TRUE(row.ok() && row->has_value());
    return domain::IdFromBytes<domain::PersonId>((*row)->person_id());
  }

  // A card of the award, for a supporter of that number, that is blocked for safeguarding.
  std::string BlockedCard(int number) {
    const std::string token = absl::StrCat("token-000", number);
    v1::AddSupporterRequest supporter;
    supporter.set_person(domain::PersonName(PersonOf(life_.award())));
    supporter.set_supporter_name(token);
    supporter.add_scopes(journal::v1::SUPPORTER_SCOPE_CARD);
    *supporter.mutable_first_date() = domain::DateOf(kStart);
    v1::RequestCardRequest requested;
    requested.set_award(domain::AwardName(life_.award()));
    requested.set_holder(journal::v1::HOLDER_KIND_SUPPORTER);
    requested.set_party(domain::SupporterName(domain::IdFromBytes<domain::PartyId>(
        life_.Take(supporter).supporter_added().supporter_id())));
    std::string card =
        domain::CardName(domain::IdFromBytes<domain::CardId>(life_.Take(requested).card_id()));
    v1::IssueCardRequest issued;
    issued.set_card(card);
    issued.set_token(token);
    issued.set_last_four("1234");
    issued.set_expiry_year(2028);
    issued.set_expiry_month(1);
    life_.Take(issued);
    v1::BlockCardRequest blocked;
    blocked.set_card(card);
    blocked.set_reason(journal::v1::CARD_BLOCK_REASON_SAFEGUARDING);
    blocked.set_needs_met("by a neighbour");
    blocked.set_lead("lead-1");
    EXPECT_TRUE(life_.Take(blocked).has_card_blocked());
    return card;
  }

  engine::AwardLife life_;
  engine::BriefCache briefs_{/*briefs_max=*/100, /*award_briefs_max=*/100};
  // What these reads show, everybody may see who may ask for it.
  std::unique_ptr<const ReadScope> Scope() const {
    return *ReadScope::Open(edge_, rule_, {.subject = "reader", .roles = {}, .carried_by = ""});
  }

  Edge edge_;
  const AccessRule rule_;
};

TEST_F(WorklistReadsTest, WhatIsProposedAfterPageOne_isLeftOut_andAllElseIsThereOnceInOrder) {
  for (int i = 0; i < 7; ++i) life_.Propose();
  const std::vector<v1::WorkItem> work =
      All(v1::WORK_KIND_TO_APPROVE, 2, [this] { life_.Propose(); });
  ASSERT_EQ(work.size(), 7u);
  std::set<std::string> names;
  for (const v1::WorkItem& item : work) names.insert(item.name());
  EXPECT_EQ(names.size(), 7u);
  EXPECT_TRUE(std::is_sorted(work.begin(), work.end(),
                             [](const auto& a, const auto& b) { return a.name() < b.name(); }));
  EXPECT_GT(All(v1::WORK_KIND_TO_APPROVE, 1'000).size(), 7u);
}

TEST_F(WorklistReadsTest, ManyThingsOfOneAward_andCardsAfterAwards_arePagedToo) {
  std::vector<std::string> expected;
  expected.reserve(7);
  for (int i = 0; i < 5; ++i) {
    expected.push_back(domain::TransactionName(life_.Load(10, kStart, true).sequence()));
  }
  std::vector<std::string> cards = {BlockedCard(1), BlockedCard(2)};
  std::sort(cards.begin(), cards.end());
  expected.insert(expected.end(), cards.begin(), cards.end());
  for (const int32_t page_size : {1, 2, 3, 5, 7, 50}) {
    std::vector<std::string> names;
    for (const v1::WorkItem& item : All(v1::WORK_KIND_REVIEW, page_size)) {
      names.push_back(item.name());
      EXPECT_EQ(item.award(), domain::AwardName(life_.award()));
    }
    EXPECT_EQ(names, expected) << page_size;
  }
}

TEST_F(WorklistReadsTest, WhatWasDoneMeanwhile_isShownNoMore_andNothingElseIsSkipped) {
  std::vector<uint64_t> loads;
  loads.reserve(4);
  for (int i = 0; i < 4; ++i) loads.push_back(life_.Load(10, kStart, true).sequence());
  bool approved = false;
  const std::vector<v1::WorkItem> work = All(v1::WORK_KIND_REVIEW, 1, [&] {
    if (!std::exchange(approved, true)) life_.ApproveEmergency(loads[1]);
  });
  ASSERT_EQ(work.size(), 3u);
  EXPECT_EQ(work[0].name(), domain::TransactionName(loads[0]));
  EXPECT_EQ(work[1].name(), domain::TransactionName(loads[2]));
  EXPECT_EQ(work[2].name(), domain::TransactionName(loads[3]));
}

TEST_F(WorklistReadsTest, EndedAwardWithMoney_isSurplusAndWaitsForItsOutcome) {
  life_.Load(700, kStart);
  EXPECT_TRUE(All(v1::WORK_KIND_SURPLUS, 5).empty());
  EXPECT_TRUE(All(v1::WORK_KIND_ENDING, 5).empty());
  for (int i = 0; i < 84; ++i) life_.NextDay();
  const std::vector<v1::WorkItem> surplus = All(v1::WORK_KIND_SURPLUS, 5);
  ASSERT_EQ(surplus.size(), 1u);
  EXPECT_EQ(surplus[0].amount_pence(), 700);
  const std::vector<v1::WorkItem> ending = All(v1::WORK_KIND_ENDING, 5);
  ASSERT_EQ(ending.size(), 1u);
  EXPECT_TRUE(ending[0].overdue());
}

TEST_F(WorklistReadsTest, Keys_areOfThreeTablesAndOneLengthEach) {
  const std::string place(8, '\0');
  EXPECT_TRUE(IsWorkKey("a" + std::string(16, 'x') + place));
  EXPECT_TRUE(IsWorkKey("c" + std::string(16, 'x') + place));
  EXPECT_TRUE(IsWorkKey("r" + std::string(8, 'x') + place));
  EXPECT_FALSE(IsWorkKey(""));
  EXPECT_FALSE(IsWorkKey("a"));
  EXPECT_FALSE(IsWorkKey("r" + std::string(16, 'x') + place));
  EXPECT_FALSE(IsWorkKey("x" + std::string(16, 'x') + place));
}

}  // namespace
}  // namespace cardledger::rpc
