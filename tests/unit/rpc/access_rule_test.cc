#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"

#include "cardledger/v1/access.pb.h"
#include "cardledger/v1/balances.pb.h"
#include "services/engine/errors.h"
#include "services/rpc/access.h"
#include "services/rpc/identities.h"
#include "services/rpc/reasons.h"

namespace cardledger::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;

void AddField(DescriptorProto& message, const std::string& name, FieldDescriptorProto::Type type) {
  FieldDescriptorProto& field = *message.add_field();
  field.set_name(name);
  field.set_number(message.field_size());
  field.set_type(type);
  field.set_label(FieldDescriptorProto::LABEL_OPTIONAL);
}

// A service with one method whose access option is `rule`, or none.
absl::StatusOr<ServiceAccess> Load(const v1::AccessRule* rule) {
  FileDescriptorProto file;
  file.set_name("test.proto");
  file.set_package("test");
  auto& message = *file.add_message_type();
  message.set_name("Request");
  AddField(message, "name", FieldDescriptorProto::TYPE_STRING);
  AddField(message, "number", FieldDescriptorProto::TYPE_INT64);
  auto& service = *file.add_service();
  service.set_name("Service");
  auto& method = *service.add_method();
  method.set_name("Method");
  method.set_input_type(".test.Request");
  method.set_output_type(".test.Request");
  if (rule != nullptr) *method.mutable_options()->MutableExtension(v1::access) = *rule;
  DescriptorPool pool(DescriptorPool::generated_pool());
  return ServiceAccess::Load(*pool.BuildFile(file)->service(0));
}

v1::AccessRule Rule(v1::AccessScope scope, std::initializer_list<int> roles) {
  v1::AccessRule rule;
  rule.set_object("name");
  v1::AccessGrant& grant = *rule.add_grants();
  grant.set_scope(scope);
  for (const int role : roles) grant.add_roles(static_cast<journal::v1::Role>(role));
  return rule;
}

