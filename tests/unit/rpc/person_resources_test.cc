#include "services/rpc/person_resources.h"

#include <string>

#include "gtest/gtest.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

const std::string kId(16, '\x2a');
constexpr char kUuid[] = "2a2a2a2a-2a2a-2a2a-2a2a-2a2a2a2a2a2a";
const domain::PersonId kPerson = domain::IdFromBytes<domain::PersonId>(kId);
constexpr int32_t kMonday = 20'640;  // 2026-07-06

v1::Person ShownOn(int32_t day, const store::v1::PersonRow& row) {
  v1::Person person;
  FillPerson(kPerson, row, 1'783'328'400'123'456, domain::Day(day), person);
  return person;
}

store::v1::PartyRow& AddParty(journal::Authority authority, store::v1::PersonRow& row) {
  store::v1::PartyRow& party = *row.mutable_course()->add_parties();
  party.set_id(kId);
  party.set_authority(authority);
  party.set_first_day(kMonday);
  party.set_last_day(kMonday + 7);
  party.set_subject("friend-1");
  return party;
}

TEST(PersonResourcesTest, Person_ofWhomNothingWasRecorded_isActive) {
  const v1::Person person = ShownOn(kMonday, {});
  EXPECT_EQ(person.name(), std::string("persons/") + kUuid);
  EXPECT_EQ(person.register_time().seconds(), 1'783'328'400);
  EXPECT_EQ(person.state(), journal::PERSON_STATE_ACTIVE);
  EXPECT_FALSE(person.has_state_since());
  EXPECT_FALSE(person.has_communication_needs());
}

TEST(PersonResourcesTest, State_isShownWithItsFirstDay) {
  store::v1::PersonRow row;
  row.mutable_course()->set_state(journal::PERSON_STATE_HOSPITAL);
  row.mutable_course()->set_state_since_day(kMonday);
  EXPECT_EQ(ShownOn(kMonday, row).state(), journal::PERSON_STATE_HOSPITAL);
  EXPECT_EQ(ShownOn(kMonday, row).state_since().day(), 6);
  row.mutable_course()->set_state(journal::PERSON_STATE_ACTIVE);
  EXPECT_EQ(ShownOn(kMonday, row).state_since().day(), 6);
}

TEST(PersonResourcesTest, Parties_areSupportersOrRepresentativesByTheirAuthority) {
  store::v1::PersonRow row;
  AddParty(journal::AUTHORITY_UNSPECIFIED, row).add_scopes(journal::SUPPORTER_SCOPE_CARD);
  AddParty(journal::AUTHORITY_DEPUTY_PROPERTY, row)
      .add_scopes(journal::REPRESENTATIVE_SCOPE_FINANCES);
  const v1::Person person = ShownOn(kMonday, row);
  ASSERT_EQ(person.supporters_size(), 1);
  EXPECT_EQ(person.supporters(0).name(), std::string("supporters/") + kUuid);
  EXPECT_EQ(person.supporters(0).scopes(0), journal::SUPPORTER_SCOPE_CARD);
  EXPECT_EQ(person.supporters(0).first_date().day(), 6);
  EXPECT_EQ(person.supporters(0).last_date().day(), 13);
  EXPECT_EQ(person.supporters(0).subject(), "friend-1");
  ASSERT_EQ(person.representatives_size(), 1);
  EXPECT_EQ(person.representatives(0).name(), std::string("representatives/") + kUuid);
  EXPECT_EQ(person.representatives(0).authority(), journal::AUTHORITY_DEPUTY_PROPERTY);
  EXPECT_EQ(person.representatives(0).scopes(0), journal::REPRESENTATIVE_SCOPE_FINANCES);
}

TEST(PersonResourcesTest, Party_isInForceFromItsFirstDayToItsLast) {
  store::v1::PersonRow row;
  AddParty(journal::AUTHORITY_UNSPECIFIED, row);
  EXPECT_FALSE(ShownOn(kMonday - 1, row).supporters(0).in_force());
  EXPECT_TRUE(ShownOn(kMonday, row).supporters(0).in_force());
  EXPECT_TRUE(ShownOn(kMonday + 7, row).supporters(0).in_force());
  EXPECT_FALSE(ShownOn(kMonday + 8, row).supporters(0).in_force());
  row.mutable_course()->mutable_parties(0)->set_last_day(0);
  EXPECT_TRUE(ShownOn(kMonday + 8, row).supporters(0).in_force());
  EXPECT_FALSE(ShownOn(kMonday, row).supporters(0).has_last_date());
}

TEST(PersonResourcesTest, Death_endsAllButThePersonalRepresentative) {
  store::v1::PersonRow row;
  AddParty(journal::AUTHORITY_UNSPECIFIED, row);
  AddParty(journal::AUTHORITY_ATTORNEY_PROPERTY, row);
  AddParty(journal::AUTHORITY_PERSONAL_REPRESENTATIVE, row);
  row.mutable_course()->set_state(journal::PERSON_STATE_DECEASED);
  row.mutable_course()->set_state_since_day(kMonday + 1);
  const v1::Person person = ShownOn(kMonday + 2, row);
  EXPECT_FALSE(person.supporters(0).in_force());
  EXPECT_FALSE(person.representatives(0).in_force());
  EXPECT_TRUE(person.representatives(1).in_force());
}

TEST(PersonResourcesTest, CommunicationNeeds_areSaidToBeThere) {
  store::v1::PersonRow row;
  row.mutable_course()->set_communication_entry(12);
  EXPECT_TRUE(ShownOn(kMonday, row).has_communication_needs());
}

}  // namespace
}  // namespace cardledger::rpc
