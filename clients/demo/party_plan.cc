#include "clients/demo/party_plan.h"

#include <array>

#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"
#include "clients/demo/invented.h"
#include "clients/demo/sign_in_plan.h"

namespace cardledger::demo {
namespace {

namespace journal = ::cardledger::journal::v1;

using Scopes = std::vector<journal::SupporterScope>;

// What each authority gives at most.
std::vector<journal::RepresentativeScope> ScopesOf(journal::Authority authority) {
  switch (authority) {
    case journal::AUTHORITY_DWP_APPOINTEE:
      return {journal::REPRESENTATIVE_SCOPE_BENEFITS};
    case journal::AUTHORITY_ATTORNEY_PROPERTY:
    case journal::AUTHORITY_DEPUTY_PROPERTY:
      return {journal::REPRESENTATIVE_SCOPE_FINANCES, journal::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT};
    case journal::AUTHORITY_AUTHORISED_PERSON:
    case journal::AUTHORITY_NOMINATED_PERSON:
      return {journal::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT};
    case journal::AUTHORITY_PERSONAL_REPRESENTATIVE:
      return {journal::REPRESENTATIVE_SCOPE_ESTATE};
    default:
      return {journal::REPRESENTATIVE_SCOPE_DECISIONS};
  }
}

std::string Somebody(Book& book) { return InventedName(book.random().Pick(kGivenNameList)); }

Scopes SomeScopes(Random& random) {
  switch (random.Below(4)) {
    case 0:
      return {journal::SUPPORTER_SCOPE_BALANCE};
    case 1:
      return {journal::SUPPORTER_SCOPE_BALANCE, journal::SUPPORTER_SCOPE_TRANSACTIONS};
    case 2:
      return {journal::SUPPORTER_SCOPE_BALANCE, journal::SUPPORTER_SCOPE_TRANSACTIONS,
              journal::SUPPORTER_SCOPE_MANAGE};
    default:
      return {journal::SUPPORTER_SCOPE_BALANCE, journal::SUPPORTER_SCOPE_CARD};
  }
}

v1::CommunicationNeeds SomeNeeds(Book& book) {
  constexpr std::array kFormats = {
      v1::COMMUNICATION_FORMAT_PLAIN,       v1::COMMUNICATION_FORMAT_PLAIN,
      v1::COMMUNICATION_FORMAT_EASY_READ,   v1::COMMUNICATION_FORMAT_EASY_READ,
      v1::COMMUNICATION_FORMAT_LARGE_PRINT, v1::COMMUNICATION_FORMAT_AUDIO,
      v1::COMMUNICATION_FORMAT_BRAILLE};
  constexpr std::array kChannels = {
      v1::COMMUNICATION_CHANNEL_LETTER, v1::COMMUNICATION_CHANNEL_EMAIL,
      v1::COMMUNICATION_CHANNEL_TEXT_MESSAGE, v1::COMMUNICATION_CHANNEL_TELEPHONE,
      v1::COMMUNICATION_CHANNEL_IN_PERSON};
  // English mostly; Polish, Ukrainian, Welsh and British Sign Language.
  constexpr std::array<absl::string_view, 8> kLanguages = {"en", "en", "en", "en",
                                                           "pl", "uk", "cy", "bfi"};
  v1::CommunicationNeeds needs;
  needs.set_format(book.random().Pick(kFormats));
  needs.set_channel(book.random().Pick(kChannels));
  needs.set_language(std::string(book.random().Pick(kLanguages)));
  if (book.random().OneIn(3)) needs.set_helper(Somebody(book));
  if (book.random().OneIn(4)) needs.set_note("Prefers to be called after ten o'clock (invented)");
  return needs;
}

void AddSomebodysParty(Book& book, int person) {
  constexpr std::array kAuthorities = {
      journal::AUTHORITY_DWP_APPOINTEE, journal::AUTHORITY_ATTORNEY_PROPERTY,
      journal::AUTHORITY_DEPUTY_PROPERTY, journal::AUTHORITY_ADVOCATE};
  if (book.random().OneIn(3)) AddSupporter(book, person, SomeScopes(book.random()));
  if (book.random().OneIn(5)) AddRepresentative(book, person, book.random().Pick(kAuthorities));
}

}  // namespace

std::string PersonName(const Book& book, int person) {
  return NameFrom("persons", book.Id(absl::StrCat("person/", CaseReference(person))));
}

void RegisterEverybody(Book& book) {
  for (int person = 1; person <= kPersonCount; ++person) {
    v1::RegisterPersonRequest request;
    request.set_case_reference(CaseReference(person));
    book.AddAs(absl::StrCat("person/", CaseReference(person)), Chapter::kPeople,
               Actor::kSocialWorker, std::move(request));
  }
}

void SetState(Book& book, int person, journal::PersonState state, absl::CivilDay since,
              Chapter chapter, absl::string_view note) {
  v1::SetPersonStateRequest request;
  request.set_person(PersonName(book, person));
  request.set_state(state);
  *request.mutable_since() = cli::ToDate(since);
  request.set_note(std::string(note));
  book.AddAs(absl::StrCat("state/", CaseReference(person)), chapter, Actor::kSocialWorker,
             std::move(request));
}

std::string AddSupporter(Book& book, int person, const Scopes& scopes) {
  v1::AddSupporterRequest request;
  request.set_person(PersonName(book, person));
  *request.mutable_scopes() = {scopes.begin(), scopes.end()};
  *request.mutable_first_date() = cli::ToDate(book.MondayBefore(60));
  request.set_subject(SubjectOf("supporter", person));
  request.set_supporter_name(Somebody(book));
  return book.AddAs(absl::StrCat("supporter/", CaseReference(person)), Chapter::kParties,
                    Actor::kSocialWorker, std::move(request));
}

std::string AddRepresentative(Book& book, int person, journal::Authority authority,
                              Chapter chapter) {
  const std::vector<journal::RepresentativeScope> scopes = ScopesOf(authority);
  const bool of_estate = authority == journal::AUTHORITY_PERSONAL_REPRESENTATIVE;
  v1::AddRepresentativeRequest request;
  request.set_person(PersonName(book, person));
  request.set_authority(authority);
  *request.mutable_scopes() = {scopes.begin(), scopes.end()};
  *request.mutable_first_date() = cli::ToDate(of_estate ? book.today() : book.MondayBefore(50));
  request.set_subject(SubjectOf("representative", person));
  request.set_representative_name(Somebody(book));
  request.set_evidence("A paper that nobody wrote, seen by nobody (invented)");
  return book.AddAs(absl::StrCat("representative/", CaseReference(person), "/", authority), chapter,
                    Actor::kSocialWorker, std::move(request));
}

void AddEverybodysParties(Book& book, int first_person) {
  for (int person = first_person; person <= kPersonCount; ++person) AddSomebodysParty(book, person);
}

void AddEverybodysNeeds(Book& book) {
  for (int person = 1; person <= kPersonCount; ++person) {
    v1::SetCommunicationNeedsRequest request;
    request.set_person(PersonName(book, person));
    *request.mutable_needs() = SomeNeeds(book);
    book.AddAs(absl::StrCat("needs/", CaseReference(person)), Chapter::kNeeds, Actor::kSocialWorker,
               std::move(request));
  }
}

}  // namespace cardledger::demo
