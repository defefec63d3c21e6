// Cards, from the request to the last day: what each step is answered, and how a card is shown and
// found. Through generated stubs.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/uuid.h"
#include "cardledger/v1/privacy.grpc.pb.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

using Stub = v1::CardService::Stub;

class CardsTest : public ::testing::Test {
 protected:
  CardsTest() : award_(ledger_.MakeAward()) {}

  Answer<v1::Change> Request(const std::string& award, bool validate_only = false) {
    v1::RequestCardRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_validate_only(validate_only);
    request.set_award(award);
    request.set_holder(journal::v1::HOLDER_KIND_PERSON);
    return ledger_.Call(ledger_.cards, &Stub::RequestCard, kSocialWorker, request);
  }
  Answer<v1::Change> Issue(const std::string& card, const std::string& token) {
    v1::IssueCardRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_card(card);
    request.set_token(token);
    request.set_last_four("4242");
    request.set_expiry_year(2026);
    request.set_expiry_month(8);
    return ledger_.Call(ledger_.cards, &Stub::IssueCard, kIssuer, request);
  }
  Answer<v1::Change> Activate(const std::string& card) {
    v1::ActivateCardRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_card(card);
    return ledger_.Call(ledger_.cards, &Stub::ActivateCard, kIssuer, request);
  }
  Answer<v1::Change> Block(const std::string& card, journal::v1::CardBlockReason reason) {
    v1::BlockCardRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_card(card);
    request.set_reason(reason);
    if (reason == journal::v1::CARD_BLOCK_REASON_SAFEGUARDING) {
      request.set_needs_met("Meals are brought.");
      request.set_lead(kSafeguardingLead.subject);
    }
    return ledger_.Call(ledger_.cards, &Stub::BlockCard, kSafeguardingLead, request);
  }
  Answer<v1::Change> Close(const std::string& card) {
    v1::CloseCardRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_card(card);
    return ledger_.Call(ledger_.cards, &Stub::CloseCard, kSocialWorker, request);
  }
  Answer<v1::Change> Unblock(const std::string& card, const Identity& identity) {
    v1::UnblockCardRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_card(card);
    return ledger_.Call(ledger_.cards, &Stub::UnblockCard, identity, request);
  }
  // A card in use, on `award`.
  std::string MakeCard(const std::string& award, const std::string& token) {
    const auto requested = Request(award);
    EXPECT_TRUE(requested.ok()) << requested.status.error_message();
    EXPECT_TRUE(Issue(requested.response.name(), token).ok());
    EXPECT_TRUE(Activate(requested.response.name()).ok());
    return requested.response.name();
  }
  Answer<v1::GetCardResponse> Get(const std::string& name) {
    v1::GetCardRequest request;
    request.set_name(name);
    return ledger_.Call(ledger_.cards, &Stub::GetCard, kAuditor, request);
  }
  v1::Card Card(const std::string& name) { return Get(name).response.card(); }
  // All pages, of two cards each.
  std::vector<std::string> Listed(v1::ListCardsRequest request) {
    std::vector<std::string> names;
    request.set_page_size(2);
    do {
      const auto page = ledger_.Call(ledger_.cards, &Stub::ListCards, kAuditor, request);
      EXPECT_TRUE(page.ok()) << page.status.error_message();
      for (const v1::Card& card : page.response.cards()) names.push_back(card.name());
      request.set_page_token(page.response.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  v1::Award Award(const std::string& name) {
    v1::GetAwardRequest request;
    request.set_name(name);
    return ledger_.Call(ledger_.awards, &v1::AwardService::Stub::GetAward, kAuditor, request)
        .response.award();
  }

  Answer<v1::Change> BlockStolen(const v1::BlockCardRequest& request, const Identity& identity) {
    return ledger_.Call(ledger_.cards, &Stub::BlockCard, identity, request);
  }
  v1::BlockCardRequest StolenWithNote(const std::string& card, const std::string& note) {
    v1::BlockCardRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_card(card);
    request.set_reason(journal::v1::CARD_BLOCK_REASON_STOLEN);
    request.set_note(note);
    return request;
  }
  // Every text about the person of the award.
  std::vector<std::string> Texts() {
    ledger_.OpenLines(award_, kAdministrator);
    auto privacy = v1::PrivacyService::NewStub(ledger_.channel());
    v1::ExportPersonRequest request;
    request.set_person(Award(award_).person());
    request.set_page_size(1'000);
    const auto exported =
        ledger_.Call(privacy, &v1::PrivacyService::Stub::ExportPerson, kAdministrator, request);
    EXPECT_TRUE(exported.ok()) << exported.status.error_message();
    std::vector<std::string> texts;
    for (const v1::ExportedEntry& entry : exported.response.entries()) {
      for (const v1::ExportedDetail& detail : entry.details()) texts.push_back(detail.text());
    }
    return texts;
  }
  int LinesWith(const std::string& word) {
    const std::vector<std::string> lines = ledger_.log();
    return static_cast<int>(std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
      return absl::StrContains(line, word);
    }));
  }

  ServedLedger ledger_;
  const std::string award_;
};

TEST_F(CardsTest, Card_isShownStepByStep) {
  const auto requested = Request(award_);
  ASSERT_TRUE(requested.ok()) << requested.status.error_message();
  const std::string name = requested.response.name();
  ASSERT_EQ(requested.response.entries_size(), 1);
  EXPECT_EQ("cards/" + base::Uuid::FromBytes(requested.response.entries(0).card_id())->ToString(),
            name);
  EXPECT_EQ(Card(name).state(), v1::CARD_STATE_REQUESTED);
  EXPECT_EQ(Card(name).award(), award_);
  EXPECT_THAT(Award(award_).cards(), ElementsAre(name));

  ASSERT_TRUE(Issue(name, "tok_00000001").ok());
  EXPECT_EQ(Card(name).state(), v1::CARD_STATE_ISSUED);
  EXPECT_EQ(Card(name).token(), "tok_00000001");
  EXPECT_EQ(Card(name).expiry_date().day(), 31);

  const auto activated = Activate(name);
  ASSERT_TRUE(activated.ok()) << activated.status.error_message();
  EXPECT_EQ(activated.response.name(), name);
  EXPECT_EQ(Card(name).state(), v1::CARD_STATE_ACTIVE);
  EXPECT_EQ(Card(name).notice(), "");

  ASSERT_TRUE(Block(name, journal::v1::CARD_BLOCK_REASON_LOST).ok());
  EXPECT_EQ(Card(name).state(), v1::CARD_STATE_BLOCKED);
  EXPECT_THAT(Card(name).notice(), HasSubstr("lost"));
}

TEST_F(CardsTest, Replacement_isCalledAfterTheNewCard) {
  const std::string old_card = MakeCard(award_, "tok_00000001");
  v1::ReplaceCardRequest request;
  request.set_request_id(ledger_.NewId());
  request.set_card(old_card);
  const auto replaced = ledger_.Call(ledger_.cards, &Stub::ReplaceCard, kSocialWorker, request);
  ASSERT_TRUE(replaced.ok()) << replaced.status.error_message();
  const std::string new_card = replaced.response.name();
  EXPECT_EQ(new_card, "cards/" + request.request_id());
  EXPECT_EQ(Card(old_card).state(), v1::CARD_STATE_REPLACED);
  EXPECT_EQ(Card(old_card).replaced_by(), new_card);
  EXPECT_EQ(Card(new_card).state(), v1::CARD_STATE_REQUESTED);
  EXPECT_EQ(Card(new_card).replaces(), old_card);
  EXPECT_THAT(Award(award_).cards(), ElementsAre(old_card, new_card));
}

TEST_F(CardsTest, BlockForSafeguarding_isLiftedByALeadAlone) {
  const std::string name = MakeCard(award_, "tok_00000001");
  const auto blocked = Block(name, journal::v1::CARD_BLOCK_REASON_SAFEGUARDING);
  ASSERT_TRUE(blocked.ok()) << blocked.status.error_message();
  EXPECT_EQ(Card(name).block_lead(), kSafeguardingLead.subject);
  EXPECT_EQ(Card(name).review_date().day(), 13);
  const auto refused = Unblock(name, kFinanceOfficer);
  EXPECT_EQ(ReasonOf(refused.details), "SAFEGUARDING_LEAD_NEEDED");
  EXPECT_EQ(FactOf(refused.details, "card"), name);
  EXPECT_TRUE(Unblock(name, kSafeguardingLead).ok());
  EXPECT_EQ(Card(name).state(), v1::CARD_STATE_ACTIVE);
}

TEST_F(CardsTest, Expiry_andTheAwardsEnd_showOnTheirDays) {
  const std::string name = MakeCard(award_, "tok_00000001");
  const int64_t day = int64_t{24} * 3'600 * kMicrosecondsPerSecond;
  ledger_.clock().Advance(56 * day);  // 31 August
  EXPECT_EQ(Card(name).state(), v1::CARD_STATE_ACTIVE);
  ledger_.clock().Advance(day);
  EXPECT_EQ(Card(name).state(), v1::CARD_STATE_EXPIRED);
  ledger_.clock().Advance(27 * day);  // 28 September, the day after the award's last
  EXPECT_EQ(Card(name).state(), v1::CARD_STATE_BLOCKED);
  EXPECT_EQ(Card(name).block_reason(), journal::v1::CARD_BLOCK_REASON_AWARD_ENDED);
}

TEST_F(CardsTest, Step_thatTheStateDoesNotAllow_isRefusedWithTheState) {
  const std::string name = Request(award_).response.name();
  const auto refused = Activate(name);
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(refused.details), "CARD_NOT_IN_STATE");
  EXPECT_EQ(FactOf(refused.details, "card_state"), "requested");
}

TEST_F(CardsTest, Token_isUsedOnce_alsoWhereItIsOnlyValidated) {
  const std::string first = MakeCard(award_, "tok_00000001");
  const std::string second = Request(ledger_.MakeAward()).response.name();
  const auto refused = Issue(second, "tok_00000001");
  EXPECT_EQ(ReasonOf(refused.details), "CARD_TOKEN_IN_USE");
  EXPECT_EQ(FactOf(refused.details, "card"), first);
  v1::IssueCardRequest preview;
  preview.set_request_id(ledger_.NewId());
  preview.set_validate_only(true);
  preview.set_card(second);
  preview.set_token("tok_00000001");
  preview.set_last_four("4242");
  preview.set_expiry_year(2026);
  preview.set_expiry_month(8);
  EXPECT_EQ(ReasonOf(ledger_.Call(ledger_.cards, &Stub::IssueCard, kIssuer, preview).details),
            "CARD_TOKEN_IN_USE");
}

TEST_F(CardsTest, Request_validatedOnly_makesNoCard) {
  const auto preview = Request(award_, true);
  ASSERT_TRUE(preview.ok()) << preview.status.error_message();
  EXPECT_EQ(preview.response.decision().sequence(), 0u);
  EXPECT_EQ(Get(preview.response.name()).status.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(CardsTest, Card_thatDoesNotStand_isNotFound) {
  const std::string name = "cards/" + ledger_.NewId();
  const auto read = Get(name);
  EXPECT_EQ(read.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(read.details), "CARD_NOT_FOUND");
  EXPECT_EQ(FactOf(read.details, "card"), name);
  const auto step = Activate(name);
  EXPECT_EQ(step.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(step.details), "CARD_NOT_FOUND");
}

TEST_F(CardsTest, List_isOfAllOrOfAnAwardOrOfAPerson_inAState) {
  const std::string other_award = ledger_.MakeAward();
  const std::string one = MakeCard(award_, "tok_00000001");
  ASSERT_TRUE(Close(one).ok());
  const std::string two = MakeCard(award_, "tok_00000002");
  ASSERT_TRUE(Close(two).ok());
  const std::string three = Request(award_).response.name();
  const std::string other = MakeCard(other_award, "tok_00000003");

  v1::ListCardsRequest request;
  EXPECT_THAT(Listed(request), UnorderedElementsAre(one, two, three, other));
  request.set_award(award_);
  const std::vector<std::string> of_award = Listed(request);
  EXPECT_THAT(of_award, UnorderedElementsAre(one, two, three));
  EXPECT_TRUE(std::is_sorted(of_award.begin(), of_award.end()));
  request.set_state(v1::CARD_STATE_CLOSED);
  EXPECT_THAT(Listed(request), UnorderedElementsAre(one, two));
  request.clear_state();
  request.set_person(Award(other_award).person());
  EXPECT_THAT(Listed(request), ElementsAre());
  request.clear_award();
  EXPECT_THAT(Listed(request), ElementsAre(other));
}

TEST_F(CardsTest, List_ofWhatDoesNotStand_isNotFound) {
  v1::ListCardsRequest request;
  request.set_award("awards/" + ledger_.NewId());
  EXPECT_EQ(ReasonOf(ledger_.Call(ledger_.cards, &Stub::ListCards, kAuditor, request).details),
            "AWARD_NOT_FOUND");
  request.clear_award();
  request.set_person("persons/" + ledger_.NewId());
  EXPECT_EQ(ReasonOf(ledger_.Call(ledger_.cards, &Stub::ListCards, kAuditor, request).details),
            "PERSON_NOT_FOUND");
}

TEST_F(CardsTest, CardNumberInTheIssuersNote_isMaskedAndNoted_andTheCardIsBlockedAllTheSame) {
  const std::string card = MakeCard(award_, "tok_00000001");
  const auto request = StolenWithNote(card, "was 4111 1111 1111 1111, stolen");
  const auto blocked = BlockStolen(request, kIssuer);
  ASSERT_TRUE(blocked.ok()) << blocked.status.error_message();
  EXPECT_EQ(Card(card).state(), v1::CARD_STATE_BLOCKED);
  ASSERT_EQ(blocked.response.entries_size(), 1);
  EXPECT_TRUE(blocked.response.entries(0).card_number_masked());
  EXPECT_THAT(Texts(), Contains("was **** **** **** 1111, stolen"));
  EXPECT_EQ(LinesWith("card_number_masked"), 1);
  EXPECT_EQ(LinesWith("4111"), 0);
  // Sent again it is the same request.
  const uint64_t position = ledger_.Position();
  const auto again = BlockStolen(request, kIssuer);
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_EQ(again.response.SerializeAsString(), blocked.response.SerializeAsString());
  EXPECT_EQ(ledger_.Position(), position);
}

TEST_F(CardsTest, CardNumberInAnybodyElsesNote_isRefused_andNothingOfItKept) {
  const std::string card = MakeCard(award_, "tok_00000001");
  const auto refused =
      BlockStolen(StolenWithNote(card, "was 4111 1111 1111 1111"), kSafeguardingLead);
  EXPECT_EQ(ReasonOf(refused.details), "INVALID_REQUEST");
  EXPECT_THAT(ViolatedFields(refused.details), ElementsAre("note"));
  EXPECT_EQ(Card(card).state(), v1::CARD_STATE_ACTIVE);
  EXPECT_EQ(LinesWith("4111"), 0);
}

TEST_F(CardsTest, IssuersNoteWithoutACardNumber_isNoException) {
  const std::string card = MakeCard(award_, "tok_00000001");
  const auto blocked = BlockStolen(StolenWithNote(card, "reported by telephone"), kIssuer);
  ASSERT_TRUE(blocked.ok()) << blocked.status.error_message();
  EXPECT_FALSE(blocked.response.entries(0).card_number_masked());
  EXPECT_EQ(LinesWith("card_number_masked"), 0);
}

}  // namespace
}  // namespace cardledger::tests
