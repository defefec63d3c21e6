#pragma once

// Providers, referrals and what waits for somebody, as text for people. Pure functions.

#include <string>

#include "google/protobuf/repeated_field.h"

#include "cardledger/v1/providers.pb.h"
#include "cardledger/v1/referrals.pb.h"
#include "cardledger/v1/worklists.pb.h"

namespace cardledger::cli {

std::string RenderProvider(const v1::Provider& provider);
std::string RenderProviders(const google::protobuf::RepeatedPtrField<v1::Provider>& providers);
std::string RenderReferral(const v1::Referral& referral);
std::string RenderReferrals(const google::protobuf::RepeatedPtrField<v1::Referral>& referrals);
std::string RenderWork(const google::protobuf::RepeatedPtrField<v1::WorkItem>& items);

}  // namespace cardledger::cli
