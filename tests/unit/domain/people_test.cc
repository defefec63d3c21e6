#include "services/domain/people.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Day kDay = *ParseIsoDay("2026-07-06");

store::v1::PersonRow PersonIn(journal::PersonState state, Day since) {
  store::v1::PersonRow person;
  person.mutable_course()->set_state(state);
  person.mutable_course()->set_state_since_day(since.number());
  return person;
}

store::v1::PartyRow Party(char id, journal::Authority authority, Day first,
                          int32_t last_day_number) {
  store::v1::PartyRow party;
  party.set_id(std::string(16, id));
  party.set_authority(authority);
  party.set_first_day(first.number());
  party.set_last_day(last_day_number);
  return party;
}

TEST(IsDeceased, OnlyThatState) {
  EXPECT_FALSE(IsDeceased(store::v1::PersonRow()));
  for (const auto state : {journal::PERSON_STATE_ACTIVE, journal::PERSON_STATE_HOSPITAL,
                           journal::PERSON_STATE_DETAINED, journal::PERSON_STATE_MOVING}) {
    EXPECT_FALSE(IsDeceased(PersonIn(state, kDay))) << state;
  }
  EXPECT_TRUE(IsDeceased(PersonIn(journal::PERSON_STATE_DECEASED, kDay)));
}

TEST(IsAwayOn, InHospitalOrDetained_fromItsFirstDayOn) {
  for (const auto state : {journal::PERSON_STATE_HOSPITAL, journal::PERSON_STATE_DETAINED}) {
    EXPECT_FALSE(IsAwayOn(PersonIn(state, kDay), kDay + -1)) << state;
    EXPECT_TRUE(IsAwayOn(PersonIn(state, kDay), kDay)) << state;
    EXPECT_TRUE(IsAwayOn(PersonIn(state, kDay), kDay + 500)) << state;
  }
  for (const auto state : {journal::PERSON_STATE_ACTIVE, journal::PERSON_STATE_MOVING,
                           journal::PERSON_STATE_DECEASED}) {
    EXPECT_FALSE(IsAwayOn(PersonIn(state, kDay), kDay)) << state;
  }
}

TEST(InForce, FromTheFirstDayToTheLast) {
  const store::v1::PersonRow person;
  const store::v1::PartyRow party =
      Party('s', journal::AUTHORITY_UNSPECIFIED, kDay, (kDay + 9).number());
  EXPECT_FALSE(InForce(party, person, kDay + -1));
  EXPECT_TRUE(InForce(party, person, kDay));
  EXPECT_TRUE(InForce(party, person, kDay + 9));
  EXPECT_FALSE(InForce(party, person, kDay + 10));
  const store::v1::PartyRow endless = Party('s', journal::AUTHORITY_UNSPECIFIED, kDay, 0);
  EXPECT_TRUE(InForce(endless, person, kDay + 10'000));
}

TEST(InForce, Death_endsAllButThePersonalRepresentative) {
  const store::v1::PersonRow dead = PersonIn(journal::PERSON_STATE_DECEASED, kDay + 5);
  const store::v1::PersonRow alive;
  for (int authority = 0; authority <= journal::Authority_MAX; ++authority) {
    const store::v1::PartyRow party =
        Party('p', static_cast<journal::Authority>(authority), kDay, 0);
    const bool of_estate = authority == journal::AUTHORITY_PERSONAL_REPRESENTATIVE;
    EXPECT_EQ(InForce(party, alive, kDay + 4), !of_estate) << authority;
    EXPECT_TRUE(InForce(party, dead, kDay + 4)) << authority;
    EXPECT_EQ(InForce(party, dead, kDay + 5), of_estate) << authority;
  }
}

TEST(FindParty, SupportersAndRepresentatives_areLookedForApart) {
  store::v1::PersonRow person;
  *person.mutable_course()->add_parties() = Party('s', journal::AUTHORITY_UNSPECIFIED, kDay, 0);
  *person.mutable_course()->add_parties() = Party('r', journal::AUTHORITY_ADVOCATE, kDay, 0);
  const auto supporter = IdFromBytes<PartyId>(std::string(16, 's'));
  const auto representative = IdFromBytes<PartyId>(std::string(16, 'r'));
  EXPECT_EQ(FindSupporter(person, supporter), &person.course().parties(0));
  EXPECT_EQ(FindRepresentative(person, representative), &person.course().parties(1));
  EXPECT_EQ(FindSupporter(person, representative), nullptr);
  EXPECT_EQ(FindRepresentative(person, supporter), nullptr);
}

TEST(HasScope, OnlyThoseGiven) {
  store::v1::PartyRow party;
  party.add_scopes(journal::SUPPORTER_SCOPE_CARD);
  party.add_scopes(journal::SUPPORTER_SCOPE_MANAGE);
  EXPECT_TRUE(HasScope(party, journal::SUPPORTER_SCOPE_CARD));
  EXPECT_TRUE(HasScope(party, journal::SUPPORTER_SCOPE_MANAGE));
  EXPECT_FALSE(HasScope(party, journal::SUPPORTER_SCOPE_BALANCE));
}

TEST(ScopesOf, EachAuthority_givesWhatTheLawGivesIt) {
  const auto benefits = journal::REPRESENTATIVE_SCOPE_BENEFITS;
  const auto finances = journal::REPRESENTATIVE_SCOPE_FINANCES;
  const auto direct_payment = journal::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT;
  EXPECT_THAT(ScopesOf(journal::AUTHORITY_DWP_APPOINTEE), ElementsAre(benefits));
  EXPECT_THAT(ScopesOf(journal::AUTHORITY_ATTORNEY_PROPERTY),
              ElementsAre(benefits, finances, direct_payment));
  EXPECT_THAT(ScopesOf(journal::AUTHORITY_DEPUTY_PROPERTY),
              ElementsAre(benefits, finances, direct_payment));
  EXPECT_THAT(ScopesOf(journal::AUTHORITY_AUTHORISED_PERSON), ElementsAre(direct_payment));
  EXPECT_THAT(ScopesOf(journal::AUTHORITY_NOMINATED_PERSON), ElementsAre(direct_payment));
  EXPECT_THAT(ScopesOf(journal::AUTHORITY_ADVOCATE),
              ElementsAre(journal::REPRESENTATIVE_SCOPE_DECISIONS));
  EXPECT_THAT(ScopesOf(journal::AUTHORITY_PERSONAL_REPRESENTATIVE),
              ElementsAre(journal::REPRESENTATIVE_SCOPE_ESTATE));
  EXPECT_THAT(ScopesOf(journal::AUTHORITY_UNSPECIFIED), IsEmpty());
}

}  // namespace
}  // namespace cardledger::domain
