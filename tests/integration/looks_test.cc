// Who opened a person's lines: no line is shown to staff before their look stands in the journal,
// the person sees it by role and reason, and of a withheld one nobody sees anything who may not.

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cardledger/v1/access.pb.h"
#include "cardledger/v1/privacy.pb.h"
#include "cardledger/v1/transactions.grpc.pb.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/rpc/caller.h"
#include "tests/integration/api_methods.h"
#include "tests/integration/watching.h"
#include "tests/unit/domain/requests.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using Looks = v1::LookService::Stub;
using Transactions = v1::TransactionService::Stub;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kHourUs = 3'600'000'000;
constexpr int64_t kDayUs = 24 * kHourUs;

const Identity kAda{"ada", "person"};
const Identity kOtherLead{"lead-2", "safeguarding_lead"};
const Identity kRelated{"rita", "social_worker,safeguarding_lead"};

class LooksTest : public ::testing::Test {
 protected:
  LooksTest() : award_(ledger_.MakeAward()) {
    transactions_ = v1::TransactionService::NewStub(ledger_.channel());
    v1::GetAwardRequest get;
    get.set_name(award_);
    person_ = Must(ledger_.awards, &v1::AwardService::Stub::GetAward, kSocialWorker, get)
                  .award()
                  .person();
    v1::SetPersonSubjectRequest sign_in;
    sign_in.set_request_id(ledger_.NewId());
    sign_in.set_person(person_);
    sign_in.set_subject(kAda.subject);
    Must(ledger_.persons, &v1::PersonService::Stub::SetPersonSubject, kSocialWorker, sign_in);
    const auto load = Must(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                           ledger_.LoadOf(award_, 1'000));
    load_ = domain::TransactionName(load.decision().sequence());
  }

  template <typename Stub, typename Request, typename Response>
  Response Must(std::unique_ptr<Stub>& stub,
                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Identity& identity, const std::type_identity_t<Request>& request) {
    Answer<Response> answer = ledger_.Call(stub, method, identity, request);
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    return answer.response;
  }

  Answer<v1::ListTransactionsResponse> List(const Identity& identity) {
    v1::ListTransactionsRequest request;
    request.set_award(award_);
    return ledger_.Call(transactions_, &Transactions::ListTransactions, identity, request);
  }
  std::string Denial(const Identity& identity) {
    const auto answer = List(identity);
    return answer.ok() ? "" : ReasonOf(answer.details);
  }

  v1::OpenLinesRequest OpenRequest() {
    v1::OpenLinesRequest request = domain::GoodOpenLines();
    request.set_request_id(ledger_.NewId());
    request.set_person(person_);
    return request;
  }
  std::string Withhold(const Identity& lead) {
    v1::RequestWithheldLookRequest request = domain::GoodRequestWithheldLook();
    request.set_request_id(ledger_.NewId());
    request.set_person(person_);
    return Must(ledger_.looks, &Looks::RequestWithheldLook, lead, request).name();
  }
  void Decide(const std::string& look, bool approve) {
    v1::DecideWithheldLookRequest request = domain::GoodDecideWithheldLook();
    request.set_request_id(ledger_.NewId());
    request.set_look(look);
    request.set_approve(approve);
    Must(ledger_.looks, &Looks::DecideWithheldLook, kSeniorApprover, request);
  }
  void Disclose(const std::string& look) {
    v1::ReviewWithheldLookRequest request = domain::GoodReviewWithheldLook();
    request.set_request_id(ledger_.NewId());
    request.set_look(look);
    request.clear_review_date();
    request.set_disclose(true);
    Must(ledger_.looks, &Looks::ReviewWithheldLook, kOtherLead, request);
  }

  std::vector<v1::Look> LooksAs(const Identity& identity) {
    v1::ListLooksRequest request;
    request.set_person(person_);
    const auto response = Must(ledger_.looks, &Looks::ListLooks, identity, request);
    return {response.looks().begin(), response.looks().end()};
  }
  std::vector<std::string> NamesAs(const Identity& identity) {
    std::vector<std::string> names;
    for (const v1::Look& look : LooksAs(identity)) names.push_back(look.name());
    return names;
  }
  Answer<v1::GetLookResponse> Look(const std::string& name, const Identity& identity) {
    v1::GetLookRequest request;
    request.set_name(name);
    return ledger_.Call(ledger_.looks, &Looks::GetLook, identity, request);
  }
  std::vector<std::string> WithheldAs(const Identity& identity, int32_t due_year) {
    v1::ListWithheldLooksRequest request;
    *request.mutable_due_date() = DateOf(due_year, 1, 1);
    std::vector<std::string> names;
    const auto response = Must(ledger_.looks, &Looks::ListWithheldLooks, identity, request);
    for (const v1::Look& look : response.looks()) names.push_back(look.name());
    return names;
  }

  // The events about the person's lines that a stream shows, by their numbers.
  std::vector<int> StreamedTo(const Identity& identity, const std::vector<std::string>& events) {
    grpc::ClientContext context;
    Identify(context, identity);
    v1::WatchEntriesRequest request;
    for (const std::string& event : events) request.add_events(event);
    request.set_until_sequence(ledger_.Position());
    const auto stream = ledger_.journal->WatchEntries(&context, request);
    std::vector<int> shown;
    v1::WatchEntriesResponse response;
    while (stream->Read(&response)) {
      const int event = response.has_entry() ? response.entry().event_case() : 0;
      if (event >= journal::Entry::kLinesOpened && event <= journal::Entry::kWithheldLookReviewed) {
        shown.push_back(event);
      }
    }
    EXPECT_TRUE(stream->Finish().ok());
    return shown;
  }

  ServedLedger ledger_;
  std::unique_ptr<Transactions> transactions_;
  const std::string award_;
  std::string person_;
  std::string load_;
};

TEST_F(LooksTest, Staff_readNoLineWithoutALook_byAnyMethodThatShowsLines) {
  size_t methods = 0;
  for (const auto* method : AllMethods()) {
    const v1::AccessRule& rule = method->options().GetExtension(v1::access);
    if (!rule.opens_lines()) continue;
    ++methods;
    v1::GetStatementRequest statement;
    *statement.mutable_from_date() = DateOf(2026, 7, 1);
    *statement.mutable_before_date() = DateOf(2026, 8, 1);
    statement.set_award(award_);
    v1::ListTransactionsRequest list;
    list.set_award(award_);
    v1::GetTransactionRequest get;
    get.set_name(load_);
    v1::ExportPersonRequest everything;
    everything.set_person(person_);
    std::string bytes;
    for (const google::protobuf::Message* request :
         std::initializer_list<const google::protobuf::Message*>{&statement, &list, &get,
                                                                 &everything}) {
      if (method->input_type() == request->GetDescriptor()) bytes = request->SerializeAsString();
    }
    for (const v1::AccessGrant& grant : rule.grants()) {
      for (const int role : grant.roles()) {
        SCOPED_TRACE(absl::StrCat(ShortName(*method), " as ", role));
        const Identity reader{absl::StrCat("reader-", role, "-", methods),
                              rpc::RoleName(static_cast<journal::Role>(role))};
        if (grant.scope() == v1::ACCESS_SCOPE_OWN) continue;
        const grpc::Status closed = CallMethod(ledger_.channel(), *method, bytes, &reader);
        EXPECT_EQ(ReasonOf(DetailsOf(closed)), "LOOK_REQUIRED");
        EXPECT_EQ(FactOf(DetailsOf(closed), "person"), person_);
        ledger_.OpenLines(award_, reader);
        EXPECT_TRUE(CallMethod(ledger_.channel(), *method, bytes, &reader).ok());
      }
    }
    EXPECT_TRUE(CallMethod(ledger_.channel(), *method, bytes, &kAda).ok());
  }
  EXPECT_EQ(methods, 4u);
}

TEST_F(LooksTest, Look_standsInTheJournalBeforeTheLinesAreShown) {
  const auto opened = Must(ledger_.looks, &Looks::OpenLines, kFinanceOfficer, OpenRequest());
  EXPECT_EQ(opened.name(), absl::StrCat("looks/", opened.decision().sequence()));
  const auto lines = List(kFinanceOfficer);
  EXPECT_EQ(lines.response.transactions_size(), 1);
  EXPECT_GE(lines.response.read_point().position(), opened.decision().sequence());
  EXPECT_EQ(Denial(kAuditor), "LOOK_REQUIRED") << "a look is its own caller's alone";
}

TEST_F(LooksTest, Preview_opensNothing) {
  v1::OpenLinesRequest request = OpenRequest();
  request.set_validate_only(true);
  Must(ledger_.looks, &Looks::OpenLines, kFinanceOfficer, request);
  EXPECT_EQ(Denial(kFinanceOfficer), "LOOK_REQUIRED");
}

TEST_F(LooksTest, Look_holdsForEightHours) {
  ledger_.OpenLines(award_, kFinanceOfficer);
  ledger_.clock().Advance(domain::kLookHoursMax * kHourUs - 1);
  EXPECT_EQ(Denial(kFinanceOfficer), "");
  ledger_.clock().Advance(1);
  EXPECT_EQ(Denial(kFinanceOfficer), "LOOK_REQUIRED");
}

TEST_F(LooksTest, Look_isFoundBehindManyOfOthers_andAfterARestart) {
  ledger_.OpenLines(award_, kFinanceOfficer);
  for (int i = 0; i < 70; ++i) {
    ledger_.OpenLines(award_, {absl::StrCat("worker-", i), "social_worker"});
  }
  EXPECT_EQ(Denial(kFinanceOfficer), "");
  ledger_.Restart();
  transactions_ = v1::TransactionService::NewStub(ledger_.channel());
  EXPECT_EQ(Denial(kFinanceOfficer), "");
  EXPECT_EQ(Denial(kAuditor), "LOOK_REQUIRED");
}

TEST_F(LooksTest, OpenLines_ofALedgerThatCannotWrite_showsNothing) {
  ledger_.disk().faults().FailApply(storage::ApplyFault::kUnknownLost);
  const auto opened =
      ledger_.Call(ledger_.looks, &Looks::OpenLines, kFinanceOfficer, OpenRequest());
  EXPECT_EQ(opened.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Denial(kFinanceOfficer), "LOOK_REQUIRED");
  const auto again = ledger_.Call(ledger_.looks, &Looks::OpenLines, kFinanceOfficer, OpenRequest());
  EXPECT_EQ(ReasonOf(again.details), "LEDGER_LATCHED");
  EXPECT_EQ(Denial(kFinanceOfficer), "LOOK_REQUIRED");
}

TEST_F(LooksTest, Person_seesRoleAndReason_andNotWho) {
  const std::string look = ledger_.OpenLines(award_, kFinanceOfficer);
  const std::vector<v1::Look> seen = LooksAs(kAda);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].name(), look);
  EXPECT_EQ(seen[0].state(), v1::LOOK_STATE_OPENED);
  EXPECT_THAT(seen[0].roles(), ElementsAre(journal::ROLE_FINANCE_OFFICER));
  EXPECT_EQ(seen[0].reason(), journal::LOOK_REASON_PAYMENT_QUERY);
  EXPECT_TRUE(seen[0].has_open_time());
  EXPECT_EQ(seen[0].subject(), "");
  EXPECT_EQ(LooksAs(kSocialWorker)[0].subject(), "");
  EXPECT_EQ(LooksAs(kAuditor)[0].subject(), kFinanceOfficer.subject);

