// What whoever reaches a person only as their own is shown of them: nobody of the staff, nobody
// else's sign-in, nothing of what is for staff alone, and no more for having a role of the
// council's, too.

#include "cardledger/v1/privacy.grpc.pb.h"
#include "tests/integration/reach_fixture.h"
#include "tests/integration/watching.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kStaffToo[] =
    "person,social_worker,brokerage,approver,senior_approver,finance_officer,auditor,"
    "safeguarding_lead,administrator";

class SightTest : public ReachTest {
 protected:
  SightTest() {
    v1::SetLegalHoldRequest hold;
    hold.set_request_id(ledger_.NewId());
    hold.set_person(ann_.person());
    hold.set_note("a solicitor's letter");
    hold_ = Done(privacy_, &v1::PrivacyService::Stub::SetLegalHold, kAdministrator, hold);
    v1::OpenLinesRequest open;
    open.set_request_id(ledger_.NewId());
    open.set_person(ann_.person());
    open.set_reason(journal::LOOK_REASON_AUDIT);
    open.set_note("the neighbour asked");
    look_ = Done(ledger_.looks, &v1::LookService::Stub::OpenLines, kFinanceOfficer, open);
    BlockCard();
  }

  void BlockCard() {
    v1::IssueCardRequest issue;
    issue.set_request_id(ledger_.NewId());
    issue.set_card(ann_.names.at("cards"));
    issue.set_token("tok_sight_1");
    issue.set_last_four("1234");
    issue.set_expiry_year(2029);
    issue.set_expiry_month(7);
    Done(ledger_.cards, &v1::CardService::Stub::IssueCard, kIssuer, issue);
    v1::BlockCardRequest block;
    block.set_request_id(ledger_.NewId());
    block.set_card(ann_.names.at("cards"));
    block.set_reason(journal::CARD_BLOCK_REASON_SAFEGUARDING);
    block.set_lead(kSafeguardingLead.subject);
    block.set_needs_met("a relative pays");
    Done(ledger_.cards, &v1::CardService::Stub::BlockCard, kSafeguardingLead, block);
  }

  // The entry that took the step.
  template <typename Stub, typename Request>
  uint64_t Done(std::unique_ptr<Stub>& stub,
                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, v1::Change*),
                const Identity& identity, const std::type_identity_t<Request>& request) {
    return Must(stub, method, identity, request).decision().sequence();
  }

  std::string AnswerAbout(const google::protobuf::MethodDescriptor& method, const Identity& who) {
    std::string answer;
    CallMethod(ledger_.channel(), method, RequestAbout(method, ann_.names.at(CollectionOf(method))),
               &who, &answer);
    return answer;
  }

  v1::Change AddingASupporter(const Identity& who, bool only_asked) {
    v1::AddSupporterRequest add;
    add.set_request_id("7f3c1f9e-0000-4000-8000-000000000001");
    add.set_validate_only(only_asked);
    add.set_person(ann_.person());
    add.add_scopes(journal::SUPPORTER_SCOPE_BALANCE);
    *add.mutable_first_date() = DateOf(2026, 7, 6);
    add.set_subject("a.friend");
    add.set_supporter_name("a friend");
    return Must(ledger_.persons, &v1::PersonService::Stub::AddSupporter, who, add);
  }

  v1::ExportPersonResponse Export(const Identity& who) {
    v1::ExportPersonRequest request;
    request.set_person(ann_.person());
    request.set_page_size(1'000);
    return Must(privacy_, &v1::PrivacyService::Stub::ExportPerson, who, request);
  }

  std::unique_ptr<v1::PrivacyService::Stub> privacy_ =
      v1::PrivacyService::NewStub(ledger_.channel());
  uint64_t hold_ = 0;
  uint64_t look_ = 0;
};

