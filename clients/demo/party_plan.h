#pragma once

// People of the demonstration and those who act for them: where a person is, how to communicate
// with them, supporters and representatives. Internal to clients/demo. One thread.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "cardledger/journal/v1/types.pb.h"
#include "clients/demo/book.h"

namespace cardledger::demo {

// persons/{id} of a person by number, as plans name it.
std::string PersonName(const Book& book, int person);

void RegisterEverybody(Book& book);

void SetState(Book& book, int person, journal::v1::PersonState state, absl::CivilDay since,
              Chapter chapter, absl::string_view note);

// Both return the request id, which is the party's id.
std::string AddSupporter(Book& book, int person,
                         const std::vector<journal::v1::SupporterScope>& scopes);
std::string AddRepresentative(Book& book, int person, journal::v1::Authority authority,
                              Chapter chapter = Chapter::kParties);

// A supporter or a representative for many, and needs for everybody who lives.
void AddEverybodysParties(Book& book, int first_person);
void AddEverybodysNeeds(Book& book);

}  // namespace cardledger::demo
