// Steps of a card's life.

#include "absl/strings/str_split.h"

#include "tests/scenario/enum_words.h"
#include "tests/scenario/repeat.h"
#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kSocialWorker = "sam";
constexpr absl::string_view kFinanceOfficer = "frank";
constexpr absl::string_view kIssuer = "ivy";

// payment=, daily= and daily_count=, each of which may be left out.
absl::Status TakeLimits(Words& words, journal::CardLimits& limits) {
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t payment, ParseAmount(words.TakeOr("payment", "£0")));
  limits.set_payment_pence(payment);
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t daily, ParseAmount(words.TakeOr("daily", "£0")));
  limits.set_daily_pence(daily);
  int32_t count = 0;
  if (!absl::SimpleAtoi(words.TakeOr("daily_count", "0"), &count)) {
    return absl::InvalidArgumentError("daily_count= is a number");
  }
  limits.set_daily_count(count);
  return absl::OkStatus();
}

// The person's own, unless supporter= or representative= says another.
absl::Status TakeHolder(Step& step, v1::RequestCardRequest& request) {
  request.set_holder(journal::HOLDER_KIND_PERSON);
  if (step.words.Has("supporter")) {
    request.set_holder(journal::HOLDER_KIND_SUPPORTER);
    CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_party(), TakeSupporter(step));
  } else if (step.words.Has("representative")) {
    request.set_holder(journal::HOLDER_KIND_REPRESENTATIVE);
    CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_party(), TakeRepresentative(step));
  }
  return absl::OkStatus();
}

StepAnswer RequestCard(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("card"));
  v1::RequestCardRequest request;
  request.set_request_id(step.world.RequestIdFor(step, "card", name));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  CARDLEDGER_RETURN_IF_ERROR(TakeHolder(step, request));
  CARDLEDGER_RETURN_IF_ERROR(TakeLimits(step.words, *request.mutable_limits()));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto names, TakeTimes(step, name));
  return AnswerFor(step, "card", names, std::move(request), kSocialWorker);
}

// Its token is made of its name unless token= says another.
StepAnswer IssueCard(Step& step) {
  v1::IssueCardRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("card"));
  request.set_card(CardNamed(step, name));
  request.set_token(step.words.TakeOr("token", absl::StrCat("token-of-", name)));
  request.set_last_four(step.words.TakeOr("last_four", "4321"));
  const std::vector<std::string> expiry =
      absl::StrSplit(step.words.TakeOr("expires", "2029-06"), '-');
  int32_t year = 0;
  int32_t month = 0;
  if (expiry.size() != 2 || !absl::SimpleAtoi(expiry[0], &year) ||
      !absl::SimpleAtoi(expiry[1], &month)) {
    return absl::InvalidArgumentError("a card expires in a month, 2029-06");
  }
  request.set_expiry_year(year);
  request.set_expiry_month(month);
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kIssuer);
}

// The request about card= and nothing else.
template <typename Request>
absl::StatusOr<Request> CardRequestOf(Step& step) {
  Request request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_card(), TakeCard(step));
  request.set_request_id(step.world.RequestIdFor(step));
  return request;
}

StepAnswer ActivateCard(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto request, CardRequestOf<v1::ActivateCardRequest>(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer BlockCard(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto request, CardRequestOf<v1::BlockCardRequest>(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto reason,
                              TakeEnum<journal::CardBlockReason>(step.words, "reason"));
  request.set_reason(reason);
  request.set_needs_met(step.words.TakeOr("needs_met", ""));
  request.set_lead(step.words.TakeOr("lead", ""));
  request.set_note(step.words.TakeOr("note", ""));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer UnblockCard(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto request, CardRequestOf<v1::UnblockCardRequest>(step));
  request.set_note(step.words.TakeOr("note", ""));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer ReviewBlock(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto request, CardRequestOf<v1::ReviewBlockRequest>(step));
  request.set_note(step.words.TakeOr("note", "looked at again"));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer ReplaceCard(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("with"));
  v1::ReplaceCardRequest request;
  request.set_request_id(step.world.RequestIdFor(step, "card", name));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_card(), TakeCard(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer CloseCard(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto request, CardRequestOf<v1::CloseCardRequest>(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer SetCardLimits(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto request, CardRequestOf<v1::SetCardLimitsRequest>(step));
  CARDLEDGER_RETURN_IF_ERROR(TakeLimits(step.words, *request.mutable_limits()));
  return Answer(step, std::move(request), kFinanceOfficer);
}

}  // namespace

void AddCardSteps(StepTable& table) {
  table["card request"] = RequestCard;
  table["card issue"] = IssueCard;
  table["card activate"] = ActivateCard;
  table["card block"] = BlockCard;
  table["card unblock"] = UnblockCard;
  table["card review"] = ReviewBlock;
  table["card replace"] = ReplaceCard;
  table["card close"] = CloseCard;
  table["card limits"] = SetCardLimits;
}

}  // namespace cardledger::tests
