// Requests about what has been loaded, about questions to a senior, and about providers.

#include <string>

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/unit/domain/requests.h"
#include "tests/unit/domain/spoiled.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

TEST(ValidateMoney, ApproveEmergencyLoad) {
  ExpectTable<v1::ApproveEmergencyLoadRequest>(
      GoodApproveEmergencyLoad(),
      {{{"transaction"}, [](auto& r) { r.set_transaction("loads/7"); }},
       {{"transaction"}, [](auto& r) { r.set_transaction("transactions/0"); }},
       {{"request_id", "award", "transaction"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidateMoney, ReverseTransaction) {
  ExpectTable<v1::ReverseTransactionRequest>(
      GoodReverseTransaction(),
      {{{"transaction"}, [](auto& r) { r.set_transaction("transactions/07"); }},
       {{"effective_date"}, [](auto& r) { r.clear_effective_date(); }},
       {{"reason"}, [](auto& r) { r.clear_reason(); }},
       {{"reason"}, [](auto& r) { r.set_reason(static_cast<journal::ReversalReason>(7)); }},
       {{}, [](auto& r) { r.clear_note(); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "award", "transaction", "effective_date", "reason"},
        [](auto& r) { r.Clear(); }}});
}

TEST(ValidateMoney, RequestException) {
  ExpectTable<v1::RequestExceptionRequest>(
      GoodRequestException(),
      {{{"amount_pence"}, [](auto& r) { r.set_amount_pence(0); }},
       {{}, [](auto& r) { r.set_amount_pence(kAwardPenceMax); }},
       {{"amount_pence"}, [](auto& r) { r.set_amount_pence(kAwardPenceMax + 1); }},
       {{"reason"}, [](auto& r) { r.clear_reason(); }},
       {{"request_id", "award", "date", "amount_pence", "reason"}, [](auto& r) { r.Clear(); }}});
}

// 0 approves what was asked; who declines names no amount.
TEST(ValidateMoney, DecideReferral) {
  ExpectTable<v1::DecideReferralRequest>(
      GoodDecideReferral(),
      {{{"referral"}, [](auto& r) { r.set_referral("transactions/7"); }},
       {{}, [](auto& r) { r.set_amount_pence(0); }},
       {{}, [](auto& r) { r.set_amount_pence(kAwardPenceMax); }},
       {{"amount_pence"}, [](auto& r) { r.set_amount_pence(kAwardPenceMax + 1); }},
       {{"amount_pence"}, [](auto& r) { r.set_amount_pence(-1); }},
       {{"amount_pence"}, [](auto& r) { r.set_approve(false); }},
       {{},
        [](auto& r) {
          r.set_approve(false);
          r.set_amount_pence(0);
        }},
       {{"reason"}, [](auto& r) { r.clear_reason(); }},
       {{"request_id", "referral", "reason"}, [](auto& r) { r.Clear(); }}});
}

TEST(ValidateMoney, RegisterProvider) {
  ExpectTable<v1::RegisterProviderRequest>(
      GoodRegisterProvider(),
      {{{"display_name"}, [](auto& r) { r.clear_display_name(); }},
       {{}, [](auto& r) { r.set_display_name(std::string(kNameBytesMax, 'x')); }},
       {{"display_name"}, [](auto& r) { r.set_display_name(std::string(kNameBytesMax + 1, 'x')); }},
       {{"display_name"}, [](auto& r) { r.set_display_name("two\nlines"); }},
       {{"kind"}, [](auto& r) { r.clear_kind(); }},
       {{"kind"}, [](auto& r) { r.set_kind(journal::PROVIDER_KIND_UNKNOWN); }},
       {{"kind"}, [](auto& r) { r.set_kind(static_cast<journal::ProviderKind>(5)); }},
       {{"request_id", "display_name", "kind"}, [](auto& r) { r.Clear(); }}});
}

}  // namespace
}  // namespace cardledger::domain
