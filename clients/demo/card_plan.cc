#include "clients/demo/card_plan.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace cardledger::demo {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int kYearsValid = 3;
constexpr uint64_t kLastFourEnd = 10'000;

}  // namespace

CardPlan::CardPlan(Book& book, const AwardPlan& award, journal::HolderKind holder,
                   absl::string_view party)
    : book_(book), key_(award.Step(absl::StrCat("card/", holder))) {
  v1::RequestCardRequest request;
  request.set_award(award.name());
  request.set_holder(holder);
  request.set_party(std::string(party));
  id_ = book_.AddAs(key_, Chapter::kCards, Actor::kSocialWorker, std::move(request));
}

CardPlan::CardPlan(Book& book, std::string key, std::string id)
    : book_(book), key_(std::move(key)), id_(std::move(id)) {}

void CardPlan::Issue() {
  v1::IssueCardRequest request;
  request.set_token(absl::StrCat("demo-", id_));
  request.set_last_four(absl::StrFormat("%04d", book_.random().Below(kLastFourEnd)));
  request.set_expiry_year(static_cast<int32_t>(book_.today().year()) + kYearsValid);
  request.set_expiry_month(book_.today().month());
  Add("issue", Actor::kFinanceOfficer, std::move(request));
}

void CardPlan::Activate() {
  Issue();
  Add("activate", Actor::kSocialWorker, v1::ActivateCardRequest());
}

void CardPlan::Block(journal::CardBlockReason reason) {
  v1::BlockCardRequest request;
  request.set_reason(reason);
  if (reason == journal::CARD_BLOCK_REASON_SAFEGUARDING) {
    request.set_needs_met("A support worker pays at the till and keeps the receipts (invented)");
    request.set_lead("demo.safeguarding");
  }
  Add("block", Actor::kSocialWorker, std::move(request));
}

void CardPlan::Unblock() { Add("unblock", Actor::kSocialWorker, v1::UnblockCardRequest()); }

void CardPlan::Review() {
  v1::ReviewBlockRequest request;
  request.set_note("The enquiry goes on; needs are met (invented)");
  Add("review", Actor::kSafeguardingLead, std::move(request));
}

void CardPlan::Close() { Add("close", Actor::kSocialWorker, v1::CloseCardRequest()); }

void CardPlan::Limit(int64_t payment_pence, int64_t daily_pence, int daily_count) {
  v1::SetCardLimitsRequest request;
  request.mutable_limits()->set_payment_pence(payment_pence);
  request.mutable_limits()->set_daily_pence(daily_pence);
  request.mutable_limits()->set_daily_count(daily_count);
  Add("limits", Actor::kSocialWorker, std::move(request));
}

CardPlan CardPlan::Replace() {
  const std::string step = absl::StrCat(key_, "/replace");
  Add("replace", Actor::kFinanceOfficer, v1::ReplaceCardRequest());
  return {book_, step, book_.Id(step)};
}

}  // namespace cardledger::demo
