#include "services/rpc/refusal_templates.h"

#include <algorithm>
#include <array>

namespace cardledger::rpc {
namespace {

namespace journal = ::cardledger::journal::v1;

struct Template {
  journal::RefusalReason reason;
  absl::string_view text;
};

// In order of precedence.
constexpr auto kTemplates = std::to_array<Template>({
    {journal::REFUSAL_REASON_FUND_NOT_FOUND,
     "No such fund stands in this ledger[: {fund}]. Accepted would be a fund that CreateFund "
     "opened."},
    {journal::REFUSAL_REASON_PERSON_NOT_FOUND,
     "No such person stands in this ledger[: {person}]. Accepted would be a person that "
     "RegisterPerson registered."},
    {journal::REFUSAL_REASON_AWARD_NOT_FOUND,
     "No such award stands in this ledger[: {award}]. Accepted would be an award that ProposeAward "
     "proposed."},
    {journal::REFUSAL_REASON_RUN_NOT_FOUND,
     "No such run stands in this ledger[: {run}]. Accepted would be a run that was started."},
    {journal::REFUSAL_REASON_CARD_NOT_FOUND,
     "No such card stands in this ledger[: {card}]. Accepted would be a card that RequestCard or "
     "ReplaceCard asked for."},
    {journal::REFUSAL_REASON_PROVIDER_NOT_FOUND,
     "No such provider stands in this ledger[: {provider}]. Accepted would be a provider that "
     "RegisterProvider registered."},
    {journal::REFUSAL_REASON_TRANSACTION_NOT_FOUND,
     "The award has no such transaction that could be reversed[: transactions/{entry}]. Accepted "
     "would be a load, a contribution, or own money added or repaid, of that very award."},
    {journal::REFUSAL_REASON_REFERRAL_NOT_FOUND,
     "No such referral stands in this ledger[: {referral}]. Accepted would be a referral that a "
     "refusal or RequestException opened."},
    {journal::REFUSAL_REASON_SUPPORTER_NOT_FOUND,
     "The person has no such supporter[: supporters/{party}]. Accepted would be a supporter whom "
     "AddSupporter recorded for that person."},
    {journal::REFUSAL_REASON_REPRESENTATIVE_NOT_FOUND,
     "The person has no such representative[: representatives/{party}]. Accepted would be a "
     "representative whom AddRepresentative recorded for that person."},
    {journal::REFUSAL_REASON_ERASURE_NOT_PROPOSED,
     "No erasure waits for a decision[: {person}]. Accepted would be a person for whom "
     "ProposeErasure has proposed one."},
    {journal::REFUSAL_REASON_LEGAL_HOLD_NOT_SET,
     "No legal hold is set[: {person}]. Accepted would be a person for whom SetLegalHold has set "
     "one."},
    {journal::REFUSAL_REASON_DETAIL_NOT_FOUND,
     "That entry[ {entry}] has no such detail about the person[: {person}], or it has been erased. "
     "Accepted would be the kind and the place of a detail as ExportPerson shows them."},
    {journal::REFUSAL_REASON_PERSON_ERASED,
     "Who this person is has been erased[, by entry {entry}][: {person}]. Accepted would be the "
     "same for a person who is registered; somebody who comes back is registered anew."},
    {journal::REFUSAL_REASON_LOOK_NOT_FOUND,
     "No such look stands in this ledger that is, or would be, withheld[: {look}]. Accepted would "
     "be a look that RequestWithheldLook asked for."},
    {journal::REFUSAL_REASON_FUND_ALREADY_EXISTS,
     "A fund with that code stands already[ in {financial_year}][: {fund}]. Accepted would be "
     "another code, or another financial year."},
    {journal::REFUSAL_REASON_PERSON_ALREADY_REGISTERED,
     "A person with that case reference is registered already[: {person}]. The annual limit is per "
     "person, so a second record would be a second limit; use the person that stands."},
    {journal::REFUSAL_REASON_POLICY_ALREADY_ACTIVE,
     "That very policy is active already[, by entry {entry}]. Accepted would be a policy with "
     "another content."},
    {journal::REFUSAL_REASON_CARD_TOKEN_IN_USE,
     "Another card has that token of the issuer's[: {card}]. Accepted would be the token that the "
     "issuer gave to this card alone."},
    {journal::REFUSAL_REASON_ALREADY_REVERSED,
     "The transaction[ transactions/{entry}] has been reversed before. Accepted would be a "
     "transaction that has not."},
    {journal::REFUSAL_REASON_ALREADY_EXTENDED,
     "The award[ {award}] has been extended before, or an extension of it waits for its decision. "
     "An award is extended once; accepted would be a new award."},
    {journal::REFUSAL_REASON_REFERRAL_DECIDED,
     "The referral[ {referral}] has been decided before[, by entry {entry}]. Accepted would be a "
     "referral that is open."},
    {journal::REFUSAL_REASON_PARTY_ENDED,
     "The supporter or representative[ {party}] has ended before.[ The last day was {last_day}.] "
     "Accepted would be one that has not."},
    {journal::REFUSAL_REASON_NO_APPROVAL_DUE,
     "No approval of that load is due[: transactions/{entry}]. Accepted would be an emergency load "
     "that has been neither approved nor reversed."},
    {journal::REFUSAL_REASON_PERSON_STATE_UNCHANGED,
     "The person[ {person}] is in that state since that day already[: {person_state}]. Accepted "
     "would be another state, or another day."},
    {journal::REFUSAL_REASON_REFERRAL_ALREADY_OPEN,
     "A senior has been asked already[: {referral}][, who decides by {deadline_day}]. Accepted "
     "would be another question once that one is decided."},
    {journal::REFUSAL_REASON_ERASURE_ALREADY_PROPOSED,
     "An erasure waits for its decision already[, proposed by entry {entry}][: {person}]. Accepted "
     "would be another once DecideErasure has decided that one."},
    {journal::REFUSAL_REASON_LEGAL_HOLD_ALREADY_SET,
     "A legal hold is set already[, by entry {entry}][: {person}]. Accepted would be another once "
     "EndLegalHold has ended that one."},
    {journal::REFUSAL_REASON_LOOK_DECIDED,
     "The look[ {look}] has been decided before[, by entry {entry}]. Accepted would be a look that "
     "waits for its decision."},
    {journal::REFUSAL_REASON_LOOK_DISCLOSED,
     "The person has been told of the look[ {look}] before[, by entry {entry}]. Accepted would be "
     "a "
     "look that is withheld."},
    {journal::REFUSAL_REASON_RUN_FINISHED,
     "The run[ {run}] is finished and takes no more rows. Accepted would be a new run."},
    {journal::REFUSAL_REASON_AWARD_CANCELLED,
     "The award[ {award}] is cancelled. Accepted would be an award that is not."},
    {journal::REFUSAL_REASON_AWARD_NOT_APPROVED,
     "The award[ {award}] waits for its approval. The same would be accepted after somebody other "
     "than its proposer has approved it."},
    {journal::REFUSAL_REASON_AWARD_ALREADY_APPROVED,
     "The award[ {award}] has been approved before. Accepted would be an award that waits for its "
     "approval."},
    {journal::REFUSAL_REASON_AWARD_HAS_LOADS,
     "Money has been put on the award[ {award}], so it cannot be cancelled. Accepted would be to "
     "end it."},
    {journal::REFUSAL_REASON_AWARDS_FULL,
     "The person[ {person}] has as many awards as the ledger keeps for one person.[ Accepted would "
     "be at most {count_max}.]"},
    {journal::REFUSAL_REASON_AWARD_ENDED,
     "The award[ {award}] has ended.[ Its last day was {last_day}.] Accepted would be an award "
     "that "
     "goes on."},
    {journal::REFUSAL_REASON_PERSON_DECEASED,
     "The person[ {person}] has died, so nothing new is begun. Where the death was recorded in "
     "error, SetPersonState corrects it; the same would be accepted then."},
    {journal::REFUSAL_REASON_PERSON_NOT_DECEASED,
     "The person[ {person}] has not died: a personal representative acts for an estate. Accepted "
     "would be another authority."},
    {journal::REFUSAL_REASON_LOADS_PAUSED,
     "The person is in hospital or detained[ ({person_state})], and the policy pauses loads "
     "meanwhile.[ Accepted would be a load due before {first_day}.] An emergency load is accepted "
     "meanwhile."},
    {journal::REFUSAL_REASON_NO_EXTENSION_PROPOSED,
     "No extension of the award[ {award}] waits for a decision. Accepted would be an award for "
     "which ProposeExtension has proposed one."},
    {journal::REFUSAL_REASON_AGREEMENT_MISSING,
     "A direct payment[ {award}] is paid once its agreement is recorded. The same would be "
     "accepted after RecordAgreement."},
    {journal::REFUSAL_REASON_CARD_NOT_IN_STATE,
     "The card[ {card}] is in a state in which this step cannot be taken[: {card_state}].[ "
     "Accepted "
     "would be a card that is {accepted_card_state}.]"},
    {journal::REFUSAL_REASON_CARDS_FULL,
     "The award[ {award}] has as many cards as the ledger keeps for one award.[ Accepted would be "
     "at most {count_max}.]"},
    {journal::REFUSAL_REASON_PARTIES_FULL,
     "The person[ {person}] has as many supporters and representatives as the ledger keeps for one "
     "person.[ Accepted would be at most {count_max}.]"},
    {journal::REFUSAL_REASON_HOLDER_NOT_ENTITLED,
     "The supporter or representative[ {party}] may not hold a card. Accepted would be a supporter "
     "in force with the scope CARD, a representative in force, or the person."},
    {journal::REFUSAL_REASON_NOTHING_DUE,
     "Nothing of that kind is scheduled for the award[ {award}], or it is not due. Accepted would "
     "be a step whose day has come."},
    {journal::REFUSAL_REASON_RECORDS_FULL,
     "As much of this kind stands with the award[ {award}] as the ledger keeps.[ Accepted would be "
     "at most {count_max}.]"},
    {journal::REFUSAL_REASON_HOLDER_HAS_CARD,
     "The holder has a card of this award already[: {card}][, which is {card_state}]. Accepted "
     "would be a card in its place, by ReplaceCard, or one after it is closed."},
    {journal::REFUSAL_REASON_LOOK_NOT_APPROVED,
     "The look[ {look}] waits for its decision, or was declined, so that nothing is withheld. "
     "Accepted would be a look that was approved."},
    {journal::REFUSAL_REASON_APPROVER_IS_PREPARER,
     "Nobody approves what they prepared[: {award}][: {referral}][: {look}]. Accepted would be the "
     "decision "
     "of "
     "somebody other than who proposed, loaded or asked."},
    {journal::REFUSAL_REASON_SAFEGUARDING_LEAD_NEEDED,
     "A block for safeguarding is lifted and reviewed by a safeguarding lead alone[: {card}]. "
     "Accepted would be the same step by somebody in that role."},
    {journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND,
     "That is more than the caller's roles approve[: {requested_pence}][, where they approve up to "
     "{band_pence}]. Accepted would be the decision of somebody whose role reaches it[: "
     "{role_needed}]."},
    {journal::REFUSAL_REASON_SUBJECT_TAKEN,
     "The subject signs in for somebody else than was named[: {person}][: {provider}]. Accepted "
     "would be a subject that signs in for nobody else."},
    {journal::REFUSAL_REASON_SUBJECT_UNCHANGED,
     "The subject is recorded so already[: {person}][: {provider}]. Accepted would be another "
     "subject."},
    {journal::REFUSAL_REASON_SUBJECT_NOT_FOUND,
     "No such subject is recorded there[: {person}][: {provider}]. Accepted would be a subject "
     "that is."},
    {journal::REFUSAL_REASON_SUBJECTS_FULL,
     "The subject, or what it would be linked to[: {person}][: {provider}], has as many links as "
     "the ledger keeps.[ Accepted would be at most {count_max}.]"},
    {journal::REFUSAL_REASON_NO_POLICY_IN_FORCE,
     "No activated policy is in force[ on {requested_day}]. Accepted would be a day that an "
     "activated policy covers."},
    {journal::REFUSAL_REASON_PHASE_TOO_LONG,
     "The phase is longer than the policy allows[: {requested_days} days, first and last day "
     "included].[ Accepted would be at most {days_max} days.][ "
     "That makes the last day {last_day}.]"},
    {journal::REFUSAL_REASON_FUND_YEAR_MISMATCH,
     "The funds do not fit the financial years concerned[; {financial_year} does not match][ "
     "({fund})]. Accepted would be exactly one fund for each financial year that the dates touch, "
     "and budget moved within one financial year."},
    {journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES,
     "The day[ {requested_day}] lies outside the award's dates.[ Accepted would be a day from "
     "{first_day} to {last_day}.]"},
    {journal::REFUSAL_REASON_DUE_DATE_IN_FUTURE,
     "The day[ {requested_day}] has not come yet.[ Accepted would be a day up to "
     "{last_day}.]"},
    {journal::REFUSAL_REASON_EXTENSION_TOO_LONG,
     "With the extension the award would be longer than the policy allows in all[: "
     "{requested_days} days, first and last day included].[ Accepted would be at most {days_max} "
     "days.][ That makes the last day {last_day}.]"},
    {journal::REFUSAL_REASON_SCHEDULE_MISSES_YEAR,
     "No instalment of the schedule falls into a financial year that bears a part of the award[: "
     "{financial_year}]. Accepted would be a schedule with a due date in each of its years."},
    {journal::REFUSAL_REASON_RESTRICTION_NOT_ALLOWED,
     "That does not go with how the award is delivered[: {award}]. A direct payment is the "
     "person's own money, without a list of categories and without earmarks, and it alone has an "
     "agreement. Accepted would be an award without them, or another delivery."},
    {journal::REFUSAL_REASON_RISK_DECISION_MISSING,
     "A category or cash is blocked on a direct payment only by an individual risk decision. "
     "Accepted would be the same with that decision and the day of its review."},
    {journal::REFUSAL_REASON_FUNDING_MODEL_MISMATCH,
     "The delivery and the funding model do not go together: a direct payment always stands in its "
     "holder's own account. Accepted would be HOLDER_BALANCE, or another delivery."},
    {journal::REFUSAL_REASON_EXCEPTION_NOT_AVAILABLE,
     "There is no exception to the annual limit under this power or delivery[: {award}]. Accepted "
     "would be an award under a duty (s18, s20, s117) that is no grant."},
    {journal::REFUSAL_REASON_DAY_NOT_ACCEPTED,
     "The day[ {requested_day}] is too early or too late for this. Accepted would be a day[ from "
     "{first_day}][ up to {last_day}]."},
    {journal::REFUSAL_REASON_SAFEGUARDING_DUTIES_MISSING,
     "A block of the person's own card for safeguarding[: {card}] says how needs are met "
     "meanwhile, "
     "and who leads. Accepted would be the same with both."},
    {journal::REFUSAL_REASON_NOT_SET_BY_POLICY,
     "The policy[ in force on {requested_day}] does not set what this needs: award_length_max for "
     "an extension, emergency_load_max for an emergency load, referral for an exception. Accepted "
     "would be the same under a policy that does."},
    {journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED,
     "The load[ of {requested_pence}] would pass the person's annual limit[ of {limit_pence} for "
     "{financial_year}][, of which {used_pence} is used].[ Accepted would be up to "
     "{remaining_pence}.][ A senior decides by {deadline_day} whether there "
     "is more.][ That question is {referral}.]"},
    {journal::REFUSAL_REASON_AWARD_AMOUNT_EXCEEDED,
     "The load[ of {requested_pence}] is more than the award still holds[ for {financial_year}].[ "
     "Accepted would be up to {remaining_pence}.]"},
    {journal::REFUSAL_REASON_BUDGET_EXCEEDED,
     "The fund[ {fund}] has not enough uncommitted budget[ for {requested_pence}].[ Accepted would "
     "be up to {remaining_pence}.][ A senior decides by {deadline_day} whether there "
     "is more.][ That question is {referral}.]"},
    {journal::REFUSAL_REASON_BUDGET_TOO_LARGE,
     "The fund's budget[ ({fund})] would pass the most that a fund may hold.[ Accepted would be up "
     "to {remaining_pence}.]"},
    {journal::REFUSAL_REASON_EMERGENCY_LOAD_TOO_LARGE,
     "The emergency load[ of {requested_pence}] is above what one officer may make.[ Accepted "
     "would "
     "be up to {remaining_pence}.]"},
    {journal::REFUSAL_REASON_PURSE_TOO_SMALL,
     "The purse does not hold what would be taken from it[: {requested_pence}].[ Accepted would be "
     "up to {remaining_pence}.]"},
    {journal::REFUSAL_REASON_EARMARKS_EXCEED_AWARD,
     "Earmarks come to more than the award.[ Accepted would be up to {remaining_pence} in all.]"},
    {journal::REFUSAL_REASON_REFERRAL_AMOUNT_EXCEEDED,
     "More would be approved[: {requested_pence}] than was asked[ by {referral}].[ Accepted would "
     "be up to {remaining_pence}.]"},
    {journal::REFUSAL_REASON_RUN_TOTALS_DIFFER,
     "The rows decided are not the rows declared when the run[ {run}] was started[: declared "
     "{declared_count} of {declared_pence}][, decided {decided_count} of {decided_pence}]. "
     "Accepted would be a finish with a new request id, after the rows that are missing."},
    {journal::REFUSAL_REASON_CLOCK_NOT_UNSURE,
     "The clock needs no confirmation: the ledger trusts it and writes."},
    {journal::REFUSAL_REASON_LEGAL_HOLD,
     "A legal hold is set[ by entry {entry}], so nothing is erased[: {person}]. The same would be "
     "accepted after somebody other than who set it has ended it with EndLegalHold."},
    {journal::REFUSAL_REASON_PERSON_HAS_LIVE_AWARD,
     "An award waits for its approval, goes on, or has money or a commitment on it[: {award}]. The "
     "same would be accepted after all awards of the person have ended with nothing left on them."},
    {journal::REFUSAL_REASON_RETENTION_NOT_ENDED,
     "Details of the class {retention_class} are still to be kept[; from {first_day} on they need "
     "not be]. Accepted would be the same then, or another ground where one applies."},
    {journal::REFUSAL_REASON_DETAILS_ERASED_ALREADY,
     "All details of the class {retention_class} have been erased[, by entry {entry}], and none "
     "has been recorded since. Accepted would be classes of which details stand."},
});

}  // namespace

absl::string_view RefusalTemplate(journal::RefusalReason reason) {
  const auto* const found =
      std::find_if(kTemplates.begin(), kTemplates.end(),
                   [reason](const Template& t) { return t.reason == reason; });
  return found == kTemplates.end() ? absl::string_view() : found->text;
}

}  // namespace cardledger::rpc
