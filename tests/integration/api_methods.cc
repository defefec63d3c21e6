#include "tests/integration/api_methods.h"

#include <chrono>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpcpp/generic/generic_stub.h"

#include "base/check.h"
#include "cardledger/v1/looks.pb.h"
#include "cardledger/v1/privacy.pb.h"
#include "cardledger/v1/transactions.pb.h"
#include "cardledger/v1/worklists.pb.h"

namespace cardledger::tests {
namespace {

// Waits for the one thing that was started; whether it went well.
bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  CARDLEDGER_CHECK(buffer.Dump(&slices).ok(), "an answer can be read");
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace

std::vector<const google::protobuf::MethodDescriptor*> AllMethods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const google::protobuf::Descriptor* any :
       {v1::Award::descriptor(), v1::GetBalanceRequest::descriptor(), v1::Card::descriptor(),
        v1::Fund::descriptor(), v1::GetLedgerRequest::descriptor(),
        v1::CreateLoadRequest::descriptor(), v1::Look::descriptor(), v1::Person::descriptor(),
        v1::Policy::descriptor(), v1::ProposeErasureRequest::descriptor(),
        v1::Provider::descriptor(), v1::Referral::descriptor(), v1::Transaction::descriptor(),
        v1::ListWorkRequest::descriptor()}) {
    const google::protobuf::FileDescriptor& file = *any->file();
    CARDLEDGER_CHECK(file.service_count() == 1, "each file of these has one service");
    for (int i = 0; i < file.service(0)->method_count(); ++i) {
      methods.push_back(file.service(0)->method(i));
    }
  }
  return methods;
}

std::string ShortName(const google::protobuf::MethodDescriptor& method) {
  return absl::StrCat(method.service()->name(), ".", method.name());
}

grpc::Status CallMethod(const std::shared_ptr<grpc::Channel>& channel,
                        const google::protobuf::MethodDescriptor& method, const std::string& bytes,
                        const Identity* identity, std::string* answer) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
  if (identity != nullptr) {
    context.AddMetadata("x-cardledger-subject", identity->subject);
    context.AddMetadata("x-cardledger-roles", identity->roles);
  }
  grpc::CompletionQueue queue;
  // As a stream, which every kind of method understands.
  const auto call = stub.PrepareCall(
      &context, absl::StrCat("/", method.service()->full_name(), "/", method.name()), &queue);
  call->StartCall(nullptr);
  Next(queue);
  const grpc::Slice slice(bytes);
  call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
  Next(queue);
  grpc::ByteBuffer response;
  call->Read(&response, nullptr);
  const bool answered = Next(queue);
  if (answered && answer != nullptr) *answer = BytesOf(response);
  const bool goes_on = answered && method.server_streaming();
  if (goes_on) context.TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  Next(queue);
  queue.Shutdown();
  while (Next(queue)) {
  }
  return goes_on ? grpc::Status::OK : status;
}

}  // namespace cardledger::tests
