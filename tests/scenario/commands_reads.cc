// Steps that read: funds, persons, awards, balances, the annual limit, the books, the journal.

#include <algorithm>
#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "base/number_text.h"
#include "services/domain/dates.h"
#include "services/domain/london_time.h"
#include "services/domain/posting_set.h"
#include "services/domain/state.h"
#include "services/engine/keys.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using base::FormatPence;

constexpr absl::string_view kNotFound = "not found\n";

StepAnswer ShowFund(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("fund"));
  const auto view = step.world.ledger().view();
  const domain::FundId id(step.world.names().IdOf("fund", name));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, step.world.ledger().Read(*view).Fund(id));
  if (!row) return std::string(kNotFound);
  return absl::StrCat("year=", FormatYear(row->financial_year()),
                      " allocated=", FormatPence(row->allocated_pence()),
                      " committed=", FormatPence(-row->pending_pence()),
                      " loaded=", FormatPence(row->loaded_pence()),
                      " available=", FormatPence(domain::AvailableOf(*row)), "\n");
}

StepAnswer FindPerson(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string reference, step.words.Take("case"));
  const auto view = step.world.ledger().view();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto person,
                              step.world.ledger().Read(*view).PersonByReference(reference));
  if (!person) return std::string(kNotFound);
  return absl::StrCat("person=", step.world.names().NameOf(person->bytes()), "\n");
}

std::string StateText(const store::v1::AwardRow& row, domain::Day today) {
  if (row.step() == store::v1::AWARD_STEP_PROPOSED) return "PROPOSED";
  if (row.step() == store::v1::AWARD_STEP_CANCELLED) return "CANCELLED";
  if (today < domain::Day(row.start_day())) return "APPROVED";
  return today > domain::Day(row.end_day()) ? "ENDED" : "ACTIVE";
}

absl::StatusOr<std::optional<store::v1::AwardRow>> FindAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("award"));
  const auto view = step.world.ledger().view();
  return step.world.ledger().Read(*view).Award(
      domain::AwardId(step.world.names().IdOf("award", name)));
}

StepAnswer ShowAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, FindAward(step));
  if (!row) return std::string(kNotFound);
  const domain::Day today = domain::LondonDay(step.world.ledger().clock().WallMicroseconds());
  std::string text =
      absl::StrCat(StateText(*row, today), " person=", step.world.names().NameOf(row->person_id()),
                   " from=", domain::FormatIsoDay(domain::Day(row->start_day())),
                   " to=", domain::FormatIsoDay(domain::Day(row->end_day())),
                   " proposed_by=", row->proposed_by(),
                   row->approved_by().empty() ? "" : " approved_by=", row->approved_by(), "\n");
  for (const store::v1::AwardPartRow& part : row->parts()) {
    absl::StrAppend(&text, "  fund=", step.world.names().NameOf(part.fund_id()),
                    " year=", FormatYear(part.financial_year()),
                    " amount=", FormatPence(part.amount_pence()),
                    " committed=", FormatPence(part.committed_pence()),
                    " loaded=", FormatPence(part.loaded_pence()), "\n");
  }
  return text;
}

StepAnswer ShowBalance(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, FindAward(step));
  if (!row) return std::string(kNotFound);
  int64_t posted = 0;
  int64_t pending = 0;
  std::string purses;
  for (const store::v1::PurseRow& purse : row->purses()) {
    posted += purse.posted_pence();
    pending += purse.pending_pence();
    absl::StrAppend(&purses, "  council purse ", FormatYear(purse.limit_year()),
                    " posted=", FormatPence(purse.posted_pence()),
                    " pending=", FormatPence(purse.pending_pence()), "\n");
  }
  return absl::StrCat("posted=", FormatPence(posted), " pending=", FormatPence(pending),
                      " available=", FormatPence(domain::AvailableOf(*row)), "\n", purses);
}

// The annual limit of a person as it stands on a date.
StepAnswer ShowEntitlement(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("person"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string date_text, step.words.Take("date"));
  CARDLEDGER_ASSIGN_OR_RETURN(const google::type::Date date, ParseAnyDate(date_text));
  const auto view = step.world.ledger().view();
  const engine::Reader reader = step.world.ledger().Read(*view);
  CARDLEDGER_ASSIGN_OR_RETURN(
      const auto person, reader.Person(domain::PersonId(step.world.names().IdOf("person", name))));
  if (!person) return std::string(kNotFound);
  const domain::Day day = domain::DayOf(date);
  const domain::ActivePolicy* policy = view->policies->InForce(day);
  if (policy == nullptr) return std::string("no policy in force\n");
  std::vector<domain::AwardId> ids;
  for (const std::string& id : person->award_ids()) {
    ids.push_back(domain::IdFromBytes<domain::AwardId>(id));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const auto awards, reader.Awards(ids));
  const int32_t year = domain::FinancialYearOf(day);
  int64_t used = 0;
  int64_t planned = 0;
  for (const store::v1::AwardRow& award : awards) {
    for (const auto& use : award.limit_uses())
      used += use.limit_year() == year ? use.used_pence() : 0;
    for (const auto& part : award.parts()) {
      planned += part.financial_year() == year ? part.committed_pence() : 0;
    }
  }
  const int64_t limit = policy->scheme.annual_limit().pence();
  return absl::StrCat("year=", FormatYear(year), " limit=", FormatPence(limit),
                      " used=", FormatPence(used), " planned=", FormatPence(planned),
                      " remaining=", FormatPence(std::max<int64_t>(limit - used, 0)),
                      " policy=", policy->scheme.version(), "\n");
}

