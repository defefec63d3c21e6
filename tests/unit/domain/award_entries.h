#pragma once

// The entries of one award, made by hand: each with its postings and the amounts after it, as the
// ledger writes them. For tests of what is read out of entries.

#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

inline const AwardId kAwardWithEntries = IdFromBytes<AwardId>(std::string(16, '\x0a'));
inline constexpr int64_t kDayUs = 86'400'000'000;

inline journal::AccountKind AccountOf(journal::PurseKind kind) {
  switch (kind) {
    case journal::PURSE_KIND_COUNCIL:
      return journal::ACCOUNT_KIND_COUNCIL_PURSE;
    case journal::PURSE_KIND_CONTRIBUTION:
      return journal::ACCOUNT_KIND_CONTRIBUTION_PURSE;
    case journal::PURSE_KIND_OWN:
      return journal::ACCOUNT_KIND_OWN_PURSE;
    default:
      CARDLEDGER_CHECK(false, "no such purse");
  }
}

class AwardWithEntries {
 public:
  // Proposed on that day; the entries of other awards come between, `gap` - 1 each time.
  explicit AwardWithEntries(Day day, uint64_t gap = 3) : gap_(gap) {
    Next(day, day).mutable_award_proposed()->set_start_day(day.number());
  }

  // Recorded at noon of `recorded`, which never goes back.
  journal::Entry& Next(Day recorded, Day effective) {
    journal::Entry entry;
    entry.set_sequence(entries_.empty() ? gap_ : entries_.back().sequence() + gap_);
    entry.set_recorded_time_us(recorded.number() * kDayUs + kDayUs / 2);
    entry.set_effective_day(effective.number());
    entry.set_rules_revision(2);
    entry.set_award_id(kAwardWithEntries.ToBytes());
    entry.set_person_id(std::string(16, '\x0b'));
    if (!entries_.empty()) {
      entry.set_previous_award_entry(entries_.back().sequence());
      *entry.mutable_award_after() = entries_.back().award_after();
    }
    entries_.push_back(std::move(entry));
    return entries_.back();
  }

  // Posts to a purse of the newest entry, against the other end that it came from.
  void Post(journal::PurseKind kind, int32_t limit_year, int64_t pence) {
    journal::Entry& entry = entries_.back();
    journal::Posting& control = *entry.add_postings();
    control.set_account(journal::ACCOUNT_KIND_FUND);
    control.set_phase(journal::PHASE_POSTED);
    control.set_amount_pence(-pence);
    journal::Posting& purse = *entry.add_postings();
    purse.set_account(AccountOf(kind));
    purse.set_phase(journal::PHASE_POSTED);
    purse.set_limit_year(limit_year);
    purse.set_amount_pence(pence);
    journal::PurseAmounts& amounts = PurseOfNewest(kind, limit_year);
    amounts.set_posted_pence(amounts.posted_pence() + pence);
  }

  journal::Entry& Load(Day recorded, Day effective, int64_t pence) {
    journal::Entry& entry = Next(recorded, effective);
    entry.mutable_award_loaded()->set_amount_pence(pence);
    Post(journal::PURSE_KIND_COUNCIL, FinancialYearOf(effective), pence);
    return entry;
  }

  // `reversed` by value: it may be one of the entries, which Next moves.
  // NOLINTNEXTLINE(performance-unnecessary-value-param)
  journal::Entry& Reverse(Day recorded, Day effective, journal::Entry reversed) {
    journal::Entry& entry = Next(recorded, effective);
    entry.mutable_transaction_reversed()->set_original_entry(reversed.sequence());
    entry.mutable_transaction_reversed()->set_original_day(reversed.effective_day());
    for (const journal::Posting& posting : reversed.postings()) {
      if (posting.account() == journal::ACCOUNT_KIND_FUND) continue;
      Post(posting.account() == journal::ACCOUNT_KIND_OWN_PURSE ? journal::PURSE_KIND_OWN
           : posting.account() == journal::ACCOUNT_KIND_CONTRIBUTION_PURSE
               ? journal::PURSE_KIND_CONTRIBUTION
               : journal::PURSE_KIND_COUNCIL,
           posting.limit_year(), -posting.amount_pence());
    }
    return entries_.back();
  }

  const std::vector<journal::Entry>& entries() const { return entries_; }

 private:
  journal::PurseAmounts& PurseOfNewest(journal::PurseKind kind, int32_t limit_year) {
    journal::AwardAmounts& after = *entries_.back().mutable_award_after();
    for (journal::PurseAmounts& purse : *after.mutable_purses()) {
      if (purse.kind() == kind && purse.limit_year() == limit_year) return purse;
    }
    journal::PurseAmounts& purse = *after.add_purses();
    purse.set_kind(kind);
    purse.set_limit_year(limit_year);
    return purse;
  }

  const uint64_t gap_;
  std::vector<journal::Entry> entries_;
};

}  // namespace cardledger::domain
