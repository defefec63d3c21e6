// People, parties and providers.

#include <array>

#include "absl/strings/str_cat.h"

#include "tests/simulation/london_calendar.h"
#include "tests/simulation/random_commands.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

// What each authority gives.
std::vector<journal::RepresentativeScope> ScopesOf(journal::Authority authority) {
  switch (authority) {
    case journal::AUTHORITY_DWP_APPOINTEE:
      return {journal::REPRESENTATIVE_SCOPE_BENEFITS};
    case journal::AUTHORITY_ATTORNEY_PROPERTY:
    case journal::AUTHORITY_DEPUTY_PROPERTY:
      return {journal::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT, journal::REPRESENTATIVE_SCOPE_BENEFITS,
              journal::REPRESENTATIVE_SCOPE_FINANCES};
    case journal::AUTHORITY_AUTHORISED_PERSON:
    case journal::AUTHORITY_NOMINATED_PERSON:
      return {journal::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT};
    case journal::AUTHORITY_ADVOCATE:
      return {journal::REPRESENTATIVE_SCOPE_DECISIONS};
    default:
      return {journal::REPRESENTATIVE_SCOPE_ESTATE};
  }
}

}  // namespace

domain::Request RandomCommands::Person(const Model&, int32_t) {
  v1::RegisterPersonRequest request;
  request.set_request_id(NewId());
  request.set_case_reference(absl::StrCat(random_.OneIn(2) ? "case/" : "CASE/", random_.Below(12)));
  return request;
}

domain::Request RandomCommands::PersonState(const Model& model, int32_t today) {
  v1::SetPersonStateRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  int32_t since = RecentDay(today, 15);
  const auto person = model.persons().find(IdIn(request.person()));
  const bool known = person != model.persons().end();
  if (known && random_.OneIn(3)) since = std::max(person->second.since, today - 3);
  request.set_state(static_cast<journal::PersonState>(1 + random_.Below(4)));
  if (random_.OneIn(7)) request.set_state(journal::PERSON_STATE_DECEASED);
  if (known && person->second.since != 0 && random_.OneIn(8)) {  // as it is already
    request.set_state(person->second.state);
    since = person->second.since;
  }
  *request.mutable_since() = DateOfNumber(since);
  request.set_note(Note());
  return request;
}

domain::Request RandomCommands::Needs(const Model& model, int32_t) {
  v1::SetCommunicationNeedsRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  v1::CommunicationNeeds& needs = *request.mutable_needs();
  needs.set_format(static_cast<v1::CommunicationFormat>(1 + random_.Below(5)));
  needs.set_channel(static_cast<v1::CommunicationChannel>(1 + random_.Below(5)));
  if (random_.OneIn(2)) needs.set_language("pl");
  needs.set_note(Note());
  return request;
}

domain::Request RandomCommands::Supporter(const Model& model, int32_t today) {
  v1::AddSupporterRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  const uint64_t scopes = 1 + random_.Below(15);
  for (int scope = 4; scope >= 1; --scope) {
    if ((scopes >> (scope - 1)) % 2 == 1) {
      request.add_scopes(static_cast<journal::SupporterScope>(scope));
    }
  }
  const int32_t first = RecentDay(today, 40);
  *request.mutable_first_date() = DateOfNumber(first);
  if (random_.OneIn(3)) {
    *request.mutable_last_date() = DateOfNumber(first + static_cast<int32_t>(random_.Below(60)));
  }
  if (random_.OneIn(2)) request.set_subject(absl::StrCat("supporter-", random_.Below(5)));
  request.set_supporter_name(Text());
  return request;
}

domain::Request RandomCommands::SupportersEnd(const Model& model, int32_t today) {
  v1::EndSupporterRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons(),
                              [](const Model::Person& person) { return !person.parties.empty(); }));
  request.set_supporter("supporters/" + NewId());
  const auto person = model.persons().find(IdIn(request.person()));
  if (person != model.persons().end() && !person->second.parties.empty()) {
    const auto& parties = person->second.parties;
    request.set_supporter(NameOf("supporters", parties[random_.Below(parties.size())].id));
  }
  if (random_.OneIn(2)) *request.mutable_last_date() = DateOfNumber(RecentDay(today, 30));
  return request;
}

domain::Request RandomCommands::Representative(const Model& model, int32_t today) {
  v1::AddRepresentativeRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  request.set_authority(static_cast<journal::Authority>(1 + random_.Below(7)));
  for (const journal::RepresentativeScope scope : ScopesOf(request.authority())) {
    if (request.scopes_size() == 0 || random_.OneIn(2)) request.add_scopes(scope);
  }
  const int32_t first = RecentDay(today, 40);
  *request.mutable_first_date() = DateOfNumber(first);
  if (random_.OneIn(3)) {
    *request.mutable_last_date() = DateOfNumber(first + static_cast<int32_t>(random_.Below(60)));
  }
  request.set_representative_name(Text());
  request.set_evidence(Text());
  return request;
}

domain::Request RandomCommands::RepresentativesEnd(const Model& model, int32_t today) {
  v1::EndRepresentativeRequest request;
  request.set_request_id(NewId());
  const auto supporters_end = std::get<v1::EndSupporterRequest>(SupportersEnd(model, today));
  request.set_person(supporters_end.person());
  request.set_representative(NameOf("representatives", IdIn(supporters_end.supporter())));
  if (supporters_end.has_last_date()) *request.mutable_last_date() = supporters_end.last_date();
  return request;
}

domain::Request RandomCommands::Provider(const Model&, int32_t) {
  v1::RegisterProviderRequest request;
  request.set_request_id(NewId());
  request.set_display_name(Text());
  request.set_kind(static_cast<journal::ProviderKind>(2 + random_.Below(3)));
  return request;
}

}  // namespace cardledger::simulation
