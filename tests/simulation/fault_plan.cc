#include "tests/simulation/fault_plan.h"

#include <array>
#include <utility>

namespace cardledger::simulation {

using storage::ApplyFault;
using storage::CallKind;
using storage::FaultDecision;

FaultPlan::FaultPlan(tests::SeededRandom& random, const Rates& rates, Faults faults)
    : random_(random), rates_(rates), faults_(std::move(faults)) {
  for (storage::MemoryFaults& each : faults_) {
    each.SetCallback([this](CallKind kind) { return Decide(kind); });
  }
}

FaultPlan::~FaultPlan() {
  for (storage::MemoryFaults& each : faults_) each.SetCallback(nullptr);
}

FaultDecision FaultPlan::Decide(CallKind kind) {
  static constexpr std::array kApplyFaults = {
      ApplyFault::kNothingWritten, ApplyFault::kFenced, ApplyFault::kUnknownWritten,
      ApplyFault::kUnknownUnsynced, ApplyFault::kUnknownLost};
  FaultDecision decision;
  switch (kind) {
    case CallKind::kApply:
      if (!Hits(rates_.apply)) {
        applied_ = true;
        break;
      }
      fired_.second_apply = applied_;
      decision.apply = fired_.apply = kApplyFaults[random_.Below(kApplyFaults.size())];
      break;
    case CallKind::kMultiGet:
    case CallKind::kScan:
      if (!Hits(rates_.read)) break;
      fired_.read = true;
      decision.status = absl::UnavailableError("a read fails now");
      break;
    case CallKind::kAnchorRead:
    case CallKind::kAnchorWrite:
      if (!Hits(rates_.anchor)) break;
      fired_.anchor = true;
      decision.status = absl::UnavailableError("the anchor's disk fails now");
      break;
    case CallKind::kOpen:
    case CallKind::kOpenWriter:
    case CallKind::kClose:
      if (!Hits(rates_.open)) break;
      fired_.open = true;
      decision.status = absl::UnavailableError("the disk fails now");
      break;
    case CallKind::kSlotRead:
    case CallKind::kSlotWrite:
      if (!Hits(rates_.keys)) break;
      fired_.keys = true;
      decision.status = absl::UnavailableError("the key file's disk fails now");
      break;
  }
  return decision;
}

}  // namespace cardledger::simulation
