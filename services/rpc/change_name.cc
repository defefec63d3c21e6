#include "services/rpc/change_name.h"

#include "base/check.h"
#include "services/rpc/stored_values.h"

namespace cardledger::rpc {

namespace journal = ::cardledger::journal::v1;

std::string ChangeName(const journal::Entry& entry, bool stored) {
  switch (entry.event_case()) {
    case journal::Entry::kPersonStateChanged:
    case journal::Entry::kCommunicationNeedsSet:
    case journal::Entry::kPersonSubjectSet:
    case journal::Entry::kRelationDeclared:
    case journal::Entry::kRelationEnded:
    case journal::Entry::kErasureProposed:
    case journal::Entry::kDetailsErased:
    case journal::Entry::kErasureDeclined:
    case journal::Entry::kLegalHoldSet:
    case journal::Entry::kLegalHoldEnded:
    case journal::Entry::kDetailRectified:
      return PersonNameOf(entry.person_id());
    case journal::Entry::kSupporterAdded:
      return SupporterNameOf(entry.supporter_added().supporter_id());
    case journal::Entry::kSupporterEnded:
      return SupporterNameOf(entry.supporter_ended().supporter_id());
    case journal::Entry::kRepresentativeAdded:
      return RepresentativeNameOf(entry.representative_added().representative_id());
    case journal::Entry::kRepresentativeEnded:
      return RepresentativeNameOf(entry.representative_ended().representative_id());
    case journal::Entry::kProviderRegistered:
      return ProviderNameOf(entry.provider_registered().provider_id());
    case journal::Entry::kProviderSubjectAdded:
      return ProviderNameOf(entry.provider_subject_added().provider_id());
    case journal::Entry::kProviderSubjectRemoved:
      return ProviderNameOf(entry.provider_subject_removed().provider_id());
    case journal::Entry::kExtensionProposed:
    case journal::Entry::kAwardExtended:
    case journal::Entry::kExtensionDeclined:
    case journal::Entry::kAwardEnded:
    case journal::Entry::kAgreementRecorded:
    case journal::Entry::kContributionSet:
      return AwardNameOf(entry.award_id());
    case journal::Entry::kContributionReceived:
    case journal::Entry::kOwnMoneyAdded:
    case journal::Entry::kOwnMoneyRepaid:
      return stored ? domain::TransactionName(entry.sequence()) : "";
    case journal::Entry::kTransactionReversed:
      return domain::TransactionName(entry.transaction_reversed().original_entry());
    case journal::Entry::kEmergencyLoadApproved:
      return domain::TransactionName(entry.emergency_load_approved().load_entry());
    case journal::Entry::kReferralOpened:
      return stored ? domain::ReferralName(entry.sequence()) : "";
    case journal::Entry::kReferralDecided:
      return domain::ReferralName(entry.referral_decided().referral_entry());
    case journal::Entry::kLinesOpened:
    case journal::Entry::kWithheldLookRequested:
      return stored ? domain::LookName(entry.sequence()) : "";
    case journal::Entry::kWithheldLookDecided:
      return domain::LookName(entry.withheld_look_decided().look_entry());
    case journal::Entry::kWithheldLookReviewed:
      return domain::LookName(entry.withheld_look_reviewed().look_entry());
    case journal::Entry::kCardRequested:
    case journal::Entry::kCardIssued:
    case journal::Entry::kCardActivated:
    case journal::Entry::kCardBlocked:
    case journal::Entry::kCardUnblocked:
    case journal::Entry::kBlockReviewed:
    case journal::Entry::kCardClosed:
    case journal::Entry::kCardLimitsSet:
      return CardNameOf(entry.card_id());
    case journal::Entry::kCardReplaced:
      return CardNameOf(entry.card_replaced().new_card_id());
    default:
      CARDLEDGER_CHECK(false, "the entry holds the method's event");
      return "";
  }
}

}  // namespace cardledger::rpc