  Watching watching(ledger_, kAda, 0);
  const auto shown = watching.UpTo(ledger_.Position());
  EXPECT_TRUE(shown.back().entry().has_lines_opened());
  EXPECT_EQ(shown.back().entry().caller().subject(), "");
  EXPECT_THAT(shown.back().entry().caller().roles(), ElementsAre(journal::ROLE_FINANCE_OFFICER));
}

TEST_F(LooksTest, Note_isForThoseWhoSeeWho) {
  const auto opened = Must(ledger_.looks, &Looks::OpenLines, kFinanceOfficer, OpenRequest());
  EXPECT_EQ(Look(opened.name(), kAda).response.note(), "");
  EXPECT_EQ(Look(opened.name(), kSocialWorker).response.note(), "");
  EXPECT_EQ(Look(opened.name(), kAuditor).response.note(), OpenRequest().note());
}

TEST_F(LooksTest, List_isPaged_theNewestFirst) {
  std::vector<std::string> made;
  for (int i = 0; i < 3; ++i) {
    made.insert(made.begin(),
                ledger_.OpenLines(award_, {absl::StrCat("worker-", i), "social_worker"}));
  }
  v1::ListLooksRequest request;
  request.set_person(person_);
  request.set_page_size(2);
  const auto first = Must(ledger_.looks, &Looks::ListLooks, kAda, request);
  ledger_.OpenLines(award_, kFinanceOfficer);
  request.set_page_token(first.next_page_token());
  const auto last = Must(ledger_.looks, &Looks::ListLooks, kAda, request);
  ASSERT_EQ(first.looks_size(), 2);
  ASSERT_EQ(last.looks_size(), 1);
  EXPECT_EQ((std::vector{first.looks(0).name(), first.looks(1).name(), last.looks(0).name()}),
            made);
  EXPECT_EQ(last.next_page_token(), "");
}

