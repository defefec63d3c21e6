// Requests that are not as they must be: everything wrong is named at once, the message says what
// would be accepted, and the ledger stays as it was.

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"

#include "services/rpc/page_token.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kIdKey[] = "sixteen letters.";

class BadInputTest : public ::testing::Test {
 protected:
  BadInputTest() : position_(ledger_.Position()) {}
  ~BadInputTest() override { EXPECT_EQ(ledger_.Position(), position_); }

  template <typename Response>
  void ExpectInvalid(const Answer<Response>& answer) {
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(ReasonOf(answer.details), "INVALID_REQUEST");
    EXPECT_EQ(answer.details.message(), answer.status.error_message());
  }

  Answer<v1::ActivatePolicyResponse> ActivatePolicy(const std::string& text) {
    v1::ActivatePolicyRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_text(text);
    return ledger_.Call(ledger_.policies, &v1::PolicyService::Stub::ActivatePolicy,
                        kFinanceApprover, request);
  }
  // How far the ledger has come, and the root over all that.
  static v1::GetLedgerResponse LedgerOf(ServedLedger& ledger) {
    const auto answer = ledger.Call(ledger.journal, &v1::JournalService::Stub::GetLedger, kAuditor,
                                    v1::GetLedgerRequest());
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    return answer.response;
  }

  struct Filters {
    int32_t page_size = 0;
    int32_t financial_year = 0;
    std::string person;
    int state = 0;
  };
  // The fields that each list complains of.
  struct ViolatedLists {
    std::vector<std::string> funds;
    std::vector<std::string> awards;
    std::vector<std::string> policies;
    std::vector<std::string> cards;
    std::vector<std::string> providers;
    std::vector<std::string> referrals;
  };
  ViolatedLists List(const std::string& token, const Filters& filters) {
    v1::ListFundsRequest funds;
    funds.set_page_size(filters.page_size);
    funds.set_page_token(token);
    funds.set_financial_year(filters.financial_year);
    v1::ListAwardsRequest awards;
    awards.set_page_size(filters.page_size);
    awards.set_page_token(token);
    awards.set_person(filters.person);
    awards.set_state(static_cast<v1::AwardState>(filters.state));
    v1::ListPoliciesRequest policies;
    policies.set_page_size(filters.page_size);
    policies.set_page_token(token);
    v1::ListCardsRequest cards;
    cards.set_page_size(filters.page_size);
    cards.set_page_token(token);
    cards.set_person(filters.person);
    cards.set_state(static_cast<v1::CardState>(filters.state));
    v1::ListProvidersRequest providers;
    providers.set_page_size(filters.page_size);
    providers.set_page_token(token);
    v1::ListReferralsRequest referrals;
    referrals.set_page_size(filters.page_size);
    referrals.set_page_token(token);
    referrals.set_state(static_cast<v1::ReferralState>(filters.state));
    return {ViolatedBy(ledger_.funds, &v1::FundService::Stub::ListFunds, funds),
            ViolatedBy(ledger_.awards, &v1::AwardService::Stub::ListAwards, awards),
            ViolatedBy(ledger_.policies, &v1::PolicyService::Stub::ListPolicies, policies),
            ViolatedBy(ledger_.cards, &v1::CardService::Stub::ListCards, cards),
            ViolatedBy(ledger_.providers, &v1::ProviderService::Stub::ListProviders, providers),
            ViolatedBy(ledger_.referrals, &v1::ReferralService::Stub::ListReferrals, referrals)};
  }
  template <typename Stub, typename Method, typename Request>
  std::vector<std::string> ViolatedBy(std::unique_ptr<Stub>& stub, Method method,
                                      const Request& request) {
    const auto answer = ledger_.Call(stub, method, kAuditor, request);
    ExpectInvalid(answer);
    return ViolatedFields(answer.details);
  }

  // Garbage; of another list; and, since anybody can make a checksum, with keys that no row has.
  std::vector<std::string> WrongTokens() {
    std::vector<std::string> tokens = {"garbage", "AAAA", std::string(600, 'A'), "\x01\x02",
                                       Token(rpc::HashFilter("ListPersons", ""), kIdKey)};
    for (const char* key : {"", "short", "seventeen letters"}) {
      tokens.push_back(Token(rpc::HashFilter("ListFunds", "0"), key));
      tokens.push_back(Token(rpc::HashFilter("ListAwards", "|0"), key));
      tokens.push_back(Token(rpc::HashFilter("ListPolicies", ""), key));
      tokens.push_back(Token(rpc::HashFilter("ListCards", "||0"), key));
      tokens.push_back(Token(rpc::HashFilter("ListProviders", ""), key));
      tokens.push_back(Token(rpc::HashFilter("ListReferrals", "0"), key));
    }
    return tokens;
  }
  std::string Token(rpc::FilterHash list, absl::string_view key) {
    return rpc::EncodePageToken({.upper_position = 1, .last_key = std::string(key)}, list,
                                ledger_.server().engine().identity().id);
  }