std::string BookLine(absl::string_view name, int64_t posted, int64_t pending) {
  const auto padded = [](const std::string& amount) {
    // By hand: the pound sign is two bytes.
    return absl::StrCat(std::string(amount.size() < 15 ? 15 - amount.size() : 1, ' '), amount);
  };
  return absl::StrCat(absl::StrFormat("  %-16s", name), padded(FormatPence(posted)),
                      padded(FormatPence(pending)), "\n");
}

// Both books: what each account holds, posted and reserved, and the sums, which are zero.
StepAnswer ShowTrialBalance(Step& step) {
  const auto view = step.world.ledger().view();
  const std::string keys[] = {engine::SingleKey(engine::Table::kTotals)};
  CARDLEDGER_ASSIGN_OR_RETURN(const auto values,
                              step.world.ledger().store().MultiGet(*view->snapshot, keys));
  store::v1::TotalsRow totals;
  if (values[0] && !totals.ParseFromString(*values[0])) return absl::DataLossError("totals");
  std::string text;
  for (const domain::Book book : {domain::Book::kEntitlement, domain::Book::kMoney}) {
    absl::StrAppend(&text, book == domain::Book::kMoney ? "money" : "entitlement",
                    " book: posted, reserved\n");
    int64_t posted = 0;
    int64_t pending = 0;
    for (const store::v1::AccountTotalRow& total : totals.accounts()) {
      if (domain::BookOf(total.account()) != book) continue;
      journal::Posting posting;
      posting.set_account(total.account());
      absl::StrAppend(&text, BookLine(AccountText(posting, step.world.names()),
                                      total.posted_pence(), total.pending_pence()));
      posted += total.posted_pence();
      pending += total.pending_pence();
    }
    absl::StrAppend(&text, BookLine("sum", posted, pending));
  }
  return text;
}

StepAnswer ShowJournal(Step& step) {
  const auto view = step.world.ledger().view();
  uint64_t last = view->position;
  if (const auto wanted = step.words.TakeIf("last"); wanted && !absl::SimpleAtoi(*wanted, &last)) {
    return absl::InvalidArgumentError("last= is a number of entries");
  }
  const uint64_t first = view->position - std::min(last, view->position) + 1;
  CARDLEDGER_ASSIGN_OR_RETURN(const auto entries, step.world.ledger().Read(*view).Entries(
                                                      first, static_cast<size_t>(last)));
  return absl::StrJoin(entries, "", [&step](std::string* out, const auto& stored) {
    absl::StrAppend(out, JournalText(stored.entry, step.world.names()));
  });
}

StepAnswer ShowPosition(Step& step) {
  return absl::StrCat(step.world.ledger().view()->position, " entries\n");
}

// Whether some text stands anywhere in the bytes of the journal.
StepAnswer SearchJournal(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string text, step.words.Take("for"));
  const auto view = step.world.ledger().view();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto entries, step.world.ledger().Read(*view).Entries(
                                                      1, static_cast<size_t>(view->position)));
  const auto found = std::count_if(entries.begin(), entries.end(), [&text](const auto& stored) {
    return stored.bytes.find(text) != std::string::npos;
  });
  return absl::StrCat("in ", found, " of ", entries.size(), " entries\n");
}

StepAnswer ListPolicies(Step& step) {
  std::string text;
  for (const domain::ActivePolicy& policy : step.world.ledger().view()->policies->activated()) {
    absl::StrAppend(&text, policy.scheme.version(),
                    " valid_from=", domain::FormatIsoDay(policy.valid_from),
                    " limit=", FormatPence(policy.scheme.annual_limit().pence()),
                    " phase_days=", policy.scheme.phase_length_max().days(), " (entry ",
                    policy.activated_entry, ")\n");
  }
  return text.empty() ? std::string("none\n") : text;
}

}  // namespace

void AddReadSteps(StepTable& table) {
  table["fund show"] = ShowFund;
  table["person find"] = FindPerson;
  table["award show"] = ShowAward;
  table["balance"] = ShowBalance;
  table["entitlement"] = ShowEntitlement;
  table["trial balance"] = ShowTrialBalance;
  table["journal"] = ShowJournal;
  table["journal size"] = ShowPosition;
  table["journal search"] = SearchJournal;
  table["policy list"] = ListPolicies;
}

}  // namespace cardledger::tests
