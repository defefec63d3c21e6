#include "services/domain/fingerprint.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include <gtest/gtest.h>

#include "cardledger/v1/fields.pb.h"
#include "tests/unit/domain/all_requests.h"

namespace cardledger::domain {
namespace {

using journal::v1::Caller;

Caller Sam() {
  Caller caller;
  caller.set_subject("sam");
  caller.add_roles(journal::v1::ROLE_SOCIAL_WORKER);
  return caller;
}

template <typename R>
struct Change {
  const char* what;
  std::function<void(R&)> make;
};

template <typename R>
void ExpectEachChanges(const R& good, const std::vector<Change<R>>& changes) {
  const Fingerprint before = FingerprintOf(Request(good), Sam());
  std::set<Fingerprint> all = {before};
  for (const Change<R>& change : changes) {
    R changed = good;
    change.make(changed);
    EXPECT_TRUE(all.insert(FingerprintOf(Request(changed), Sam())).second) << change.what;
  }
}

template <typename R>
void ExpectNoneChanges(const R& good, const std::vector<Change<R>>& changes) {
  const Fingerprint before = FingerprintOf(Request(good), Sam());
  for (const Change<R>& change : changes) {
    R changed = good;
    change.make(changed);
    EXPECT_EQ(FingerprintOf(Request(changed), Sam()), before) << change.what;
  }
}

TEST(Fingerprint, EachDecisionField_changesIt) {
  ExpectEachChanges<v1::CreateFundRequest>(GoodCreateFund(),
                                           {{"code", [](auto& r) { r.set_code("TIER2"); }},
                                            {"year", [](auto& r) { r.set_financial_year(2027); }}});
  ExpectEachChanges<v1::AllocateBudgetRequest>(
      GoodAllocateBudget(),
      {{"fund", [](auto& r) { r.set_fund("funds/" + TestUuid(9)); }},
       {"amount", [](auto& r) { r.set_amount_pence(101); }},
       {"sign", [](auto& r) { r.set_amount_pence(-100); }},
       {"reason", [](auto& r) { r.set_reason(journal::v1::BUDGET_REASON_SAVING); }}});
  ExpectEachChanges<v1::TransferBudgetRequest>(
      GoodTransferBudget(),
      {{"from", [](auto& r) { r.set_from_fund("funds/" + TestUuid(9)); }},
       {"to", [](auto& r) { r.set_to_fund("funds/" + TestUuid(9)); }},
       {"swapped", [](auto& r) { r.mutable_from_fund()->swap(*r.mutable_to_fund()); }},
       {"amount", [](auto& r) { r.set_amount_pence(101); }}});
  ExpectEachChanges<v1::ProposeAwardRequest>(
      GoodProposeAward(),
      {{"person", [](auto& r) { r.set_person("persons/" + TestUuid(9)); }},
       {"power", [](auto& r) { r.set_power(journal::v1::POWER_S117); }},
       {"delivery", [](auto& r) { r.set_delivery(journal::v1::DELIVERY_DIRECT_PAYMENT); }},
       {"start", [](auto& r) { r.mutable_start_date()->set_day(7); }},
       {"end", [](auto& r) { r.mutable_end_date()->set_day(26); }},
       {"fund", [](auto& r) { r.mutable_funding(0)->set_fund("funds/" + TestUuid(9)); }},
       {"amount", [](auto& r) { r.mutable_funding(0)->set_amount_pence(1); }},
       {"another part", [](auto& r) { *r.add_funding() = r.funding(0); }}});
  ExpectEachChanges<v1::CancelAwardRequest>(
      GoodCancelAward(),
      {{"award", [](auto& r) { r.set_award("awards/" + TestUuid(9)); }},
       {"reason", [](auto& r) { r.set_reason(journal::v1::CANCEL_REASON_NOT_APPROVED); }}});
  ExpectEachChanges<v1::ApproveAwardRequest>(
      GoodApproveAward(), {{"award", [](auto& r) { r.set_award("awards/" + TestUuid(9)); }}});
  ExpectEachChanges<v1::CreateLoadRequest>(
      GoodCreateLoad(), {{"award", [](auto& r) { r.set_award("awards/" + TestUuid(9)); }},
                         {"amount", [](auto& r) { r.set_amount_pence(101); }},
                         {"due", [](auto& r) { r.mutable_due_date()->set_day(5); }}});
  ExpectEachChanges<v1::BulkLoadStart>(GoodBulkLoadStart(),
                                       {{"count", [](auto& r) { r.set_declared_count(4); }},
                                        {"sum", [](auto& r) { r.set_declared_pence(301); }}});
}

TEST(Fingerprint, FreeTextAndWhatIsNoPartOfTheDecision_doNotChangeIt) {
  ExpectNoneChanges<v1::AllocateBudgetRequest>(
      GoodAllocateBudget(), {{"note", [](auto& r) { r.set_note("another"); }},
                             {"id", [](auto& r) { r.set_request_id(TestUuid(9)); }}});
  ExpectNoneChanges<v1::TransferBudgetRequest>(GoodTransferBudget(),
                                               {{"note", [](auto& r) { r.set_note("another"); }}});
  ExpectNoneChanges<v1::RegisterPersonRequest>(
      GoodRegisterPerson(), {{"reference", [](auto& r) { r.set_case_reference("LL-2"); }}});
  ExpectNoneChanges<v1::ProposeAwardRequest>(GoodProposeAward(),
                                             {{"goal", [](auto& r) { r.set_goal("another"); }}});
  ExpectNoneChanges<v1::CancelAwardRequest>(GoodCancelAward(),
                                            {{"note", [](auto& r) { r.set_note("another"); }}});
}

TEST(Fingerprint, AnotherCaller_changesIt) {
  Caller bea = Sam();
  bea.set_subject("bea");
  EXPECT_NE(FingerprintOf(GoodCreateLoad(), Sam()), FingerprintOf(GoodCreateLoad(), bea));
}

TEST(Fingerprint, FinishOfAnotherRun_changesItAndARowInAnotherRunDoesNot) {
  EXPECT_NE(FingerprintOf(GoodBulkLoadFinish(), Sam(), 7),
            FingerprintOf(GoodBulkLoadFinish(), Sam(), 8));
  EXPECT_EQ(FingerprintOf(GoodCreateLoad(), Sam(), 7), FingerprintOf(GoodCreateLoad(), Sam(), 8));
}

TEST(Fingerprint, KindsOfRequestWithTheSameFields_differ) {
  v1::ApproveAwardRequest approve = GoodApproveAward();
  std::set<Fingerprint> all;
  EXPECT_TRUE(all.insert(FingerprintOf(GoodBulkLoadFinish(), Sam())).second);
  EXPECT_TRUE(all.insert(FingerprintOf(GoodConfirmClock(), Sam())).second);
  EXPECT_TRUE(all.insert(FingerprintOf(GoodRegisterPerson(), Sam())).second);
  EXPECT_TRUE(all.insert(FingerprintOf(approve, Sam())).second);
}

TEST(Fingerprint, FieldsCannotRunIntoEachOther) {
  v1::CreateFundRequest request = GoodCreateFund();
  Caller one = Sam();
  Caller two = Sam();
  one.set_subject("ab");
  two.set_subject("a");
  request.set_code("bTIER3");
  EXPECT_NE(FingerprintOf(GoodCreateFund(), one), FingerprintOf(request, two));
}

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Makes the field another than it was; of a date, one that exists.
void Alter(Message& message, const FieldDescriptor& field);

void AlterSingle(Message& message, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, &field, reflection.GetInt32(message, &field) + 1);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, &field, reflection.GetInt64(message, &field) + 1);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(&message, &field, reflection.GetUInt32(message, &field) + 1);
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.SetUInt64(&message, &field, reflection.GetUInt64(message, &field) + 1);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, &field, !reflection.GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, &field,
                                     reflection.GetEnumValue(message, &field) + 1);
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&message, &field, reflection.GetString(message, &field) + "x");
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message& inner = *reflection.MutableMessage(&message, &field);
      return Alter(inner, *inner.GetDescriptor()->field(0));
    }
    default:
      FAIL() << "no request has such a field: " << field.full_name();
  }
}

