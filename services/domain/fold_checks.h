#pragma once

// What the files of the fold share: how a misfit is said, and checks on what an entry holds.
// Internal to the fold. Pure.

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "base/uuid.h"
#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/limits.h"

namespace cardledger::domain {

inline absl::Status Misfit(const journal::v1::Entry& entry, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("entry ", entry.sequence(), " does not fit: ", what));
}

// No command moves more, so that sums stay far below the end of 64 bits.
inline absl::Status CheckAmount(const journal::v1::Entry& entry, int64_t pence) {
  if (pence >= -kBudgetPenceMax && pence <= kBudgetPenceMax) return absl::OkStatus();
  return Misfit(entry, "an amount is beyond any budget");
}

template <typename IdType>
std::optional<IdType> ParseId(absl::string_view bytes) {
  const std::optional<base::Uuid> uuid = base::Uuid::FromBytes(bytes);
  if (!uuid) return std::nullopt;
  return IdType(*uuid);
}

// The row of that id, or null where the bytes are no id or nothing stands there.
template <typename Rows>
typename Rows::mapped_type* FindRow(Rows& rows, absl::string_view bytes) {
  const auto id = ParseId<typename Rows::key_type>(bytes);
  if (!id) return nullptr;
  const auto found = rows.find(*id);
  return found == rows.end() ? nullptr : &found->second;
}

}  // namespace cardledger::domain
