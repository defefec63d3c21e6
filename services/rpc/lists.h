#pragma once

// Walking a list page by page: shared by ListFunds, ListAwards and ListPolicies. A page shows rows
// in key order after the last one shown, leaves out rows made after page one, and ends with a token
// unless nothing is left. A filter that fits few rows gives short pages rather than long walks, so
// a page may be empty and still have a next. Tokens are checked with the rest of the request; pages
// are walked on the reader pool.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/status_macros.h"
#include "services/domain/ids.h"
#include "services/domain/limits.h"
#include "services/domain/validate.h"
#include "services/rpc/page_token.h"

namespace cardledger::rpc {

inline constexpr size_t kRowsPerScanMin = 128;

// The list a request asks for, with its filters. Unary calls know by it which requests have a token
// to check.
TokenList ListOf(const v1::ListFundsRequest& request);
TokenList ListOf(const v1::ListAwardsRequest& request);
TokenList ListOf(const v1::ListPoliciesRequest& request);

template <typename Request>
concept ListRequest = requires(const Request& request) {
  ListOf(request);
};

// Adds what is wrong with the request's token to what else is wrong with the request.
template <ListRequest Request>
void CheckPageToken(const domain::LedgerId& ledger, uint64_t position, const Request& request,
                    domain::Violations& violations) {
  domain::Violation violation;
  if (!DecodePageToken(request.page_token(), ListOf(request), ledger, position, violation)) {
    violations.push_back(std::move(violation));
  }
}

// One page of one list, as a request asks for it whose token has been checked.
class ListPage {
 public:
  template <ListRequest Request>
  ListPage(const domain::LedgerId& ledger, uint64_t position, const Request& request)
      : ListPage(ledger, position, request.page_size(), request.page_token(), ListOf(request)) {}

  size_t size() const { return size_; }
  uint64_t upper_position() const { return token_.upper_position; }
  // Where the page before ended; empty on page one.
  absl::string_view last_key() const { return token_.last_key; }
  // For the next page, after `last_key`; empty where that is empty.
  std::string NextToken(absl::string_view last_key) const;

 private:
  ListPage(const domain::LedgerId& ledger, uint64_t position, int32_t page_size,
           absl::string_view page_token, const TokenList& list);

  domain::LedgerId ledger_;
  size_t size_;
  FilterHash filter_;
  PageToken token_;
};

// The last key of a page of policies.
uint64_t SequenceOfKey(absl::string_view checked_key);

// NOT_FOUND of a read, with the name asked for as a fact.
absl::Status NotFound(absl::string_view reason, absl::string_view fact, absl::string_view asked);

// Gives `add(id, row)` each row that `fits(id, row)`, in id order, up to the page's size.
// `read(after, limit)` returns up to `limit` rows after an id. Returns the next page's token.
template <typename IdType, typename ReadRows, typename Fits, typename Add>
absl::StatusOr<std::string> WalkPage(const ListPage& page, const ReadRows& read, const Fits& fits,
                                     const Add& add) {
  IdType after;
  if (!page.last_key().empty()) after = domain::IdFromBytes<IdType>(page.last_key());
  const size_t limit = std::max(page.size() + 1, kRowsPerScanMin);
  size_t shown = 0;
  for (size_t walked = 0; walked < domain::kRowsWalkedMax; walked += limit) {
    CARDLEDGER_ASSIGN_OR_RETURN(const auto rows, read(after, limit));
    for (const auto& [id, row] : rows) {
      if (row.created_entry() <= page.upper_position() && fits(id, row)) {
        if (shown == page.size()) return page.NextToken(after.bytes());
        add(id, row);
        ++shown;
      }
      after = id;
    }
    if (rows.size() < limit) return std::string();
  }
  return page.NextToken(after.bytes());
}

}  // namespace cardledger::rpc
