#pragma once

// Cards as text for people. Pure functions.

#include <string>

#include "google/protobuf/repeated_field.h"

#include "cardledger/v1/cards.pb.h"

namespace cardledger::cli {

std::string RenderCard(const v1::Card& card);
std::string RenderCards(const google::protobuf::RepeatedPtrField<v1::Card>& cards);

// "at most £30.00 a payment, £50.00 a day, 5 payments a day", or "no limits of its own".
std::string CardLimitsPhrase(const journal::v1::CardLimits& limits);

}  // namespace cardledger::cli
