// Reversing a transaction: its legs run back, by an entry that names it.

#include <algorithm>
#include <string>
#include <vector>

#include "services/domain/award_decisions.h"
#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/money.h"
#include "services/domain/names.h"
#include "services/domain/purses.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

bool CanBeReversed(const journal::Entry& entry) {
  return entry.has_award_loaded() || entry.has_contribution_received() ||
         entry.has_own_money_added() || entry.has_own_money_repaid();
}

bool IsCommitmentMove(const journal::Posting& from) {
  return from.account() == journal::ACCOUNT_KIND_COMMITMENT;
}

// What the purse that a leg is of holds.
int64_t AvailableIn(const store::v1::AwardRow& award, journal::PurseKind kind, int32_t limit_year) {
  for (const store::v1::PurseRow& purse : award.purses()) {
    if (purse.kind() != kind || purse.limit_year() != limit_year) continue;
    return AddPence(purse.posted_pence(), purse.pending_pence());
  }
  return 0;
}

// PURSE_TOO_SMALL where a purse does not hold what the original put into it.
MaybeRefusal CheckPurses(const AwardId& id, const store::v1::AwardRow& award,
                         const journal::Entry& original) {
  for (const journal::Posting& leg : original.postings()) {
    const std::optional<journal::PurseKind> kind = PurseOf(leg.account());
    if (!kind) continue;
    const int64_t available = AvailableIn(award, *kind, leg.limit_year());
    if (leg.amount_pence() <= available) continue;
    return AwardRefusal(journal::REFUSAL_REASON_PURSE_TOO_SMALL, id)
        .Number(journal::FACT_KIND_REMAINING_PENCE, std::max<int64_t>(available, 0));
  }
  return std::nullopt;
}

// The part of a load's fund as it is without the load; what is expected of the person follows anew.
store::v1::AwardPartRow PartWithout(const store::v1::AwardRow& award,
                                    const journal::AwardLoaded& loaded) {
  const auto part =
      std::find_if(award.parts().begin(), award.parts().end(),
                   [&loaded](const auto& each) { return each.fund_id() == loaded.fund_id(); });
  CARDLEDGER_CHECK(part != award.parts().end(), "a load's fund bears a part of its award");
  store::v1::AwardPartRow then = *part;
  then.set_loaded_pence(SubtractPence(part->loaded_pence(), loaded.amount_pence()));
  then.set_contributed_pence(SubtractPence(part->contributed_pence(), loaded.contribution_pence()));
  then.set_contribution_pence(ExpectedContribution(award, then));
  return then;
}

// Of a load: what returns to the part, to the limit, and to the commitment of an award that goes
// on.
void ReverseLoad(Decider& d, const store::v1::AwardRow& award, const journal::AwardLoaded& loaded,
                 journal::TransactionReversed& reversed) {
  const store::v1::AwardPartRow part = PartWithout(award, loaded);
  reversed.set_fund_id(loaded.fund_id());
  reversed.set_contribution_pence(loaded.contribution_pence());
  reversed.set_expected_contribution_pence(part.contribution_pence());
  reversed.set_limit_counted_pence(loaded.has_limit_counted_pence() ? loaded.limit_counted_pence()
                                                                    : loaded.amount_pence());
  if (award.step() == store::v1::AWARD_STEP_APPROVED && !HasEnded(award)) {
    Recommit(d, part, CouncilRemainingOf(part));
  }
}

struct Bearing {
  std::string fund_id;
  int64_t pence = 0;
};

// The funds that have put on the award what a load takes back: its own as far as that still stands
// there, then those of other years, into which it was carried.
std::vector<Bearing> BearersOf(const store::v1::AwardRow& award,
                               const journal::AwardLoaded& loaded) {
  std::vector<const store::v1::AwardPartRow*> parts;
  for (const store::v1::AwardPartRow& part : award.parts()) parts.push_back(&part);
  std::stable_partition(parts.begin(), parts.end(), [&loaded](const auto* part) {
    return part->fund_id() == loaded.fund_id();
  });
  int64_t left = SubtractPence(loaded.amount_pence(), loaded.contribution_pence());
  std::vector<Bearing> bearers;
  for (const store::v1::AwardPartRow* part : parts) {
    const int64_t taken = std::clamp<int64_t>(part->standing_pence(), 0, left);
    bearers.push_back({part->fund_id(), taken});
    left -= taken;
  }
  bearers.front().pence += left;
  return bearers;
}

