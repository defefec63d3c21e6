#include "clients/cli/decided.h"

#include "base/status_macros.h"

namespace cardledger::cli {
namespace {

using journal::v1::Entry;

// What happens to an award between a proposal and its decision: refused tries, an agreement.
constexpr int kStepsBackMax = 16;

// Where to look for what an entry decides.
struct Trail {
  uint64_t first = 0;                          // 0: it decides nothing that was prepared
  Entry::EventCase of = Entry::EVENT_NOT_SET;  // that the award's entries are searched for
};

Trail TrailOf(const Entry& entry) {
  switch (entry.event_case()) {
    case Entry::kAwardApproved:
      return {entry.previous_award_entry(), Entry::kAwardProposed};
    case Entry::kAwardExtended:
    case Entry::kExtensionDeclined:
      return {entry.previous_award_entry(), Entry::kExtensionProposed};
    case Entry::kEmergencyLoadApproved:
      return {entry.emergency_load_approved().load_entry()};
    case Entry::kReferralDecided:
      return {entry.referral_decided().referral_entry()};
    case Entry::kWithheldLookDecided:
      return {entry.withheld_look_decided().look_entry()};
    case Entry::kWithheldLookReviewed:
      return {entry.withheld_look_reviewed().look_entry()};
    case Entry::kDetailsErased:
      return {entry.details_erased().proposed_entry()};
    case Entry::kErasureDeclined:
      return {entry.erasure_declined().proposed_entry()};
    default:
      return {};
  }
}

bool Prepares(const Entry& entry) {
  return entry.has_award_proposed() || entry.has_extension_proposed() ||
         entry.award_loaded().approve_by_day() != 0 || entry.has_referral_opened() ||
         entry.refused().has_referral() || entry.has_withheld_look_requested() ||
         entry.has_erasure_proposed();
}

}  // namespace

bool IsApproval(const Entry& entry) {
  return entry.has_award_approved() || entry.has_award_extended() ||
         entry.has_emergency_load_approved() || entry.referral_decided().approved() ||
         entry.withheld_look_decided().approved() || entry.has_details_erased();
}

Preparers::Prepared Preparers::Take(const Entry& entry) {
  return {entry.event_case(), entry.caller().subject(), entry.previous_award_entry()};
}

absl::StatusOr<Preparers::Prepared> Preparers::At(uint64_t sequence) {
  if (const auto found = seen_.find(sequence); found != seen_.end()) return found->second;
  v1::WatchEntriesRequest request;
  request.set_after_sequence(sequence - 1);
  request.set_until_sequence(sequence);
  Prepared read;
  CARDLEDGER_RETURN_IF_ERROR(
      client_.WatchEntries(request, [&](const v1::WatchEntriesResponse& response) {
        read = Take(response.entry());
        return true;
      }));
  return read;
}

absl::StatusOr<std::string> Preparers::Of(const Entry& entry) {
  if (Prepares(entry)) seen_[entry.sequence()] = Take(entry);
  const Trail trail = TrailOf(entry);
  uint64_t at = trail.first;
  for (int step = 0; at != 0 && step < kStepsBackMax; ++step) {
    CARDLEDGER_ASSIGN_OR_RETURN(const Prepared prepared, At(at));
    if (trail.of == Entry::EVENT_NOT_SET || prepared.event == trail.of) return prepared.subject;
    at = prepared.previous_award_entry;
  }
  return "";
}

}  // namespace cardledger::cli