TEST_F(SightTest, WhoReachesTheirOwn_isShownNobodysSubject_byAnyMethod) {
  const std::vector<std::string> hidden = {kSocialWorker.subject,  kFinanceOfficer.subject,
                                           kApprover.subject,      kSafeguardingLead.subject,
                                           kAdministrator.subject, kRelated,
                                           ann_.supporter,         ann_.representative};
  size_t asked = 0;
  for (const auto* method : AllMethods()) {
    if (RuleOf(*method).object().empty() || method->service()->name() == "ProviderService")
      continue;
    for (const v1::AccessGrant& grant : RuleOf(*method).grants()) {
      if (grant.scope() != v1::ACCESS_SCOPE_OWN) continue;
      for (const int role : grant.roles()) {
        const std::string answer = AnswerAbout(*method, SignedIn(ann_, role));
        for (const std::string& subject : hidden) {
          EXPECT_THAT(answer, Not(HasSubstr(subject))) << ShortName(*method) << " as " << role;
        }
        asked += answer.empty() ? 0 : 1;
      }
    }
  }
  EXPECT_GT(asked, 25u);
}

TEST_F(SightTest, StaffWhoAreThePerson_areShownTheirOwnCaseAsThePerson_byAnyMethod) {
  size_t asked = 0;
  for (const auto* method : AllMethods()) {
    const v1::AccessRule& rule = RuleOf(*method);
    if (rule.object().empty() || method->service()->name() == "ProviderService") continue;
    if (method->input_type()->FindFieldByName("request_id") != nullptr) continue;
    for (const v1::AccessGrant& grant : rule.grants()) {
      const auto& roles = grant.roles();
      if (grant.scope() != v1::ACCESS_SCOPE_OWN ||
          std::find(roles.begin(), roles.end(), journal::ROLE_PERSON) == roles.end()) {
        continue;
      }
      const std::string as_person = AnswerAbout(*method, {ann_.subject, "person"});
      EXPECT_THAT(as_person, Not(IsEmpty())) << ShortName(*method);
      EXPECT_EQ(AnswerAbout(*method, {ann_.subject, kStaffToo}), as_person) << ShortName(*method);
      ++asked;
    }
  }
  EXPECT_GT(asked, 10u);
}

TEST_F(SightTest, StaffWhoAreThePerson_areShownTheirOwnEntriesAsThePerson) {
  const std::string ann = domain::PersonOf(ann_.person()).ToBytes();
  const auto of_ann = [&](const std::string& roles) {
    std::vector<std::string> entries;
    for (const auto& shown : Watching(ledger_, {ann_.subject, roles}, 0).UpTo(ledger_.Position())) {
      if (shown.entry().person_id() != ann) continue;
      EXPECT_EQ(shown.leaf_hash(), "");
      entries.push_back(shown.entry().DebugString());
    }
    return entries;
  };
  EXPECT_THAT(of_ann("person"), Not(IsEmpty()));
  EXPECT_EQ(of_ann("person,finance_officer"), of_ann("person"));

  v1::WatchEntriesRequest by;
  by.add_subjects(kFinanceOfficer.subject);
  Watching watching(ledger_, {ann_.subject, "person,finance_officer"}, by);
  for (const auto& shown : watching.UpTo(ledger_.Position())) {
    EXPECT_NE(shown.entry().person_id(), ann) << "which would tell who it was";
  }
}

TEST_F(SightTest, Stream_showsASupporterWhatTheyWereNamedFor) {
  Support(ann_, "counts", {journal::SUPPORTER_SCOPE_TRANSACTIONS});
  const auto shown = Watching(ledger_, {"counts", "supporter"}, 0).UpTo(ledger_.Position());
  ASSERT_THAT(shown, Not(IsEmpty()));
  for (const auto& each : shown) {
    EXPECT_TRUE(each.entry().has_award_loaded()) << each.entry().DebugString();
  }
}

