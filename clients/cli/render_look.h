#pragma once

// Looks at a person's lines as text for people. Pure functions.

#include <string>

#include "google/protobuf/repeated_field.h"

#include "cardledger/v1/looks.pb.h"

namespace cardledger::cli {

std::string RenderLook(const v1::GetLookResponse& response);
std::string RenderLooks(const google::protobuf::RepeatedPtrField<v1::Look>& looks);

}  // namespace cardledger::cli
