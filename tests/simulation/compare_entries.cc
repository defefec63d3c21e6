#include "tests/simulation/compare_entries.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"

#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr size_t kIdBytes = 16;
constexpr size_t kHashBytes = 32;

// The order of legs means nothing.
void SortPostings(journal::Entry& entry) {
  std::vector<std::string> legs;
  for (const journal::Posting& leg : entry.postings()) legs.push_back(leg.SerializeAsString());
  std::sort(legs.begin(), legs.end());
  entry.clear_postings();
  for (const std::string& leg : legs) entry.add_postings()->ParseFromString(leg);
}

bool HasFact(const journal::Refused& refused, const journal::Fact& wanted) {
  return std::any_of(refused.facts().begin(), refused.facts().end(), [&](const auto& fact) {
    return fact.SerializeAsString() == wanted.SerializeAsString();
  });
}

// An award that was never made concerns nobody for sure: before funds and person have been found,
// the day it was refused on may stand for its first day.
void AllowEarlyRefusal(const journal::Entry& observed, int32_t today, journal::Entry& expected) {
  const journal::RefusalReason reason = observed.refused().reason();
  if (reason == journal::REFUSAL_REASON_FUND_NOT_FOUND) expected.clear_person_id();
  if (observed.effective_day() == today) {
    expected.set_effective_day(today);
    expected.set_accounting_period(MonthOfNumber(today));
  }
}

bool TakeWhatOnlyTheLedgerKnows(const journal::Entry& observed, journal::Entry& expected) {
  expected.set_fingerprint(observed.fingerprint());
  if (observed.has_person_registered()) expected.set_person_id(observed.person_id());
  if (observed.has_policy_activated()) {
    expected.mutable_policy_activated()->set_sha256(observed.policy_activated().sha256());
  }
  if (observed.details_size() != expected.details_size()) return false;
  for (int i = 0; i < observed.details_size(); ++i) {
    if (observed.details(i).commitment().size() != kHashBytes) return false;
    expected.mutable_details(i)->set_commitment(observed.details(i).commitment());
  }
  return observed.fingerprint().size() == kIdBytes &&
         (!observed.has_person_registered() || observed.person_id().size() == kIdBytes) &&
         (!observed.has_policy_activated() ||
          observed.policy_activated().sha256().size() == kHashBytes);
}

}  // namespace

std::string CompareEntries(journal::Entry expected, journal::Entry observed, int32_t today) {
  const auto differ = [&] {
    return absl::StrCat("expected ", expected.ShortDebugString(), "\n     but ",
                        observed.ShortDebugString());
  };
  if (!TakeWhatOnlyTheLedgerKnows(observed, expected)) return differ();
  if (observed.has_refused() && expected.has_refused()) {
    for (const journal::Fact& fact : expected.refused().facts()) {
      if (!HasFact(observed.refused(), fact)) return differ();
    }
    *expected.mutable_refused()->mutable_facts() = observed.refused().facts();
    const journal::RefusalReason reason = observed.refused().reason();
    if (observed.award_id().empty() && (reason == journal::REFUSAL_REASON_FUND_NOT_FOUND ||
                                        reason == journal::REFUSAL_REASON_PERSON_NOT_FOUND)) {
      AllowEarlyRefusal(observed, today, expected);
    }
  }
  SortPostings(expected);
  SortPostings(observed);
  return expected.SerializeAsString() == observed.SerializeAsString() ? "" : differ();
}

}  // namespace cardledger::simulation
