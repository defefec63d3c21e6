#include "services/domain/award_amounts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "services/domain/money.h"
#include "services/domain/state.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// The purse of that kind and year; a new one keeps the order, oldest year first.
store::v1::PurseRow& PurseFor(store::v1::AwardRow& award, journal::PurseKind kind,
                              int32_t limit_year) {
  int place = 0;
  for (; place < award.purses_size(); ++place) {
    const store::v1::PurseRow& purse = award.purses(place);
    if (purse.limit_year() == limit_year && purse.kind() == kind) {
      return *award.mutable_purses(place);
    }
    if (purse.limit_year() > limit_year) break;
  }
  store::v1::PurseRow* purse = award.add_purses();
  purse->set_kind(kind);
  purse->set_limit_year(limit_year);
  for (int i = award.purses_size() - 1; i > place; --i) {
    award.mutable_purses()->SwapElements(i, i - 1);
  }
  return *award.mutable_purses(place);
}

absl::Status ApplyToCommitment(const journal::Posting& posting, store::v1::AwardRow& award) {
  for (store::v1::AwardPartRow& part : *award.mutable_parts()) {
    if (part.fund_id() != posting.fund_id()) continue;
    if (posting.phase() != journal::PHASE_PENDING) {
      return absl::DataLossError("a commitment is only ever reserved");
    }
    part.set_committed_pence(AddPence(part.committed_pence(), posting.amount_pence()));
    return absl::OkStatus();
  }
  return absl::DataLossError("a posting names a fund that bears nothing of the award");
}

void ApplyToPurse(const journal::Posting& posting, store::v1::PurseRow& purse) {
  if (posting.phase() == journal::PHASE_POSTED) {
    purse.set_posted_pence(AddPence(purse.posted_pence(), posting.amount_pence()));
  } else {
    purse.set_pending_pence(AddPence(purse.pending_pence(), posting.amount_pence()));
  }
}

bool SamePurse(const journal::PurseAmounts& a, const journal::PurseAmounts& b) {
  return a.kind() == b.kind() && a.limit_year() == b.limit_year() &&
         a.posted_pence() == b.posted_pence() && a.pending_pence() == b.pending_pence();
}

}  // namespace

absl::Status ApplyPostings(const journal::Entry& entry, store::v1::AwardRow& award) {
  for (const journal::Posting& posting : entry.postings()) {
    absl::Status applied;
    if (posting.account() == journal::ACCOUNT_KIND_COMMITMENT) {
      applied = ApplyToCommitment(posting, award);
    } else if (posting.account() == journal::ACCOUNT_KIND_COUNCIL_PURSE) {
      ApplyToPurse(posting, PurseFor(award, journal::PURSE_KIND_COUNCIL, posting.limit_year()));
    }
    if (!applied.ok()) return applied;
  }
  return absl::OkStatus();
}

journal::AwardAmounts AmountsOf(const store::v1::AwardRow& award) {
  journal::AwardAmounts amounts;
  amounts.set_committed_pence(CommittedOf(award));
  for (const store::v1::PurseRow& row : award.purses()) {
    journal::PurseAmounts& purse = *amounts.add_purses();
    purse.set_kind(row.kind());
    purse.set_limit_year(row.limit_year());
    purse.set_posted_pence(row.posted_pence());
    purse.set_pending_pence(row.pending_pence());
  }
  return amounts;
}

bool SameAmounts(const journal::AwardAmounts& a, const journal::AwardAmounts& b) {
  return a.committed_pence() == b.committed_pence() &&
         std::equal(a.purses().begin(), a.purses().end(), b.purses().begin(), b.purses().end(),
                    SamePurse);
}

}  // namespace cardledger::domain
