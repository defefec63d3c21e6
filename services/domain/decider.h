#pragma once

// One decision under way: the command, what it looks at, and the entry being written. Internal to
// domain: decide.cc makes one and hands it to the function of the command's kind, each in the file
// of its subject.

#include "services/domain/decide.h"
#include "services/domain/posting_set.h"
#include "services/domain/refusals.h"

namespace cardledger::domain {

struct Decider {
  const Command& command;
  const State& state;
  const DecisionContext& context;
  Day today;  // in Europe/London
  Decision& decision;
  journal::v1::Entry& entry;  // decision.entries[0]
  PostingSet postings;

  // Sets the day the entry counts for, and so its accounting period.
  void TakeEffectOn(Day day);
  // Names the award, and with it the person, that the entry concerns.
  void Concern(const AwardId& id, const store::v1::AwardRow& award);
  // Seals `text` beside the entry; nothing where it is empty.
  void Seal(journal::v1::DetailKind kind, absl::string_view text);
};

// Each fills the entry's event, postings and references, or says why not. Called before anything of
// the entry but its head stands.
MaybeRefusal DecideRequest(Decider& d, const v1::CreateFundRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::AllocateBudgetRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::TransferBudgetRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RegisterPersonRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ProposeAwardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ApproveAwardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::CancelAwardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::CreateLoadRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::BulkLoadStart& request);
MaybeRefusal DecideRequest(Decider& d, const v1::BulkLoadFinish& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ActivatePolicyRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ConfirmClockRequest& request);

}  // namespace cardledger::domain