void Alter(Message& message, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) return AlterSingle(message, field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.AddInt32(&message, &field, 7);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.AddEnumValue(&message, &field, 1);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      reflection.AddMessage(&message, &field);
      return;
    default:
      FAIL() << "no request has such a field: " << field.full_name();
  }
}

// A place in a request: the fields that lead to it, the first element of each list.
using Path = std::vector<const FieldDescriptor*>;

Message& At(Message& message, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? *reflection.MutableRepeatedMessage(&message, &field, 0)
                             : *reflection.MutableMessage(&message, &field);
}

void AlterAt(Message& message, const Path& path) {
  Message* inner = &message;
  for (size_t i = 0; i + 1 < path.size(); ++i) inner = &At(*inner, *path[i]);
  Alter(*inner, *path.back());
}

// Every field of what is set in the message, and of the messages in it.
void ListPaths(const Message& message, const Path& before, std::vector<Path>& paths) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    Path path = before;
    path.push_back(&field);
    paths.push_back(path);
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field.is_repeated() && reflection.FieldSize(message, &field) > 0) {
      ListPaths(reflection.GetRepeatedMessage(message, &field, 0), path, paths);
    } else if (!field.is_repeated() && reflection.HasField(message, &field)) {
      ListPaths(reflection.GetMessage(message, &field), path, paths);
    }
  }
}

