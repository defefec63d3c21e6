// What is known of a person beyond their awards: supporters, how to communicate, and what a death
// changes. Through generated stubs.

#include "gtest/gtest.h"

#include "services/engine/keys.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

class PeopleTest : public ::testing::Test {
 protected:
  v1::Person Person(const std::string& name) {
    v1::GetPersonRequest request;
    request.set_name(name);
    const auto answer =
        ledger_.Call(ledger_.persons, &v1::PersonService::Stub::GetPerson, kAuditor, request);
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    return answer.response.person();
  }
  Answer<v1::GetCommunicationNeedsResponse> Needs(const std::string& person) {
    v1::GetCommunicationNeedsRequest request;
    request.set_person(person);
    return ledger_.Call(ledger_.persons, &v1::PersonService::Stub::GetCommunicationNeeds,
                        kSocialWorker, request);
  }
  Answer<v1::Change> SetNeeds(const std::string& person, v1::CommunicationFormat format,
                              const std::string& note) {
    v1::SetCommunicationNeedsRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_person(person);
    request.mutable_needs()->set_format(format);
    request.mutable_needs()->set_channel(v1::COMMUNICATION_CHANNEL_LETTER);
    request.mutable_needs()->set_note(note);
    return ledger_.Call(ledger_.persons, &v1::PersonService::Stub::SetCommunicationNeeds,
                        kSocialWorker, request);
  }
  v1::SetPersonStateRequest DeathOf(const std::string& person) {
    v1::SetPersonStateRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_person(person);
    request.set_state(journal::v1::PERSON_STATE_DECEASED);
    *request.mutable_since() = DateOf(2026, 7, 6);
    return request;
  }
  Answer<v1::Change> SetState(const v1::SetPersonStateRequest& request) {
    return ledger_.Call(ledger_.persons, &v1::PersonService::Stub::SetPersonState, kSocialWorker,
                        request);
  }
  v1::Award Award(const std::string& name) {
    v1::GetAwardRequest request;
    request.set_name(name);
    return ledger_.Call(ledger_.awards, &v1::AwardService::Stub::GetAward, kAuditor, request)
        .response.award();
  }

  ServedLedger ledger_;
};

TEST_F(PeopleTest, Supporter_isInForceUntilTheLastDayIsOver) {
  const std::string person = ledger_.MakePerson("CASE/1");
  v1::AddSupporterRequest add;
  add.set_request_id(ledger_.NewId());
  add.set_person(person);
  add.add_scopes(journal::v1::SUPPORTER_SCOPE_BALANCE);
  *add.mutable_first_date() = DateOf(2026, 7, 6);
  add.set_supporter_name("Sam Friend");
  const auto added =
      ledger_.Call(ledger_.persons, &v1::PersonService::Stub::AddSupporter, kSocialWorker, add);
  ASSERT_TRUE(added.ok()) << added.status.error_message();
  EXPECT_EQ(added.response.name(), "supporters/" + add.request_id());

  v1::EndSupporterRequest end;
  end.set_request_id(ledger_.NewId());
  end.set_person(person);
  end.set_supporter(added.response.name());
  *end.mutable_last_date() = DateOf(2026, 7, 6);
  const auto ended =
      ledger_.Call(ledger_.persons, &v1::PersonService::Stub::EndSupporter, kSocialWorker, end);
  ASSERT_TRUE(ended.ok()) << ended.status.error_message();
  ASSERT_EQ(Person(person).supporters_size(), 1);
  EXPECT_TRUE(Person(person).supporters(0).in_force());
  ledger_.clock().Advance(kMicrosecondsPerDay);
  EXPECT_FALSE(Person(person).supporters(0).in_force());
}

