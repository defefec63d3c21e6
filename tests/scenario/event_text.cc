#include "tests/scenario/event_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "base/number_text.h"
#include "services/domain/civil_day.h"
#include "tests/scenario/enum_words.h"
#include "tests/scenario/words.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using base::FormatPence;

using FundParts = google::protobuf::RepeatedPtrField<journal::FundPart>;

// "tier3:£400.00,tier3-next:£600.00", of one figure of each part.
std::string PartsText(const FundParts& parts, const Names& names,
                      int64_t (journal::FundPart::*figure)() const) {
  return absl::StrJoin(parts, ",", [&](std::string* out, const journal::FundPart& part) {
    absl::StrAppend(out, names.NameOf(part.fund_id()), ":", FormatPence((part.*figure)()));
  });
}

std::string FundingText(const FundParts& parts, const Names& names) {
  return PartsText(parts, names, &journal::FundPart::amount_pence);
}

std::string ProposedText(const journal::Entry& entry, const Names& names) {
  const journal::AwardProposed& proposed = entry.award_proposed();
  std::string text = absl::StrCat("award=", names.NameOf(entry.award_id()),
                                  " funding=", FundingText(proposed.parts(), names));
  if (proposed.first_due_day() != 0) {
    absl::StrAppend(&text, " first_due=", DayText(proposed.first_due_day()), " instalments=",
                    PartsText(proposed.parts(), names, &journal::FundPart::instalment_pence));
  }
  return text;
}

std::string ApprovedText(const journal::AwardApproved& approved) {
  return absl::StrCat("committed=", FormatPence(approved.committed_pence()),
                      NextDueText(approved.next_due_day()));
}

std::string LoadText(const journal::AwardLoaded& loaded) {
  std::string text = absl::StrCat(
      "available=", FormatPence(loaded.available_after_pence()),
      " year=", FormatYear(loaded.limit_year()),
      " limit_used=", FormatPence(loaded.limit_used_after_pence()),
      " limit_remaining=", FormatPence(loaded.limit_pence() - loaded.limit_used_after_pence()));
  if (loaded.limit_first_day() != 0) {
    absl::StrAppend(&text, " year_from=", DayText(loaded.limit_first_day()));
  }
  if (loaded.contribution_pence() != 0) {
    absl::StrAppend(&text, " contribution=", FormatPence(loaded.contribution_pence()));
  }
  if (loaded.has_limit_counted_pence()) {
    absl::StrAppend(&text, " counted=", FormatPence(loaded.limit_counted_pence()));
  }
  if (loaded.approve_by_day() != 0) {
    absl::StrAppend(&text, " approve_by=", DayText(loaded.approve_by_day()));
  }
  if (!loaded.has_instalment()) return text;
  return absl::StrCat("instalment=", FormatPence(loaded.amount_pence()), " ", text,
                      NextDueText(loaded.instalment().next_due_day()));
}

std::string RunFinishedText(const journal::RunFinished& finished) {
  return absl::StrCat("accepted=", finished.accepted_count(), ":",
                      FormatPence(finished.accepted_pence()), " refused=", finished.refused_count(),
                      ":", FormatPence(finished.refused_pence()));
}

std::string ExtensionText(const journal::ExtensionProposed& proposed, const Names& names) {
  return absl::StrCat("to=", DayText(proposed.end_day()),
                      proposed.added().empty()
                          ? ""
                          : absl::StrCat(" added=", FundingText(proposed.added(), names)));
}

std::string ExtendedText(const journal::AwardExtended& extended, const Names& names) {
  return absl::StrCat(
      "to=", DayText(extended.end_day()), " funding=", FundingText(extended.parts(), names),
      " committed=", FormatPence(extended.committed_pence()), NextDueText(extended.next_due_day()));
}

std::string EndedText(const journal::AwardEnded& ended) {
  return absl::StrCat("last=", DayText(ended.last_day()), " outcome=", EnumText(ended.outcome()),
                      " released=", FormatPence(ended.released_pence()));
}

