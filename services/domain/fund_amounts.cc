#include "services/domain/fund_amounts.h"

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/money.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

int64_t AvailableOf(const store::v1::FundAmounts& amounts) {
  const int64_t in = AddPence(amounts.allocated_pence(), amounts.recovered_pence());
  const int64_t out = AddPence(AddPence(amounts.committed_pence(), amounts.loaded_pence()),
                               amounts.carried_pence());
  return SubtractPence(in, out);
}

void Add(const store::v1::FundAmounts& what, store::v1::FundAmounts& to) {
  to.set_allocated_pence(AddPence(to.allocated_pence(), what.allocated_pence()));
  to.set_committed_pence(AddPence(to.committed_pence(), what.committed_pence()));
  to.set_loaded_pence(AddPence(to.loaded_pence(), what.loaded_pence()));
  to.set_recovered_pence(AddPence(to.recovered_pence(), what.recovered_pence()));
  to.set_carried_pence(AddPence(to.carried_pence(), what.carried_pence()));
}

absl::Status AddPosting(const journal::Entry& entry, const journal::Posting& posting,
                        store::v1::FundAmounts& amounts) {
  const int64_t pence = posting.amount_pence();
  if (posting.phase() == journal::PHASE_PENDING) {
    amounts.set_committed_pence(SubtractPence(amounts.committed_pence(), pence));
    return absl::OkStatus();
  }
  switch (entry.event_case()) {
    case journal::Entry::kBudgetAllocated:
    case journal::Entry::kBudgetTransferred:
      amounts.set_allocated_pence(AddPence(amounts.allocated_pence(), pence));
      return absl::OkStatus();
    case journal::Entry::kAwardLoaded:
    case journal::Entry::kTransactionReversed:
      amounts.set_loaded_pence(SubtractPence(amounts.loaded_pence(), pence));
      return absl::OkStatus();
    case journal::Entry::kBalanceCarriedForward:
      // The year that takes the money over pays for it, and the year before gets it back.
      amounts.set_carried_pence(SubtractPence(amounts.carried_pence(), pence));
      return absl::OkStatus();
    default:
      return absl::DataLossError(
          absl::StrCat("entry ", entry.sequence(), " does not fit: its event moves no fund"));
  }
}

absl::Status AddTo(const journal::Entry& entry, const FundId& fund,
                   store::v1::FundAmounts& amounts) {
  for (const journal::Posting& posting : entry.postings()) {
    if (posting.account() != journal::ACCOUNT_KIND_FUND || posting.fund_id() != fund.bytes()) {
      continue;
    }
    CARDLEDGER_RETURN_IF_ERROR(AddPosting(entry, posting, amounts));
  }
  return absl::OkStatus();
}

}  // namespace cardledger::domain
