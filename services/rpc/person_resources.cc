#include "services/rpc/person_resources.h"

#include "services/domain/people.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

// What a supporter and a representative have in common.
template <typename Shown>
void FillTime(const store::v1::PartyRow& party, const store::v1::PersonRow& row, domain::Day today,
              Shown& shown) {
  *shown.mutable_first_date() = DateOf(party.first_day());
  if (party.last_day() != 0) *shown.mutable_last_date() = DateOf(party.last_day());
  shown.set_in_force(domain::InForce(party, row, today));
  shown.set_subject(party.subject());
}

void FillSupporter(const store::v1::PartyRow& party, v1::Supporter& supporter) {
  supporter.set_name(SupporterNameOf(party.id()));
  for (const int32_t scope : party.scopes()) {
    supporter.add_scopes(static_cast<journal::SupporterScope>(scope));
  }
}

void FillRepresentative(const store::v1::PartyRow& party, v1::Representative& representative) {
  representative.set_name(RepresentativeNameOf(party.id()));
  representative.set_authority(party.authority());
  for (const int32_t scope : party.scopes()) {
    representative.add_scopes(static_cast<journal::RepresentativeScope>(scope));
  }
}

void FillState(const store::v1::PersonRow& row, v1::Person& person) {
  if (row.course().state() == journal::PERSON_STATE_UNSPECIFIED) {
    person.set_state(journal::PERSON_STATE_ACTIVE);
    return;
  }
  person.set_state(row.course().state());
  *person.mutable_state_since() = DateOf(row.course().state_since_day());
}

}  // namespace

void FillPerson(const domain::PersonId& id, const store::v1::PersonRow& row,
                int64_t registered_time_us, domain::Day today, v1::Person& person) {
  person.set_name(domain::PersonName(id));
  *person.mutable_register_time() = domain::TimestampOf(registered_time_us);
  for (const domain::AwardId& award : domain::AwardIdsOf(row)) {
    person.add_awards(domain::AwardName(award));
  }
  FillState(row, person);
  for (const store::v1::PartyRow& party : row.course().parties()) {
    if (party.authority() == journal::AUTHORITY_UNSPECIFIED) {
      v1::Supporter& supporter = *person.add_supporters();
      FillSupporter(party, supporter);
      FillTime(party, row, today, supporter);
    } else {
      v1::Representative& representative = *person.add_representatives();
      FillRepresentative(party, representative);
      FillTime(party, row, today, representative);
    }
  }
  person.set_has_communication_needs(row.course().communication_entry() != 0);
  person.set_subject(row.course().subject());
  *person.mutable_related_subjects() = row.course().related_subjects();
  for (const store::v1::ErasureRow& erasure : row.course().erasures()) {
    person.add_erased_classes(erasure.retention_class());
  }
  person.set_legal_hold(row.course().has_legal_hold());
}

}  // namespace cardledger::rpc