TEST_F(LooksTest, WithheldLook_opensNothingBeforeItIsApproved_andNothingWhereItIsDeclined) {
  const std::string declined = Withhold(kSafeguardingLead);
  EXPECT_EQ(Denial(kSafeguardingLead), "LOOK_REQUIRED");
  Decide(declined, false);
  EXPECT_EQ(Denial(kSafeguardingLead), "LOOK_REQUIRED");
  const std::string approved = Withhold(kSafeguardingLead);
  ledger_.clock().Advance(kDayUs);
  Decide(approved, true);
  EXPECT_EQ(Denial(kSafeguardingLead), "");
  EXPECT_EQ(Denial(kSeniorApprover), "LOOK_REQUIRED") << "who approves does not look";
  ledger_.clock().Advance(domain::kLookHoursMax * kHourUs);
  EXPECT_EQ(Denial(kSafeguardingLead), "LOOK_REQUIRED");
}

TEST_F(LooksTest, WithheldLook_isThereForThoseWhoMaySeeIt_andForNobodyElse) {
  const std::string look = Withhold(kSafeguardingLead);
  Decide(look, true);
  for (const Identity& kept : {kAda, kSocialWorker, kFinanceOfficer, kSeniorApprover}) {
    EXPECT_THAT(NamesAs(kept), IsEmpty()) << kept.subject;
  }
  for (const Identity& sees : {kSafeguardingLead, kOtherLead, kAuditor}) {
    EXPECT_THAT(NamesAs(sees), ElementsAre(look)) << sees.subject;
    EXPECT_EQ(LooksAs(sees)[0].subject(), kSafeguardingLead.subject);
  }
  EXPECT_TRUE(Look(look, kSeniorApprover).ok());
  EXPECT_EQ(Look(look, kSeniorApprover).response.note(), domain::GoodRequestWithheldLook().note());
  EXPECT_EQ(ReasonOf(Look(look, kSocialWorker).details), "LOOK_NOT_FOUND");
  const auto hidden = Look(look, kAda);
  const auto nothing = Look("looks/999999", kAda);
  EXPECT_EQ(ReasonOf(hidden.details), "NOT_YOURS");
  EXPECT_EQ(hidden.status.error_details(), nothing.status.error_details());
}

