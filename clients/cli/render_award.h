#pragma once

// Awards as text for people: what one is and how it stands, with a heading for each of its sides,
// and lists. Pure functions.

#include <string>

#include "google/protobuf/repeated_field.h"

#include "cardledger/v1/awards.pb.h"

namespace cardledger::cli {

std::string RenderAward(const v1::Award& award);
std::string RenderAwards(const google::protobuf::RepeatedPtrField<v1::Award>& awards);

}  // namespace cardledger::cli
