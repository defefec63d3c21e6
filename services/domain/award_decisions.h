#pragma once

// What decisions about awards share: finding the award and saying why a step on it is refused, the
// referral that a refusal opens, and loading. Internal to domain.

#include <cstdint>
#include <optional>

#include "services/domain/annual_limit.h"
#include "services/domain/decider.h"
#include "services/domain/schedule.h"

namespace cardledger::domain {

Refusal AwardRefusal(journal::v1::RefusalReason reason, const AwardId& id);

// The award of that name, named in the entry; nullptr, with `refusal` set, where there is none.
const store::v1::AwardRow* ConcernAward(Decider& d, const AwardId& id, MaybeRefusal& refusal);

// AWARD_CANCELLED, AWARD_NOT_APPROVED, AWARD_ENDED, PERSON_DECEASED, as far as they are asked for.
struct AwardMust {
  bool be_approved = false;
  bool go_on = true;     // not ended
  bool be_alive = true;  // its person
};
MaybeRefusal CheckAward(const Decider& d, const AwardId& id, const store::v1::AwardRow& award,
                        const AwardMust& must);

const store::v1::PersonRow& PersonOf(const Decider& d, const store::v1::AwardRow& award);

// RECORDS_FULL where so many of a kind stand with the award as the ledger keeps.
MaybeRefusal CheckRecords(const AwardId& id, int64_t standing, int64_t most);

// The open referral of that kind about the award, for a limit about that limit year; 0 for none.
uint64_t OpenReferral(const Decider& d, const store::v1::AwardRow& award,
                      journal::v1::ReferralKind kind, Day limit_first_day);

// A question to the policy's senior, to be answered within its working days from today.
journal::v1::Referral MakeReferral(const Decider& d, const policy::v1::SchemePolicy& policy,
                                   journal::v1::ReferralKind kind, int64_t pence);

// Adds to the refusal the referral it opens, or the one that is open already: under a duty, where
// the policy names a senior.
Refusal Refer(const Decider& d, Refusal refusal, const store::v1::AwardRow& award,
              const policy::v1::SchemePolicy* policy, const journal::v1::Referral& referral);

// Reserves or releases so that the award commits `wanted` of the part instead of what it does now.
// Returns pence more than before, negative for less.
int64_t Recommit(Decider& d, const store::v1::AwardPartRow& part, int64_t wanted);
// Releases all that the award still commits. Returns pence.
int64_t ReleaseAll(PostingSet& postings, const store::v1::AwardRow& award);

// BUDGET_EXCEEDED where the part's fund cannot bear `more` pence.
MaybeRefusal CheckBudget(Decider& d, const AwardId& id, const store::v1::AwardRow& award,
                         const store::v1::AwardPartRow& part, int64_t more);

// The events that end an award, with their releases.
void Cancel(const store::v1::AwardRow& award, journal::v1::CancelReason reason,
            PostingSet& postings, journal::v1::Entry& entry);
void End(const store::v1::AwardRow& award, Day last, journal::v1::Outcome outcome,
         PostingSet& postings, journal::v1::Entry& entry);
void EndAtDeath(const store::v1::AwardRow& award, Day death, PostingSet& postings,
                journal::v1::Entry& entry);

// Pence that a load, a contribution or own money moved; 0 of other entries.
int64_t AmountMovedBy(const journal::v1::Entry& entry);

// The award's schedule; without one, a plan without due days.
SchedulePlan PlanOf(const store::v1::AwardRow& award);

// What the general ledger is told of money whose provider and VAT are not known.
journal::v1::MoneyDimensions MakeDimensions(int32_t budget_year, journal::v1::FundingSource source);

// One load, whoever asked for it.
struct LoadPlan {
  AwardId id;
  const store::v1::AwardRow& award;
  Day due;
  int64_t pence = 0;  // 0 for an instalment of which nothing is left
  bool emergency = false;
  std::optional<journal::v1::Instalment> instalment;
};
MaybeRefusal DecideLoad(Decider& d, const LoadPlan& plan);

}  // namespace cardledger::domain
