#include "clients/demo/plan.h"

#include "absl/strings/str_cat.h"

#include "clients/demo/book.h"
#include "clients/demo/everyday.h"
#include "clients/demo/invented.h"
#include "clients/demo/party_plan.h"
#include "clients/demo/sign_in_plan.h"
#include "clients/demo/stories.h"

namespace cardledger::demo {
namespace {

std::vector<Step> Providers(const Book& book) {
  std::vector<Step> steps;
  for (const Provider& provider : kProviderList) {
    v1::RegisterProviderRequest request;
    request.set_request_id(book.Id(absl::StrCat("provider/", steps.size() + 1)));
    request.set_display_name(std::string(provider.name));
    request.set_kind(provider.kind);
    steps.push_back({Actor::kBroker, std::move(request)});
  }
  return steps;
}

}  // namespace

Plan MakePlan(const Setting& setting) {
  Book book(setting);
  RegisterEverybody(book);
  WriteLimitStories(book);
  WriteFundingStories(book);
  WriteCardStories(book);
  WritePersonStories(book);
  WriteMoneyStories(book);
  WriteCourseStories(book);
  WriteEmergencyStories(book);
  WriteEverydayAwards(book, kStories + 1);
  AddEverybodysParties(book, kStories + 1);
  AddEverybodysNeeds(book);
  AddPeoplesSignIns(book);
  AddProvidersSignIns(book);
  DeclareSomebodysRelation(book);
  return book.Close(Providers(book));
}

}  // namespace cardledger::demo
