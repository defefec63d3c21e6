// Steps that read awards: how they stand, what can be spent, what happened, the annual limit.

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include "base/number_text.h"
#include "services/domain/dates.h"
#include "services/domain/london_time.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/domain/state.h"
#include "services/domain/statement.h"
#include "services/domain/transaction.h"
#include "services/engine/award_briefs.h"
#include "services/rpc/award_resources.h"
#include "services/rpc/resources.h"
#include "tests/scenario/enum_words.h"
#include "tests/scenario/event_text.h"
#include "tests/scenario/past_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using base::FormatPence;

constexpr absl::string_view kNotFound = "not found\n";
// Held while one step reads: more than an award of a scenario has.
constexpr size_t kBriefsMax = 1'000;

domain::Day Today(Step& step) {
  return domain::LondonDay(step.world.ledger().clock().WallMicroseconds());
}

struct FoundAward {
  domain::AwardId id;
  std::optional<store::v1::AwardRow> row;
};

absl::StatusOr<FoundAward> FindAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("award"));
  FoundAward found{domain::AwardId(step.world.names().IdOf("award", name)), std::nullopt};
  const auto view = step.world.ledger().view();
  CARDLEDGER_ASSIGN_OR_RETURN(found.row, step.world.ledger().Read(*view).Award(found.id));
  return found;
}

std::string AllowanceText(const store::v1::AwardRow& award, absl::string_view fund_id) {
  for (const store::v1::BudgetAllowanceRow& allowance : award.course().allowances()) {
    if (allowance.fund_id() != fund_id) continue;
    return absl::StrCat(" beyond_budget=", FormatPence(allowance.amount_pence()));
  }
  return "";
}

std::string PartText(const store::v1::AwardRow& award, const store::v1::AwardPartRow& part,
                     const Names& names) {
  std::string text = absl::StrCat("  fund=", names.NameOf(part.fund_id()),
                                  " year=", FormatYear(part.financial_year()),
                                  " amount=", FormatPence(part.amount_pence()),
                                  " committed=", FormatPence(part.committed_pence()),
                                  " loaded=", FormatPence(part.loaded_pence()));
  if (part.instalment_pence() != 0) {
    absl::StrAppend(&text, " instalment=", FormatPence(part.instalment_pence()));
  }
  if (part.last_instalment_pence() != part.instalment_pence()) {
    absl::StrAppend(&text, " last_instalment=", FormatPence(part.last_instalment_pence()));
  }
  if (part.contribution_pence() != 0) {
    absl::StrAppend(&text, " contribution=", FormatPence(part.contribution_pence()));
  }
  return absl::StrCat(text, AllowanceText(award, part.fund_id()), "\n");
}

std::string CodesText(const google::protobuf::RepeatedField<int32_t>& codes) {
  return absl::StrJoin(codes, ",");
}

// Who bears it, and what it may be spent on; nothing of most awards.
std::string TermsText(const store::v1::AwardTermsRow& terms, const Names& names) {
  std::vector<std::string> words;
  for (const journal::FundingShare& share : terms.shares()) {
    words.push_back(absl::StrFormat("%s=%d.%02d%%%s", EnumText(share.source()),
                                    share.basis_points() / 100, share.basis_points() % 100,
                                    share.chargeable() ? " chargeable" : ""));
  }
  if (!terms.allowed_categories().empty()) {
    words.push_back(absl::StrCat("allowed=", CodesText(terms.allowed_categories())));
  }
  if (!terms.blocks().categories().empty()) {
    words.push_back(absl::StrCat("blocked=", CodesText(terms.blocks().categories())));
  }
  if (terms.blocks().cash()) words.emplace_back("cash blocked");
  if (terms.blocks().risk_review_day() != 0) {
    words.push_back(absl::StrCat("risk_review=", DayText(terms.blocks().risk_review_day())));
  }
  for (const journal::Earmark& earmark : terms.earmarks()) {
    words.push_back(absl::StrCat("earmark=", names.NameOf(earmark.provider_id()), ":",
                                 FormatPence(earmark.amount_pence())));
  }
  if (terms.contribution_mode() != journal::CONTRIBUTION_MODE_UNSPECIFIED) {
    words.push_back(absl::StrCat("contribution_mode=", EnumText(terms.contribution_mode())));
  }
  return words.empty() ? "" : absl::StrCat("  ", absl::StrJoin(words, " "), "\n");
}

