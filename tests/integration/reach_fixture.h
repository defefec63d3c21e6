#pragma once

// Two people with all that belongs to them, on a served ledger, and those who may reach one of them
// alone. One thread.

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cardledger/v1/access.pb.h"
#include "cardledger/v1/transactions.pb.h"
#include "services/domain/names.h"
#include "services/rpc/caller.h"
#include "tests/integration/api_methods.h"
#include "tests/support/test_ledger.h"
#include "tests/unit/domain/all_requests.h"

namespace cardledger::tests {

inline constexpr char kRelated[] = "rita.related";

// All that belongs to one person, by collection.
struct Case {
  std::string subject;
  std::string supporter;  // their subject
  std::string representative;
  std::map<std::string, std::string> names;  // "awards" -> awards/...

  const std::string& person() const { return names.at("persons"); }
  const std::string& award() const { return names.at("awards"); }
};

inline const v1::AccessRule& RuleOf(const google::protobuf::MethodDescriptor& method) {
  return method.options().GetExtension(v1::access);
}

// The collection that the method's object is of.
inline std::string CollectionOf(const google::protobuf::MethodDescriptor& method) {
  const std::string& field = RuleOf(method).object();
  if (method.name() == "GetTransactionTotals") return "awards";
  if (field != "name") return field + "s";
  static const std::map<std::string, std::string> by_service = {
      {"AwardService", "awards"},       {"CardService", "cards"},
      {"PersonService", "persons"},     {"ProviderService", "providers"},
      {"ReferralService", "referrals"}, {"TransactionService", "transactions"}};
  return by_service.at(method.service()->name());
}

class ReachTest : public ::testing::Test {
 protected:
  ReachTest() : ann_(MakeCase("ann")), bob_(MakeCase("bob")) {
    Relate(kRelated, ann_);
    for (const domain::Request& request : domain::AllRequests()) {
      std::visit([this](const auto& one) { good_[one.GetDescriptor()] = one.SerializeAsString(); },
                 request);
    }
  }

