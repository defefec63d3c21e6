#pragma once

// What is kept of people, as text for people. Pure functions.

#include <string>

#include "google/protobuf/repeated_field.h"

#include "cardledger/v1/privacy.pb.h"

namespace cardledger::cli {

std::string RenderDueErasures(const google::protobuf::RepeatedPtrField<v1::DueErasure>& erasures);

// Everything about a person, made to be printed; entries in the order in which they stand.
std::string RenderExport(const v1::ExportPersonResponse& everything);

}  // namespace cardledger::cli
