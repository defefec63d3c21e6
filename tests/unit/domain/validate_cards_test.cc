// Requests about cards. A card number never enters: what may look like one is refused.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/unit/domain/card_requests.h"
#include "tests/unit/domain/spoiled.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

TEST(ValidateCards, RequestCard_namesWhoHoldsIt) {
  ExpectTable<v1::RequestCardRequest>(
      GoodRequestCard(),
      {{{"holder", "party"}, [](auto& r) { r.clear_holder(); }},
       {{"holder", "party"}, [](auto& r) { r.set_holder(static_cast<journal::HolderKind>(4)); }},
       {{"party"}, [](auto& r) { r.set_holder(journal::HOLDER_KIND_PERSON); }},
       {{"party"}, [](auto& r) { r.set_holder(journal::HOLDER_KIND_REPRESENTATIVE); }},
       {{"party"}, [](auto& r) { r.clear_party(); }},
       {{},
        [](auto& r) {
          r.set_holder(journal::HOLDER_KIND_PERSON);
          r.clear_party();
        }},
       {{},
        [](auto& r) {
          r.set_holder(journal::HOLDER_KIND_REPRESENTATIVE);
          r.set_party("representatives/" + TestUuid(3));
        }},
       {{"request_id", "award", "holder"}, [](auto& r) { r.Clear(); }}});
}

// What the two requests that set limits have in common.
template <typename R>
std::vector<Spoiled<R>> SpoiledLimits() {
  return {{{}, [](auto& r) { r.clear_limits(); }},
          {{"limits.payment_pence"}, [](auto& r) { r.mutable_limits()->set_payment_pence(-1); }},
          {{"limits.daily_pence"},
           [](auto& r) { r.mutable_limits()->set_daily_pence(kAwardPenceMax + 1); }},
          {{}, [](auto& r) { r.mutable_limits()->set_daily_count(kDailyCountMax); }},
          {{"limits.daily_count"},
           [](auto& r) { r.mutable_limits()->set_daily_count(kDailyCountMax + 1); }},
          {{"limits.daily_count"}, [](auto& r) { r.mutable_limits()->set_daily_count(-1); }}};
}

TEST(ValidateCards, Limits) {
  ExpectTable(GoodRequestCard(), SpoiledLimits<v1::RequestCardRequest>());
  ExpectTable(GoodSetCardLimits(), SpoiledLimits<v1::SetCardLimitsRequest>());
}

TEST(ValidateCards, IssueCard_takesATokenAndNeverANumber) {
  ExpectTable<v1::IssueCardRequest>(
      GoodIssueCard(),
      {{{"token"}, [](auto& r) { r.clear_token(); }},
       {{"token"}, [](auto& r) { r.set_token("4242424242424242"); }},
       {{"token"}, [](auto& r) { r.set_token(std::string(kCardTokenBytesMin, '7')); }},
       {{"token"}, [](auto& r) { r.set_token(std::string(kCardTokenBytesMin - 1, 'x')); }},
       {{}, [](auto& r) { r.set_token(std::string(kCardTokenBytesMin, 'x')); }},
       {{}, [](auto& r) { r.set_token(std::string(kCardTokenBytesMax, 'x')); }},
       {{"token"}, [](auto& r) { r.set_token(std::string(kCardTokenBytesMax + 1, 'x')); }},
       {{"token"}, [](auto& r) { r.set_token("4242 4242 4242 424x"); }},
       {{"token"}, [](auto& r) { r.set_token("4242-4242-4242-4242"); }},
       {{"token"}, [](auto& r) { r.set_token("4242_4242_4242_4242"); }},
       {{"token"}, [](auto& r) { r.set_token("42-42-42-42"); }},
       {{"token"}, [](auto& r) { r.set_token("card_4242424242424242"); }},
       {{"token"}, [](auto& r) { r.set_token("card-4242--4242-4242-4242-x"); }},
       {{}, [](auto& r) { r.set_token("card-4242-4242"); }},
       {{}, [](auto& r) { r.set_token("7f4242424242424242c0"); }},
       {{"last_four"}, [](auto& r) { r.set_last_four("424"); }},
       {{"last_four"}, [](auto& r) { r.set_last_four("42424"); }},
       {{"last_four"}, [](auto& r) { r.set_last_four("424x"); }},
       {{"expiry_year"}, [](auto& r) { r.set_expiry_year(kYearMin - 1); }},
       {{}, [](auto& r) { r.set_expiry_year(kYearMax - 1); }},
       {{"expiry_year"}, [](auto& r) { r.set_expiry_year(kYearMax); }},
       {{"expiry_month"}, [](auto& r) { r.set_expiry_month(0); }},
       {{}, [](auto& r) { r.set_expiry_month(12); }},
       {{"expiry_month"}, [](auto& r) { r.set_expiry_month(13); }},
       {{"request_id", "card", "token", "last_four", "expiry_year", "expiry_month"},
        [](auto& r) { r.Clear(); }}});
}

TEST(ValidateCards, BlockCard) {
  ExpectTable<v1::BlockCardRequest>(
      GoodBlockCard(),
      {{{"reason"}, [](auto& r) { r.clear_reason(); }},
       {{"reason"}, [](auto& r) { r.set_reason(journal::CARD_BLOCK_REASON_DECEASED); }},
       {{"reason"}, [](auto& r) { r.set_reason(journal::CARD_BLOCK_REASON_AWARD_ENDED); }},
       {{"reason"}, [](auto& r) { r.set_reason(static_cast<journal::CardBlockReason>(8)); }},
       {{},
        [](auto& r) {
          r.clear_needs_met();
          r.clear_lead();
          r.clear_note();
        }},  // whether they are needed is for the decision
       {{"needs_met"}, [](auto& r) { r.set_needs_met(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"lead"}, [](auto& r) { r.set_lead("lena lead"); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "card", "reason"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidateCards, UnblockAndReview) {
  ExpectTable<v1::UnblockCardRequest>(
      GoodUnblockCard(),
      {{{}, [](auto& r) { r.clear_note(); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "card"}, [](auto& r) { r.Clear(); }}});
  ExpectTable<v1::ReviewBlockRequest>(
      GoodReviewBlock(),
      {{{"note"}, [](auto& r) { r.clear_note(); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "card", "note"}, [](auto& r) { r.Clear(); }}});
}

template <typename R>
void ExpectNamesItsCard() {
  ExpectTable<R>(GoodCardStep<R>(),
                 {{{"card"}, [](auto& r) { r.set_card("awards/" + TestUuid(2)); }},
                  {{"request_id"}, [](auto& r) { r.set_request_id("x"); }},
                  {{"request_id", "card"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidateCards, OtherSteps_nameTheirCard) {
  ExpectNamesItsCard<v1::ActivateCardRequest>();
  ExpectNamesItsCard<v1::ReplaceCardRequest>();
  ExpectNamesItsCard<v1::CloseCardRequest>();
  ExpectNamesItsCard<v1::SetCardLimitsRequest>();
}

}  // namespace
}  // namespace cardledger::domain
