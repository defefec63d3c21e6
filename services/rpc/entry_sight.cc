#include "services/rpc/entry_sight.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/status_macros.h"
#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/cards.pb.h"
#include "cardledger/v1/looks.pb.h"
#include "cardledger/v1/persons.pb.h"
#include "cardledger/v1/transactions.pb.h"
#include "services/rpc/looks_in_force.h"

namespace cardledger::rpc {
namespace {

using journal::v1::Entry;

const std::map<Entry::EventCase, Matter>& Matters() {
  static const auto& matters =
      *new std::map<Entry::EventCase, Matter>{{Entry::kAwardProposed, Matter::kAward},
                                              {Entry::kAwardApproved, Matter::kAward},
                                              {Entry::kAwardCancelled, Matter::kAward},
                                              {Entry::kExtensionProposed, Matter::kAward},
                                              {Entry::kAwardExtended, Matter::kAward},
                                              {Entry::kExtensionDeclined, Matter::kAward},
                                              {Entry::kAwardEnded, Matter::kAward},
                                              {Entry::kCommitmentReleased, Matter::kAward},
                                              {Entry::kAgreementRecorded, Matter::kAward},
                                              {Entry::kContributionSet, Matter::kAward},
                                              {Entry::kAwardLoaded, Matter::kMoney},
                                              {Entry::kContributionReceived, Matter::kMoney},
                                              {Entry::kOwnMoneyAdded, Matter::kMoney},
                                              {Entry::kOwnMoneyRepaid, Matter::kMoney},
                                              {Entry::kTransactionReversed, Matter::kMoney},
                                              {Entry::kEmergencyLoadApproved, Matter::kMoney},
                                              {Entry::kBalanceCarriedForward, Matter::kMoney},
                                              {Entry::kReferralOpened, Matter::kMoney},
                                              {Entry::kReferralDecided, Matter::kMoney},
                                              {Entry::kCardRequested, Matter::kCard},
                                              {Entry::kCardIssued, Matter::kCard},
                                              {Entry::kCardActivated, Matter::kCard},
                                              {Entry::kCardBlocked, Matter::kCard},
                                              {Entry::kCardUnblocked, Matter::kCard},
                                              {Entry::kCardReplaced, Matter::kCard},
                                              {Entry::kCardClosed, Matter::kCard},
                                              {Entry::kCardLimitsSet, Matter::kCard},
                                              {Entry::kBlockReviewed, Matter::kCard},
                                              {Entry::kPersonRegistered, Matter::kPerson},
                                              {Entry::kPersonStateChanged, Matter::kPerson},
                                              {Entry::kCommunicationNeedsSet, Matter::kPerson},
                                              {Entry::kSupporterAdded, Matter::kPerson},
                                              {Entry::kSupporterEnded, Matter::kPerson},
                                              {Entry::kRepresentativeAdded, Matter::kPerson},
                                              {Entry::kRepresentativeEnded, Matter::kPerson},
                                              {Entry::kPersonSubjectSet, Matter::kPerson},
                                              {Entry::kErasureProposed, Matter::kPerson},
                                              {Entry::kDetailsErased, Matter::kPerson},
                                              {Entry::kErasureDeclined, Matter::kPerson},
                                              {Entry::kDetailRectified, Matter::kPerson},
                                              {Entry::kLinesOpened, Matter::kLook},
                                              {Entry::kWithheldLookRequested, Matter::kLook},
                                              {Entry::kWithheldLookDecided, Matter::kLook},
                                              {Entry::kWithheldLookReviewed, Matter::kLook}};
  return matters;
}

// The rule of a method, from the schema itself.
template <typename Request>
AccessRule RuleOf(const std::string& service, absl::string_view method) {
  const auto access =
      ServiceAccess::Load(*Request::descriptor()->file()->FindServiceByName(service));
  CARDLEDGER_CHECK(access.ok(), "a server whose methods have no rule does not start");
  return access->Of(method);
}

const AccessRule& RuleOf(Matter matter) {
  static const auto& rules = *new std::map<Matter, AccessRule>{
      {Matter::kAward, RuleOf<v1::GetAwardRequest>("AwardService", "GetAward")},
      {Matter::kMoney,
       RuleOf<v1::ListTransactionsRequest>("TransactionService", "ListTransactions")},
      {Matter::kCard, RuleOf<v1::GetCardRequest>("CardService", "GetCard")},
      {Matter::kPerson, RuleOf<v1::GetPersonRequest>("PersonService", "GetPerson")},
      {Matter::kLook, RuleOf<v1::ListLooksRequest>("LookService", "ListLooks")}};
  return rules.at(matter);
}

// What was asked of a person, and of none of their awards, may have been for a legal matter.
Matter MatterOfRefused(const Entry& entry) {
  if (entry.award_id().empty()) return Matter::kStaff;
  if (!entry.card_id().empty()) return Matter::kCard;
  return entry.refused().load() ? Matter::kMoney : Matter::kAward;
}

domain::PersonId PersonOf(const Entry& entry) {
  return domain::IdFromBytes<domain::PersonId>(entry.person_id());
}

// The entry that asked for the withheld look that the entry is a step of; 0 of any other entry.
uint64_t WithheldLookOf(const Entry& entry) {
  if (entry.has_withheld_look_requested()) return entry.sequence();
  if (entry.has_withheld_look_decided()) return entry.withheld_look_decided().look_entry();
  return entry.withheld_look_reviewed().look_entry();
}

// Of a step that belongs to somebody whom the caller reaches.
absl::StatusOr<bool> ShowsWithheld(const ReadScope& scope, const Entry& entry, uint64_t look,
                                   bool filtered) {
  const RoleSet seers = filtered ? SeersOfWithheldLooks() : StaffRoles();
  if (scope.reach().ReachesAs(seers, PersonOf(entry))) return true;
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, scope.reader().WithheldLook(look));
  return row && row->disclosed_entry() != 0;
}

// Who holds the card that the entry is about; nullopt where it is about none.
absl::StatusOr<std::optional<std::string>> CardHolderOf(const ReadScope& scope,
                                                        const Entry& entry) {
  if (entry.card_id().empty()) return std::nullopt;
  CARDLEDGER_ASSIGN_OR_RETURN(
      const auto card, scope.reader().Card(domain::IdFromBytes<domain::CardId>(entry.card_id())));
  if (!card) return absl::DataLossError("a card of the journal is missing");
  return card->party_id();
}

// By the rule of the stream, or the export, and by that of the method that shows the like of it.
absl::StatusOr<bool> ShowsAsOwn(const ReadScope& scope, const Entry& entry) {
  const Matter matter = MatterOf(entry);
  if (matter == Matter::kStaff) return false;
  const domain::PersonId person = PersonOf(entry);
  CARDLEDGER_ASSIGN_OR_RETURN(const bool reached, scope.reach().Includes({person}));
  if (!reached) return false;
  CARDLEDGER_ASSIGN_OR_RETURN(const auto card_holder, CardHolderOf(scope, entry));
  return scope.reach().IsOwnBy(RuleOf(matter), person, card_holder);
}

}  // namespace

Matter MatterOf(const Entry& entry) {
  if (entry.has_refused()) return MatterOfRefused(entry);
  const auto found = Matters().find(entry.event_case());
  return found == Matters().end() ? Matter::kStaff : found->second;
}

Sight SightOf(const Reach& reach, const Entry& entry) {
  return entry.person_id().empty() ? Sight::kWhole : reach.SightOf(PersonOf(entry));
}

absl::StatusOr<bool> Shows(const ReadScope& scope, const Entry& entry, bool filtered) {
  const Reach& reach = scope.reach();
  const uint64_t withheld = WithheldLookOf(entry);
  if (reach.everything() && (withheld == 0 || !filtered)) return true;
  if (entry.person_id().empty()) return reach.by_any();
  if (SightOf(reach, entry) == Sight::kAsOwn) {
    CARDLEDGER_ASSIGN_OR_RETURN(const bool shown, ShowsAsOwn(scope, entry));
    if (!shown) return false;
  }
  if (withheld == 0) return true;
  return ShowsWithheld(scope, entry, withheld, filtered);
}

}  // namespace cardledger::rpc
