#include "services/domain/retention.h"

#include <algorithm>

#include "services/domain/people.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

namespace {

// The council's rule where the policy sets none: the current year and six more. Six years is common
// since that is how long a contract can be sued on (Limitation Act 1980 s5; not verified here).
constexpr int32_t kRetentionYearsDefault = 6;

int32_t YearsKept(const policy::v1::SchemePolicy* policy, journal::RetentionClass retention_class) {
  if (policy == nullptr) return kRetentionYearsDefault;
  for (const policy::v1::ClassRetention& each : policy->retention().classes()) {
    if (static_cast<int>(each.retention_class()) == static_cast<int>(retention_class)) {
      return each.years();
    }
  }
  return kRetentionYearsDefault;
}

bool HasMoney(const store::v1::AwardRow& award) {
  return std::any_of(award.parts().begin(), award.parts().end(),
                     [](const auto& part) { return part.committed_pence() != 0; }) ||
         std::any_of(award.purses().begin(), award.purses().end(), [](const auto& purse) {
           return purse.posted_pence() != 0 || purse.pending_pence() != 0;
         });
}

}  // namespace

journal::RetentionClass RetentionClassOf(journal::DetailKind kind) {
  switch (kind) {
    case journal::DETAIL_KIND_CASE_REFERENCE:
    case journal::DETAIL_KIND_COMMUNICATION_NEEDS:
    case journal::DETAIL_KIND_PARTY_NAME:
    case journal::DETAIL_KIND_PROVIDER_NAME:
      return journal::RETENTION_CLASS_IDENTITY;
    case journal::DETAIL_KIND_GOAL:
    case journal::DETAIL_KIND_NOTE:
    case journal::DETAIL_KIND_EVIDENCE:
    case journal::DETAIL_KIND_NEEDS_MET:
    case journal::DETAIL_KIND_RISK_DECISION:
      return journal::RETENTION_CLASS_CASE;
    case journal::DETAIL_KIND_PAYMENT_REFERENCE:
      return journal::RETENTION_CLASS_MONEY;
    default:
      return journal::RETENTION_CLASS_UNSPECIFIED;
  }
}

bool KeepsDetails(const journal::Entry& entry) {
  switch (entry.event_case()) {
    case journal::Entry::kRefused:
    case journal::Entry::kErasureProposed:
    case journal::Entry::kDetailsErased:
    case journal::Entry::kErasureDeclined:
    case journal::Entry::kLegalHoldSet:
    case journal::Entry::kLegalHoldEnded:
    case journal::Entry::kLinesOpened:
    case journal::Entry::kWithheldLookRequested:
    case journal::Entry::kWithheldLookDecided:
    case journal::Entry::kWithheldLookReviewed:
      return false;
    default:
      return true;
  }
}

const store::v1::ErasureRow* FindErasure(const store::v1::PersonRow& person,
                                         journal::RetentionClass retention_class) {
  for (const store::v1::ErasureRow& erasure : person.course().erasures()) {
    if (erasure.retention_class() == retention_class) return &erasure;
  }
  return nullptr;
}

bool IsErased(const store::v1::PersonRow& person) {
  return FindErasure(person, journal::RETENTION_CLASS_IDENTITY) != nullptr;
}

bool IsErased(const store::v1::PersonRow& person, uint64_t sequence, journal::DetailKind kind) {
  const store::v1::ErasureRow* erasure = FindErasure(person, RetentionClassOf(kind));
  return erasure != nullptr && sequence <= erasure->entry();
}

bool IsLive(const store::v1::AwardRow& award, Day today) {
  const bool goes_on =
      award.step() == store::v1::AWARD_STEP_APPROVED && Day(award.end_day()) >= today;
  return award.step() == store::v1::AWARD_STEP_PROPOSED || goes_on || HasMoney(award);
}

std::optional<Day> KeptUntil(const store::v1::PersonRow& person,
                             const std::vector<const store::v1::AwardRow*>& awards,
                             const policy::v1::SchemePolicy* policy,
                             journal::RetentionClass retention_class, Day today) {
  Day last(person.last_day());
  if (IsDeceased(person)) last = std::max(last, Day(person.course().state_since_day()));
  for (const store::v1::AwardRow* award : awards) {
    if (IsLive(*award, today)) return std::nullopt;
    last = std::max(last, Day(award->end_day()));
  }
  return LastDayOfFinancialYear(FinancialYearOf(last) + YearsKept(policy, retention_class));
}

}  // namespace cardledger::domain