TEST_F(PeopleTest, CommunicationNeeds_areGivenBackAsLastRecorded) {
  const std::string person = ledger_.MakePerson("CASE/1");
  ASSERT_TRUE(Needs(person).ok());
  EXPECT_FALSE(Needs(person).response.has_needs());
  EXPECT_FALSE(Person(person).has_communication_needs());
  ASSERT_TRUE(SetNeeds(person, v1::COMMUNICATION_FORMAT_AUDIO, "by \"phone\"").ok());
  const auto set = SetNeeds(person, v1::COMMUNICATION_FORMAT_EASY_READ, "£, and\na line");
  ASSERT_TRUE(set.ok()) << set.status.error_message();
  EXPECT_EQ(set.response.name(), person);
  ledger_.Restart();
  EXPECT_TRUE(Person(person).has_communication_needs());
  const v1::CommunicationNeeds needs = Needs(person).response.needs();
  EXPECT_EQ(needs.format(), v1::COMMUNICATION_FORMAT_EASY_READ);
  EXPECT_EQ(needs.channel(), v1::COMMUNICATION_CHANNEL_LETTER);
  EXPECT_EQ(needs.note(), "£, and\na line");
}

TEST_F(PeopleTest, CommunicationNeeds_onceErased_areNotShown) {
  const std::string person = ledger_.MakePerson("CASE/1");
  const auto set = SetNeeds(person, v1::COMMUNICATION_FORMAT_AUDIO, "");
  ASSERT_TRUE(set.ok()) << set.status.error_message();
  ledger_.disk().Tamper(
      engine::DetailKey({.owner = *base::Uuid::Parse(person.substr(person.find('/') + 1)),
                         .retention = journal::v1::RETENTION_CLASS_IDENTITY,
                         .sequence = set.response.decision().sequence()}),
      std::nullopt);
  EXPECT_TRUE(Needs(person).ok());
  EXPECT_FALSE(Needs(person).response.has_needs());
}

TEST_F(PeopleTest, CommunicationNeeds_ofNobody_areNotFound) {
  EXPECT_EQ(ReasonOf(Needs("persons/" + ledger_.NewId()).details), "PERSON_NOT_FOUND");
}

TEST_F(PeopleTest, Death_endsEveryAwardInOneChangeThatIsAnsweredAgainAsItWas) {
  const std::string loaded = ledger_.MakeAward();
  const std::string person = Award(loaded).person();
  ASSERT_TRUE(ledger_
                  .Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                        ledger_.LoadOf(loaded, 1'000))
                  .ok());
  const std::string untouched =
      ledger_.ProposeAward(person, Award(loaded).funding(0).fund(), 1'000);
  const v1::SetPersonStateRequest death = DeathOf(person);
  const auto first = SetState(death);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  EXPECT_EQ(first.response.name(), person);
  ASSERT_EQ(first.response.entries_size(), 3);
  EXPECT_TRUE(first.response.entries(0).has_person_state_changed());
  EXPECT_EQ(first.response.entries(0).sequence(), first.response.decision().sequence());
  EXPECT_EQ(Award(loaded).state(), v1::AWARD_STATE_ENDED);
  EXPECT_EQ(Award(loaded).outcome(), journal::v1::OUTCOME_DECEASED);
  EXPECT_EQ(Award(untouched).state(), v1::AWARD_STATE_CANCELLED);
  EXPECT_EQ(Person(person).state(), journal::v1::PERSON_STATE_DECEASED);
  ledger_.Restart();
  const auto again = SetState(death);
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_EQ(again.response.SerializeAsString(), first.response.SerializeAsString());
}

TEST_F(PeopleTest, Death_validatedOnly_showsWhatItWouldEndAndChangesNothing) {
  const std::string award = ledger_.MakeAward();
  v1::SetPersonStateRequest death = DeathOf(Award(award).person());
  death.set_validate_only(true);
  const uint64_t position = ledger_.Position();
  const auto answer = SetState(death);
  ASSERT_TRUE(answer.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.response.entries_size(), 2);
  EXPECT_EQ(answer.response.decision().sequence(), 0u);
  EXPECT_EQ(answer.response.decision().validated_position(), position);
  EXPECT_EQ(ledger_.Position(), position);
  EXPECT_EQ(Award(award).state(), v1::AWARD_STATE_ACTIVE);
}

}  // namespace
}  // namespace cardledger::tests
