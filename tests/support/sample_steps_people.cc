// The steps about people: who they are, who acts for them, who looks at them, what is kept.

#include "services/domain/dates.h"
#include "services/domain/names.h"
#include "tests/support/sample_steps.h"

namespace cardledger::tests {

namespace journal = ::cardledger::journal::v1;

std::string SampleSteps::Register(const std::string& reference) {
  v1::RegisterPersonRequest request;
  request.set_case_reference(reference);
  const journal::Entry entry = Do(std::move(request), sam);
  return domain::PersonName(domain::IdFromBytes<domain::PersonId>(entry.person_id()));
}

void SampleSteps::SetState(const std::string& person, journal::PersonState state,
                           absl::string_view since) {
  v1::SetPersonStateRequest request;
  request.set_person(person);
  request.set_state(state);
  *request.mutable_since() = Date(since);
  request.set_note("the ward rang");
  Do(std::move(request), sam);
}

void SampleSteps::SetCommunicationNeeds(const std::string& person) {
  v1::SetCommunicationNeedsRequest request;
  request.set_person(person);
  request.mutable_needs()->set_format(v1::COMMUNICATION_FORMAT_EASY_READ);
  request.mutable_needs()->set_channel(v1::COMMUNICATION_CHANNEL_TELEPHONE);
  Do(std::move(request), sam);
}

std::string SampleSteps::AddSupporter(const std::string& person, journal::SupporterScope scope) {
  v1::AddSupporterRequest request;
  request.set_person(person);
  request.add_scopes(scope);
  request.add_scopes(journal::SUPPORTER_SCOPE_BALANCE);
  *request.mutable_first_date() = Date("2027-03-01");
  request.set_subject("bea");
  request.set_supporter_name("Bea Smith");
  const journal::Entry entry = Do(std::move(request), sam);
  return domain::SupporterName(
      domain::IdFromBytes<domain::PartyId>(entry.supporter_added().supporter_id()));
}

void SampleSteps::EndSupporter(const std::string& person, const std::string& supporter) {
  v1::EndSupporterRequest request;
  request.set_person(person);
  request.set_supporter(supporter);
  *request.mutable_last_date() = Date("2027-03-20");
  Do(std::move(request), sam);
}

std::string SampleSteps::AddRepresentative(const std::string& person,
                                           journal::Authority authority) {
  v1::AddRepresentativeRequest request;
  request.set_person(person);
  request.set_authority(authority);
  request.add_scopes(authority == journal::AUTHORITY_ADVOCATE
                         ? journal::REPRESENTATIVE_SCOPE_DECISIONS
                     : authority == journal::AUTHORITY_PERSONAL_REPRESENTATIVE
                         ? journal::REPRESENTATIVE_SCOPE_ESTATE
                         : journal::REPRESENTATIVE_SCOPE_FINANCES);
  *request.mutable_first_date() = Date("2027-03-01");
  *request.mutable_last_date() = Date("2028-02-29");
  request.set_representative_name("Rob Smith");
  request.set_evidence("seen");
  const journal::Entry entry = Do(std::move(request), sam);
  const std::string& id = entry.representative_added().representative_id();
  return domain::RepresentativeName(domain::IdFromBytes<domain::PartyId>(id));
}

void SampleSteps::EndRepresentative(const std::string& person, const std::string& representative) {
  v1::EndRepresentativeRequest request;
  request.set_person(person);
  request.set_representative(representative);
  *request.mutable_last_date() = Date("2027-03-20");
  Do(std::move(request), sam);
}

std::string SampleSteps::RegisterProvider() {
  v1::RegisterProviderRequest request;
  request.set_display_name("Harbour Day Centre");
  request.set_kind(journal::PROVIDER_KIND_VOLUNTARY);
  const journal::Entry entry = Do(std::move(request), sam);
  return domain::ProviderName(
      domain::IdFromBytes<domain::ProviderId>(entry.provider_registered().provider_id()));
}

void SampleSteps::SetPersonSubject(const std::string& person, absl::string_view subject) {
  v1::SetPersonSubjectRequest request;
  request.set_person(person);
  request.set_subject(std::string(subject));
  Do(std::move(request), sam);
}

void SampleSteps::DeclareRelation(const std::string& person, absl::string_view subject,
                                  const journal::Caller& caller) {
  v1::DeclareRelationRequest request;
  request.set_person(person);
  request.set_subject(std::string(subject));
  Do(std::move(request), caller);
}

void SampleSteps::EndRelation(const std::string& person, absl::string_view subject) {
  v1::EndRelationRequest request;
  request.set_person(person);
  request.set_subject(std::string(subject));
  Do(std::move(request), anna);
}

void SampleSteps::RectifyReference(const std::string& person, uint64_t entry,
                                   absl::string_view reference) {
  v1::RectifyDetailRequest request;
  request.set_person(person);
  request.set_entry(entry);
  request.set_kind(journal::DETAIL_KIND_CASE_REFERENCE);
  request.set_text(std::string(reference));
  request.set_note("two figures changed places");
  Do(std::move(request), sam);
}

void SampleSteps::Hold(const std::string& person) {
  v1::SetLegalHoldRequest set;
  set.set_person(person);
  set.set_note("a claim is expected");
  Do(std::move(set), lena);
}

void SampleSteps::HoldAndRelease(const std::string& person) {
  Hold(person);
  v1::EndLegalHoldRequest end;
  end.set_person(person);
  end.set_note("no claim came");
  Do(std::move(end), olga);
}

void SampleSteps::ProposeErasure(const std::string& person, bool refused) {
  v1::ProposeErasureRequest request;
  request.set_person(person);
  request.add_classes(journal::RETENTION_CLASS_IDENTITY);
  request.add_classes(journal::RETENTION_CLASS_CASE);
  request.set_ground(journal::ERASURE_GROUND_RECORDED_IN_ERROR);
  request.set_note("another person's papers");
  Do(std::move(request), olga, refused);
}

void SampleSteps::DecideErasure(const std::string& person, bool approve) {
  v1::DecideErasureRequest request;
  request.set_person(person);
  request.set_approve(approve);
  if (!approve) request.set_note("not yet");
  Do(std::move(request), harriet);
}

void SampleSteps::OpenLines(const std::string& person) {
  v1::OpenLinesRequest request;
  request.set_person(person);
  request.set_reason(journal::LOOK_REASON_PAYMENT_QUERY);
  request.set_note("asked about a payment");
  Do(std::move(request), frank);
}

std::string SampleSteps::RequestWithheldLook(const std::string& person) {
  v1::RequestWithheldLookRequest request;
  request.set_person(person);
  request.set_reason(journal::LOOK_REASON_SAFEGUARDING);
  request.set_ground(journal::LOOK_GROUND_SERIOUS_HARM);
  *request.mutable_review_date() = Date("2027-04-20");
  request.set_note("somebody at home reads the letters");
  return domain::LookName(Do(std::move(request), lena).sequence());
}

void SampleSteps::DecideWithheldLook(const std::string& look, bool approve) {
  v1::DecideWithheldLookRequest request;
  request.set_look(look);
  request.set_approve(approve);
  request.set_note("decided on the papers");
  Do(std::move(request), harriet);
}

void SampleSteps::ReviewWithheldLook(const std::string& look, bool disclose) {
  v1::ReviewWithheldLookRequest request;
  request.set_look(look);
  request.set_disclose(disclose);
  if (!disclose) *request.mutable_review_date() = Date("2027-05-20");
  request.set_note("looked at again");
  Do(std::move(request), harriet);
}

void SampleSteps::AddProviderSubject(const std::string& provider, absl::string_view subject) {
  v1::AddProviderSubjectRequest request;
  request.set_provider(provider);
  request.set_subject(std::string(subject));
  Do(std::move(request), frank);
}

void SampleSteps::RemoveProviderSubject(const std::string& provider, absl::string_view subject) {
  v1::RemoveProviderSubjectRequest request;
  request.set_provider(provider);
  request.set_subject(std::string(subject));
  Do(std::move(request), frank);
}

}  // namespace cardledger::tests