// What was said of it and has become of it beyond loads; nothing of most awards.
std::string CourseText(const store::v1::AwardRow& row) {
  std::string text;
  if (row.has_schedule()) {
    const int32_t next = row.schedule().next_due_day();
    absl::StrAppend(&text, "  schedule=", EnumText(row.schedule().frequency()),
                    " first_due=", DayText(row.schedule().first_due_day()),
                    next == 0 ? "" : absl::StrCat(" next_due=", DayText(next)), "\n");
  }
  const store::v1::AwardCourseRow& course = row.course();
  if (course.has_agreement()) {
    absl::StrAppend(&text, "  agreement signed=", DayText(course.agreement().signed_day()), "\n");
  }
  for (const store::v1::WeeklyContributionRow& weekly : course.contributions()) {
    absl::StrAppend(&text, "  contribution weekly=", FormatPence(weekly.weekly_pence()),
                    " from=", DayText(weekly.from_day()), "\n");
  }
  if (course.extension_entry() != 0) {
    absl::StrAppend(&text, "  extension to=", DayText(course.extension().end_day()),
                    " proposed_by=", course.extension_by(), "\n");
  }
  if (course.outcome() != journal::OUTCOME_UNSPECIFIED) {
    absl::StrAppend(&text, "  outcome=", EnumText(course.outcome()), "\n");
  }
  return text;
}

StepAnswer ShowAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const FoundAward found, FindAward(step));
  if (!found.row) return std::string(kNotFound);
  const store::v1::AwardRow& row = *found.row;
  std::string text = absl::StrCat(
      EnumText(rpc::StateOf(row, Today(step))),
      " person=", step.world.names().NameOf(row.person_id()), " from=", DayText(row.start_day()),
      " to=", DayText(row.end_day()), " proposed_by=", row.proposed_by(),
      row.approved_by().empty() ? "" : " approved_by=", row.approved_by(), "\n");
  for (const store::v1::AwardPartRow& part : row.parts()) {
    absl::StrAppend(&text, PartText(row, part, step.world.names()));
  }
  return absl::StrCat(text, TermsText(row.terms(), step.world.names()), CourseText(row));
}

std::string PurseText(const domain::PurseBrief& purse) {
  return absl::StrCat("  ", absl::AsciiStrToLower(EnumText(purse.kind)), " purse ",
                      FormatYear(purse.limit_year), " posted=", FormatPence(purse.posted_pence),
                      " pending=", FormatPence(purse.pending_pence), "\n");
}

// As it is, or as TakePastPoint says.
StepAnswer ShowBalance(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const engine::PastPoint point, TakePastPoint(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const FoundAward found, FindAward(step));
  if (!found.row) return std::string(kNotFound);
  TestLedger& ledger = step.world.ledger();
  engine::BriefCache cache(kBriefsMax, kBriefsMax);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto standing,
                              engine::PursesAt(ledger.store(), *ledger.view(), cache, found.id,
                                               found.row->last_entry(), point));
  if (!standing) return std::string("not yet proposed\n");
  int64_t posted = 0;
  int64_t pending = 0;
  std::string purses;
  for (const domain::PurseBrief& purse : *standing) {
    posted += purse.posted_pence;
    pending += purse.pending_pence;
    absl::StrAppend(&purses, PurseText(purse));
  }
  return absl::StrCat("posted=", FormatPence(posted), " pending=", FormatPence(pending),
                      " available=", FormatPence(posted + pending), "\n", purses);
}

std::string TransactionText(const v1::Transaction& transaction) {
  std::string text =
      absl::StrCat("  ", absl::StripPrefix(transaction.name(), "transactions/"), " ",
                   domain::FormatIsoDay(domain::DayOf(transaction.effective_date())), " ",
                   EnumText(transaction.kind()), " ", EnumText(transaction.state()),
                   " amount=", FormatPence(transaction.amount_pence()),
                   " balance=", FormatPence(transaction.balance_pence()));
  if (!transaction.refusal_reason().empty()) {
    absl::StrAppend(&text, " asked=", FormatPence(transaction.requested_pence()), " ",
                    transaction.refusal_reason());
  }
  if (!transaction.related().empty()) {
    absl::StrAppend(&text, " related=", absl::StripPrefix(transaction.related(), "transactions/"));
  }
  absl::StrAppend(&text, transaction.scheduled() ? " scheduled" : "",
                  transaction.emergency() ? " emergency" : "");
  return absl::StrCat(text, "\n");
}

