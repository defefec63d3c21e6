#include "services/rpc/transaction_totals.h"

#include <map>
#include <vector>

#include "base/status_macros.h"
#include "services/domain/dates.h"
#include "services/domain/money.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/rpc/lists.h"
#include "services/rpc/reasons.h"
#include "services/rpc/transaction_reads.h"

namespace cardledger::rpc {
namespace {

// The award of that name, or all of the person of that name.
absl::StatusOr<std::vector<domain::AwardId>> AwardsNamed(const ReadScope& scope,
                                                         absl::string_view name) {
  if (const auto award = domain::ParseAwardName(name)) {
    CARDLEDGER_ASSIGN_OR_RETURN(const auto row, scope.reader().Award(*award));
    if (!row) return NotFound(kReasonAwardNotFound, "award", name);
    return std::vector<domain::AwardId>{*award};
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, scope.reader().Person(domain::PersonOf(name)));
  if (!row) return NotFound(kReasonPersonNotFound, "person", name);
  return domain::AwardIdsOf(*row);
}

class Totals {
 public:
  void Add(const v1::Statement& statement) {
    opening_ = domain::AddPence(opening_, statement.opening().total_pence());
    closing_ = domain::AddPence(closing_, statement.closing().total_pence());
    for (const v1::StatementLine& line : statement.lines()) {
      v1::TransactionTotal& total = by_kind_[line.transaction().kind()];
      total.set_count(total.count() + 1);
      total.set_amount_pence(
          domain::AddPence(total.amount_pence(), line.transaction().amount_pence()));
    }
  }

  void Fill(v1::GetTransactionTotalsResponse& response) const {
    response.set_opening_pence(opening_);
    for (const auto& [kind, total] : by_kind_) {
      *response.add_totals() = total;
      response.mutable_totals()->rbegin()->set_kind(kind);
    }
    response.set_closing_pence(closing_);
  }

 private:
  int64_t opening_ = 0;
  int64_t closing_ = 0;
  std::map<v1::TransactionKind, v1::TransactionTotal> by_kind_;
};

}  // namespace

absl::Status FillGetTransactionTotals(const ReadScope& scope,
                                      const v1::GetTransactionTotalsRequest& request,
                                      v1::GetTransactionTotalsResponse& response) {
  const domain::Period period{.from = domain::DayOf(request.from_date()),
                              .before = domain::DayOf(request.before_date())};
  CARDLEDGER_ASSIGN_OR_RETURN(const auto ids, AwardsNamed(scope, request.name()));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto awards, scope.reader().Awards(ids));
  Totals totals;
  for (size_t i = 0; i < ids.size(); ++i) {
    v1::Statement statement;
    CARDLEDGER_ASSIGN_OR_RETURN(
        const bool stood,
        ComposeStatement(scope, ids[i], awards[i], scope.view().position, period, statement));
    if (!stood) return absl::DataLossError("an award that stands has no entry");
    totals.Add(statement);
  }
  totals.Fill(response);
  return absl::OkStatus();
}

}  // namespace cardledger::rpc