std::string ContributionText(const journal::Entry& entry, const Names& names) {
  const journal::ContributionSet& set = entry.contribution_set();
  return absl::StrCat(
      "from=", DayText(set.from_day()), " weekly=", FormatPence(set.weekly_pence()),
      " expected=", PartsText(set.parts(), names, &journal::FundPart::contribution_pence),
      " committed=", FormatPence(entry.award_after().committed_pence()));
}

std::string ReversedText(const journal::TransactionReversed& reversed) {
  return absl::StrCat("reversed=", reversed.original_entry(),
                      " amount=", FormatPence(reversed.amount_pence()),
                      " available=", FormatPence(reversed.available_after_pence()));
}

std::string CarriedText(const journal::BalanceCarriedForward& carried, const Names& names) {
  return absl::StrCat("carried=", FormatPence(carried.amount_pence()),
                      " from=", names.NameOf(carried.from_fund_id()),
                      " to=", names.NameOf(carried.to_fund_id()));
}

std::string DecidedText(const journal::ReferralDecided& decided) {
  if (!decided.approved()) return absl::StrCat("declined referral=", decided.referral_entry());
  return absl::StrCat("approved=", FormatPence(decided.amount_pence()),
                      " referral=", decided.referral_entry());
}

std::string LimitsText(const journal::CardLimits& limits) {
  return absl::StrCat("payment=", FormatPence(limits.payment_pence()),
                      " daily=", FormatPence(limits.daily_pence()),
                      " daily_count=", limits.daily_count());
}

std::string BlockText(const journal::CardBlocked& blocked) {
  std::string text = absl::StrCat(" reason=", EnumText(blocked.reason()));
  if (!blocked.lead().empty()) absl::StrAppend(&text, " lead=", blocked.lead());
  if (blocked.review_day() != 0) absl::StrAppend(&text, " review=", DayText(blocked.review_day()));
  return text;
}

// What an event about a card says beside which card it is.
std::string CardEventText(const journal::Entry& entry, const Names& names) {
  switch (entry.event_case()) {
    case journal::Entry::kCardIssued:
      return absl::StrCat(" last_four=", entry.card_issued().last_four(),
                          " expires=", DayText(entry.card_issued().expiry_day()));
    case journal::Entry::kCardBlocked:
      return BlockText(entry.card_blocked());
    case journal::Entry::kCardReplaced:
      return absl::StrCat(" replaced_by=", names.NameOf(entry.card_replaced().new_card_id()));
    case journal::Entry::kCardLimitsSet:
      return absl::StrCat(" ", LimitsText(entry.card_limits_set().limits()));
    case journal::Entry::kBlockReviewed:
      return absl::StrCat(" review=", DayText(entry.block_reviewed().next_review_day()));
    default:
      return "";
  }
}

// Of events about who signs in, and who is related to whom.
std::string SubjectEventText(const journal::Entry& entry, const Names& names) {
  switch (entry.event_case()) {
    case journal::Entry::kPersonSubjectSet:
      return absl::StrCat("subject=", entry.person_subject_set().subject());
    case journal::Entry::kRelationDeclared:
      return absl::StrCat("related=", entry.relation_declared().subject());
    case journal::Entry::kRelationEnded:
      return absl::StrCat("related=", entry.relation_ended().subject(), " no more");
    case journal::Entry::kProviderSubjectAdded:
      return absl::StrCat("provider=", names.NameOf(entry.provider_subject_added().provider_id()),
                          " subject=", entry.provider_subject_added().subject());
    case journal::Entry::kProviderSubjectRemoved:
      return absl::StrCat("provider=", names.NameOf(entry.provider_subject_removed().provider_id()),
                          " subject=", entry.provider_subject_removed().subject(), " no more");
    default:
      return "";
  }
}

