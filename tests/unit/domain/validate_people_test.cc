// Requests about people and those who act for them.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "services/domain/people.h"
#include "tests/unit/domain/requests.h"
#include "tests/unit/domain/spoiled.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

TEST(ValidatePeople, SetPersonState) {
  ExpectTable<v1::SetPersonStateRequest>(
      GoodSetPersonState(),
      {{{"person"}, [](auto& r) { r.set_person("awards/" + TestUuid(2)); }},
       {{"state"}, [](auto& r) { r.clear_state(); }},
       {{"state"}, [](auto& r) { r.set_state(static_cast<journal::PersonState>(6)); }},
       {{}, [](auto& r) { r.set_state(journal::PERSON_STATE_DECEASED); }},
       {{"since"}, [](auto& r) { r.clear_since(); }},
       {{"since"}, [](auto& r) { *r.mutable_since() = TestDate(2026, 6, 31); }},
       {{}, [](auto& r) { r.clear_note(); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "person", "state", "since"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidatePeople, SetCommunicationNeeds) {
  ExpectTable<v1::SetCommunicationNeedsRequest>(
      GoodSetCommunicationNeeds(),
      {{{"needs.format"}, [](auto& r) { r.mutable_needs()->clear_format(); }},
       {{"needs.channel"}, [](auto& r) { r.mutable_needs()->clear_channel(); }},
       {{}, [](auto& r) { r.mutable_needs()->clear_language(); }},
       {{}, [](auto& r) { r.mutable_needs()->set_language("bfi"); }},
       {{"needs.language"}, [](auto& r) { r.mutable_needs()->set_language("e"); }},
       {{"needs.language"}, [](auto& r) { r.mutable_needs()->set_language("EN"); }},
       {{"needs.language"}, [](auto& r) { r.mutable_needs()->set_language("en-GB"); }},
       {{}, [](auto& r) { r.mutable_needs()->set_helper(std::string(kNameBytesMax, 'x')); }},
       {{"needs.helper"},
        [](auto& r) { r.mutable_needs()->set_helper(std::string(kNameBytesMax + 1, 'x')); }},
       {{"needs.helper"}, [](auto& r) { r.mutable_needs()->set_helper("Bea\nSmith"); }},
       {{"needs.note"},
        [](auto& r) { r.mutable_needs()->set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "person", "needs.format", "needs.channel"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidatePeople, AddSupporter) {
  ExpectTable<v1::AddSupporterRequest>(
      GoodAddSupporter(),
      {{{"scopes"}, [](auto& r) { r.clear_scopes(); }},
       {{"scopes[1]"}, [](auto& r) { r.set_scopes(1, r.scopes(0)); }},
       {{"scopes[2]"}, [](auto& r) { r.add_scopes(journal::SUPPORTER_SCOPE_UNSPECIFIED); }},
       {{"scopes[2]"}, [](auto& r) { r.add_scopes(static_cast<journal::SupporterScope>(5)); }},
       {{"first_date"}, [](auto& r) { r.clear_first_date(); }},
       {{}, [](auto& r) { r.clear_last_date(); }},
       {{}, [](auto& r) { *r.mutable_last_date() = r.first_date(); }},
       {{"last_date"}, [](auto& r) { *r.mutable_last_date() = TestDate(2026, 7, 5); }},
       {{"last_date"}, [](auto& r) { *r.mutable_last_date() = TestDate(2026, 7, 0); }},
       {{}, [](auto& r) { r.clear_subject(); }},
       {{"subject"}, [](auto& r) { r.set_subject("bea smith"); }},
       {{"supporter_name"}, [](auto& r) { r.clear_supporter_name(); }},
       {{"supporter_name"}, [](auto& r) { r.set_supporter_name("Bea\x01"); }},
       {{}, [](auto& r) { r.set_supporter_name(std::string(kNameBytesMax, 'x')); }},
       {{"supporter_name"},
        [](auto& r) { r.set_supporter_name(std::string(kNameBytesMax + 1, 'x')); }},
       {{"request_id", "person", "scopes", "first_date", "supporter_name"},
        [](auto& r) { r.Clear(); }}});
}

TEST(ValidatePeople, EndSupporterAndRepresentative) {
  ExpectTable<v1::EndSupporterRequest>(
      GoodEndSupporter(),
      {{{"supporter"}, [](auto& r) { r.set_supporter("representatives/" + TestUuid(3)); }},
       {{"last_date"}, [](auto& r) { *r.mutable_last_date() = TestDate(2026, 13, 1); }},
       {{"request_id", "person", "supporter"}, [](auto& r) { r.Clear(); }}});
  ExpectTable<v1::EndRepresentativeRequest>(
      GoodEndRepresentative(),
      {{{"representative"}, [](auto& r) { r.set_representative("supporters/" + TestUuid(3)); }},
       {{"last_date"}, [](auto& r) { *r.mutable_last_date() = TestDate(2026, 13, 1); }},
       {{"request_id", "person", "representative"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidatePeople, AddRepresentative) {
  ExpectTable<v1::AddRepresentativeRequest>(
      GoodAddRepresentative(),
      {{{"scopes"}, [](auto& r) { r.clear_scopes(); }},
       {{"scopes[1]"}, [](auto& r) { r.set_scopes(1, r.scopes(0)); }},
       {{"scopes[1]"}, [](auto& r) { r.set_scopes(1, journal::REPRESENTATIVE_SCOPE_ESTATE); }},
       {{"authority"}, [](auto& r) { r.clear_authority(); }},
       {{"authority"}, [](auto& r) { r.set_authority(static_cast<journal::Authority>(8)); }},
       {{"last_date"}, [](auto& r) { *r.mutable_last_date() = TestDate(2026, 7, 5); }},
       {{"subject"}, [](auto& r) { r.set_subject(std::string(kSubjectBytesMax + 1, 'x')); }},
       {{"representative_name"}, [](auto& r) { r.clear_representative_name(); }},
       {{"evidence"}, [](auto& r) { r.clear_evidence(); }},
       {{"evidence"}, [](auto& r) { r.set_evidence(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "person", "scopes", "first_date", "authority", "representative_name",
         "evidence"},
        [](auto& r) { r.Clear(); }}});
}

TEST(ValidatePeople, SubjectsOfPeople) {
  ExpectTable<v1::SetPersonSubjectRequest>(
      GoodSetPersonSubject(), {{{}, [](auto& r) { r.clear_subject(); }},
                               {{}, [](auto& r) { r.set_subject("AZaz09._:|-"); }},
                               {{"subject"}, [](auto& r) { r.set_subject("ada smith"); }},
                               {{"person"}, [](auto& r) { r.set_person("awards/" + TestUuid(2)); }},
                               {{"request_id", "person"}, [](auto& r) { r.Clear(); }}});
  ExpectTable<v1::DeclareRelationRequest>(
      GoodDeclareRelation(),
      {{{}, [](auto& r) { r.clear_subject(); }},
       {{}, [](auto& r) { r.set_subject(std::string(kSubjectBytesMax, 'x')); }},
       {{"subject"}, [](auto& r) { r.set_subject(std::string(kSubjectBytesMax + 1, 'x')); }},
       {{"request_id", "person"}, [](auto& r) { r.Clear(); }}});
  ExpectTable<v1::EndRelationRequest>(
      GoodEndRelation(), {{{"subject"}, [](auto& r) { r.clear_subject(); }},
                          {{"subject"}, [](auto& r) { r.set_subject("fr\xC3\xA4nk"); }},
                          {{"request_id", "person", "subject"}, [](auto& r) { r.Clear(); }}});
}

template <typename Request>
void ExpectProviderSubjectTable() {
  ExpectTable<Request>(GoodProviderSubject<Request>(),
                       {{{"provider"}, [](auto& r) { r.set_provider("persons/" + TestUuid(2)); }},
                        {{"subject"}, [](auto& r) { r.clear_subject(); }},
                        {{"subject"}, [](auto& r) { r.set_subject("harbour/system"); }},
                        {{"request_id", "provider", "subject"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidatePeople, SubjectsOfProviders) {
  ExpectProviderSubjectTable<v1::AddProviderSubjectRequest>();
  ExpectProviderSubjectTable<v1::RemoveProviderSubjectRequest>();
}

TEST(ValidatePeople, EveryScopeByEveryAuthority_isAcceptedWhereTheAuthorityGivesIt) {
  for (int a = 1; a <= journal::Authority_MAX; ++a) {
    const auto authority = static_cast<journal::Authority>(a);
    const auto given = ScopesOf(authority);
    for (int s = 1; s <= journal::RepresentativeScope_MAX; ++s) {
      const auto scope = static_cast<journal::RepresentativeScope>(s);
      v1::AddRepresentativeRequest request = GoodAddRepresentative();
      request.set_authority(authority);
      request.clear_scopes();
      request.add_scopes(scope);
      const bool gives = std::find(given.begin(), given.end(), scope) != given.end();
      EXPECT_EQ(FieldsOf(request).empty(), gives) << authority << " " << scope;
    }
  }
}

}  // namespace
}  // namespace cardledger::domain
