#include "services/domain/award_amounts.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"

#include "base/status_macros.h"
#include "services/domain/money.h"
#include "services/domain/purses.h"
#include "services/domain/row_order.h"
#include "services/domain/state.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// The purse of that kind and year; a new one keeps the order, by year and then by kind. `Amounts`
// is an award's row or the amounts that an entry states.
template <typename Amounts>
auto& PurseFor(Amounts& amounts, journal::PurseKind kind, int32_t limit_year) {
  int place = 0;
  for (; place < amounts.purses_size(); ++place) {
    const auto& purse = amounts.purses(place);
    const auto standing = std::make_pair(purse.limit_year(), purse.kind());
    if (standing == std::make_pair(limit_year, kind)) return *amounts.mutable_purses(place);
    if (standing > std::make_pair(limit_year, kind)) break;
  }
  auto* purse = amounts.add_purses();
  purse->set_kind(kind);
  purse->set_limit_year(limit_year);
  MoveLastTo(*amounts.mutable_purses(), place);
  return *amounts.mutable_purses(place);
}

template <typename Purse>
void ApplyToPurse(const journal::Posting& posting, Purse& purse) {
  if (posting.phase() == journal::PHASE_POSTED) {
    purse.set_posted_pence(AddPence(purse.posted_pence(), posting.amount_pence()));
  } else {
    purse.set_pending_pence(AddPence(purse.pending_pence(), posting.amount_pence()));
  }
}

// The place among the award's parts of the commitment that is posted to.
absl::StatusOr<int> CommittedPart(const journal::Posting& posting,
                                  const store::v1::AwardRow& award) {
  for (int place = 0; place < award.parts_size(); ++place) {
    if (award.parts(place).fund_id() != posting.fund_id()) continue;
    if (posting.phase() == journal::PHASE_PENDING) return place;
    return absl::DataLossError("a commitment is only ever reserved");
  }
  return absl::DataLossError("a posting names a fund that bears nothing of the award");
}

// What leaves a fund for good stands on the award, and the other way round.
absl::Status ApplyToStanding(const journal::Posting& posting, store::v1::AwardRow& award) {
  if (posting.phase() == journal::PHASE_PENDING) return absl::OkStatus();
  for (store::v1::AwardPartRow& part : *award.mutable_parts()) {
    if (part.fund_id() != posting.fund_id()) continue;
    part.set_standing_pence(SubtractPence(part.standing_pence(), posting.amount_pence()));
    return absl::OkStatus();
  }
  return absl::DataLossError("a posting names a fund that bears nothing of the award");
}

}  // namespace

absl::Status ApplyPostings(const journal::Entry& entry, store::v1::AwardRow& award) {
  for (const journal::Posting& posting : entry.postings()) {
    if (posting.account() == journal::ACCOUNT_KIND_COMMITMENT) {
      CARDLEDGER_ASSIGN_OR_RETURN(const int place, CommittedPart(posting, award));
      store::v1::AwardPartRow& part = *award.mutable_parts(place);
      part.set_committed_pence(AddPence(part.committed_pence(), posting.amount_pence()));
    } else if (posting.account() == journal::ACCOUNT_KIND_FUND) {
      CARDLEDGER_RETURN_IF_ERROR(ApplyToStanding(posting, award));
    } else if (const auto purse = PurseOf(posting.account())) {
      ApplyToPurse(posting, PurseFor(award, *purse, posting.limit_year()));
    }
  }
  return absl::OkStatus();
}

void AmountsAfter(const journal::Entry& entry, const store::v1::AwardRow& award,
                  journal::AwardAmounts& after) {
  for (const store::v1::PurseRow& row : award.purses()) {
    journal::PurseAmounts& purse = *after.add_purses();
    purse.set_kind(row.kind());
    purse.set_limit_year(row.limit_year());
    purse.set_posted_pence(row.posted_pence());
    purse.set_pending_pence(row.pending_pence());
  }
  int64_t committed = CommittedOf(award);
  for (const journal::Posting& posting : entry.postings()) {
    if (posting.account() == journal::ACCOUNT_KIND_COMMITMENT) {
      committed = AddPence(committed, posting.amount_pence());
    } else if (const auto purse = PurseOf(posting.account())) {
      ApplyToPurse(posting, PurseFor(after, *purse, posting.limit_year()));
    }
  }
  after.set_committed_pence(committed);
}

bool HasAmounts(const store::v1::AwardRow& award, const journal::AwardAmounts& amounts) {
  return CommittedOf(award) == amounts.committed_pence() &&
         std::equal(award.purses().begin(), award.purses().end(), amounts.purses().begin(),
                    amounts.purses().end(), [](const auto& row, const auto& purse) {
                      return row.kind() == purse.kind() && row.limit_year() == purse.limit_year() &&
                             row.posted_pence() == purse.posted_pence() &&
                             row.pending_pence() == purse.pending_pence();
                    });
}

}  // namespace cardledger::domain