// No other read tells the person that an entry is about them.
TEST_F(LooksTest, WithheldLook_isNoTransactionOfThePersons) {
  const std::string look = Withhold(kSafeguardingLead);
  v1::GetTransactionRequest get;
  get.set_name(absl::StrCat("transactions/", look.substr(sizeof("looks/") - 1)));
  const auto asked = ledger_.Call(transactions_, &Transactions::GetTransaction, kAda, get);
  EXPECT_EQ(ReasonOf(asked.details), "NOT_YOURS");
}

TEST_F(LooksTest, WithheldLook_isWorkUntilItIsDecided_andWhenItsReviewIsDue) {
  const std::string waits = Withhold(kSafeguardingLead);
  const std::string withheld = Withhold(kSafeguardingLead);
  Decide(withheld, true);
  EXPECT_THAT(WithheldAs(kSeniorApprover, 2026), ElementsAre(waits));
  EXPECT_THAT(WithheldAs(kAuditor, 2027), ElementsAre(waits, withheld));
  Disclose(withheld);
  EXPECT_THAT(WithheldAs(kOtherLead, 2027), ElementsAre(waits));
}

TEST_F(LooksTest, WithheldLook_isSeenByThePerson_onceItIsDisclosed) {
  const std::string look = Withhold(kSafeguardingLead);
  Decide(look, true);
  EXPECT_THAT(NamesAs(kAda), IsEmpty());
  Disclose(look);
  const std::vector<v1::Look> seen = LooksAs(kAda);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].name(), look);
  EXPECT_EQ(seen[0].state(), v1::LOOK_STATE_DISCLOSED);
  EXPECT_EQ(seen[0].ground(), journal::LOOK_GROUND_SERIOUS_HARM);
  EXPECT_EQ(seen[0].subject(), "");
  EXPECT_TRUE(Look(look, kAda).ok());
  EXPECT_EQ(StreamedTo(kAda, {}).size(), 3u);
}

TEST_F(LooksTest, Stream_saysNothingOfAWithheldLook) {
  ledger_.OpenLines(award_, kFinanceOfficer);
  const std::string look = Withhold(kSafeguardingLead);
  Decide(look, true);
  const int opened = journal::Entry::kLinesOpened;
  const int requested = journal::Entry::kWithheldLookRequested;
  EXPECT_THAT(StreamedTo(kAda, {}), ElementsAre(opened));
  EXPECT_THAT(StreamedTo(kAda, {"withheld_look_requested"}), IsEmpty());
  EXPECT_THAT(StreamedTo(kFinanceOfficer, {"withheld_look_requested"}), IsEmpty());
  EXPECT_THAT(StreamedTo(kFinanceOfficer, {"lines_opened"}), ElementsAre(opened));
  EXPECT_THAT(StreamedTo(kAuditor, {"withheld_look_requested"}), ElementsAre(requested));
  // The whole journal is what the root is checked against.
  EXPECT_EQ(StreamedTo(kFinanceOfficer, {}).size(), 3u);
}

