#include "services/rpc/transaction_reads.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/statement.h"
#include "services/domain/transaction.h"
#include "services/engine/award_briefs.h"
#include "services/engine/award_entries.h"
#include "services/rpc/lists.h"
#include "services/rpc/past_state.h"
#include "services/rpc/reasons.h"
#include "services/rpc/reversals.h"
#include "services/rpc/status_mapping.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

absl::StatusOr<store::v1::AwardRow> AwardNamed(const ReadScope& scope, absl::string_view name) {
  CARDLEDGER_ASSIGN_OR_RETURN(std::optional<store::v1::AwardRow> row,
                              scope.reader().Award(domain::AwardOf(name)));
  if (!row) return NotFound(kReasonAwardNotFound, "award", name);
  return *std::move(row);
}

class Filter {
 public:
  explicit Filter(const v1::ListTransactionsRequest& request)
      : kind_(request.kind()), state_(request.state()) {
    if (request.has_from_date()) from_ = domain::DayOf(request.from_date());
    if (request.has_before_date()) before_ = domain::DayOf(request.before_date());
  }

  // Of an entry that fits: what reversed it, or 0. nullopt of one that does not, or is no
  // transaction.
  absl::StatusOr<std::optional<uint64_t>> Fit(const domain::EntryBrief& entry,
                                              Reversals& reversals) const {
    const domain::Day day(entry.effective_day);
    const bool fits = entry.kind != v1::TRANSACTION_KIND_UNSPECIFIED &&
                      (kind_ == v1::TRANSACTION_KIND_UNSPECIFIED || entry.kind == kind_) &&
                      (!from_ || day >= *from_) && (!before_ || day < *before_);
    if (!fits) return std::optional<uint64_t>();
    CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t reversal, reversals.Of(entry.sequence));
    if (state_ != v1::TRANSACTION_STATE_UNSPECIFIED &&
        state_ != domain::TransactionStateOf(entry, reversal)) {
      return std::optional<uint64_t>();
    }
    return std::optional(reversal);
  }

 private:
  const v1::TransactionKind kind_;
  const v1::TransactionState state_;
  std::optional<domain::Day> from_;
  std::optional<domain::Day> before_;
};

absl::Status NotThisLists() {
  return InvalidRequest({{.field = "page_token",
                          .description = "must be next_page_token of the page before, unchanged, "
                                         "or empty"}});
}

// Where a page begins: its token names the entry that it shows first, or looks at first. A token
// that this list never gave names another award's.
absl::StatusOr<uint64_t> FirstOf(const ReadScope& scope, const ListPage& page,
                                 const domain::AwardId& award, const store::v1::AwardRow& row) {
  if (page.last_key().empty()) return row.last_entry();
  const uint64_t first = SequenceOfKey(page.last_key());
  if (first > page.upper_position()) return NotThisLists();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto entries, scope.reader().Entries(first, 1));
  if (entries.empty() || entries[0].entry.award_id() != award.bytes()) return NotThisLists();
  return first;
}

// Whether something was recorded of the transaction after it: a reversal, or the approval of an
// emergency load.
bool WentOn(const journal::v1::Entry& entry, const store::v1::AwardCourseRow& course) {
  const uint64_t sequence = entry.sequence();
  const auto& reversed = course.reversed_entries();
  if (std::find(reversed.begin(), reversed.end(), sequence) != reversed.end()) return true;
  const auto& waiting = course.emergencies();
  return entry.award_loaded().approve_by_day() != 0 &&
         std::none_of(waiting.begin(), waiting.end(), [sequence](const auto& emergency) {
           return emergency.load_entry() == sequence;
         });
}

bool IsAbout(const journal::v1::Entry& entry, uint64_t original) {
  return entry.sequence() == original ||
         (entry.has_transaction_reversed() &&
          entry.transaction_reversed().original_entry() == original) ||
         (entry.has_emergency_load_approved() &&
          entry.emergency_load_approved().load_entry() == original);
}

// All entries about a transaction, the newest first.
absl::StatusOr<std::vector<journal::v1::Entry>> AllAbout(const ReadScope& scope,
                                                         const domain::AwardId& award,
                                                         uint64_t last_entry, uint64_t original) {
  engine::AwardEntries entries(scope.store(), scope.view(), award, last_entry);
  std::vector<journal::v1::Entry> about;
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(journal::v1::Entry * entry, entries.Next());
    if (entry == nullptr) return absl::DataLossError("a transaction is not among its award's");
    const uint64_t sequence = entry->sequence();
    if (IsAbout(*entry, original)) about.push_back(std::move(*entry));
    if (sequence == original) return about;
  }
}

}  // namespace

