#pragma once

// PersonService of the API (persons.proto) over the engine. gRPC threads.

#include "cardledger/v1/persons.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class PersonServiceImpl : public v1::PersonService::CallbackService {
 public:
  PersonServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* RegisterPerson(grpc::CallbackServerContext* context,
                                           const v1::RegisterPersonRequest* request,
                                           v1::RegisterPersonResponse* response) override;
  grpc::ServerUnaryReactor* GetPerson(grpc::CallbackServerContext* context,
                                      const v1::GetPersonRequest* request,
                                      v1::GetPersonResponse* response) override;
  grpc::ServerUnaryReactor* FindPerson(grpc::CallbackServerContext* context,
                                       const v1::FindPersonRequest* request,
                                       v1::FindPersonResponse* response) override;
  grpc::ServerUnaryReactor* SetPersonState(grpc::CallbackServerContext* context,
                                           const v1::SetPersonStateRequest* request,
                                           v1::Change* response) override;
  grpc::ServerUnaryReactor* SetCommunicationNeeds(grpc::CallbackServerContext* context,
                                                  const v1::SetCommunicationNeedsRequest* request,
                                                  v1::Change* response) override;
  grpc::ServerUnaryReactor* GetCommunicationNeeds(
      grpc::CallbackServerContext* context, const v1::GetCommunicationNeedsRequest* request,
      v1::GetCommunicationNeedsResponse* response) override;
  grpc::ServerUnaryReactor* AddSupporter(grpc::CallbackServerContext* context,
                                         const v1::AddSupporterRequest* request,
                                         v1::Change* response) override;
  grpc::ServerUnaryReactor* EndSupporter(grpc::CallbackServerContext* context,
                                         const v1::EndSupporterRequest* request,
                                         v1::Change* response) override;
  grpc::ServerUnaryReactor* AddRepresentative(grpc::CallbackServerContext* context,
                                              const v1::AddRepresentativeRequest* request,
                                              v1::Change* response) override;
  grpc::ServerUnaryReactor* EndRepresentative(grpc::CallbackServerContext* context,
                                              const v1::EndRepresentativeRequest* request,
                                              v1::Change* response) override;
  grpc::ServerUnaryReactor* SetPersonSubject(grpc::CallbackServerContext* context,
                                             const v1::SetPersonSubjectRequest* request,
                                             v1::Change* response) override;
  grpc::ServerUnaryReactor* DeclareRelation(grpc::CallbackServerContext* context,
                                            const v1::DeclareRelationRequest* request,
                                            v1::Change* response) override;
  grpc::ServerUnaryReactor* EndRelation(grpc::CallbackServerContext* context,
                                        const v1::EndRelationRequest* request,
                                        v1::Change* response) override;

 private:
  const Edge& edge_;
  const AccessRule register_person_;
  const AccessRule get_person_;
  const AccessRule find_person_;
  const AccessRule set_person_state_;
  const AccessRule set_communication_needs_;
  const AccessRule get_communication_needs_;
  const AccessRule add_supporter_;
  const AccessRule end_supporter_;
  const AccessRule add_representative_;
  const AccessRule end_representative_;
  const AccessRule set_person_subject_;
  const AccessRule declare_relation_;
  const AccessRule end_relation_;
};

}  // namespace cardledger::rpc
