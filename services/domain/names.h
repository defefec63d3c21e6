#pragma once

// Resource names of the API, such as awards/3f0c…; one spelling each. The edge checks them once
// with Parse…; behind it …Of may be used, which aborts on a name that was not checked. Pure, any
// thread.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/types.pb.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

std::optional<FundId> ParseFundName(absl::string_view name);
std::optional<PersonId> ParsePersonName(absl::string_view name);
std::optional<AwardId> ParseAwardName(absl::string_view name);
std::optional<RequestId> ParseRequestId(absl::string_view text);
// policies/{sequence}: a positive decimal without leading zeros.
std::optional<uint64_t> ParsePolicyName(absl::string_view name);

FundId FundOf(absl::string_view checked_name);
PersonId PersonOf(absl::string_view checked_name);
AwardId AwardOf(absl::string_view checked_name);
RequestId RequestOf(absl::string_view checked_text);

std::string FundName(const FundId& id);
std::string PersonName(const PersonId& id);
std::string AwardName(const AwardId& id);
std::string LoadName(const RequestId& id);
std::string RunName(uint64_t started_entry);
// "SANDBOX" or "LIVE".
std::string KindName(journal::v1::LedgerKind kind);
std::string LedgerName(const LedgerId& id);
std::string PolicyName(uint64_t activated_entry);

}  // namespace cardledger::domain
