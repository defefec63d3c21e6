#include "services/rpc/lists.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/engine/errors.h"
#include "services/rpc/status_mapping.h"

namespace cardledger::rpc {

absl::StatusOr<ListPage> ListPage::Begin(const domain::LedgerId& ledger, uint64_t position,
                                         int32_t page_size, absl::string_view page_token,
                                         FilterHash filter) {
  domain::Violation violation;
  std::optional<PageToken> token = DecodePageToken(page_token, filter, ledger, position, violation);
  if (!token) return InvalidRequest({violation});
  return ListPage(ledger, PageSizeOf(page_size), *std::move(token), filter);
}

std::string ListPage::NextToken(absl::string_view last_key) const {
  if (last_key.empty()) return "";
  return EncodePageToken(
      {.upper_position = token_.upper_position, .last_key = std::string(last_key)}, filter_,
      ledger_);
}

absl::Status BadPageKey() {
  return InvalidRequest(
      {{.field = "page_token",
        .description = "must be next_page_token of the page before, unchanged, or empty"}});
}

absl::Status NotFound(absl::string_view reason, absl::string_view fact, absl::string_view name) {
  absl::Status status =
      absl::NotFoundError(absl::StrCat("No such ", fact, " stands in this ledger: ", name, "."));
  return WithFact(engine::WithReason(std::move(status), reason), fact, name);
}

}  // namespace cardledger::rpc
