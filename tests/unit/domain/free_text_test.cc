// Every text of every request is either one of those listed here, which hold ids and other words of
// a form that is checked, or is free text, and then refuses the number of a payment card.

#include <set>
#include <string>
#include <type_traits>
#include <variant>

#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"

#include "services/domain/validate.h"
#include "tests/unit/domain/all_requests.h"

namespace cardledger::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kCardNumber[] = "4111111111111111";

const std::set<std::string>& FieldsOfAForm() {
  static const std::set<std::string>& names = *new std::set<std::string>{
      "award",    "card",           "case_reference", "code",    "from_fund", "fund",
      "language", "last_four",      "lead",           "look",    "party",     "person",
      "provider", "representative", "request_id",     "run",     "subject",   "supporter",
      "to_fund",  "token",          "transaction",    "version", "referral"};
  return names;
}

// A policy is a table that two people sign.
bool IsOfAForm(const FieldDescriptor& field) {
  return FieldsOfAForm().contains(field.name()) ||
         field.full_name() == "cardledger.v1.ActivatePolicyRequest.text";
}

Violations ViolationsOf(const Request& request) {
  return std::visit(
      [](const auto& each) -> Violations {
        using Each = std::decay_t<decltype(each)>;
        if constexpr (!requires { Validate(each); }) {
          return {};
        } else if constexpr (std::is_same_v<Each, v1::BlockCardRequest> ||
                             std::is_same_v<Each, v1::UnblockCardRequest>) {
          // The issuer's too, from whom it is masked.
          EXPECT_TRUE(Validate(each).empty());
          return CardNumbersIn(each);
        } else {
          return Validate(each);
        }
      },
      request);
}

bool RefusesCardNumber(const Request& request) {
  for (const Violation& violation : ViolationsOf(request)) {
    if (violation.description.find("payment card") == std::string::npos) continue;
    EXPECT_EQ(violation.description.find("4111"), std::string::npos) << violation.description;
    return true;
  }
  return false;
}

// Puts the number into each text of `part` of `request` in turn.
void SpoilEach(const Request& request, Message& part) {
  const Reflection& reflection = *part.GetReflection();
  for (int i = 0; i < part.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *part.GetDescriptor()->field(i);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field.is_repeated()) SpoilEach(request, *reflection.MutableMessage(&part, &field));
      if (field.is_repeated()) SpoilEach(request, *reflection.AddMessage(&part, &field));
      continue;
    }
    if (field.type() != FieldDescriptor::TYPE_STRING || IsOfAForm(field)) continue;
    ASSERT_FALSE(field.is_repeated()) << field.full_name();
    const std::string before = reflection.GetString(part, &field);
    reflection.SetString(&part, &field, kCardNumber);
    EXPECT_TRUE(RefusesCardNumber(request)) << field.full_name();
    reflection.SetString(&part, &field, before);
  }
}

TEST(FreeText, RefusesNumbersOfPaymentCards) {
  for (Request& request : AllRequests()) {
    EXPECT_FALSE(RefusesCardNumber(request));
    std::visit([&request](Message& message) { SpoilEach(request, message); }, request);
  }
}

}  // namespace
}  // namespace cardledger::domain
