#include "services/domain/purses.h"

#include "base/check.h"
#include "services/domain/money.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

std::optional<journal::PurseKind> PurseOf(journal::AccountKind account) {
  switch (account) {
    case journal::ACCOUNT_KIND_COUNCIL_PURSE:
      return journal::PURSE_KIND_COUNCIL;
    case journal::ACCOUNT_KIND_CONTRIBUTION_PURSE:
      return journal::PURSE_KIND_CONTRIBUTION;
    case journal::ACCOUNT_KIND_OWN_PURSE:
      return journal::PURSE_KIND_OWN;
    default:
      return std::nullopt;
  }
}

void PurseSums::Add(journal::PurseKind kind, int64_t pence) {
  switch (kind) {
    case journal::PURSE_KIND_COUNCIL:
      council_pence = AddPence(council_pence, pence);
      return;
    case journal::PURSE_KIND_CONTRIBUTION:
      contribution_pence = AddPence(contribution_pence, pence);
      return;
    case journal::PURSE_KIND_OWN:
      own_pence = AddPence(own_pence, pence);
      return;
    default:
      CARDLEDGER_CHECK(false, "an award has no purse of another kind");
  }
}

int64_t PurseSums::Total() const {
  return AddPence(AddPence(council_pence, contribution_pence), own_pence);
}

PurseSums ChangeOf(const journal::Entry& entry) {
  PurseSums change;
  for (const journal::Posting& posting : entry.postings()) {
    if (posting.phase() != journal::PHASE_POSTED) continue;
    if (const auto kind = PurseOf(posting.account())) change.Add(*kind, posting.amount_pence());
  }
  return change;
}

}  // namespace cardledger::domain