bool IsLeftOut(const Path& path) {
  const std::string& name = path[0]->name();
  if (name == "request_id" || name == "validate_only" || name == "case_reference") return true;
  return std::any_of(path.begin(), path.end(), [](const FieldDescriptor* field) {
    return field->options().GetExtension(v1::sealed_text);
  });
}

// What the ledger tells of an award's part when it is read; nobody asks for it.
bool IsNoInput(const FieldDescriptor& field) {
  return field.containing_type() == v1::AwardFunding::descriptor() &&
         field.number() > v1::AwardFunding::kAmountPenceFieldNumber;
}

TEST(Fingerprint, EveryFieldOfEveryRequest_changesIt_andOnlySealedTextsAreLeftOut) {
  int counted = 0;
  int left_out = 0;
  for (const Request& request : AllRequests()) {
    const auto with = [&request](const Path& path) {
      Request altered = request;
      std::visit([&path](Message& message) { AlterAt(message, path); }, altered);
      return FingerprintOf(altered, Sam());
    };
    std::vector<Path> paths;
    std::visit([&paths](const Message& message) { ListPaths(message, {}, paths); }, request);
    const Fingerprint before = FingerprintOf(request, Sam());
    std::set<Fingerprint> all = {before};
    for (const Path& path : paths) {
      if (IsNoInput(*path.back())) continue;
      const bool inside = path.back()->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                          !path.back()->is_repeated();
      if (IsLeftOut(path)) {
        EXPECT_EQ(with(path), before) << path.back()->full_name();
        ++left_out;
      } else if (inside) {
        EXPECT_NE(with(path), before) << path.back()->full_name();
      } else {
        EXPECT_TRUE(all.insert(with(path)).second) << path.back()->full_name();
        ++counted;
      }
    }
  }
  EXPECT_GT(counted, 150);
  EXPECT_GT(left_out, 90);
}

TEST(Fingerprint, EveryKindOfRequest_hasItsOwn) {
  std::set<Fingerprint> all;
  for (const Request& request : AllRequests()) {
    EXPECT_TRUE(all.insert(FingerprintOf(request, Sam())).second) << request.index();
  }
}

// A field that a newer client sends is no part of what was decided here.
TEST(Fingerprint, UnknownFields_areLeftOut) {
  v1::EndAwardRequest request = GoodEndAward();
  v1::EndAwardRequest::GetReflection()->MutableUnknownFields(&request)->AddVarint(999, 1);
  EXPECT_EQ(FingerprintOf(request, Sam()), FingerprintOf(GoodEndAward(), Sam()));
}

std::string Hex(const Fingerprint& fingerprint) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(fingerprint.data()), fingerprint.size()));
}

// Fingerprints stand in stored entries: another way to work them out would refuse every retry of a
// request that was decided before.
TEST(Fingerprint, GoldenVectors) {
  EXPECT_EQ(Hex(FingerprintOf(GoodCreateLoad(), Sam())), "32d594048e020bea02bd3fdb9936e2ff");
  EXPECT_EQ(Hex(FingerprintOf(GoodProposeAward(), Sam())), "ca0cf88ad205bebc730d9fbacf1ad09f");
  EXPECT_EQ(Hex(FingerprintOf(GoodProposeAwardWithTerms(), Sam())),
            "5150a1f85b9bba3d98d48f249293c8a8");
  EXPECT_EQ(Hex(FingerprintOf(GoodBlockCard(), Sam())), "2c613e1a3ff4f8cc0449c041892ef456");
}

}  // namespace
}  // namespace cardledger::domain
