// Requests about cards. A card number never enters: what may look like one is refused.

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "services/domain/card_number.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/validate.h"
#include "services/domain/violations.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr size_t kLastFourDigits = 4;

bool IsDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// Digits alone, or a card number with letters before or behind it, whatever stands between its
// digits. Not digits among letters: one random token in some thousands has a run that would pass.
bool LooksLikeCardNumber(absl::string_view token) {
  const std::string joined = absl::StrReplaceAll(token, {{"_", ""}, {"-", ""}});
  absl::string_view digits = joined;
  while (!digits.empty() && absl::ascii_isalpha(digits.front())) digits.remove_prefix(1);
  while (!digits.empty() && absl::ascii_isalpha(digits.back())) digits.remove_suffix(1);
  return IsDigits(joined) || (IsDigits(digits) && HasCardNumber(digits));
}

bool IsToken(absl::string_view token) {
  return token.size() >= kCardTokenBytesMin && token.size() <= kCardTokenBytesMax &&
         !LooksLikeCardNumber(token) &&
         std::all_of(token.begin(), token.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '-';
         });
}

void CheckLimits(const journal::CardLimits& limits, ViolationCollector& out) {
  out.CheckPence("limits.payment_pence", limits.payment_pence(), 0, kAwardPenceMax);
  out.CheckPence("limits.daily_pence", limits.daily_pence(), 0, kAwardPenceMax);
  if (limits.daily_count() < 0 || limits.daily_count() > kDailyCountMax) {
    out.Add("limits.daily_count", absl::StrCat("must be 0 (no limit) to ", kDailyCountMax,
                                               " payments, not ", limits.daily_count()));
  }
}

// What every request about one card has.
template <typename Request>
ViolationCollector CheckOfCard(const Request& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckCardName("card", request.card());
  return out;
}

}  // namespace

Violations Validate(const v1::RequestCardRequest& request) {
  ViolationCollector out;
  out.CheckRequestId(request.request_id());
  out.CheckAwardName("award", request.award());
  out.CheckEnum("holder", request.holder());
  switch (request.holder()) {
    case journal::HOLDER_KIND_SUPPORTER:
      out.CheckSupporterName("party", request.party());
      break;
    case journal::HOLDER_KIND_REPRESENTATIVE:
      out.CheckRepresentativeName("party", request.party());
      break;
    default:
      if (!request.party().empty()) out.Add("party", "must be empty where the person holds it");
  }
  CheckLimits(request.limits(), out);
  return std::move(out).Take();
}

Violations Validate(const v1::IssueCardRequest& request) {
  ViolationCollector out = CheckOfCard(request);
  if (!IsToken(request.token())) {
    out.Add("token",
            absl::StrCat("must be ", kCardTokenBytesMin, " to ", kCardTokenBytesMax,
                         " of A-Z a-z 0-9 _ - and nothing like a card number: the token that the "
                         "issuer calls the card by"));
  }
  if (request.last_four().size() != kLastFourDigits || !IsDigits(request.last_four())) {
    out.Add("last_four", "must be the card number's last four digits, and no more");
  }
  if (request.expiry_year() < kYearMin || request.expiry_year() >= kYearMax) {
    out.Add("expiry_year", absl::StrCat("must be ", kYearMin, " to ", kYearMax - 1, ", not ",
                                        request.expiry_year()));
  }
  constexpr int32_t kMonths = 12;
  if (request.expiry_month() < 1 || request.expiry_month() > kMonths) {
    out.Add("expiry_month", absl::StrCat("must be 1 to 12, not ", request.expiry_month()));
  }
  return std::move(out).Take();
}

Violations Validate(const v1::ActivateCardRequest& request) { return CheckOfCard(request).Take(); }

Violations Validate(const v1::BlockCardRequest& request) {
  ViolationCollector out = CheckOfCard(request);
  out.CheckEnum("reason", request.reason());
  if (request.reason() == journal::CARD_BLOCK_REASON_DECEASED ||
      request.reason() == journal::CARD_BLOCK_REASON_AWARD_ENDED ||
      request.reason() == journal::CARD_BLOCK_REASON_HOLDER_NOT_ENTITLED) {
    out.Add("reason",
            "must not be DECEASED, AWARD_ENDED or HOLDER_NOT_ENTITLED, which follow by themselves");
  }
  out.CheckNoteOfAnybody("needs_met", request.needs_met());
  out.CheckSubject("lead", request.lead(), false);
  out.CheckNoteOfAnybody("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::UnblockCardRequest& request) {
  ViolationCollector out = CheckOfCard(request);
  out.CheckNoteOfAnybody("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::ReviewBlockRequest& request) {
  ViolationCollector out = CheckOfCard(request);
  out.CheckReason("note", request.note());
  return std::move(out).Take();
}

Violations Validate(const v1::ReplaceCardRequest& request) { return CheckOfCard(request).Take(); }

Violations Validate(const v1::CloseCardRequest& request) { return CheckOfCard(request).Take(); }

Violations Validate(const v1::SetCardLimitsRequest& request) {
  ViolationCollector out = CheckOfCard(request);
  CheckLimits(request.limits(), out);
  return std::move(out).Take();
}

Violations CardNumbersIn(const google::protobuf::Message& request) {
  ViolationCollector out;
  if (const auto* block = dynamic_cast<const v1::BlockCardRequest*>(&request)) {
    out.CheckNoCardNumber("needs_met", block->needs_met());
    out.CheckNoCardNumber("note", block->note());
  } else if (const auto* unblock = dynamic_cast<const v1::UnblockCardRequest*>(&request)) {
    out.CheckNoCardNumber("note", unblock->note());
  }
  return std::move(out).Take();
}

}  // namespace cardledger::domain
