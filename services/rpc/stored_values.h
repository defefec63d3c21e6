#pragma once

// Ids and days as entries and rows hold them, in the API's form. Shared by answers, refusals and
// resources. Pure, any thread.

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

#include "services/domain/dates.h"
#include "services/domain/names.h"

namespace cardledger::rpc {

inline google::type::Date DateOf(int32_t day) { return domain::DateOf(domain::Day(day)); }

inline std::string FundNameOf(absl::string_view id) {
  return domain::FundName(domain::IdFromBytes<domain::FundId>(id));
}
inline std::string PersonNameOf(absl::string_view id) {
  return domain::PersonName(domain::IdFromBytes<domain::PersonId>(id));
}
inline std::string AwardNameOf(absl::string_view id) {
  return domain::AwardName(domain::IdFromBytes<domain::AwardId>(id));
}
inline std::string CardNameOf(absl::string_view id) {
  return domain::CardName(domain::IdFromBytes<domain::CardId>(id));
}
inline std::string ProviderNameOf(absl::string_view id) {
  return domain::ProviderName(domain::IdFromBytes<domain::ProviderId>(id));
}
inline std::string SupporterNameOf(absl::string_view id) {
  return domain::SupporterName(domain::IdFromBytes<domain::PartyId>(id));
}
inline std::string RepresentativeNameOf(absl::string_view id) {
  return domain::RepresentativeName(domain::IdFromBytes<domain::PartyId>(id));
}

}  // namespace cardledger::rpc
