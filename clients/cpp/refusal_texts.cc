#include <array>

#include "clients/cpp/error_text.h"

namespace cardledger::client {
namespace {

constexpr auto kTexts = std::to_array<RefusalText>({
    {"FUND_NOT_FOUND", "There is no such fund in this ledger.", "",
     "a fund that stands in it, as funds/{uuid}"},
    {"PERSON_NOT_FOUND", "There is no such person in this ledger.", "",
     "a registered person, as persons/{uuid}"},
    {"AWARD_NOT_FOUND", "There is no such award in this ledger.", "",
     "an award that stands in it, as awards/{uuid}"},
    {"RUN_NOT_FOUND", "There is no such run in this ledger.", "", "a run that has been started"},
    {"FUND_ALREADY_EXISTS", "A fund with that code stands in that financial year already.",
     "It is {fund}.", "another code, or the fund that stands"},
    {"PERSON_ALREADY_REGISTERED", "A person with that case reference is registered already.",
     "The annual limit is per person, so a second record would be a second limit.",
     "the person that is registered"},
    {"POLICY_ALREADY_ACTIVE", "That very policy is in force already.",
     "Entry {entry} activated it.", "a policy with another content"},
    {"RUN_FINISHED", "The run is finished; no more rows can join it.", "Entry {entry} finished it.",
     "a new run"},
    {"AWARD_CANCELLED", "The award is cancelled.", "Entry {entry} cancelled it.",
     "an award that is not cancelled"},
    {"AWARD_NOT_APPROVED", "The award waits for its approval.", "",
     "the same, after somebody other than its proposer has approved it"},
    {"AWARD_ALREADY_APPROVED", "The award has been approved before.", "Entry {entry} approved it.",
     "an award that waits for its approval"},
    {"AWARD_HAS_LOADS", "Money has been loaded on the award, so it cannot be cancelled.",
     "{used_pence} has been loaded.", "to let it end on its last day"},
    {"APPROVER_IS_PREPARER", "Nobody approves what they prepared.", "",
     "the approval of somebody other than the proposer"},
    {"NO_POLICY_IN_FORCE", "No activated policy is in force on that day.",
     "The day asked for is {requested_day}.", "a day that an activated policy covers"},
    {"PHASE_TOO_LONG", "The phase is longer than the policy allows.",
     "It is {requested_days} days long, first and last day included.", "at most {days_max} days"},
    {"FUND_YEAR_MISMATCH", "The funds do not match the financial years of the dates.",
     "The year that does not match is {financial_year}.",
     "exactly one fund for each financial year that is touched"},
    {"OUTSIDE_AWARD_DATES", "The due date lies outside the award's dates.",
     "The day asked for is {requested_day}.", "a day from {first_day} to {last_day}"},
    {"DUE_DATE_IN_FUTURE", "The due date has not come yet.",
     "The day asked for is {requested_day}.", "a day up to {last_day}"},
    {"ANNUAL_LIMIT_EXCEEDED", "The load would pass the person's annual limit.",
     "The limit for {financial_year} is {limit_pence}, of which {used_pence} is used.",
     "up to {remaining_pence}"},
    {"AWARD_AMOUNT_EXCEEDED",
     "The load is more than the award still holds for that financial year.", "",
     "up to {remaining_pence}"},
    {"BUDGET_EXCEEDED", "The fund has not enough uncommitted budget.", "The fund is {fund}.",
     "up to {remaining_pence}"},
    {"RUN_TOTALS_DIFFER", "The rows decided are not the rows declared at the start of the run.",
     "Declared: {declared_count} rows, {declared_pence}. Decided: {decided_count} rows, "
     "{decided_pence}.",
     "to send the rows that are missing, then finish"},
    {"REQUEST_ID_REUSED", "That request id has been used for something else.",
     "Entry {entry} holds what it was used for.",
     "exactly what was sent before, or a new request id for something new"},
    {"CLOCK_UNSURE", "The ledger does not trust its clock and writes nothing for now.", "",
     "the same, when the clock agrees again or an administrator has confirmed it"},
    {"LEDGER_LATCHED", "The ledger has stopped writing after a failed or uncertain write.", "",
     "the same with the same request id, after the service has been restarted"},
    {"OUTCOME_UNKNOWN", "The ledger cannot say whether this was written.", "",
     "the same with the same request id: it is never done twice"},
    {"QUEUE_FULL", "The ledger has more work than it can take at the moment.", "",
     "the same with the same request id, a little later"},
    {"STOPPING", "The ledger is stopping.", "",
     "the same with the same request id, when it is back"},
    {"DEADLINE_PASSED", "The time allowed passed before the ledger decided; nothing was stored.",
     "", "the same with the same request id and more time"},
    {"CLOCK_NOT_UNSURE", "The clock needs no confirmation: the ledger trusts it.", "", ""},
});

}  // namespace

std::span<const RefusalText> RefusalTexts() { return kTexts; }

}  // namespace cardledger::client
