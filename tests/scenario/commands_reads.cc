// Steps that read: funds, the books, the journal, policies.

#include <algorithm>
#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "base/number_text.h"
#include "services/domain/fund_amounts.h"
#include "services/domain/posting_set.h"
#include "services/engine/fund_history.h"
#include "services/engine/keys.h"
#include "tests/scenario/past_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using base::FormatPence;

constexpr absl::string_view kNotFound = "not found\n";

// Of a fund as it is, or as at= entries had made it, or counting only what was for on= or before.
StepAnswer ShowFund(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("fund"));
  const domain::FundId id(step.world.names().IdOf("fund", name));
  CARDLEDGER_ASSIGN_OR_RETURN(const engine::PastPoint point, TakePastPoint(step));
  TestLedger& ledger = step.world.ledger();
  const auto view = ledger.view();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, ledger.Read(*view).Fund(id));
  if (!row) return std::string(kNotFound);
  CARDLEDGER_ASSIGN_OR_RETURN(const store::v1::FundAmounts amounts,
                              engine::FundAmountsAt(ledger.store(), *view, id, point));
  std::string text = absl::StrCat("year=", FormatYear(row->financial_year()),
                                  " allocated=", FormatPence(amounts.allocated_pence()),
                                  " committed=", FormatPence(amounts.committed_pence()),
                                  " loaded=", FormatPence(amounts.loaded_pence()));
  if (amounts.carried_pence() != 0) {
    absl::StrAppend(&text, " carried=", FormatPence(amounts.carried_pence()));
  }
  return absl::StrCat(text, " available=", FormatPence(domain::AvailableOf(amounts)), "\n");
}

std::string BookLine(absl::string_view name, int64_t posted, int64_t pending) {
  // The amount ends in a column of its own. By hand: the pound sign is two bytes.
  constexpr size_t kNameAndAmount = 31;
  constexpr size_t kAmount = 15;
  const auto blanks = [](size_t width, size_t taken) {
    return std::string(taken < width ? width - taken : 1, ' ');
  };
  const std::string moved = FormatPence(posted);
  const std::string reserved = FormatPence(pending);
  return absl::StrCat("  ", name, blanks(kNameAndAmount, name.size() + moved.size()), moved,
                      blanks(kAmount, reserved.size()), reserved, "\n");
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
  table["trial balance"] = ShowTrialBalance;
  table["journal"] = ShowJournal;
  table["journal size"] = ShowPosition;
  table["journal search"] = SearchJournal;
  table["policy list"] = ListPolicies;
}

}  // namespace cardledger::tests
