#include "services/domain/people.h"

#include <algorithm>

#include "services/domain/retention.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

const store::v1::PartyRow* FindParty(const store::v1::PersonRow& person, const PartyId& id,
                                     bool representative) {
  for (const store::v1::PartyRow& party : person.course().parties()) {
    const bool acts = party.authority() != journal::AUTHORITY_UNSPECIFIED;
    if (acts == representative && party.id() == id.bytes()) return &party;
  }
  return nullptr;
}

}  // namespace

std::vector<AwardId> AwardIdsOf(const store::v1::PersonRow& person) {
  const absl::string_view bytes = person.award_ids();
  std::vector<AwardId> ids;
  ids.reserve(bytes.size() / base::Uuid::kBytes);
  for (size_t at = 0; at < bytes.size(); at += base::Uuid::kBytes) {
    ids.push_back(IdFromBytes<AwardId>(bytes.substr(at, base::Uuid::kBytes)));
  }
  return ids;
}

uint64_t ReferenceEntryOf(const store::v1::PersonRow& person) {
  if (IsErased(person)) return 0;
  const uint64_t rectified = person.course().reference_entry();
  return rectified != 0 ? rectified : person.created_entry();
}

bool IsDeceased(const store::v1::PersonRow& person) {
  return person.course().state() == journal::PERSON_STATE_DECEASED;
}

bool IsAwayOn(const store::v1::PersonRow& person, Day day) {
  const bool away = person.course().state() == journal::PERSON_STATE_HOSPITAL ||
                    person.course().state() == journal::PERSON_STATE_DETAINED;
  return away && day >= Day(person.course().state_since_day());
}

bool InForce(const store::v1::PartyRow& party, const store::v1::PersonRow& person, Day day) {
  if (day < Day(party.first_day())) return false;
  if (party.last_day() != 0 && day > Day(party.last_day())) return false;
  if (party.authority() == journal::AUTHORITY_PERSONAL_REPRESENTATIVE) return IsDeceased(person);
  return !IsDeceased(person) || day < Day(person.course().state_since_day());
}

const store::v1::PartyRow* FindSupporter(const store::v1::PersonRow& person, const PartyId& id) {
  return FindParty(person, id, false);
}

const store::v1::PartyRow* FindRepresentative(const store::v1::PersonRow& person,
                                              const PartyId& id) {
  return FindParty(person, id, true);
}

bool MayHoldCard(const store::v1::PartyRow& party, const store::v1::PersonRow& person, Day day) {
  if (!InForce(party, person, day)) return false;
  if (party.authority() == journal::AUTHORITY_UNSPECIFIED) {
    return HasScope(party, journal::SUPPORTER_SCOPE_CARD);
  }
  return HasScope(party, journal::REPRESENTATIVE_SCOPE_FINANCES) ||
         HasScope(party, journal::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT);
}

bool HasScope(const store::v1::PartyRow& party, int32_t scope) {
  return std::find(party.scopes().begin(), party.scopes().end(), scope) != party.scopes().end();
}

std::vector<journal::RepresentativeScope> ScopesOf(journal::Authority authority) {
  switch (authority) {
    case journal::AUTHORITY_DWP_APPOINTEE:
      return {journal::REPRESENTATIVE_SCOPE_BENEFITS};
    case journal::AUTHORITY_ATTORNEY_PROPERTY:
    case journal::AUTHORITY_DEPUTY_PROPERTY:
      return {journal::REPRESENTATIVE_SCOPE_BENEFITS, journal::REPRESENTATIVE_SCOPE_FINANCES,
              journal::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT};
    case journal::AUTHORITY_AUTHORISED_PERSON:
    case journal::AUTHORITY_NOMINATED_PERSON:
      return {journal::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT};
    case journal::AUTHORITY_ADVOCATE:
      return {journal::REPRESENTATIVE_SCOPE_DECISIONS};
    case journal::AUTHORITY_PERSONAL_REPRESENTATIVE:
      return {journal::REPRESENTATIVE_SCOPE_ESTATE};
    default:
      return {};
  }
}

}  // namespace cardledger::domain
