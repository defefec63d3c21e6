#pragma once

// Every method of the API, and a call of one by its name with any bytes, for tests that go through
// all of them. One thread.

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"

#include "tests/integration/served_ledger.h"

namespace cardledger::tests {

// In the order of the services' names.
std::vector<const google::protobuf::MethodDescriptor*> AllMethods();

// "AwardService.GetAward".
std::string ShortName(const google::protobuf::MethodDescriptor& method);

// One message, these bytes, and what the call ends with. A stream that does not end of itself is
// ended after its first answer. No identity: none is sent. `answer`: where the first answer's bytes
// go, if it is not null.
grpc::Status CallMethod(const std::shared_ptr<grpc::Channel>& channel,
                        const google::protobuf::MethodDescriptor& method, const std::string& bytes,
                        const Identity* identity, std::string* answer = nullptr);

}  // namespace cardledger::tests
