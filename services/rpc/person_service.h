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

 private:
  const Edge& edge_;
  const AccessRule register_person_;
  const AccessRule get_person_;
  const AccessRule find_person_;
};

}  // namespace cardledger::rpc
