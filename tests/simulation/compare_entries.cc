#include "tests/simulation/compare_entries.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"

#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr size_t kIdBytes = 16;
constexpr size_t kHashBytes = 32;

bool HasFact(const journal::Refused& refused, const journal::Fact& wanted) {
  return std::any_of(refused.facts().begin(), refused.facts().end(), [&](const auto& fact) {
    return fact.SerializeAsString() == wanted.SerializeAsString();
  });
}

// An award that was never made concerns nobody for sure: before its policy has been looked for, the
// day it was refused on may stand for its first day.
void AllowEarlyRefusal(const journal::Entry& observed, int32_t today, journal::Entry& expected) {
  static const std::set<journal::RefusalReason> early = {
      journal::REFUSAL_REASON_FUND_NOT_FOUND, journal::REFUSAL_REASON_PERSON_NOT_FOUND,
      journal::REFUSAL_REASON_PROVIDER_NOT_FOUND, journal::REFUSAL_REASON_AWARDS_FULL,
      journal::REFUSAL_REASON_PERSON_DECEASED};
  const journal::RefusalReason reason = observed.refused().reason();
  if (!early.contains(reason)) return;
  if (reason == journal::REFUSAL_REASON_FUND_NOT_FOUND) {
    expected.clear_person_id();
    expected.clear_previous_person_entry();
  }
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

std::string Compare(journal::Entry expected, const journal::Entry& observed, int32_t today) {
  const auto differ = [&] {
    std::string report;
    google::protobuf::util::MessageDifferencer differencer;
    differencer.ReportDifferencesToString(&report);
    differencer.Compare(expected, observed);
    return absl::StrCat(observed.ShortDebugString(), "\nis not what was expected:\n", report);
  };
  if (!TakeWhatOnlyTheLedgerKnows(observed, expected)) return differ();
  if (observed.has_refused() && expected.has_refused()) {
    for (const journal::Fact& fact : expected.refused().facts()) {
      if (!HasFact(observed.refused(), fact)) return differ();
    }
    *expected.mutable_refused()->mutable_facts() = observed.refused().facts();
    if (observed.award_id().empty()) AllowEarlyRefusal(observed, today, expected);
  }
  return expected.SerializeAsString() == observed.SerializeAsString() ? "" : differ();
}

}  // namespace

std::string CompareEntries(const std::vector<journal::Entry>& expected,
                           const std::vector<journal::Entry>& observed, int32_t today) {
  if (expected.size() != observed.size()) {
    return absl::StrCat("expected ", expected.size(), " entries, but there are ", observed.size(),
                        ", first ", observed.front().ShortDebugString());
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    std::string wrong = Compare(expected[i], observed[i], today);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace cardledger::simulation
