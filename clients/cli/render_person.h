#pragma once

// People, who acts for them, and how to communicate with them, as text for people. Pure functions.

#include <string>

#include "cardledger/v1/persons.pb.h"

namespace cardledger::cli {

std::string RenderPerson(const v1::Person& person);
std::string RenderCommunication(const v1::GetCommunicationNeedsResponse& response);

}  // namespace cardledger::cli
