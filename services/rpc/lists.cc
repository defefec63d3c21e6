#include "services/rpc/lists.h"

#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "services/engine/errors.h"
#include "services/rpc/status_mapping.h"
#include "services/rpc/worklist_reads.h"

namespace cardledger::rpc {
namespace {

bool IsIdKey(absl::string_view key) { return base::Uuid::FromBytes(key).has_value(); }

std::optional<uint64_t> ParseSequenceKey(absl::string_view key) {
  uint64_t sequence = 0;
  if (!absl::SimpleAtoi(key, &sequence)) return std::nullopt;
  return sequence;
}

bool IsSequenceKey(absl::string_view key) { return ParseSequenceKey(key).has_value(); }

}  // namespace

TokenList ListOf(const v1::ListFundsRequest& request) {
  return {HashFilter("ListFunds", absl::StrCat(request.financial_year())), IsIdKey};
}

TokenList ListOf(const v1::ListAwardsRequest& request) {
  return {HashFilter("ListAwards", absl::StrCat(request.person(), "|", request.state())), IsIdKey};
}

TokenList ListOf(const v1::ListPoliciesRequest&) {
  return {HashFilter("ListPolicies", ""), IsSequenceKey};
}

TokenList ListOf(const v1::ListCardsRequest& request) {
  return {HashFilter("ListCards",
                     absl::StrCat(request.award(), "|", request.person(), "|", request.state())),
          IsIdKey};
}

TokenList ListOf(const v1::ListProvidersRequest&) {
  return {HashFilter("ListProviders", ""), IsIdKey};
}

TokenList ListOf(const v1::ListReferralsRequest& request) {
  return {HashFilter("ListReferrals", absl::StrCat(request.state())), IsSequenceKey};
}

TokenList ListOf(const v1::ListTransactionsRequest& request) {
  std::string filters = absl::StrCat(request.award(), "|", request.kind(), "|", request.state());
  for (const google::type::Date* date : {&request.from_date(), &request.before_date()}) {
    absl::StrAppend(&filters, "|", date->year(), "-", date->month(), "-", date->day());
  }
  return {HashFilter("ListTransactions", filters), IsSequenceKey};
}

TokenList ListOf(const v1::ListLooksRequest& request) {
  return {HashFilter("ListLooks", request.person()), IsSequenceKey};
}

TokenList ListOf(const v1::ListWithheldLooksRequest& request) {
  const google::type::Date& due = request.due_date();
  return {
      HashFilter("ListWithheldLooks", absl::StrCat(due.year(), "-", due.month(), "-", due.day())),
      IsSequenceKey};
}

TokenList ListOf(const v1::ListWorkRequest& request) {
  return {HashFilter("ListWork", absl::StrCat(request.kind())), IsWorkKey};
}

TokenList ListOf(const v1::ListDueErasuresRequest&) {
  return {HashFilter("ListDueErasures", ""), IsIdKey};
}

TokenList ListOf(const v1::ExportPersonRequest& request) {
  return {HashFilter("ExportPerson", request.person()), IsSequenceKey};
}

ListPage::ListPage(const domain::LedgerId& ledger, uint64_t position, int32_t page_size,
                   absl::string_view page_token, const TokenList& list)
    : ledger_(ledger), size_(PageSizeOf(page_size)), filter_(list.filter) {
  domain::Violation violation;
  std::optional<PageToken> token = DecodePageToken(page_token, list, ledger, position, violation);
  CARDLEDGER_CHECK(token.has_value(), "a list is read after its request was checked");
  token_ = *std::move(token);
}

std::string ListPage::NextToken(absl::string_view last_key) const {
  if (last_key.empty()) return "";
  return EncodePageToken(
      {.upper_position = token_.upper_position, .last_key = std::string(last_key)}, filter_,
      ledger_);
}

uint64_t SequenceOfKey(absl::string_view checked_key) {
  const std::optional<uint64_t> sequence = ParseSequenceKey(checked_key);
  CARDLEDGER_CHECK(sequence.has_value(), "a token's key was checked");
  return *sequence;
}

absl::Status NotFound(absl::string_view reason, absl::string_view fact, absl::string_view asked) {
  absl::Status status =
      absl::NotFoundError(absl::StrCat("No such ", fact, " stands in this ledger: ", asked, "."));
  return WithFact(engine::WithReason(std::move(status), reason), fact, asked);
}

}  // namespace cardledger::rpc