  Case MakeCase(const std::string& name) {
    Case made{.subject = name,
              .supporter = name + ".supporter",
              .representative = name + ".representative",
              .names = {}};
    made.names["awards"] = ledger_.MakeAward();
    v1::GetAwardRequest get;
    get.set_name(made.award());
    made.names["persons"] =
        Must(ledger_.awards, &v1::AwardService::Stub::GetAward, kSocialWorker, get)
            .award()
            .person();
    SignIn(made);
    v1::CreateLoadResponse load = Must(ledger_.loads, &v1::LoadService::Stub::CreateLoad,
                                       kFinanceOfficer, ledger_.LoadOf(made.award(), 1'000));
    made.names["transactions"] = absl::StrCat("transactions/", load.decision().sequence());
    made.names["cards"] = CardFor(made, "");
    MakeProvider(made);
    v1::RequestWithheldLookRequest look = domain::GoodRequestWithheldLook();
    look.set_request_id(ledger_.NewId());
    look.set_person(made.person());
    made.names["looks"] =
        Must(ledger_.looks, &v1::LookService::Stub::RequestWithheldLook, kSafeguardingLead, look)
            .name();
    return made;
  }

  void SignIn(Case& made) {
    v1::SetPersonSubjectRequest sign_in;
    sign_in.set_request_id(ledger_.NewId());
    sign_in.set_person(made.person());
    sign_in.set_subject(made.subject);
    Must(ledger_.persons, &v1::PersonService::Stub::SetPersonSubject, kSocialWorker, sign_in);
    made.names["supporters"] = Support(made, made.supporter, {1, 2, 3, 4});
    v1::AddRepresentativeRequest add;
    add.set_request_id(ledger_.NewId());
    add.set_person(made.person());
    add.set_authority(journal::v1::AUTHORITY_DEPUTY_PROPERTY);
    add.add_scopes(journal::v1::REPRESENTATIVE_SCOPE_FINANCES);
    *add.mutable_first_date() = DateOf(2026, 7, 1);
    add.set_subject(made.representative);
    add.set_representative_name("somebody");
    add.set_evidence("seen");
    made.names["representatives"] =
        Must(ledger_.persons, &v1::PersonService::Stub::AddRepresentative, kSocialWorker, add)
            .name();
  }

  void MakeProvider(Case& made) {
    made.names["providers"] = ledger_.RegisterProvider(made.subject);
    v1::AddProviderSubjectRequest add;
    add.set_request_id(ledger_.NewId());
    add.set_provider(made.names["providers"]);
    add.set_subject(made.subject);
    Must(ledger_.providers, &v1::ProviderService::Stub::AddProviderSubject, kBrokerage, add);
  }

  // Opens a question to a senior about each.
  void ReferBoth() {
    ledger_.ActivatePolicy(
        absl::StrCat(TestPolicyText(),
                     "referral { senior: \"Head of Service\" working_days: 5 source: \"test\" "
                     "verification: VERIFICATION_NOT_VERIFIED }"));
    for (Case* each : {&ann_, &bob_}) {
      v1::RequestExceptionRequest ask = domain::GoodRequestException();
      ask.set_request_id(ledger_.NewId());
      ask.set_award(each->award());
      each->names["referrals"] =
          Must(ledger_.referrals, &v1::ReferralService::Stub::RequestException, kSocialWorker, ask)
              .name();
    }
  }

  // From today on, as the person would who has just decided on it.
  std::string Support(const Case& whom, const std::string& subject, const std::set<int>& scopes) {
    v1::AddSupporterRequest add;
    add.set_request_id(ledger_.NewId());
    add.set_person(whom.person());
    for (const int scope : scopes) add.add_scopes(static_cast<journal::v1::SupporterScope>(scope));
    *add.mutable_first_date() = DateOf(2026, 7, 6);
    add.set_subject(subject);
    add.set_supporter_name("somebody");
    return Must(ledger_.persons, &v1::PersonService::Stub::AddSupporter, kSocialWorker, add).name();
  }

  // Of the person's award; `supporter`: who will hold it, or "" for the person.
  std::string CardFor(const Case& whom, const std::string& supporter) {
    v1::RequestCardRequest card;
    card.set_request_id(ledger_.NewId());
    card.set_award(whom.award());
    card.set_holder(supporter.empty() ? journal::v1::HOLDER_KIND_PERSON
                                      : journal::v1::HOLDER_KIND_SUPPORTER);
    card.set_party(supporter);
    return Must(ledger_.cards, &v1::CardService::Stub::RequestCard, kSocialWorker, card).name();
  }

  // At once.
  void EndSupport(const Case& whom, const std::string& supporter) {
    v1::EndSupporterRequest end;
    end.set_request_id(ledger_.NewId());
    end.set_person(whom.person());
    end.set_supporter(supporter);
    Must(ledger_.persons, &v1::PersonService::Stub::EndSupporter, kSocialWorker, end);
  }

  void Relate(const std::string& subject, const Case& to) {
    v1::DeclareRelationRequest declare;
    declare.set_request_id(ledger_.NewId());
    declare.set_person(to.person());
    declare.set_subject(subject);
    Must(ledger_.persons, &v1::PersonService::Stub::DeclareRelation, kSocialWorker, declare);
  }

  template <typename Stub, typename Request, typename Response>
  Response Must(std::unique_ptr<Stub>& stub,
                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Identity& identity, const std::type_identity_t<Request>& request) {
    Answer<Response> answer = ledger_.Call(stub, method, identity, request);
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    return answer.response;
  }

  // A well-formed request about `object` that changes nothing.
  std::string RequestAbout(const google::protobuf::MethodDescriptor& method,
                           const std::string& object) {
    const google::protobuf::Descriptor* type = method.input_type();
    std::unique_ptr<google::protobuf::Message> request(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
    if (good_.contains(type)) request->ParseFromString(good_.at(type));
    const auto* reflection = request->GetReflection();
    const auto set_date = [&](const char* name, int32_t year) {
      const google::protobuf::FieldDescriptor* field = type->FindFieldByName(name);
      if (field == nullptr || good_.contains(type)) return;
      reflection->MutableMessage(request.get(), field)->CopyFrom(DateOf(year, 7, 1));
    };
    set_date("from_date", 2026);
    set_date("before_date", 2027);
    if (const auto* only = type->FindFieldByName("validate_only")) {
      reflection->SetBool(request.get(), only, true);
    }
    reflection->SetString(request.get(), type->FindFieldByName(RuleOf(method).object()), object);
    return request->SerializeAsString();
  }

  grpc::Status CallAbout(const google::protobuf::MethodDescriptor& method,
                         const std::string& object, const Identity& identity) {
    return CallMethod(ledger_.channel(), method, RequestAbout(method, object), &identity);
  }

  // Why the call is not permitted; "" where it is.
  std::string Denial(const google::protobuf::MethodDescriptor& method, const std::string& object,
                     const Identity& identity) {
    const grpc::Status status = CallAbout(method, object, identity);
    EXPECT_NE(ReasonOf(DetailsOf(status)), "INVALID_REQUEST")
        << method.full_name() << " " << status.error_message();
    return status.error_code() == grpc::StatusCode::PERMISSION_DENIED ? ReasonOf(DetailsOf(status))
                                                                      : "";
  }

  // How somebody of the case signs in for one of their roles.
  static Identity SignedIn(const Case& of, int role) {
    const std::string name = rpc::RoleName(static_cast<journal::v1::Role>(role));
    if (role == journal::v1::ROLE_SUPPORTER) return {of.supporter, name};
    if (role == journal::v1::ROLE_REPRESENTATIVE) return {of.representative, name};
    return {of.subject, name};
  }

  v1::GetBalanceRequest BalanceOf(const Case& of) const {
    v1::GetBalanceRequest request;
    request.set_award(of.award());
    return request;
  }
  std::string BalanceDenial(const Identity& identity, const Case& of) {
    const auto answer = ledger_.Call(ledger_.balances, &v1::BalanceService::Stub::GetBalance,
                                     identity, BalanceOf(of));
    return answer.ok() ? "" : ReasonOf(answer.details);
  }

  ServedLedger ledger_;
  std::map<const google::protobuf::Descriptor*, std::string> good_;
  Case ann_;
  Case bob_;
};

}  // namespace cardledger::tests