TEST(AccessRuleTest, MethodWithoutARule_isAFault) {
  EXPECT_EQ(Load(nullptr).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(AccessRuleTest, RuleWithAHole_isAFault) {
  const v1::AccessRule faulty[] = {
      v1::AccessRule(),
      Rule(v1::ACCESS_SCOPE_ANY, {}),
      Rule(v1::ACCESS_SCOPE_UNSPECIFIED, {journal::v1::ROLE_AUDITOR}),
      Rule(v1::ACCESS_SCOPE_ANY, {journal::v1::ROLE_UNSPECIFIED}),
      Rule(v1::ACCESS_SCOPE_ANY, {journal::v1::ROLE_AUDITOR, journal::v1::ROLE_LEDGER}),
  };
  for (const v1::AccessRule& rule : faulty) {
    EXPECT_EQ(Load(&rule).status().code(), absl::StatusCode::kFailedPrecondition)
        << rule.DebugString();
  }
}

v1::AccessRule WithObject(const std::string& object) {
  v1::AccessRule rule = Rule(v1::ACCESS_SCOPE_ANY, {journal::v1::ROLE_AUDITOR});
  rule.set_object(object);
  return rule;
}

TEST(AccessRuleTest, RuleThatDoesNotSayWhoseTheObjectIs_isAFault) {
  v1::AccessRule none = WithObject("name");
  none.clear_object_of();
  v1::AccessRule own_of_nobody = Rule(v1::ACCESS_SCOPE_OWN, {journal::v1::ROLE_PERSON});
  own_of_nobody.set_nobodys(true);
  for (const v1::AccessRule& rule :
       {none, own_of_nobody, WithObject("none_such"), WithObject("number"), WithObject("")}) {
    EXPECT_EQ(Load(&rule).status().code(), absl::StatusCode::kFailedPrecondition)
        << rule.DebugString();
  }
  const v1::AccessRule good = WithObject("name");
  EXPECT_TRUE(Load(&good).ok());
}

TEST(AccessRuleTest, SupportersAndRepresentatives_needWhatTheyAreThereFor) {
  v1::AccessRule supporter = Rule(v1::ACCESS_SCOPE_OWN, {journal::v1::ROLE_SUPPORTER});
  EXPECT_FALSE(Load(&supporter).ok());
  supporter.mutable_grants(0)->add_supporter_scopes(journal::v1::SUPPORTER_SCOPE_BALANCE);
  EXPECT_TRUE(Load(&supporter).ok());
  v1::AccessRule representative = Rule(v1::ACCESS_SCOPE_OWN, {journal::v1::ROLE_REPRESENTATIVE});
  EXPECT_FALSE(Load(&representative).ok());
  representative.mutable_grants(0)->add_representative_scopes(
      journal::v1::REPRESENTATIVE_SCOPE_ESTATE);
  EXPECT_TRUE(Load(&representative).ok());
  v1::AccessRule person = Rule(v1::ACCESS_SCOPE_OWN, {journal::v1::ROLE_PERSON});
  person.mutable_grants(0)->add_supporter_scopes(journal::v1::SUPPORTER_SCOPE_BALANCE);
  EXPECT_FALSE(Load(&person).ok());
}

TEST(AccessRuleTest, Caller_isLetInByAnyGrantThatNamesARole) {
  v1::AccessRule rule = Rule(v1::ACCESS_SCOPE_ANY, {journal::v1::ROLE_AUDITOR});
  *rule.add_grants() = Rule(v1::ACCESS_SCOPE_OWN, {journal::v1::ROLE_PERSON}).grants(0);
  const absl::StatusOr<ServiceAccess> access = Load(&rule);
  ASSERT_TRUE(access.ok()) << access.status();
  const AccessRule& loaded = access->Of("Method");
  EXPECT_EQ(loaded.method, "test.Service.Method");
  Caller caller{.subject = "a", .roles = {}, .carried_by = ""};
  caller.roles.Add(journal::v1::ROLE_ADMINISTRATOR);
  const absl::Status denied = Authorise(loaded, caller);
  EXPECT_EQ(denied.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(engine::ReasonOf(denied), kReasonRoleNotAllowed);
  EXPECT_NE(denied.message().find("person, auditor"), absl::string_view::npos) << denied;
  for (const journal::v1::Role role : {journal::v1::ROLE_AUDITOR, journal::v1::ROLE_PERSON}) {
    Caller allowed = caller;
    allowed.roles.Add(role);
    EXPECT_TRUE(Authorise(loaded, allowed).ok());
  }
}

TEST(AccessRuleDeathTest, UnknownMethod_aborts) {
  const auto access = ServiceAccess::Load(*v1::GetBalanceRequest::descriptor()->file()->service(0));
  ASSERT_TRUE(access.ok());
  EXPECT_DEATH(access->Of("NoSuchMethod"), "descriptor");
}

TEST(DevelopmentIdentitiesTest, Roles_areReadByTheirLowerCaseNames) {
  const DevelopmentIdentities identities;
  const absl::StatusOr<Caller> caller = identities.Parse("finance-1", "finance_officer,auditor");
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_TRUE(caller->roles.Has(journal::v1::ROLE_FINANCE_OFFICER));
  EXPECT_TRUE(caller->roles.Has(journal::v1::ROLE_AUDITOR));
  EXPECT_FALSE(caller->roles.Has(journal::v1::ROLE_APPROVER));
  const journal::v1::Caller stored = ToJournal(*caller);
  EXPECT_EQ(stored.subject(), "finance-1");
  ASSERT_EQ(stored.roles_size(), 2);
  EXPECT_EQ(stored.roles(0), journal::v1::ROLE_FINANCE_OFFICER);
}

TEST(DevelopmentIdentitiesTest, Identity_thatIsNone_isUnauthenticatedAndSaysWhatIsAccepted) {
  const DevelopmentIdentities identities;
  const absl::Status unknown = identities.Parse("a", "emperor").status();
  EXPECT_EQ(unknown.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(engine::ReasonOf(unknown), kReasonIdentityInvalid);
  EXPECT_NE(unknown.message().find("social_worker"), absl::string_view::npos);
  EXPECT_EQ(unknown.message().find("unspecified"), absl::string_view::npos);
  EXPECT_FALSE(identities.Parse("a b", "auditor").ok());
  EXPECT_FALSE(identities.Parse("", "auditor").ok());
  EXPECT_FALSE(identities.Parse("a", "").ok());
  EXPECT_FALSE(identities.Parse("a", ",auditor").ok());
}

// What the ledger does by itself is stored as done in that role.
TEST(DevelopmentIdentitiesTest, Nobody_callsAsTheLedgerItself) {
  const DevelopmentIdentities identities;
  const absl::Status denied = identities.Parse("a", "auditor,ledger").status();
  EXPECT_EQ(engine::ReasonOf(denied), kReasonIdentityInvalid);
  EXPECT_EQ(denied.message().find(", ledger"), absl::string_view::npos);
}

TEST(AccessRuleTest, LinesAreOfWhoeverTheObjectBelongsTo) {
  v1::AccessRule rule = WithObject("name");
  rule.set_opens_lines(true);
  const auto access = Load(&rule);
  ASSERT_TRUE(access.ok());
  EXPECT_TRUE(access->Of("Method").opens_lines);
  rule.set_filtered(true);
  EXPECT_EQ(Load(&rule).status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace cardledger::rpc
