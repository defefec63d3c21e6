#include "services/rpc/status_mapping.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

#include "cardledger/v1/cards.pb.h"
#include "services/domain/names.h"
#include "services/engine/errors.h"
#include "services/rpc/reasons.h"
#include "services/rpc/refusal_templates.h"
#include "services/rpc/refusal_text.h"

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

const std::string kId(16, '\x2a');

std::vector<journal::RefusalReason> AllReasons() {
  std::vector<journal::RefusalReason> reasons;
  for (int n = journal::RefusalReason_MIN; n <= journal::RefusalReason_MAX; ++n) {
    if (journal::RefusalReason_IsValid(n) && n != journal::REFUSAL_REASON_UNSPECIFIED) {
      reasons.push_back(static_cast<journal::RefusalReason>(n));
    }
  }
  return reasons;
}

// A refusal with every kind of fact there is.
journal::Entry RefusalWithAllFacts(journal::RefusalReason reason) {
  journal::Entry entry;
  entry.set_sequence(42);
  journal::Refused& refused = *entry.mutable_refused();
  refused.set_reason(reason);
  for (int kind = 1; kind <= journal::FactKind_MAX; ++kind) {
    if (!journal::FactKind_IsValid(kind)) continue;
    journal::Fact& fact = *refused.add_facts();
    fact.set_kind(static_cast<journal::FactKind>(kind));
    fact.set_number(kind == journal::FACT_KIND_FINANCIAL_YEAR ? 2026 : 20'000 + kind);
    fact.set_id(kId);
  }
  refused.set_requested_pence(12'345);
  return entry;
}

google::rpc::ErrorInfo OnlyErrorInfo(const google::rpc::Status& answer) {
  google::rpc::ErrorInfo found;
  int count = 0;
  for (const google::protobuf::Any& any : answer.details()) {
    if (any.UnpackTo(&found)) ++count;
  }
  EXPECT_EQ(count, 1);
  return found;
}

template <typename Detail>
bool HasDetail(const google::rpc::Status& answer) {
  return std::any_of(answer.details().begin(), answer.details().end(),
                     [](const google::protobuf::Any& any) { return any.Is<Detail>(); });
}

TEST(RefusalAnswerTest, EveryReason_hasATextOfItsOwn) {
  std::vector<std::string> texts;
  for (const journal::RefusalReason reason : AllReasons()) {
    EXPECT_FALSE(RefusalTemplate(reason).empty()) << domain::ReasonName(reason);
    texts.push_back(std::string(RefusalTemplate(reason)));
  }
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(std::adjacent_find(texts.begin(), texts.end()), texts.end());
}

TEST(RefusalAnswerTest, EveryReason_withAllItsFacts_readsWithoutHolesOrBrackets) {
  for (const journal::RefusalReason reason : AllReasons()) {
    const std::string text = RefusalText(RefusalWithAllFacts(reason).refused(), 42);
    EXPECT_EQ(text.find_first_of("[]{}"), std::string::npos) << text;
    EXPECT_TRUE(absl::EndsWith(text, ".")) << text;
    EXPECT_FALSE(absl::StrContains(text, "..")) << text;
    EXPECT_FALSE(absl::StrContains(text, "  ")) << text;
  }
}

// What would otherwise be a hole, such as a fact that a later release names differently.
TEST(RefusalAnswerTest, EveryReason_withoutAnyFact_stillReads) {
  for (const journal::RefusalReason reason : AllReasons()) {
    journal::Refused refused;
    refused.set_reason(reason);
    const std::string text = RefusalText(refused, 42);
    EXPECT_EQ(text.find_first_of("[]{}"), std::string::npos) << text;
    EXPECT_TRUE(absl::EndsWith(text, ".")) << text;
    EXPECT_FALSE(absl::StrContains(text, "  ")) << text;
    EXPECT_FALSE(absl::StrContains(text, " .")) << text;
  }
}

TEST(RefusalAnswerTest, DayNotAccepted_namesTheDaysThatWouldBe) {
  journal::Refused refused;
  refused.set_reason(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  const auto add = [&refused](journal::FactKind kind, int64_t day) {
    journal::Fact& fact = *refused.add_facts();
    fact.set_kind(kind);
    fact.set_number(day);
  };
  add(journal::FACT_KIND_LAST_DAY, 20'640);
  EXPECT_TRUE(absl::EndsWith(RefusalText(refused, 42), "would be a day up to 2026-07-06."));
  add(journal::FACT_KIND_FIRST_DAY, 20'635);
  EXPECT_TRUE(
      absl::EndsWith(RefusalText(refused, 42), "would be a day from 2026-07-01 up to 2026-07-06."));
}

TEST(RefusalAnswerTest, EveryReason_isNotFoundOrFailedPreconditionWithOneErrorInfo) {
  for (const journal::RefusalReason reason : AllReasons()) {
    const google::rpc::Status answer = RefusalAnswer(RefusalWithAllFacts(reason));
    const bool not_found = absl::EndsWith(domain::ReasonName(reason), "_NOT_FOUND");
    EXPECT_EQ(answer.code(), static_cast<int>(not_found ? grpc::StatusCode::NOT_FOUND
                                                        : grpc::StatusCode::FAILED_PRECONDITION))
        << domain::ReasonName(reason);
    const google::rpc::ErrorInfo info = OnlyErrorInfo(answer);
    EXPECT_EQ(info.domain(), "cardledger");
    EXPECT_EQ(info.reason(), domain::ReasonName(reason));
    EXPECT_EQ(info.metadata().at("sequence"), "42");
    EXPECT_FALSE(HasDetail<google::rpc::RetryInfo>(answer));
  }
}

TEST(RefusalAnswerTest, Facts_areNumbersDaysAndNames) {
  const google::rpc::Status answer =
      RefusalAnswer(RefusalWithAllFacts(journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED));
  const auto facts = OnlyErrorInfo(answer).metadata();
  const std::string uuid = "2a2a2a2a-2a2a-2a2a-2a2a-2a2a2a2a2a2a";
  EXPECT_EQ(facts.at("remaining_pence"), "20001");
  EXPECT_EQ(facts.at("financial_year"), "2026");
  EXPECT_EQ(facts.at("first_day"), "2024-10-09");
  EXPECT_EQ(facts.at("fund"), "funds/" + uuid);
  EXPECT_EQ(facts.at("person"), "persons/" + uuid);
  EXPECT_EQ(facts.at("award"), "awards/" + uuid);
  EXPECT_EQ(facts.at("run"), "runs/20012");
  EXPECT_EQ(facts.at("requested_pence"), "12345");
  EXPECT_EQ(
      answer.message(),
      "The load of £123.45 would pass the person's annual limit of £200.02 for 2026-27, of "
      "which £200.03 is used. Accepted would be up to £200.01. A senior decides by 2024-10-30 "
      "whether there is more. That question is referrals/20022.");
}

TEST(RefusalAnswerTest, FactsOfCardsAndPeople_areNamesAndWords) {
  journal::Entry entry = RefusalWithAllFacts(journal::REFUSAL_REASON_CARD_NOT_IN_STATE);
  for (journal::Fact& fact : *entry.mutable_refused()->mutable_facts()) {
    if (fact.kind() == journal::FACT_KIND_CARD_STATE) fact.set_number(v1::CARD_STATE_ISSUED);
    if (fact.kind() == journal::FACT_KIND_ACCEPTED_CARD_STATE) {
      fact.set_number(v1::CARD_STATE_ACTIVE);
    }
    if (fact.kind() == journal::FACT_KIND_PERSON_STATE) {
      fact.set_number(journal::PERSON_STATE_HOSPITAL);
    }
  }
  journal::Fact& also = *entry.mutable_refused()->add_facts();
  also.set_kind(journal::FACT_KIND_ACCEPTED_CARD_STATE);
  also.set_number(v1::CARD_STATE_BLOCKED);
  const google::rpc::Status answer = RefusalAnswer(entry);
  const auto facts = OnlyErrorInfo(answer).metadata();
  const std::string uuid = "2a2a2a2a-2a2a-2a2a-2a2a-2a2a2a2a2a2a";
  EXPECT_EQ(facts.at("card"), "cards/" + uuid);
  EXPECT_EQ(facts.at("provider"), "providers/" + uuid);
  EXPECT_EQ(facts.at("party"), uuid);
  EXPECT_EQ(facts.at("card_state"), "issued");
  EXPECT_EQ(facts.at("accepted_card_state"), "active,blocked");
  EXPECT_EQ(facts.at("person_state"), "hospital");
  EXPECT_EQ(facts.at("count_max"), "20019");
  EXPECT_EQ(answer.message(), "The card cards/" + uuid +
                                  " is in a state in which this step cannot be taken: issued. "
                                  "Accepted would be a card that is active or blocked.");
}

TEST(RefusalAnswerTest, FactsOfABand_areMoneyAndARole) {
  journal::Entry entry = RefusalWithAllFacts(journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND);
  for (journal::Fact& fact : *entry.mutable_refused()->mutable_facts()) {
    if (fact.kind() == journal::FACT_KIND_ROLE_NEEDED) {
      fact.set_number(journal::ROLE_SENIOR_APPROVER);
    }
  }
  const google::rpc::Status answer = RefusalAnswer(entry);
  const auto facts = OnlyErrorInfo(answer).metadata();
  EXPECT_EQ(facts.at("band_pence"), "20028");
  EXPECT_EQ(facts.at("role_needed"), "senior_approver");
  EXPECT_EQ(facts.at("requested_pence"), "12345");
  EXPECT_EQ(answer.message(),
            "That is more than the caller's roles approve: £123.45, where they approve up to "
            "£200.28. Accepted would be the decision of somebody whose role reaches it: "
            "senior_approver.");
}

// Neither state has such a number in this release.
TEST(RefusalAnswerTest, StateWithoutAName_staysANumber) {
  const auto facts =
      OnlyErrorInfo(RefusalAnswer(RefusalWithAllFacts(journal::REFUSAL_REASON_CARD_NOT_IN_STATE)))
          .metadata();
  EXPECT_EQ(facts.at("card_state"), "20024");
  EXPECT_EQ(facts.at("person_state"), "20025");
}

TEST(RefusalAnswerTest, Refusal_thatOpenedAReferral_namesItAndItsDeadline) {
  journal::Entry entry;
  entry.set_sequence(42);
  journal::Refused& refused = *entry.mutable_refused();
  refused.set_reason(journal::REFUSAL_REASON_BUDGET_EXCEEDED);
  refused.mutable_referral()->set_deadline_day(20'640);
  const google::rpc::Status stored = RefusalAnswer(entry);
  EXPECT_EQ(OnlyErrorInfo(stored).metadata().at("referral"), "referrals/42");
  EXPECT_EQ(OnlyErrorInfo(stored).metadata().at("deadline_day"), "2026-07-06");
  EXPECT_EQ(stored.message(),
            "The fund has not enough uncommitted budget. A senior decides by 2026-07-06 whether "
            "there is more. That question is referrals/42.");
  const google::rpc::Status validated = RefusalAnswer(entry, 41);
  EXPECT_FALSE(OnlyErrorInfo(validated).metadata().contains("referral"));
  EXPECT_EQ(OnlyErrorInfo(validated).metadata().at("deadline_day"), "2026-07-06");
}

TEST(RefusalAnswerTest, SameEntry_givesTheSameBytes) {
  const journal::Entry entry = RefusalWithAllFacts(journal::REFUSAL_REASON_BUDGET_EXCEEDED);
  const std::string first = RefusalAnswer(entry).SerializeAsString();
  for (int i = 0; i < 50; ++i) {
    journal::Entry again;
    ASSERT_TRUE(again.ParseFromString(entry.SerializeAsString()));
    EXPECT_EQ(RefusalAnswer(again).SerializeAsString(), first);
  }
}

TEST(RefusalAnswerTest, ValidatedRefusal_namesThePositionInsteadOfASequence) {
  const auto facts =
      OnlyErrorInfo(RefusalAnswer(RefusalWithAllFacts(journal::REFUSAL_REASON_RUN_FINISHED), 7))
          .metadata();
  EXPECT_EQ(facts.at("validated_position"), "7");
  EXPECT_FALSE(facts.contains("sequence"));
}

TEST(ErrorAnswerTest, Unavailable_ofEveryReason_saysWhenToTryAgainAndHidesWhatTheStoreSays) {
  for (const absl::string_view reason :
       {engine::kReasonQueueFull, engine::kReasonLatched, engine::kReasonOutcomeUnknown,
        engine::kReasonStopping, engine::kReasonClockUnsure, engine::kReasonStoreUnreadable,
        kReasonReadersBusy, kReasonWatchersFull, kReasonBulkStreamsFull}) {
    const google::rpc::Status answer = ErrorAnswer(engine::WithReason(
        absl::UnavailableError("IO error: /var/lib/cardledger/store/000012.log"), reason));
    EXPECT_EQ(OnlyErrorInfo(answer).reason(), reason);
    EXPECT_TRUE(HasDetail<google::rpc::RetryInfo>(answer)) << reason;
    EXPECT_FALSE(absl::StrContains(answer.message(), "/var/")) << reason;
    // Earlier rows of a bulk chunk may be durable when a later one cannot be read.
    EXPECT_FALSE(absl::StrContains(answer.message(), "Nothing was changed")) << reason;
  }
}

TEST(ErrorAnswerTest, ErrorsWithoutAReason_areGivenOneByTheirCode) {
  const struct {
    absl::Status status;
    absl::StatusCode code;
    absl::string_view reason;
  } cases[] = {
      {absl::UnavailableError("/path"), absl::StatusCode::kUnavailable,
       engine::kReasonStoreUnreadable},
      {absl::DataLossError("/path"), absl::StatusCode::kDataLoss, kReasonStoreDamaged},
      {absl::CancelledError("gone"), absl::StatusCode::kCancelled, kReasonCancelled},
      {absl::UnknownError("/path"), absl::StatusCode::kInternal, kReasonInternal},
      {absl::NotFoundError("/path"), absl::StatusCode::kInternal, kReasonInternal},
  };
  for (const auto& [status, code, reason] : cases) {
    const google::rpc::Status answer = ErrorAnswer(status);
    EXPECT_EQ(answer.code(), static_cast<int>(code)) << status;
    EXPECT_EQ(OnlyErrorInfo(answer).reason(), reason) << status;
    EXPECT_FALSE(absl::StrContains(answer.message(), "/path")) << status;
    EXPECT_EQ(HidesMessage(ReasonOf(status)), code != absl::StatusCode::kCancelled) << status;
  }
}

TEST(ErrorAnswerTest, Facts_areMetadataOfTheOneErrorInfo) {
  const google::rpc::Status answer = ErrorAnswer(WithFact(
      WithFact(engine::WithReason(absl::NotFoundError("none"), kReasonAwardNotFound), "award", "a"),
      "other", "b"));
  EXPECT_EQ(OnlyErrorInfo(answer).metadata().at("award"), "a");
  EXPECT_EQ(OnlyErrorInfo(answer).metadata().at("other"), "b");
  EXPECT_EQ(OnlyErrorInfo(answer).reason(), "AWARD_NOT_FOUND");
}

TEST(InvalidRequestTest, Violations_areAllThereInTheirOrder) {
  const google::rpc::Status answer =
      ErrorAnswer(InvalidRequest({{"code", "must be short"}, {"year", "must be a year"}}));
  EXPECT_EQ(answer.code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(OnlyErrorInfo(answer).reason(), "INVALID_REQUEST");
  EXPECT_EQ(answer.message(),
            "2 fields are not as they must be: code: must be short; year: must be a year");
  google::rpc::BadRequest bad_request;
  for (const google::protobuf::Any& any : answer.details()) any.UnpackTo(&bad_request);
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(1).field(), "year");
  EXPECT_EQ(bad_request.field_violations(1).description(), "must be a year");
}

// What the answer takes among the trailers, as they are sent.
size_t TrailerBytes(const google::rpc::Status& answer) {
  size_t bytes =
      size_t{3} * 32 + std::string("grpc-status3grpc-messagegrpc-status-details-bin").size();
  for (const char c : answer.message()) bytes += c >= ' ' && c <= '~' && c != '%' ? 1 : 3;
  return bytes + (answer.ByteSizeLong() + 2) / 3 * 4;
}

google::rpc::BadRequest BadRequestOf(const google::rpc::Status& answer) {
  google::rpc::BadRequest bad_request;
  for (const google::protobuf::Any& any : answer.details()) any.UnpackTo(&bad_request);
  return bad_request;
}

TEST(InvalidRequestTest, ThousandsOfViolations_stayWithinWhatClientsTakeAndSayHowManyMore) {
  domain::Violations violations;
  for (int i = 0; i < 5'000; ++i) violations.push_back({"text", absl::StrCat("line ", i, " bad")});
  const google::rpc::Status answer = ErrorAnswer(InvalidRequest(violations));
  EXPECT_LT(TrailerBytes(answer), 8'192u);
  const google::rpc::BadRequest bad_request = BadRequestOf(answer);
  const int named = bad_request.field_violations_size() - 1;
  EXPECT_GT(named, 100);
  EXPECT_EQ(bad_request.field_violations(named).description(),
            absl::StrCat("and ", 5'000 - named, " more"));
}

TEST(InvalidRequestTest, LongViolations_areCutAtACharacterAndStayWithinWhatClientsTake) {
  std::string pounds;
  for (int i = 0; i < 10'000; ++i) pounds += "£";
  for (const size_t count : {1u, 2u, 100u}) {
    // At every place in a character.
    for (const char* before : {"", "a", "ab", "abc"}) {
      const google::rpc::Status answer = ErrorAnswer(
          InvalidRequest(domain::Violations(count, {"text", absl::StrCat(before, pounds)})));
      EXPECT_LT(TrailerBytes(answer), 8'192u);
      const std::string cut = BadRequestOf(answer).field_violations(0).description();
      EXPECT_LE(cut.size(), 500u);
      EXPECT_GE(cut.size(), 495u);
      EXPECT_TRUE(
          absl::StartsWith(absl::StrCat(before, pounds, "..."), absl::StripSuffix(cut, "...")));
      EXPECT_TRUE(absl::EndsWith(cut, "£...")) << cut;
      EXPECT_TRUE(absl::StrContains(answer.message(), cut));
    }
  }
}

TEST(InvalidRequestTest, Violations_thatFillTheMessage_stayWithinWhatClientsTake) {
  for (const size_t bytes : {1u, 10u, 100u, 499u, 500u, 501u}) {
    const google::rpc::Status answer = ErrorAnswer(
        InvalidRequest(domain::Violations(4'000, {"funding[3].fund", std::string(bytes, '%')})));
    EXPECT_LT(TrailerBytes(answer), 8'192u) << bytes;
  }
}

}  // namespace
}  // namespace cardledger::rpc
