#pragma once

// Who of the demonstration can sign in: some people and providers, as do those who act for people;
// and a member of staff who is related to somebody. Internal to clients/demo. One thread.

#include <string>

#include "absl/strings/string_view.h"

#include "clients/demo/book.h"

namespace cardledger::demo {

// "person.0007": a subject in the identity provider.
std::string SubjectOf(absl::string_view role, int number);

void AddPeoplesSignIns(Book& book);
void AddProvidersSignIns(Book& book);
void DeclareSomebodysRelation(Book& book);

}  // namespace cardledger::demo