TEST_F(SightTest, WithheldLook_isNotToBeFoundOutByAskingWhatACommandWouldDo) {
  const Identity ann{ann_.subject, "person"};
  const auto entries = [&] {
    std::string text;
    const v1::Change change = AddingASupporter(ann, true);
    for (journal::Entry entry : change.entries()) {
      entry.clear_details();   // salted
      entry.clear_sequence();  // the ledger's next, whomever it is about
      text += entry.DebugString();
    }
    return text;
  };
  const std::string before = entries();
  v1::RequestWithheldLookRequest look = domain::GoodRequestWithheldLook();
  look.set_request_id(ledger_.NewId());
  look.set_person(ann_.person());
  Must(ledger_.looks, &v1::LookService::Stub::RequestWithheldLook, kSafeguardingLead, look);
  EXPECT_EQ(entries(), before);
  for (const bool again : {false, true}) {
    const v1::Change change = AddingASupporter(ann, false);
    EXPECT_EQ(change.entries(0).previous_person_entry(), 0u) << again;
    EXPECT_EQ(change.entries(0).request_id(), "") << again;
  }
}

TEST_F(SightTest, Export_leavesOutTheNotesOfLooks_andWhoLooked) {
  v1::OpenLinesRequest open;
  open.set_request_id(ledger_.NewId());
  open.set_person(ann_.person());
  open.set_reason(journal::LOOK_REASON_AUDIT);
  Must(ledger_.looks, &v1::LookService::Stub::OpenLines, kSocialWorker, open);
  for (const Identity& who : {Identity{ann_.subject, "person"}, kSocialWorker}) {
    const v1::ExportPersonResponse all = Export(who);
    bool looked = false;
    for (const v1::ExportedEntry& each : all.entries()) {
      EXPECT_EQ(each.entry().previous_person_entry(), 0u);
      EXPECT_FALSE(each.entry().has_withheld_look_requested());
      if (each.entry().sequence() != look_) continue;
      looked = true;
      EXPECT_EQ(each.entry().caller().subject(), "");
      EXPECT_THAT(each.details(), IsEmpty());
    }
    EXPECT_TRUE(looked) << who.roles;
    EXPECT_THAT(all.SerializeAsString(), Not(HasSubstr("the neighbour asked")));
  }
}

// Else the person would be shown the text, and whoever asks would learn that there is such an
// entry.
TEST_F(SightTest, WhatIsForStaffAlone_isNotPutRight_andAnsweredAsIfItWereNotThere) {
  const uint64_t withheld = *domain::ParseLookName(ann_.names.at("looks"));
  for (const uint64_t entry : {withheld, hold_, look_, uint64_t{1}}) {
    for (const bool only_asked : {true, false}) {
      v1::RectifyDetailRequest rectify;
      rectify.set_request_id(ledger_.NewId());
      rectify.set_validate_only(only_asked);
      rectify.set_person(ann_.person());
      rectify.set_entry(entry);
      rectify.set_kind(journal::DETAIL_KIND_NOTE);
      rectify.set_text("something else");
      const auto answer =
          ledger_.Call(privacy_, &v1::PrivacyService::Stub::RectifyDetail, kSocialWorker, rectify);
      EXPECT_EQ(ReasonOf(answer.details), "DETAIL_NOT_FOUND") << entry;
    }
  }
}

TEST_F(SightTest, SupporterWhoHoldsACard_reachesThatCardAlone) {
  const std::string supporter = Support(ann_, "shopper", {journal::SUPPORTER_SCOPE_CARD});
  const std::string own = CardFor(ann_, supporter);
  const auto shown = [this](const std::string& card) {
    v1::GetCardRequest get;
    get.set_name(card);
    return ledger_.Call(ledger_.cards, &v1::CardService::Stub::GetCard, {"shopper", "supporter"},
                        get);
  };
  EXPECT_TRUE(shown(own).ok());
  EXPECT_EQ(ReasonOf(shown(ann_.names.at("cards")).details), "NOT_YOURS");
}

}  // namespace
}  // namespace cardledger::tests