  ServedLedger ledger_;
  uint64_t position_;
};

TEST_F(BadInputTest, Award_withEverythingWrong_namesEveryField) {
  v1::ProposeAwardRequest request;
  request.set_request_id("not-a-uuid");
  request.set_person("persons/1");
  request.set_power(static_cast<journal::v1::Power>(99));
  *request.mutable_start_date() = DateOf(2026, 2, 30);
  request.add_funding()->set_amount_pence(-1);
  const auto answer =
      ledger_.Call(ledger_.awards, &v1::AwardService::Stub::ProposeAward, kSocialWorker, request);
  ExpectInvalid(answer);
  EXPECT_THAT(ViolatedFields(answer.details),
              UnorderedElementsAre("request_id", "person", "power", "delivery", "start_date",
                                   "end_date", "funding[0].fund", "funding[0].amount_pence"));
  EXPECT_TRUE(absl::StrContains(answer.status.error_message(), "person: must be persons/"));
}

TEST_F(BadInputTest, Load_ofNothing_namesEveryField) {
  const auto answer = ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad,
                                   kFinanceOfficer, v1::CreateLoadRequest());
  ExpectInvalid(answer);
  EXPECT_THAT(ViolatedFields(answer.details),
              UnorderedElementsAre("request_id", "award", "amount_pence", "due_date"));
}

TEST_F(BadInputTest, Amount_atTheEndsOfItsType_isRefused) {
  for (const int64_t pence : {INT64_MAX, INT64_MIN, int64_t{0}, int64_t{100'000'001}}) {
    v1::CreateLoadRequest request = ledger_.LoadOf("awards/" + ledger_.NewId(), pence);
    const auto answer =
        ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, request);
    ExpectInvalid(answer);
    EXPECT_THAT(ViolatedFields(answer.details), ElementsAre("amount_pence")) << pence;
  }
}

TEST_F(BadInputTest, UnknownEnumNumbers_areRefused) {
  v1::AllocateBudgetRequest allocate;
  allocate.set_request_id(ledger_.NewId());
  allocate.set_fund("funds/" + ledger_.NewId());
  allocate.set_amount_pence(1);
  for (const int reason : {0, 77, -1}) {
    allocate.set_reason(static_cast<journal::v1::BudgetReason>(reason));
    const auto answer = ledger_.Call(ledger_.funds, &v1::FundService::Stub::AllocateBudget,
                                     kFinanceApprover, allocate);
    ExpectInvalid(answer);
    EXPECT_THAT(ViolatedFields(answer.details), ElementsAre("reason")) << reason;
  }
  v1::ListAwardsRequest list;
  list.set_state(static_cast<v1::AwardState>(77));
  const auto listed =
      ledger_.Call(ledger_.awards, &v1::AwardService::Stub::ListAwards, kAuditor, list);
  ExpectInvalid(listed);
  EXPECT_THAT(ViolatedFields(listed.details), ElementsAre("state"));
}

TEST_F(BadInputTest, Policy_cutInHalf_isToldItsLineAndWhatIsAccepted) {
  const auto answer = ActivatePolicy("version: \"half\"\nvalid_from { year: 2026");
  ExpectInvalid(answer);
  EXPECT_THAT(ViolatedFields(answer.details), ElementsAre("text"));
  EXPECT_THAT(answer.status.error_message(), HasSubstr("text: line 2: column 24: Expected"));
  EXPECT_THAT(answer.status.error_message(), HasSubstr("got: the end of the text"));
  EXPECT_THAT(answer.status.error_message(),
              HasSubstr("a policy is one cardledger.policy.v1.SchemePolicy in protobuf's text "
                        "format, complete to its last closing brace: see docs/POLICY.md"));
}

// Once activated, it would have made every list of policies unreadable.
TEST_F(BadInputTest, Policy_withBytesThatNoClientCanRead_isRefused) {
  const auto answer = ActivatePolicy(absl::StrReplaceAll(
      TestPolicyText(), {{R"(days: 84 source: "test")", R"(days: 84 source: "caf\351")"}}));
  ExpectInvalid(answer);
  EXPECT_THAT(ViolatedFields(answer.details), ElementsAre("text"));
  EXPECT_THAT(answer.status.error_message(),
              HasSubstr("line 9: phase_length_max: source must be valid UTF-8"));
}

// The fault quotes half of a character, which once ended the process.
TEST_F(BadInputTest, Policy_withAWordBeyondAscii_isToldInWordsThatClientsCanRead) {
  const auto answer = ActivatePolicy("version: \u00E9");
  ExpectInvalid(answer);
  EXPECT_THAT(ViolatedFields(answer.details), Not(IsEmpty()));
  EXPECT_THAT(answer.status.error_message(), HasSubstr("line 1: column 10"));
}

