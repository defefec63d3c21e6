#include "services/domain/person_erased.h"

#include <optional>
#include <utility>

#include "services/domain/award_decisions.h"
#include "services/domain/names.h"
#include "services/domain/person_decisions.h"
#include "services/domain/retention.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

template <typename... Requests>
bool IsOneOf(const Request& request) {
  return (std::holds_alternative<Requests>(request) || ...);
}

template <typename IdType>
std::optional<IdType> IdIn(absl::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  return IdFromBytes<IdType>(bytes);
}

bool GoesOn(const Request& request) {
  return IsOneOf<v1::ProposeErasureRequest, v1::DecideErasureRequest, v1::SetLegalHoldRequest,
                 v1::EndLegalHoldRequest, v1::OpenLinesRequest, v1::RequestWithheldLookRequest,
                 v1::DecideWithheldLookRequest, v1::ReviewWithheldLookRequest, v1::DueStep>(
      request);
}

// What the command would have made does not stand, and its policy had no part in the refusal.
void NameWhatStands(Decider& d) {
  const auto award = IdIn<AwardId>(d.entry.award_id());
  if (!award || FindAward(d.state, *award) == nullptr) d.entry.clear_award_id();
  const auto card = IdIn<CardId>(d.entry.card_id());
  if (!card || FindCard(d.state, *card) == nullptr) d.entry.clear_card_id();
  d.entry.clear_policy_entry();
}

int64_t SumOf(const google::protobuf::RepeatedPtrField<journal::FundPart>& parts) {
  int64_t pence = 0;
  for (const journal::FundPart& part : parts) pence += part.amount_pence();
  return pence;
}

// What a step that was not refused for anything else asks for; each kind says so when it is.
int64_t AskedBy(const Decider& d) {
  switch (d.entry.event_case()) {
    case journal::Entry::kAwardProposed:
      return SumOf(d.entry.award_proposed().parts());
    case journal::Entry::kExtensionProposed:
      return SumOf(d.entry.extension_proposed().added());
    case journal::Entry::kReferralOpened:
      return d.entry.referral_opened().referral().amount_pence();
    case journal::Entry::kTransactionReversed:
      return AmountMovedBy(*d.context.original);
    default:
      return AmountMovedBy(d.entry);
  }
}

}  // namespace

MaybeRefusal UnlessErased(Decider& d, MaybeRefusal refusal) {
  if (d.entry.person_id().empty() || GoesOn(d.command.request)) return refusal;
  const auto id = IdFromBytes<PersonId>(d.entry.person_id());
  const store::v1::PersonRow* person = FindPerson(d.state, id);
  if (person == nullptr || !IsErased(*person)) return refusal;
  if (refusal && refusal->refused().reason() < journal::REFUSAL_REASON_PERSON_ERASED) {
    return refusal;
  }
  const int64_t asked = refusal ? refusal->refused().requested_pence() : AskedBy(d);
  const bool load = refusal ? refusal->refused().load() : d.entry.has_award_loaded();
  NameWhatStands(d);
  const uint64_t erased = FindErasure(*person, journal::RETENTION_CLASS_IDENTITY)->entry();
  Refusal answer = PersonRefusal(journal::REFUSAL_REASON_PERSON_ERASED, PersonName(id))
                       .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(erased))
                       .Asked(asked);
  return load ? std::move(answer).OfLoad() : std::move(answer);
}

}  // namespace cardledger::domain