// Of events about who opened a person's lines.
std::string LookEventText(const journal::Entry& entry, const Names& names) {
  switch (entry.event_case()) {
    case journal::Entry::kLinesOpened:
      return absl::StrCat("open=", names.NameOf(entry.person_id()),
                          " reason=", EnumText(entry.lines_opened().reason()));
    case journal::Entry::kWithheldLookRequested:
      return absl::StrCat("look=", entry.sequence(), " of=", names.NameOf(entry.person_id()),
                          " ground=", EnumText(entry.withheld_look_requested().ground()),
                          " review=", DayText(entry.withheld_look_requested().review_day()));
    case journal::Entry::kWithheldLookDecided:
      return absl::StrCat("look=", entry.withheld_look_decided().look_entry(),
                          entry.withheld_look_decided().approved() ? " approved" : " declined");
    case journal::Entry::kWithheldLookReviewed:
      if (entry.withheld_look_reviewed().disclosed()) {
        return absl::StrCat("look=", entry.withheld_look_reviewed().look_entry(), " disclosed");
      }
      return absl::StrCat("look=", entry.withheld_look_reviewed().look_entry(),
                          " review=", DayText(entry.withheld_look_reviewed().review_day()));
    default:
      return "";
  }
}

template <typename Classes>
std::string ClassesText(const Classes& classes) {
  return absl::StrJoin(classes, ",", [](std::string* out, int each) {
    absl::StrAppend(out, EnumText(static_cast<journal::RetentionClass>(each)));
  });
}

// Of events about what is kept of people.
std::string PrivacyEventText(const journal::Entry& entry) {
  switch (entry.event_case()) {
    case journal::Entry::kErasureProposed:
      return absl::StrCat("proposed=", ClassesText(entry.erasure_proposed().classes()),
                          " ground=", EnumText(entry.erasure_proposed().ground()));
    case journal::Entry::kDetailsErased:
      return absl::StrCat("erased=", ClassesText(entry.details_erased().classes()),
                          " proposed_by=", entry.details_erased().proposed_entry());
    case journal::Entry::kErasureDeclined:
      return absl::StrCat("declined=", entry.erasure_declined().proposed_entry());
    case journal::Entry::kLegalHoldSet:
      return "held";
    case journal::Entry::kLegalHoldEnded:
      return absl::StrCat("held no more since=", entry.legal_hold_ended().set_entry());
    case journal::Entry::kDetailRectified:
      return absl::StrCat("rectified=", entry.detail_rectified().rectified_entry(),
                          " place=", entry.detail_rectified().place());
    default:
      return "";
  }
}

// Of events about people and those who act for them.
std::string PersonEventText(const journal::Entry& entry, const Names& names) {
  switch (entry.event_case()) {
    case journal::Entry::kPersonRegistered:
      return absl::StrCat("person=", names.NameOf(entry.person_id()));
    case journal::Entry::kPersonStateChanged:
      return absl::StrCat("state=", EnumText(entry.person_state_changed().state()),
                          " since=", DayText(entry.person_state_changed().since_day()));
    case journal::Entry::kSupporterAdded:
      return absl::StrCat("supporter=", names.NameOf(entry.supporter_added().supporter_id()));
    case journal::Entry::kSupporterEnded:
      return absl::StrCat("supporter=", names.NameOf(entry.supporter_ended().supporter_id()),
                          " last=", DayText(entry.supporter_ended().last_day()));
    case journal::Entry::kRepresentativeAdded:
      return absl::StrCat("representative=",
                          names.NameOf(entry.representative_added().representative_id()));
    case journal::Entry::kRepresentativeEnded:
      return absl::StrCat(
          "representative=", names.NameOf(entry.representative_ended().representative_id()),
          " last=", DayText(entry.representative_ended().last_day()));
    case journal::Entry::kProviderRegistered:
      return absl::StrCat("provider=", names.NameOf(entry.provider_registered().provider_id()));
    default:
      return "";
  }
}