// What was refused stands in no stream of the person's either.
TEST_F(LooksTest, RefusedStep_ofAWithheldLook_isNotThePersons) {
  v1::RequestWithheldLookRequest request = domain::GoodRequestWithheldLook();
  request.set_request_id(ledger_.NewId());
  request.set_person(person_);
  *request.mutable_review_date() = DateOf(2026, 7, 6);
  const auto refused =
      ledger_.Call(ledger_.looks, &Looks::RequestWithheldLook, kSafeguardingLead, request);
  EXPECT_EQ(ReasonOf(refused.details), "DAY_NOT_ACCEPTED");
  Watching watching(ledger_, kAda, 0);
  for (const v1::WatchEntriesResponse& response : watching.UpTo(ledger_.Position())) {
    EXPECT_FALSE(response.entry().has_refused());
  }
}

TEST_F(LooksTest, Staff_openAndSeeNothingOfTheirOwnCase) {
  v1::DeclareRelationRequest declare;
  declare.set_request_id(ledger_.NewId());
  declare.set_person(person_);
  declare.set_subject(kRelated.subject);
  Must(ledger_.persons, &v1::PersonService::Stub::DeclareRelation, kSocialWorker, declare);
  const std::string look = Withhold(kSafeguardingLead);
  const auto opened = ledger_.Call(ledger_.looks, &Looks::OpenLines, kRelated, OpenRequest());
  EXPECT_EQ(ReasonOf(opened.details), "OWN_CASE");
  EXPECT_EQ(Denial(kRelated), "OWN_CASE");
  EXPECT_EQ(ReasonOf(Look(look, kRelated).details), "LOOK_NOT_FOUND");
  EXPECT_THAT(WithheldAs(kRelated, 2027), IsEmpty());
  // Nor does a safeguarding lead who is the person see more than any person.
  const Identity both{kAda.subject, "person,safeguarding_lead"};
  EXPECT_THAT(NamesAs(both), IsEmpty());
  EXPECT_EQ(Denial(both), "") << "their own lines need no look";
}

TEST_F(LooksTest, Totals_needNoLook_andAddUpToTheBalance) {
  v1::ReverseTransactionRequest reversal;
  reversal.set_request_id(ledger_.NewId());
  reversal.set_award(award_);
  reversal.set_transaction(load_);
  *reversal.mutable_effective_date() = DateOf(2026, 7, 6);
  reversal.set_reason(journal::REVERSAL_REASON_ENTERED_IN_ERROR);
  Must(transactions_, &Transactions::ReverseTransaction, kFinanceOfficer, reversal);
  Must(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
       ledger_.LoadOf(award_, 700));
  v1::GetTransactionTotalsRequest request;
  *request.mutable_from_date() = DateOf(2026, 7, 1);
  *request.mutable_before_date() = DateOf(2026, 8, 1);
  for (const std::string& name : {award_, person_}) {
    request.set_name(name);
    const auto totals = Must(transactions_, &Transactions::GetTransactionTotals, kAuditor, request);
    EXPECT_EQ(totals.opening_pence(), 0);
    ASSERT_EQ(totals.totals_size(), 2);
    EXPECT_EQ(totals.totals(0).kind(), v1::TRANSACTION_KIND_LOAD);
    EXPECT_EQ(totals.totals(0).count(), 2);
    EXPECT_EQ(totals.totals(0).amount_pence(), 1'700);
    EXPECT_EQ(totals.totals(1).kind(), v1::TRANSACTION_KIND_REVERSAL);
    EXPECT_EQ(totals.totals(1).amount_pence(), -1'000);
    EXPECT_EQ(totals.closing_pence(), 700);
  }
  *request.mutable_from_date() = DateOf(2026, 7, 7);
  const auto later = Must(transactions_, &Transactions::GetTransactionTotals, kAuditor, request);
  EXPECT_EQ(later.opening_pence(), 700);
  EXPECT_EQ(later.totals_size(), 0);
  request.set_name("awards/" + ledger_.NewId());
  EXPECT_EQ(
      ReasonOf(ledger_.Call(transactions_, &Transactions::GetTransactionTotals, kAuditor, request)
                   .details),
      "AWARD_NOT_FOUND");
}

}  // namespace
}  // namespace cardledger::tests
