#pragma once

// Page tokens of the lists. Opaque to callers: version, hash of method and filters, the position of
// page one, the last key shown, and a checksum that names the ledger; URL-safe base64. A token
// grants nothing and holds no snapshot: permission is checked on every page, each page reads the
// newest state, and rows made after page one are left out. Pure, any thread.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "services/domain/ids.h"
#include "services/domain/validate.h"

namespace cardledger::rpc {

using FilterHash = uint64_t;

// Over the method's name and every filter of the request, in a fixed order.
FilterHash HashFilter(absl::string_view method, absl::string_view filters);

// One list, as its tokens know it.
struct TokenList {
  FilterHash filter = 0;
  bool (*is_key)(absl::string_view bytes) = nullptr;  // whether its rows have such keys
};

struct PageToken {
  uint64_t upper_position = 0;  // of page one: rows created after it are left out
  std::string last_key;         // of the last row shown

  friend bool operator==(const PageToken&, const PageToken&) = default;
};

std::string EncodePageToken(const PageToken& token, FilterHash filter,
                            const domain::LedgerId& ledger);

// For the request's page_token: the token of page one where `text` is empty. nullopt, with
// `violation` filled, unless the token was made for this list with its filters by this ledger, in
// this version of the format, and its position is at most `position`.
std::optional<PageToken> DecodePageToken(absl::string_view text, const TokenList& list,
                                         const domain::LedgerId& ledger, uint64_t position,
                                         domain::Violation& violation);

// 0 gives the default; more than the most gives the most.
size_t PageSizeOf(int32_t requested);

}  // namespace cardledger::rpc
