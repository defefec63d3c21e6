#include "tests/simulation/fault_plan.h"

#include <array>

namespace cardledger::simulation {

using storage::ApplyFault;
using storage::CallKind;
using storage::FaultDecision;

FaultPlan::FaultPlan(tests::SeededRandom& random, const Rates& rates, storage::MemoryDisk& disk,
                     storage::MemoryAnchorFile& anchor_file)
    : random_(random), rates_(rates), disk_(disk), anchor_file_(anchor_file) {
  disk_.faults().SetCallback([this](CallKind kind) { return Decide(kind); });
  anchor_file_.faults().SetCallback([this](CallKind kind) { return Decide(kind); });
}

FaultPlan::~FaultPlan() {
  disk_.faults().SetCallback(nullptr);
  anchor_file_.faults().SetCallback(nullptr);
}

FaultDecision FaultPlan::Decide(CallKind kind) {
  static constexpr std::array kApplyFaults = {
      ApplyFault::kNothingWritten, ApplyFault::kFenced, ApplyFault::kUnknownWritten,
      ApplyFault::kUnknownUnsynced, ApplyFault::kUnknownLost};
  FaultDecision decision;
  switch (kind) {
    case CallKind::kApply:
      if (!Hits(rates_.apply)) break;
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
      break;  // a key file that fails has tests of its own
  }
  return decision;
}

}  // namespace cardledger::simulation
