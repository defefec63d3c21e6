// Whose objects a caller reaches: one's own and nobody else's, by every method that names one; what
// a supporter was named for; nothing of one's own case as staff; and a right that ends, ends at
// once. Commands are only checked, so that every method meets the same ledger.

#include "cardledger/v1/privacy.grpc.pb.h"
#include "cardledger/v1/worklists.grpc.pb.h"
#include "tests/integration/reach_fixture.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

TEST_F(ReachTest, Everybody_reachesTheirOwn_andNobodyElses_byEveryMethod) {
  size_t asked = 0;
  for (const auto* method : AllMethods()) {
    if (RuleOf(*method).object().empty()) continue;
    const std::string collection = CollectionOf(*method);
    for (const v1::AccessGrant& grant : RuleOf(*method).grants()) {
      if (grant.scope() != v1::ACCESS_SCOPE_OWN) continue;
      for (const int role : grant.roles()) {
        SCOPED_TRACE(absl::StrCat(ShortName(*method), " as ", role));
        const Identity ann = SignedIn(ann_, role);
        EXPECT_EQ(Denial(*method, ann_.names.at(collection), ann), "");
        EXPECT_EQ(Denial(*method, bob_.names.at(collection), ann), "NOT_YOURS");
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, 30u);
}

TEST_F(ReachTest, WhatIsAnothers_andWhatIsNotThere_areDeniedInTheSameWords) {
  for (const auto* method : AllMethods()) {
    const v1::AccessRule& rule = RuleOf(*method);
    if (rule.object().empty() || rule.grants_size() < 2) continue;
    const std::string collection = CollectionOf(*method);
    const bool numbered = collection == "transactions" || collection == "referrals";
    const std::string none = collection + "/" + (numbered ? "999999" : ledger_.NewId());
    const Identity ann = SignedIn(ann_, rule.grants(1).roles(0));
    const grpc::Status anothers = CallAbout(*method, bob_.names.at(collection), ann);
    const grpc::Status nobodys = CallAbout(*method, none, ann);
    EXPECT_EQ(anothers.error_code(), grpc::StatusCode::PERMISSION_DENIED) << ShortName(*method);
    EXPECT_EQ(anothers.error_message(), nobodys.error_message()) << ShortName(*method);
    EXPECT_EQ(anothers.error_details(), nobodys.error_details()) << ShortName(*method);
  }
}

TEST_F(ReachTest, Staff_areKeptFromTheirOwnCases_byEveryMethod) {
  ReferBoth();
  for (const auto* method : AllMethods()) {
    if (RuleOf(*method).object().empty()) continue;
    const std::string collection = CollectionOf(*method);
    if (collection == "providers") continue;
    for (const int role : RuleOf(*method).grants(0).roles()) {
      SCOPED_TRACE(absl::StrCat(ShortName(*method), " as ", role));
      const std::string name = rpc::RoleName(static_cast<journal::Role>(role));
      EXPECT_EQ(Denial(*method, ann_.names.at(collection), {kRelated, name}), "OWN_CASE");
      // Who is the person is kept from it as staff, too.
      EXPECT_EQ(Denial(*method, ann_.names.at(collection), {ann_.subject, name}), "OWN_CASE");
      EXPECT_EQ(Denial(*method, bob_.names.at(collection), {kRelated, name}),
                RuleOf(*method).opens_lines() ? "LOOK_REQUIRED" : "");
    }
  }
}

TEST_F(ReachTest, Staff_whoAreThePerson_reachTheirOwnAsThePerson) {
  EXPECT_EQ(BalanceDenial({ann_.subject, "finance_officer"}, ann_), "OWN_CASE");
  EXPECT_EQ(BalanceDenial({ann_.subject, "finance_officer,person"}, ann_), "");
}

TEST_F(ReachTest, Lists_leaveOutOwnCases) {
  ReferBoth();
  const Identity related{kRelated, "finance_officer"};
  std::vector<std::string> shown;
  const auto awards = Must(ledger_.awards, &v1::AwardService::Stub::ListAwards, related, {});
  for (const v1::Award& award : awards.awards()) shown.push_back(award.name());
  const auto cards = Must(ledger_.cards, &v1::CardService::Stub::ListCards, related, {});
  for (const v1::Card& card : cards.cards()) shown.push_back(card.name());
  const auto referrals =
      Must(ledger_.referrals, &v1::ReferralService::Stub::ListReferrals, related, {});
  for (const v1::Referral& referral : referrals.referrals()) shown.push_back(referral.name());
  for (const char* collection : {"awards", "cards", "referrals"}) {
    EXPECT_THAT(shown, Not(Contains(ann_.names.at(collection))));
    EXPECT_THAT(shown, Contains(bob_.names.at(collection)));
  }
}

TEST_F(ReachTest, ListsOfWhatIsToBeDone_leaveOutOwnCases) {
  ReferBoth();
  auto worklists = v1::WorklistService::NewStub(ledger_.channel());
  v1::ListWorkRequest list;
  list.set_kind(v1::WORK_KIND_REFERRAL);
  std::vector<std::string> waits;
  const auto work =
      Must(worklists, &v1::WorklistService::Stub::ListWork, {kRelated, "finance_officer"}, list);
  for (const v1::WorkItem& item : work.items()) waits.push_back(item.person());
  EXPECT_THAT(waits, ElementsAre(bob_.person()));

  auto privacy = v1::PrivacyService::NewStub(ledger_.channel());
  Case own;  // with no award, which would stand in the way
  own.names["persons"] = ledger_.MakePerson("CASE-8");
  Relate(kRelated, own);
  const std::string others = ledger_.MakePerson("CASE-9");
  for (const std::string& person : {own.person(), others}) {
    v1::ProposeErasureRequest propose;
    propose.set_request_id(ledger_.NewId());
    propose.set_person(person);
    propose.add_classes(journal::RETENTION_CLASS_IDENTITY);
    propose.set_ground(journal::ERASURE_GROUND_RECORDED_IN_ERROR);
    Must(privacy, &v1::PrivacyService::Stub::ProposeErasure, kAdministrator, propose);
  }
  std::vector<std::string> due;
  const auto erasures =
      Must(privacy, &v1::PrivacyService::Stub::ListDueErasures, {kRelated, "administrator"}, {});
  for (const v1::DueErasure& erasure : erasures.erasures()) due.push_back(erasure.person());
  EXPECT_THAT(due, ElementsAre(others));
}

TEST_F(ReachTest, FindingAPerson_findsNobodyOfAnOwnCase) {
  const auto find = [this](const std::string& reference) {
    v1::FindPersonRequest request;
    request.set_case_reference(reference);
    return ledger_.Call(ledger_.persons, &v1::PersonService::Stub::FindPerson,
                        {kRelated, "social_worker"}, request);
  };
  EXPECT_EQ(find("CASE-2").response.person().name(), bob_.person());
  const auto own = find("CASE-1");
  EXPECT_EQ(ReasonOf(own.details), "OWN_CASE");
  EXPECT_EQ(own.response.person().name(), "");
}

TEST_F(ReachTest, BulkRow_ofAnOwnCase_isNotLoaded) {
  grpc::ClientContext context;
  Identify(context, {kRelated, "finance_officer"});
  const auto stream = ledger_.loads->BulkLoad(&context);
  v1::BulkLoadRequest message;
  message.mutable_start()->set_request_id(ledger_.NewId());
  message.mutable_start()->set_declared_count(2);
  message.mutable_start()->set_declared_pence(2'000);
  v1::BulkLoadResponse response;
  ASSERT_TRUE(stream->Write(message) && stream->Read(&response));
  message.mutable_chunk()->set_chunk_number(1);
  *message.mutable_chunk()->add_rows() = ledger_.LoadOf(ann_.award(), 1'000);
  *message.mutable_chunk()->add_rows() = ledger_.LoadOf(bob_.award(), 1'000);
  ASSERT_TRUE(stream->Write(message) && stream->Read(&response));
  ASSERT_EQ(response.chunk().failures_size(), 1);
  EXPECT_EQ(response.chunk().failures(0).row(), 0u);
  EXPECT_EQ(ReasonOf(response.chunk().failures(0).status()), "OWN_CASE");
  EXPECT_EQ(response.chunk().accepted_count(), 1u);
  stream->WritesDone();
  stream->Finish();
}

// Each scope alone opens what the methods' rules say and nothing more.
TEST_F(ReachTest, Supporter_reachesWhatThePersonNamedThemFor) {
  for (int scope = 1; scope <= 4; ++scope) {
    const std::string subject = absl::StrCat("helper-", scope);
    const std::string helper = Support(ann_, subject, {scope});
    // Who holds a card is there for that card.
    if (scope == journal::SUPPORTER_SCOPE_CARD) ann_.names["cards"] = CardFor(ann_, helper);
    for (const auto* method : AllMethods()) {
      if (RuleOf(*method).object().empty()) continue;
      for (const v1::AccessGrant& grant : RuleOf(*method).grants()) {
        if (grant.supporter_scopes().empty()) continue;
        const auto& opened = grant.supporter_scopes();
        const bool open = std::find(opened.begin(), opened.end(), scope) != opened.end();
        EXPECT_EQ(Denial(*method, ann_.names.at(CollectionOf(*method)), {subject, "supporter"}),
                  open ? "" : "NOT_YOURS")
            << ShortName(*method) << " scope " << scope;
      }
    }
  }
}

TEST_F(ReachTest, Supporter_isOneBySubjectAndRole) {
  EXPECT_EQ(BalanceDenial({ann_.supporter, "supporter"}, ann_), "");
  EXPECT_EQ(BalanceDenial({ann_.supporter, "person"}, ann_), "NOT_YOURS");
  EXPECT_EQ(BalanceDenial({ann_.supporter, "representative"}, ann_), "NOT_YOURS");
  EXPECT_EQ(BalanceDenial({ann_.subject, "supporter"}, ann_), "NOT_YOURS");
}

TEST_F(ReachTest, RightThatEnds_endsAtOnce) {
  EndSupport(ann_, ann_.names.at("supporters"));
  EXPECT_EQ(BalanceDenial({ann_.supporter, "supporter"}, ann_), "NOT_YOURS");
  v1::SetPersonSubjectRequest other;
  other.set_request_id(ledger_.NewId());
  other.set_person(ann_.person());
  other.set_subject("ann.anew");
  Must(ledger_.persons, &v1::PersonService::Stub::SetPersonSubject, kSocialWorker, other);
  EXPECT_EQ(BalanceDenial({ann_.subject, "person"}, ann_), "NOT_YOURS");
  EXPECT_EQ(BalanceDenial({"ann.anew", "person"}, ann_), "");
}

TEST_F(ReachTest, Death_endsEverybodysRightsButThatOfTheEstate) {
  v1::SetPersonStateRequest died;
  died.set_request_id(ledger_.NewId());
  died.set_person(ann_.person());
  died.set_state(journal::PERSON_STATE_DECEASED);
  *died.mutable_since() = DateOf(2026, 7, 6);
  Must(ledger_.persons, &v1::PersonService::Stub::SetPersonState, kSocialWorker, died);
  for (const Identity& identity :
       {Identity{ann_.subject, "person"}, Identity{ann_.supporter, "supporter"},
        Identity{ann_.representative, "representative"}}) {
    EXPECT_EQ(BalanceDenial(identity, ann_), "NOT_YOURS") << identity.subject;
  }
}

TEST_F(ReachTest, OldAnswer_isNotGivenAgainByARightThatHasEnded) {
  v1::BlockCardRequest block;
  block.set_request_id(ledger_.NewId());
  block.set_card(ann_.names.at("cards"));
  block.set_reason(journal::CARD_BLOCK_REASON_LOST);
  const Identity supporter{ann_.supporter, "supporter"};
  const auto once =
      ledger_.Call(ledger_.cards, &v1::CardService::Stub::BlockCard, supporter, block);
  EndSupport(ann_, ann_.names.at("supporters"));
  const auto again =
      ledger_.Call(ledger_.cards, &v1::CardService::Stub::BlockCard, supporter, block);
  EXPECT_NE(ReasonOf(once.details), "NOT_YOURS");
  EXPECT_EQ(ReasonOf(again.details), "NOT_YOURS");
}

TEST_F(ReachTest, Person_isShownNoMemberOfStaffAndNobodysSignIn) {
  v1::GetPersonRequest get;
  get.set_name(ann_.person());
  const auto own =
      Must(ledger_.persons, &v1::PersonService::Stub::GetPerson, {ann_.subject, "person"}, get);
  EXPECT_EQ(own.person().related_subjects_size(), 0);
  EXPECT_EQ(own.person().supporters(0).subject(), "");
  EXPECT_EQ(own.person().representatives(0).subject(), "");
  const auto staffs =
      Must(ledger_.persons, &v1::PersonService::Stub::GetPerson, kSocialWorker, get);
  EXPECT_EQ(staffs.person().related_subjects(0), kRelated);
  EXPECT_EQ(staffs.person().supporters(0).subject(), ann_.supporter);
}

}  // namespace
}  // namespace cardledger::tests
