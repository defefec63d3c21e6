#include "services/domain/statement.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "services/domain/award_history.h"
#include "services/domain/money.h"
#include "services/domain/transaction.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

PurseSums Negated(const PurseSums& sums) {
  return {.council_pence = SubtractPence(0, sums.council_pence),
          .contribution_pence = SubtractPence(0, sums.contribution_pence),
          .own_pence = SubtractPence(0, sums.own_pence)};
}

PurseSums Plus(PurseSums sums, const PurseSums& change) {
  sums.Add(journal::PURSE_KIND_COUNCIL, change.council_pence);
  sums.Add(journal::PURSE_KIND_CONTRIBUTION, change.contribution_pence);
  sums.Add(journal::PURSE_KIND_OWN, change.own_pence);
  return sums;
}

// Every transaction is shown, also where it moved nothing on the award; but no refusal.
bool IsLine(const EntryBrief& entry, const PurseSums& change) {
  if (change != PurseSums()) return true;
  return !entry.refused && entry.kind != v1::TRANSACTION_KIND_UNSPECIFIED;
}

void FillBalance(const PurseSums& sums, v1::StatementBalance& balance) {
  balance.set_council_pence(sums.council_pence);
  balance.set_contribution_pence(sums.contribution_pence);
  balance.set_own_pence(sums.own_pence);
  balance.set_total_pence(sums.Total());
}

}  // namespace

bool StatementComposer::Needs(int64_t recorded_time_us) const {
  return !AllEffectiveBy(period_.from + (-1), recorded_time_us);
}

void StatementComposer::Add(const EntryBrief& entry) {
  if (!begun_) closing_ = SumsOf(entry.after);
  begun_ = true;
  if (entry.reverses != 0) reversals_.emplace(entry.reverses, entry.sequence);
  const PurseSums change = SumsOf(entry.moved);
  if (Day(entry.effective_day) >= period_.before) {
    closing_ = Plus(closing_, Negated(change));
    return;
  }
  if (Day(entry.effective_day) < period_.from || !IsLine(entry, change)) return;
  const auto reversal = reversals_.find(entry.sequence);
  Line& line = lines_.emplace_back();
  line.effective_day = entry.effective_day;
  line.sequence = entry.sequence;
  line.change = change;
  FillTransaction(entry, reversal == reversals_.end() ? 0 : reversal->second, line.transaction);
}

void StatementComposer::Finish(v1::Statement& statement) && {
  CARDLEDGER_CHECK(begun_, "an award has a first entry");
  PurseSums standing = closing_;
  for (const Line& line : lines_) standing = Plus(standing, Negated(line.change));
  FillBalance(standing, *statement.mutable_opening());
  std::sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) {
    return std::tie(a.effective_day, a.sequence) < std::tie(b.effective_day, b.sequence);
  });
  for (Line& line : lines_) {
    standing = Plus(standing, line.change);
    v1::StatementLine& shown = *statement.add_lines();
    *shown.mutable_transaction() = std::move(line.transaction);
    shown.mutable_transaction()->set_balance_pence(standing.Total());
    shown.set_council_pence(line.change.council_pence);
    shown.set_contribution_pence(line.change.contribution_pence);
    shown.set_own_pence(line.change.own_pence);
  }
  FillBalance(closing_, *statement.mutable_closing());
}

}  // namespace cardledger::domain