absl::Status FillListTransactions(const domain::LedgerId& ledger, const ReadScope& scope,
                                  const v1::ListTransactionsRequest& request,
                                  v1::ListTransactionsResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  const domain::AwardId award = domain::AwardOf(request.award());
  CARDLEDGER_ASSIGN_OR_RETURN(const store::v1::AwardRow row, AwardNamed(scope, request.award()));
  CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t first, FirstOf(scope, page, award, row));
  engine::AwardBriefs entries(scope.store(), scope.view(), scope.briefs(), award, first);
  Reversals reversals(scope, award, row, page.upper_position());
  const Filter filter(request);
  size_t shown = 0;
  for (size_t walked = 0;; ++walked) {
    CARDLEDGER_ASSIGN_OR_RETURN(const domain::EntryBrief* entry, entries.Next());
    if (entry == nullptr) return absl::OkStatus();
    reversals.Note(*entry);
    CARDLEDGER_ASSIGN_OR_RETURN(const auto reversal, filter.Fit(*entry, reversals));
    if (walked == domain::kAwardEntriesWalkedMax || (reversal && shown == page.size())) {
      response.set_next_page_token(page.NextToken(absl::StrCat(entry->sequence)));
      return absl::OkStatus();
    }
    if (!reversal) continue;
    domain::FillTransaction(*entry, *reversal, *response.add_transactions());
    ++shown;
  }
}

absl::Status FillGetTransaction(const ReadScope& scope, const v1::GetTransactionRequest& request,
                                v1::GetTransactionResponse& response) {
  const uint64_t sequence = domain::TransactionOf(request.name());
  CARDLEDGER_ASSIGN_OR_RETURN(const auto stored, scope.reader().Entries(sequence, 1));
  if (stored.empty() ||
      domain::TransactionKindOf(stored[0].entry) == v1::TRANSACTION_KIND_UNSPECIFIED) {
    return NotFound(kReasonTransactionNotFound, "transaction", request.name());
  }
  const journal::v1::Entry& entry = stored[0].entry;
  const auto award = domain::IdFromBytes<domain::AwardId>(entry.award_id());
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, scope.reader().Award(award));
  if (!row) return absl::DataLossError("a transaction's award is missing");
  std::vector<journal::v1::Entry> about = {entry};
  const bool reverses = entry.has_transaction_reversed();
  if (reverses || WentOn(entry, row->course())) {
    const uint64_t original = reverses ? entry.transaction_reversed().original_entry() : sequence;
    CARDLEDGER_ASSIGN_OR_RETURN(about, AllAbout(scope, award, row->last_entry(), original));
  }
  uint64_t reversal = 0;
  std::reverse(about.begin(), about.end());
  for (journal::v1::Entry& each : about) {
    if (each.has_transaction_reversed() && !reverses) reversal = each.sequence();
    *response.add_history() = std::move(each);
  }
  domain::FillTransaction(domain::BriefOf(entry), reversal, *response.mutable_transaction());
  response.set_award(domain::AwardName(award));
  return absl::OkStatus();
}

absl::StatusOr<bool> ComposeStatement(const ReadScope& scope, const domain::AwardId& award,
                                      const store::v1::AwardRow& row, uint64_t position,
                                      const domain::Period& period, v1::Statement& statement) {
  engine::AwardBriefs entries(scope.store(), scope.view(), scope.briefs(), award, row.last_entry());
  CARDLEDGER_ASSIGN_OR_RETURN(const bool stood, entries.SkipTo(position));
  if (!stood) return false;
  domain::StatementComposer composer(period);
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(const domain::EntryBrief* entry, entries.Next());
    if (entry == nullptr) break;
    composer.Add(*entry);
    if (!composer.Needs(entry->recorded_time_us)) break;
  }
  std::move(composer).Finish(statement);
  return true;
}

absl::Status FillGetStatement(const ReadScope& scope, const v1::GetStatementRequest& request,
                              v1::GetStatementResponse& response) {
  CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t position,
                              PositionOf(scope.view(), "position", request.position()));
  CARDLEDGER_ASSIGN_OR_RETURN(const store::v1::AwardRow row, AwardNamed(scope, request.award()));
  v1::Statement& statement = *response.mutable_statement();
  CARDLEDGER_ASSIGN_OR_RETURN(
      const bool stood, ComposeStatement(scope, domain::AwardOf(request.award()), row, position,
                                         {.from = domain::DayOf(request.from_date()),
                                          .before = domain::DayOf(request.before_date())},
                                         statement));
  if (!stood) return NotFound(kReasonAwardNotFound, "award", request.award());
  statement.set_award(request.award());
  statement.set_person(PersonNameOf(row.person_id()));
  *statement.mutable_from_date() = request.from_date();
  *statement.mutable_before_date() = request.before_date();
  statement.set_position(position);
  return absl::OkStatus();
}

}  // namespace cardledger::rpc
