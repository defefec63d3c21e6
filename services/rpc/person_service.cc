#include "services/rpc/person_service.h"

#include "google/protobuf/text_format.h"

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/rpc/lists.h"
#include "services/rpc/person_reads.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

// The fact names what was asked for: a case reference is sealed and is not said again.
absl::Status ShowPersonOf(const ReadScope& scope, const domain::PersonId& id, v1::Person& person) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> row,
                              scope.reader().Person(id));
  if (!row) return NotFound(kReasonPersonNotFound, "person", domain::PersonName(id));
  return ShowPerson(scope, id, *row, person);
}

absl::Status FillGetPerson(const ReadScope& scope, const v1::GetPersonRequest& request,
                           v1::GetPersonResponse& response) {
  return ShowPersonOf(scope, domain::PersonOf(request.name()), *response.mutable_person());
}

absl::Status FillFindPerson(const ReadScope& scope, const v1::FindPersonRequest& request,
                            v1::FindPersonResponse& response) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<domain::PersonId> id,
                              scope.reader().PersonByReference(request.case_reference()));
  if (!id) {
    return engine::WithReason(
        absl::NotFoundError("No person with that case reference is registered."),
        kReasonPersonNotFound);
  }
  CARDLEDGER_RETURN_IF_ERROR(scope.reach().Check(Named{*id}));
  return ShowPersonOf(scope, *id, *response.mutable_person());
}

// They are the first sealed detail of the entry that recorded them. Nothing is shown once that is
// erased.
absl::Status FillGetCommunicationNeeds(const ReadScope& scope,
                                       const v1::GetCommunicationNeedsRequest& request,
                                       v1::GetCommunicationNeedsResponse& response) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> row,
                              scope.reader().Person(domain::PersonOf(request.person())));
  if (!row) return NotFound(kReasonPersonNotFound, "person", request.person());
  if (row->course().communication_entry() == 0) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(
      const std::optional<store::v1::DetailRow> detail,
      scope.reader().Detail({.owner = domain::PersonOf(request.person()).uuid(),
                             .retention = journal::v1::RETENTION_CLASS_IDENTITY,
                             .sequence = row->course().communication_entry()}));
  if (!detail) return absl::OkStatus();
  if (!google::protobuf::TextFormat::ParseFromString(detail->text(), response.mutable_needs())) {
    return absl::DataLossError("stored communication needs cannot be read");
  }
  return absl::OkStatus();
}

}  // namespace

PersonServiceImpl::PersonServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      register_person_(access.Of("RegisterPerson")),
      get_person_(access.Of("GetPerson")),
      find_person_(access.Of("FindPerson")),
      set_person_state_(access.Of("SetPersonState")),
      set_communication_needs_(access.Of("SetCommunicationNeeds")),
      get_communication_needs_(access.Of("GetCommunicationNeeds")),
      add_supporter_(access.Of("AddSupporter")),
      end_supporter_(access.Of("EndSupporter")),
      add_representative_(access.Of("AddRepresentative")),
      end_representative_(access.Of("EndRepresentative")),
      set_person_subject_(access.Of("SetPersonSubject")),
      declare_relation_(access.Of("DeclareRelation")),
      end_relation_(access.Of("EndRelation")) {}

grpc::ServerUnaryReactor* PersonServiceImpl::RegisterPerson(
    grpc::CallbackServerContext* context, const v1::RegisterPersonRequest* request,
    v1::RegisterPersonResponse* response) {
  return Mutate(edge_, register_person_, context, request, response);
}

grpc::ServerUnaryReactor* PersonServiceImpl::GetPerson(grpc::CallbackServerContext* context,
                                                       const v1::GetPersonRequest* request,
                                                       v1::GetPersonResponse* response) {
  return Read(edge_, get_person_, context, request, response, FillGetPerson);
}

grpc::ServerUnaryReactor* PersonServiceImpl::FindPerson(grpc::CallbackServerContext* context,
                                                        const v1::FindPersonRequest* request,
                                                        v1::FindPersonResponse* response) {
  return Read(edge_, find_person_, context, request, response, FillFindPerson);
}

grpc::ServerUnaryReactor* PersonServiceImpl::SetPersonState(
    grpc::CallbackServerContext* context, const v1::SetPersonStateRequest* request,
    v1::Change* response) {
  return Mutate(edge_, set_person_state_, context, request, response);
}

grpc::ServerUnaryReactor* PersonServiceImpl::SetCommunicationNeeds(
    grpc::CallbackServerContext* context, const v1::SetCommunicationNeedsRequest* request,
    v1::Change* response) {
  return Mutate(edge_, set_communication_needs_, context, request, response);
}

grpc::ServerUnaryReactor* PersonServiceImpl::GetCommunicationNeeds(
    grpc::CallbackServerContext* context, const v1::GetCommunicationNeedsRequest* request,
    v1::GetCommunicationNeedsResponse* response) {
  return Read(edge_, get_communication_needs_, context, request, response,
              FillGetCommunicationNeeds);
}

grpc::ServerUnaryReactor* PersonServiceImpl::AddSupporter(grpc::CallbackServerContext* context,
                                                          const v1::AddSupporterRequest* request,
                                                          v1::Change* response) {
  return Mutate(edge_, add_supporter_, context, request, response);
}

grpc::ServerUnaryReactor* PersonServiceImpl::EndSupporter(grpc::CallbackServerContext* context,
                                                          const v1::EndSupporterRequest* request,
                                                          v1::Change* response) {
  return Mutate(edge_, end_supporter_, context, request, response);
}

grpc::ServerUnaryReactor* PersonServiceImpl::AddRepresentative(
    grpc::CallbackServerContext* context, const v1::AddRepresentativeRequest* request,
    v1::Change* response) {
  return Mutate(edge_, add_representative_, context, request, response);
}

grpc::ServerUnaryReactor* PersonServiceImpl::EndRepresentative(
    grpc::CallbackServerContext* context, const v1::EndRepresentativeRequest* request,
    v1::Change* response) {
  return Mutate(edge_, end_representative_, context, request, response);
}

grpc::ServerUnaryReactor* PersonServiceImpl::SetPersonSubject(
    grpc::CallbackServerContext* context, const v1::SetPersonSubjectRequest* request,
    v1::Change* response) {
  return Mutate(edge_, set_person_subject_, context, request, response);
}

grpc::ServerUnaryReactor* PersonServiceImpl::DeclareRelation(
    grpc::CallbackServerContext* context, const v1::DeclareRelationRequest* request,
    v1::Change* response) {
  return Mutate(edge_, declare_relation_, context, request, response);
}

grpc::ServerUnaryReactor* PersonServiceImpl::EndRelation(grpc::CallbackServerContext* context,
                                                         const v1::EndRelationRequest* request,
                                                         v1::Change* response) {
  return Mutate(edge_, end_relation_, context, request, response);
}

}  // namespace cardledger::rpc