// Of events that begin, change and end awards.
std::string AwardEventText(const journal::Entry& entry, const Names& names) {
  switch (entry.event_case()) {
    case journal::Entry::kAwardProposed:
      return ProposedText(entry, names);
    case journal::Entry::kAwardApproved:
      return ApprovedText(entry.award_approved());
    case journal::Entry::kAwardCancelled:
      return absl::StrCat("released=", FormatPence(entry.award_cancelled().released_pence()));
    case journal::Entry::kExtensionProposed:
      return ExtensionText(entry.extension_proposed(), names);
    case journal::Entry::kAwardExtended:
      return ExtendedText(entry.award_extended(), names);
    case journal::Entry::kAwardEnded:
      return EndedText(entry.award_ended());
    case journal::Entry::kCommitmentReleased:
      return absl::StrCat("released=", FormatPence(entry.commitment_released().released_pence()));
    case journal::Entry::kAgreementRecorded:
      return absl::StrCat("signed=", DayText(entry.agreement_recorded().signed_day()));
    case journal::Entry::kContributionSet:
      return ContributionText(entry, names);
    default:
      return "";
  }
}

// Of events that move money on an award, or let it move.
std::string MoneyEventText(const journal::Entry& entry, const Names& names) {
  switch (entry.event_case()) {
    case journal::Entry::kAwardLoaded:
      return LoadText(entry.award_loaded());
    case journal::Entry::kContributionReceived:
      return absl::StrCat("available=",
                          FormatPence(entry.contribution_received().available_after_pence()));
    case journal::Entry::kOwnMoneyAdded:
      return absl::StrCat("available=",
                          FormatPence(entry.own_money_added().available_after_pence()));
    case journal::Entry::kOwnMoneyRepaid:
      return absl::StrCat("available=",
                          FormatPence(entry.own_money_repaid().available_after_pence()));
    case journal::Entry::kTransactionReversed:
      return ReversedText(entry.transaction_reversed());
    case journal::Entry::kEmergencyLoadApproved:
      return absl::StrCat("load=", entry.emergency_load_approved().load_entry());
    case journal::Entry::kBalanceCarriedForward:
      return CarriedText(entry.balance_carried_forward(), names);
    case journal::Entry::kReferralOpened:
      return ReferralText(entry.referral_opened().referral(), entry.sequence());
    case journal::Entry::kReferralDecided:
      return DecidedText(entry.referral_decided());
    default:
      return "";
  }
}

// Of events about policies, funds and runs.
std::string FinanceEventText(const journal::Entry& entry, const Names& names) {
  switch (entry.event_case()) {
    case journal::Entry::kPolicyActivated:
      return absl::StrCat("valid_from=", DayText(entry.policy_activated().valid_from_day()));
    case journal::Entry::kFundCreated:
      return absl::StrCat("fund=", names.NameOf(entry.fund_created().fund_id()),
                          " year=", FormatYear(entry.fund_created().financial_year()));
    case journal::Entry::kBudgetAllocated:
      return absl::StrCat("fund_available=",
                          FormatPence(entry.budget_allocated().available_after_pence()));
    case journal::Entry::kBudgetTransferred:
      return absl::StrCat(
          "from_available=", FormatPence(entry.budget_transferred().from_available_after_pence()),
          " to_available=", FormatPence(entry.budget_transferred().to_available_after_pence()));
    case journal::Entry::kRunStarted:
      return absl::StrCat("run=", names.NameOfRun(entry.sequence()));
    case journal::Entry::kRunFinished:
      return RunFinishedText(entry.run_finished());
    default:
      return "";
  }
}

}  // namespace

std::string EventText(const journal::Entry& entry, const Names& names) {
  if (!entry.card_id().empty()) {
    return absl::StrCat("card=", names.NameOf(entry.card_id()), CardEventText(entry, names));
  }
  return absl::StrCat(FinanceEventText(entry, names), PersonEventText(entry, names),
                      SubjectEventText(entry, names), LookEventText(entry, names),
                      PrivacyEventText(entry), AwardEventText(entry, names),
                      MoneyEventText(entry, names));
}

std::string DayText(int64_t number) {
  return domain::FormatIsoDay(domain::Day(static_cast<int32_t>(number)));
}

std::string NextDueText(int32_t day) {
  return day == 0 ? "" : absl::StrCat(" next_due=", DayText(day));
}

std::string ReferralText(const journal::Referral& referral, uint64_t opened_entry) {
  return absl::StrCat("referral=", opened_entry, " amount=", FormatPence(referral.amount_pence()),
                      " decide_by=", DayText(referral.deadline_day()));
}

}  // namespace cardledger::tests