// What moved money on the award, and the loads that were refused; the newest first.
StepAnswer ListTransactions(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const FoundAward found, FindAward(step));
  if (!found.row) return std::string(kNotFound);
  const auto view = step.world.ledger().view();
  engine::BriefCache cache(kBriefsMax, kBriefsMax);
  engine::AwardBriefs entries(step.world.ledger().store(), *view, cache, found.id,
                              found.row->last_entry());
  std::map<uint64_t, uint64_t> reversals;
  std::string text;
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(const domain::EntryBrief* entry, entries.Next());
    if (entry == nullptr) break;
    if (entry->reverses != 0) reversals[entry->reverses] = entry->sequence;
    if (entry->kind == v1::TRANSACTION_KIND_UNSPECIFIED) continue;
    v1::Transaction transaction;
    domain::FillTransaction(*entry, reversals[entry->sequence], transaction);
    absl::StrAppend(&text, TransactionText(transaction));
  }
  return text.empty() ? std::string("none\n") : text;
}

std::string StatementBalanceText(absl::string_view name, const v1::StatementBalance& balance) {
  return absl::StrCat(name, " council=", FormatPence(balance.council_pence()),
                      " contribution=", FormatPence(balance.contribution_pence()),
                      " own=", FormatPence(balance.own_pence()),
                      " total=", FormatPence(balance.total_pence()), "\n");
}

// From the first day to the last, both included.
StepAnswer ShowStatement(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const FoundAward found, FindAward(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const google::type::Date from, step.words.TakeDate("from"));
  CARDLEDGER_ASSIGN_OR_RETURN(const google::type::Date to, step.words.TakeDate("to"));
  if (!found.row) return std::string(kNotFound);
  const auto view = step.world.ledger().view();
  engine::BriefCache cache(kBriefsMax, kBriefsMax);
  engine::AwardBriefs entries(step.world.ledger().store(), *view, cache, found.id,
                              found.row->last_entry());
  domain::StatementComposer composer({domain::DayOf(from), domain::DayOf(to) + 1});
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(const domain::EntryBrief* entry, entries.Next());
    if (entry == nullptr) break;
    composer.Add(*entry);
    if (!composer.Needs(entry->recorded_time_us)) break;
  }
  v1::Statement statement;
  std::move(composer).Finish(statement);
  std::string text = StatementBalanceText("opening", statement.opening());
  for (const v1::StatementLine& line : statement.lines()) {
    absl::StrAppend(&text, TransactionText(line.transaction()));
  }
  return absl::StrCat(text, StatementBalanceText("closing", statement.closing()));
}

// The annual limit of a person as it stands on a date.
StepAnswer ShowEntitlement(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("person"));
  CARDLEDGER_ASSIGN_OR_RETURN(const google::type::Date date, step.words.TakeDate("date"));
  const auto view = step.world.ledger().view();
  const engine::Reader reader = step.world.ledger().Read(*view);
  const domain::PersonId id(step.world.names().IdOf("person", name));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto person, reader.Person(id));
  if (!person) return std::string(kNotFound);
  const domain::Day day = domain::DayOf(date);
  const domain::ActivePolicy* policy = view->policies->InForce(day);
  if (policy == nullptr) return std::string("no policy in force\n");
  CARDLEDGER_ASSIGN_OR_RETURN(const auto awards, reader.Awards(domain::AwardIdsOf(*person)));
  domain::AwardRows rows;
  for (const store::v1::AwardRow& award : awards) rows.push_back(&award);
  v1::GetEntitlementStatusResponse status;
  rpc::FillEntitlement(id, *person, rows, *policy, day, status);
  std::string text = absl::StrCat("year=", FormatYear(status.limit_year()),
                                  " limit=", FormatPence(status.limit_pence()));
  if (const domain::Day first = domain::DayOf(status.first_date());
      first != domain::FirstDayOfFinancialYear(status.limit_year())) {
    absl::StrAppend(&text, " from=", domain::FormatIsoDay(first),
                    " to=", domain::FormatIsoDay(domain::DayOf(status.last_date())));
  }
  if (status.exceptions_pence() != 0) {
    absl::StrAppend(&text, " exceptions=", FormatPence(status.exceptions_pence()));
  }
  return absl::StrCat(text, " used=", FormatPence(status.used_pence()),
                      " planned=", FormatPence(status.planned_pence()),
                      " remaining=", FormatPence(status.remaining_pence()),
                      " policy=", status.policy_version(), "\n");
}

}  // namespace

void AddAwardReadSteps(StepTable& table) {
  table["award show"] = ShowAward;
  table["balance"] = ShowBalance;
  table["transactions"] = ListTransactions;
  table["statement"] = ShowStatement;
  table["entitlement"] = ShowEntitlement;
}

}  // namespace cardledger::tests