// The move out of the load's fund, run back into those that bear it.
void MirrorLoad(PostingSet& postings, const store::v1::AwardRow& award,
                const journal::AwardLoaded& loaded, journal::Posting from, journal::Posting to) {
  for (const Bearing& bearing : BearersOf(award, loaded)) {
    if (bearing.pence == 0) continue;
    from.set_fund_id(bearing.fund_id);
    from.set_amount_pence(-bearing.pence);
    to.set_amount_pence(bearing.pence);
    postings.Mirror(from, to);
  }
}

// The legs of moves between purses, funds and money; commitments follow the award as it is now.
void MirrorMoves(PostingSet& postings, const store::v1::AwardRow& award,
                 const journal::Entry& original) {
  for (int i = 0; i + 1 < original.postings_size(); i += 2) {
    const journal::Posting& from = original.postings(i);
    const journal::Posting& to = original.postings(i + 1);
    if (IsCommitmentMove(from)) continue;
    if (from.account() == journal::ACCOUNT_KIND_FUND && original.has_award_loaded()) {
      MirrorLoad(postings, award, original.award_loaded(), from, to);
    } else {
      postings.Mirror(from, to);
    }
  }
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::ReverseTransactionRequest& request) {
  const AwardId id = AwardOf(request.award());
  const Day day = DayOf(request.effective_date());
  d.TakeEffectOn(day);
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  const journal::Entry* original = d.context.original;
  const auto sequence = static_cast<int64_t>(TransactionOf(request.transaction()));
  if (original == nullptr || original->award_id() != id.bytes() || !CanBeReversed(*original)) {
    return AwardRefusal(journal::REFUSAL_REASON_TRANSACTION_NOT_FOUND, id)
        .Number(journal::FACT_KIND_ENTRY, sequence);
  }
  const auto& reversed_entries = award->course().reversed_entries();
  if (std::find(reversed_entries.begin(), reversed_entries.end(), original->sequence()) !=
      reversed_entries.end()) {
    return AwardRefusal(journal::REFUSAL_REASON_ALREADY_REVERSED, id)
        .Number(journal::FACT_KIND_ENTRY, sequence)
        .Asked(AmountMovedBy(*original));
  }
  if ((refusal = CheckRecords(id, reversed_entries.size(), kReversalsPerAwardMax))) {
    return std::move(*refusal).Asked(AmountMovedBy(*original));
  }
  if (day < Day(original->effective_day()) || day > d.today) {
    return AwardRefusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED, id)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, day)
        .OnDay(journal::FACT_KIND_FIRST_DAY, Day(original->effective_day()))
        .OnDay(journal::FACT_KIND_LAST_DAY, d.today)
        .Asked(AmountMovedBy(*original));
  }
  if ((refusal = CheckPurses(id, *award, *original))) {
    return std::move(*refusal).Asked(AmountMovedBy(*original));
  }

  journal::TransactionReversed reversed;
  reversed.set_original_entry(original->sequence());
  reversed.set_original_day(original->effective_day());
  reversed.set_reason(request.reason());
  reversed.set_amount_pence(AmountMovedBy(*original));
  if (original->has_award_loaded()) ReverseLoad(d, *award, original->award_loaded(), reversed);
  MirrorMoves(d.postings, *award, *original);
  reversed.set_available_after_pence(AddPence(AvailableOf(*award), ChangeOf(d.entry).Total()));
  *d.entry.mutable_transaction_reversed() = std::move(reversed);
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

}  // namespace cardledger::domain