TEST_F(BadInputTest, Policy_withAWordAsLongAsItself_isToldItsLine) {
  const auto answer = ActivatePolicy(std::string(50'000, 'x'));
  ExpectInvalid(answer);
  EXPECT_THAT(ViolatedFields(answer.details), ElementsAre("text"));
  EXPECT_THAT(answer.status.error_message(), HasSubstr("line 1"));
}

TEST_F(BadInputTest, Policy_withThousandsOfFaults_isAnsweredWithinWhatClientsTake) {
  std::string text;
  while (text.size() < 50'000) text += "no_such_field: 1\n";
  ExpectInvalid(ActivatePolicy(text));
}

// gRPC answers before the ledger is reached; 4194304 is what ERRORS.md calls 4 MiB.
TEST_F(BadInputTest, Body_of100Megabytes_isToldWhatIsAcceptedAndChangesNothing) {
  ServedLedger tcp(Backing::kMemory, Transport::kTcp);
  tcp.ActivateTestPolicy();
  const v1::GetLedgerResponse before = LedgerOf(tcp);
  v1::ActivatePolicyRequest request;
  request.set_request_id(tcp.NewId());
  request.mutable_text()->resize(100'000'000, 'x');
  const auto answer =
      tcp.Call(tcp.policies, &v1::PolicyService::Stub::ActivatePolicy, kFinanceApprover, request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(answer.status.error_message(),
            absl::StrCat("Received message larger than max (", request.ByteSizeLong(), " vs. ",
                         4 * 1024 * 1024, ")"));
  const v1::GetLedgerResponse after = LedgerOf(tcp);
  EXPECT_EQ(after.read_point().position(), before.read_point().position());
  EXPECT_EQ(after.root_hash(), before.root_hash());
}

TEST_F(BadInputTest, BytesThatAreNoMessage_areRefused) {
  grpc::GenericStub stub(ledger_.channel());
  grpc::ClientContext context;
  Identify(context, kFinanceOfficer);
  grpc::CompletionQueue queue;
  const grpc::Slice garbage(std::string("\xff\xff\xff\xff garbage"));
  grpc::ByteBuffer request(&garbage, 1);
  grpc::ByteBuffer response;
  grpc::Status status;
  const auto call =
      stub.PrepareUnaryCall(&context, "/cardledger.v1.LoadService/CreateLoad", request, &queue);
  call->StartCall();
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  ASSERT_TRUE(queue.Next(&tag, &ok));
  EXPECT_FALSE(status.ok());
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
}

TEST_F(BadInputTest, PageSize_negative_isRefused) {
  v1::ListFundsRequest request;
  request.set_page_size(-1);
  const auto answer =
      ledger_.Call(ledger_.funds, &v1::FundService::Stub::ListFunds, kAuditor, request);
  ExpectInvalid(answer);
  EXPECT_THAT(ViolatedFields(answer.details), ElementsAre("page_size"));
}

TEST_F(BadInputTest, PageToken_wrong_isRefusedByEveryList) {
  for (const std::string& token : WrongTokens()) {
    const ViolatedLists violated = List(token, Filters());
    EXPECT_THAT(violated.funds, ElementsAre("page_token")) << token;
    EXPECT_THAT(violated.awards, ElementsAre("page_token")) << token;
    EXPECT_THAT(violated.policies, ElementsAre("page_token")) << token;
    EXPECT_THAT(violated.cards, ElementsAre("page_token")) << token;
    EXPECT_THAT(violated.providers, ElementsAre("page_token")) << token;
    EXPECT_THAT(violated.referrals, ElementsAre("page_token")) << token;
  }
}

TEST_F(BadInputTest, PageToken_wrong_isNamedWithAllElseThatIsWrong) {
  const Filters wrong = {.page_size = -1, .financial_year = 1, .person = "persons/1", .state = 77};
  for (const std::string& token : WrongTokens()) {
    const ViolatedLists violated = List(token, wrong);
    EXPECT_THAT(violated.funds, ElementsAre("page_size", "financial_year", "page_token")) << token;
    EXPECT_THAT(violated.awards, ElementsAre("page_size", "person", "state", "page_token"))
        << token;
    EXPECT_THAT(violated.policies, ElementsAre("page_size", "page_token")) << token;
    EXPECT_THAT(violated.cards, ElementsAre("page_size", "person", "state", "page_token")) << token;
    EXPECT_THAT(violated.providers, ElementsAre("page_size", "page_token")) << token;
    EXPECT_THAT(violated.referrals, ElementsAre("page_size", "state", "page_token")) << token;
  }
}

TEST_F(BadInputTest, Watch_beyondTheJournal_isOutOfRange) {
  v1::WatchEntriesRequest request;
  request.set_after_sequence(position_ + 1);
  grpc::ClientContext context;
  Identify(context, kAuditor);
  const auto reader = ledger_.journal->WatchEntries(&context, request);
  v1::WatchEntriesResponse response;
  EXPECT_FALSE(reader->Read(&response));
  const grpc::Status status = reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(ReasonOf(DetailsOf(status)), "POSITION_OUT_OF_RANGE");
  EXPECT_EQ(FactOf(DetailsOf(status), "position"), std::to_string(position_));
}

}  // namespace
}  // namespace cardledger::tests
