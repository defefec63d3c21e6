// The text of a policy: any bytes are either refused with reasons or are a whole policy, whose
// canonical text is a policy again and its own canonical text. Either way clients can show it.

#include <vector>

#include "base/plain_text.h"
#include "services/domain/policies.h"
#include "tests/fuzz/fuzz_input.h"

namespace base = cardledger::base;
namespace domain = cardledger::domain;

namespace {

// Every text of it can be sent and shown.
void CheckShown(const google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (field->is_repeated()) continue;  // dates
    if (field->message_type() != nullptr) {
      CheckShown(reflection.GetMessage(message, field));
    } else if (field->type() == google::protobuf::FieldDescriptor::TYPE_STRING) {
      CARDLEDGER_CHECK(base::IsPlainText(reflection.GetString(message, field)),
                       "an accepted policy can be shown");
    }
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const cardledger::tests::FuzzInput input(data, size);
  domain::PolicyText policy;
  const auto faults = domain::ParsePolicyText(input.rest(), policy);
  for (const domain::PolicyFault& fault : faults) {
    CARDLEDGER_CHECK(fault.line >= 0 && !fault.reason.empty(), "a fault has a reason");
    CARDLEDGER_CHECK(base::IsPlainText(fault.reason), "a reason can be shown");
  }
  if (!faults.empty()) return 0;
  CheckShown(policy.scheme);
  domain::ValidFrom(policy.scheme);
  domain::PolicyText again;
  CARDLEDGER_CHECK(domain::ParsePolicyText(policy.canonical, again).empty(),
                   "a canonical text is a policy");
  CARDLEDGER_CHECK(again.canonical == policy.canonical, "a canonical text is its own");
  return 0;
}
