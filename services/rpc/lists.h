#pragma once

// Walking a list page by page: shared by all lists. A page shows rows in key order after the last
// one shown, leaves out rows made after page one, and ends with a token unless nothing is left. A
// filter that fits few rows gives short pages rather than long walks, so a page may be empty and
// still have a next. Tokens are checked with the rest of the request; pages are walked on the
// reader pool.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
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
TokenList ListOf(const v1::ListCardsRequest& request);
TokenList ListOf(const v1::ListProvidersRequest& request);
TokenList ListOf(const v1::ListReferralsRequest& request);
TokenList ListOf(const v1::ListTransactionsRequest& request);
TokenList ListOf(const v1::ListWorkRequest& request);
TokenList ListOf(const v1::ListDueErasuresRequest& request);
TokenList ListOf(const v1::ExportPersonRequest& request);
TokenList ListOf(const v1::ListLooksRequest& request);
TokenList ListOf(const v1::ListWithheldLooksRequest& request);

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

// The last key of a page of things that are named by an entry.
uint64_t SequenceOfKey(absl::string_view checked_key);

// A row's key as its table has it, and as a token has it.
template <typename Key>
Key KeyOfToken(absl::string_view checked_key) {
  return domain::IdFromBytes<Key>(checked_key);
}
template <>
inline uint64_t KeyOfToken<uint64_t>(absl::string_view checked_key) {
  return SequenceOfKey(checked_key);
}
template <typename Tag>
std::string TokenOfKey(const domain::Id<Tag>& id) {
  return id.ToBytes();
}
inline std::string TokenOfKey(uint64_t sequence) { return absl::StrCat(sequence); }

// The entry that made a row.
template <typename Tag, typename Row>
uint64_t MadeBy(const domain::Id<Tag>&, const Row& row) {
  return row.created_entry();
}
template <typename Row>
uint64_t MadeBy(uint64_t sequence, const Row&) {
  return sequence;
}

// Up to `limit` of `ids` (in order) after `after`.
template <typename IdType>
std::vector<IdType> IdsAfter(const std::vector<IdType>& ids, const IdType& after, size_t limit) {
  const auto first = std::upper_bound(ids.begin(), ids.end(), after);
  const auto count = std::min(limit, static_cast<size_t>(ids.end() - first));
  return std::vector<IdType>(first, first + static_cast<ptrdiff_t>(count));
}

// NOT_FOUND of a read, with the name asked for as a fact.
absl::Status NotFound(absl::string_view reason, absl::string_view fact, absl::string_view asked);

// Gives `add(key, row)` each row that `fits(key, row)`, in key order, up to the page's size.
// `read(after, limit)` returns up to `limit` rows after a key. Returns the next page's token.
template <typename Key, typename ReadRows, typename Fits, typename Add>
absl::StatusOr<std::string> WalkPage(const ListPage& page, const ReadRows& read, const Fits& fits,
                                     const Add& add) {
  Key after{};
  if (!page.last_key().empty()) after = KeyOfToken<Key>(page.last_key());
  const size_t limit = std::max(page.size() + 1, kRowsPerScanMin);
  size_t shown = 0;
  for (size_t walked = 0; walked < domain::kRowsWalkedMax; walked += limit) {
    CARDLEDGER_ASSIGN_OR_RETURN(const auto rows, read(after, limit));
    for (const auto& [key, row] : rows) {
      if (MadeBy(key, row) <= page.upper_position() && fits(key, row)) {
        if (shown == page.size()) return page.NextToken(TokenOfKey(after));
        add(key, row);
        ++shown;
      }
      after = key;
    }
    if (rows.size() < limit) return std::string();
  }
  return page.NextToken(TokenOfKey(after));
}

}  // namespace cardledger::rpc
