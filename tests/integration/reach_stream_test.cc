// What a stream of entries shows to whom, also when a right ends while it is open.

#include "tests/integration/reach_fixture.h"
#include "tests/integration/watching.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

using ReachStreamTest = ReachTest;

TEST_F(ReachStreamTest, showsOnesOwn_andNoMemberOfStaff) {
  Watching watching(ledger_, {ann_.subject, "person"}, 0);
  const auto shown = watching.UpTo(ledger_.Position());
  ASSERT_THAT(shown, Not(IsEmpty()));
  const std::string ann = domain::PersonOf(ann_.person()).ToBytes();
  for (const v1::WatchEntriesResponse& response : shown) {
    EXPECT_EQ(response.entry().person_id(), ann);
    EXPECT_EQ(response.entry().caller().subject(), "");
    EXPECT_FALSE(response.entry().has_relation_declared());
    EXPECT_EQ(response.leaf_hash(), "");
    EXPECT_TRUE(response.partial());
  }
}

TEST_F(ReachStreamTest, followsAScopeThatEndsMeanwhile) {
  const std::string helper = Support(ann_, "helper", {journal::SUPPORTER_SCOPE_TRANSACTIONS});
  Watching watching(ledger_, {"helper", "supporter"}, ledger_.Position());
  const auto load = [this] {
    Must(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
         ledger_.LoadOf(ann_.award(), 1'000));
  };
  load();
  EXPECT_EQ(watching.UpTo(ledger_.Position()).size(), 1u);
  EndSupport(ann_, helper);
  load();
  EXPECT_THAT(watching.UpTo(ledger_.Position()), IsEmpty());
}

TEST_F(ReachStreamTest, holdsBackWhatItHasReadButNotSent_whenAScopeEnds) {
  const std::string helper = Support(ann_, "helper", {journal::SUPPORTER_SCOPE_TRANSACTIONS});
  const uint64_t before = ledger_.Position();
  for (int i = 0; i < 20; ++i) {
    Must(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
         ledger_.LoadOf(ann_.award(), 100 + i));
  }
  Watching watching(ledger_, {"helper", "supporter"}, before);
  EXPECT_EQ(watching.UpTo(before + 1).size(), 1u);
  EndSupport(ann_, helper);  // what is on its way then still comes, and nothing else of the page
  EXPECT_THAT(watching.UpTo(ledger_.Position()), SizeIs(Le(2u)));
}

// Nobody writes anything then: midnight alone ends the right.
TEST_F(ReachStreamTest, holdsBackWhatItHasReadButNotSent_whenTheLastDayIsOver) {
  v1::EndSupporterRequest end;
  end.set_request_id(ledger_.NewId());
  end.set_person(ann_.person());
  end.set_supporter(Support(ann_, "helper", {journal::SUPPORTER_SCOPE_TRANSACTIONS}));
  *end.mutable_last_date() = DateOf(2026, 7, 6);
  Must(ledger_.persons, &v1::PersonService::Stub::EndSupporter, kSocialWorker, end);
  const uint64_t before = ledger_.Position();
  for (int i = 0; i < 20; ++i) {
    Must(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
         ledger_.LoadOf(ann_.award(), 100 + i));
  }
  Watching watching(ledger_, {"helper", "supporter"}, before);
  EXPECT_EQ(watching.UpTo(before + 1).size(), 1u);
  ledger_.clock().Advance(kMicrosecondsPerDay);
  EXPECT_THAT(watching.UpTo(ledger_.Position()), SizeIs(Le(2u)));
}

TEST_F(ReachStreamTest, ofStaff_leavesOutTheirOwnCase) {
  Watching watching(ledger_, {kRelated, "auditor"}, 0);
  const std::string ann = domain::PersonOf(ann_.person()).ToBytes();
  size_t others = 0;
  for (const v1::WatchEntriesResponse& response : watching.UpTo(ledger_.Position())) {
    EXPECT_NE(response.entry().person_id(), ann);
    EXPECT_NE(response.leaf_hash(), "");
    ++others;
  }
  EXPECT_GT(others, 5u);
}

v1::WatchEntriesRequest By(const std::string& subject) {
  v1::WatchEntriesRequest request;
  request.add_subjects(subject);
  return request;
}

// Else they would find out who acted, by asking for one member of staff after the other.
TEST_F(ReachStreamTest, bySubject_isNotForThoseWhoReachTheirOwn) {
  for (const int role :
       {journal::ROLE_PERSON, journal::ROLE_SUPPORTER, journal::ROLE_REPRESENTATIVE}) {
    const Identity own = SignedIn(ann_, role);
    for (const std::string& subject : {kFinanceOfficer.subject, own.subject}) {
      grpc::ClientContext context;
      Identify(context, own);
      v1::WatchEntriesRequest request = By(subject);
      request.set_until_sequence(ledger_.Position());
      const auto stream = ledger_.journal->WatchEntries(&context, request);
      v1::WatchEntriesResponse response;
      int responses = 0;
      while (stream->Read(&response)) ++responses;
      EXPECT_EQ(responses, 0) << "not even how far it has looked";
      const grpc::Status status = stream->Finish();
      EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
      EXPECT_EQ(ReasonOf(DetailsOf(status)), "NOT_YOURS");
    }
    v1::WatchEntriesRequest refused;
    refused.set_refused(true);
    EXPECT_THAT(Watching(ledger_, own, refused).UpTo(ledger_.Position()), IsEmpty());
  }
}

TEST_F(ReachStreamTest, bySubject_showsWhatThatOneDid) {
  const auto shown =
      Watching(ledger_, kAuditor, By(kFinanceOfficer.subject)).UpTo(ledger_.Position());
  EXPECT_THAT(shown, Not(IsEmpty()));
  for (const v1::WatchEntriesResponse& response : shown) {
    EXPECT_EQ(response.entry().caller().subject(), kFinanceOfficer.subject);
    EXPECT_NE(response.leaf_hash(), "");
  }
}

// Whoever asks for a safeguarding lead's entries is not to learn of withheld looks that way.
TEST_F(ReachStreamTest, bySubject_leavesOutWithheldLooks_butForThoseWhoSeeThem) {
  const auto looks = [this](const Identity& identity) {
    size_t found = 0;
    const v1::WatchEntriesRequest request = By(kSafeguardingLead.subject);
    for (const auto& response : Watching(ledger_, identity, request).UpTo(ledger_.Position())) {
      if (response.entry().has_withheld_look_requested()) ++found;
    }
    return found;
  };
  EXPECT_EQ(looks(kAuditor), 2u);
  EXPECT_EQ(looks(kFinanceOfficer), 0u);
  EXPECT_EQ(looks({kRelated, "auditor"}), 1u) << "nor those of their own case";
}

}  // namespace
}  // namespace cardledger::tests
