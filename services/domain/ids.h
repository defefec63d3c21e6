#pragma once

// Ids of the things a ledger knows: 128 bits each, and distinct types so that they cannot be
// swapped. Except for persons (random, minted by the ledger) an id is the request id of the command
// that made the thing, so a retry names the same one. The nil id names nothing.

#include <compare>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

#include "base/check.h"
#include "base/uuid.h"

namespace cardledger::domain {

template <typename Tag>
class Id {
 public:
  Id() = default;
  explicit Id(const base::Uuid& uuid) : uuid_(uuid) {}

  const base::Uuid& uuid() const { return uuid_; }
  absl::string_view bytes() const { return uuid_.bytes(); }
  std::string ToBytes() const { return std::string(uuid_.bytes()); }
  std::string ToString() const { return uuid_.ToString(); }
  bool is_nil() const { return uuid_.is_nil(); }

  friend auto operator<=>(const Id&, const Id&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const Id& id) {
    return H::combine(std::move(state), id.uuid_);
  }

 private:
  base::Uuid uuid_;
};

using RequestId = Id<struct RequestTag>;
using PersonId = Id<struct PersonTag>;
using AwardId = Id<struct AwardTag>;
using FundId = Id<struct FundTag>;
using LedgerId = Id<struct LedgerTag>;
using CardId = Id<struct CardTag>;
using ProviderId = Id<struct ProviderTag>;
using PartyId = Id<struct PartyTag>;  // a supporter or a representative

// For bytes that were checked when they were stored or folded: aborts unless they are 16.
template <typename IdType>
IdType IdFromBytes(absl::string_view bytes) {
  const std::optional<base::Uuid> uuid = base::Uuid::FromBytes(bytes);
  CARDLEDGER_CHECK(uuid.has_value(), "an id is 16 bytes");
  return IdType(*uuid);
}

}  // namespace cardledger::domain
