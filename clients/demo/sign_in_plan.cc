#include "clients/demo/sign_in_plan.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "clients/demo/invented.h"
#include "clients/demo/party_plan.h"

namespace cardledger::demo {
namespace {

// The first of them has an award that runs, and so something to look at.
constexpr int kEveryNthPerson = 7;
constexpr int kEveryNthProvider = 2;
// Without a story of their own.
constexpr int kRelatedPerson = 40;

}  // namespace

std::string SubjectOf(absl::string_view role, int number) {
  return absl::StrFormat("%s.%04d", role, number);
}

void AddPeoplesSignIns(Book& book) {
  for (int person = kEveryNthPerson; person <= kPersonCount; person += kEveryNthPerson) {
    v1::SetPersonSubjectRequest request;
    request.set_person(PersonName(book, person));
    request.set_subject(SubjectOf("person", person));
    book.AddAs(absl::StrCat("sign-in/", CaseReference(person)), Chapter::kParties,
               Actor::kSocialWorker, std::move(request));
  }
  book.Show(
      "what somebody sees who signs in: their own balance",
      absl::StrCat("balance show --as ", SubjectOf("person", kEveryNthPerson), " --roles person"),
      PersonName(book, kEveryNthPerson));
}

void AddProvidersSignIns(Book& book) {
  for (int provider = kEveryNthProvider; provider <= kProviderCount;
       provider += kEveryNthProvider) {
    v1::AddProviderSubjectRequest request;
    request.set_provider(absl::StrCat("providers/", book.Id(absl::StrCat("provider/", provider))));
    request.set_subject(SubjectOf("provider", provider));
    book.AddAs(absl::StrCat("sign-in/provider/", provider), Chapter::kParties, Actor::kBroker,
               std::move(request));
  }
}

void DeclareSomebodysRelation(Book& book) {
  v1::DeclareRelationRequest request;
  request.set_person(PersonName(book, kRelatedPerson));
  request.set_subject("demo.cousin");
  book.AddAs("relation", Chapter::kParties, Actor::kSocialWorker, std::move(request));
  book.Show("a member of staff is related to somebody, and keeps away", "person show",
            PersonName(book, kRelatedPerson));
}

}  // namespace cardledger::demo
