#include "tests/simulation/row_check.h"

#include <array>
#include <map>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "services/engine/keys.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr size_t kRowsMax = 100'000;

class RowCheck {
 public:
  RowCheck(const Model& model, const storage::KvStore& store, const engine::ReadView& view,
           Findings& findings)
      : model_(model), store_(store), view_(view), reader_(store, view), findings_(findings) {}

  void Run() {
    CheckFunds();
    CheckPersons();
    CheckAwards();
    CheckRuns();
    CheckBooks();
    CheckLimits();
  }

 private:
  void Expect(int64_t stored, int64_t added_up, absl::string_view what, absl::string_view id = "") {
    if (stored == added_up) return;
    findings_.push_back(absl::StrCat(what, " ", absl::BytesToHexString(id), " is ", stored,
                                     ", its entries add up to ", added_up));
  }

  void CheckFunds() {
    const auto rows = reader_.Funds(domain::FundId(), kRowsMax);
    if (!rows.ok()) return findings_.push_back(rows.status().ToString());
    Expect(static_cast<int64_t>(rows->size()), static_cast<int64_t>(model_.funds().size()),
           "number of funds");
    for (const auto& [id, row] : *rows) {
      const auto found = model_.funds().find(id.ToBytes());
      if (found == model_.funds().end()) return findings_.push_back("a fund that nobody opened");
      const Model::Fund& fund = found->second;
      const int64_t loaded = model_.LoadedOf(id.bytes());
      const int64_t committed = model_.CommittedOf(id.bytes());
      if (row.code() != fund.code || row.financial_year() != fund.year) {
        findings_.push_back(absl::StrCat("fund ", fund.code, " has become ", row.code()));
      }
      Expect(row.allocated_pence(), fund.allocated, "allocated of fund", id.bytes());
      Expect(row.loaded_pence(), loaded, "loaded of fund", id.bytes());
      Expect(row.posted_pence(), fund.allocated - loaded, "posted of fund", id.bytes());
      Expect(row.pending_pence(), -committed, "pending of fund", id.bytes());
      if (fund.allocated - loaded - committed < 0) findings_.push_back("a fund is overdrawn");
    }
  }

  void CheckPersons() {
    std::map<std::string, std::set<std::string>> awards;
    for (const auto& [id, award] : model_.awards()) awards[award.person].insert(id);
    for (const auto& [id, reference] : model_.persons()) {
      const auto person = domain::IdFromBytes<domain::PersonId>(id);
      const auto row = reader_.Person(person);
      if (!row.ok() || !*row) {
        findings_.push_back("a person's row is missing");
        continue;
      }
      const std::set<std::string> named((*row)->award_ids().begin(), (*row)->award_ids().end());
      if (named != awards[id]) findings_.push_back("a person's awards are not those proposed");
      const auto by_reference = reader_.PersonByReference(reference);
      if (!by_reference.ok() || *by_reference != person) {
        findings_.push_back("a person is not found by the case reference");
      }
    }
  }

  void CheckAwards() {
    const auto rows = reader_.AwardsAfter(domain::AwardId(), kRowsMax);
    if (!rows.ok()) return findings_.push_back(rows.status().ToString());
    Expect(static_cast<int64_t>(rows->size()), static_cast<int64_t>(model_.awards().size()),
           "number of awards");
    for (const auto& [id, row] : *rows) {
      const auto found = model_.awards().find(id.ToBytes());
      if (found == model_.awards().end()) return findings_.push_back("an award nobody proposed");
      CheckAward(found->first, found->second, row);
    }
  }

  void CheckAward(const std::string& id, const Model::Award& award,
                  const store::v1::AwardRow& row) {
    static constexpr std::array kSteps = {store::v1::AWARD_STEP_PROPOSED,
                                          store::v1::AWARD_STEP_APPROVED,
                                          store::v1::AWARD_STEP_CANCELLED};
    Expect(row.step(), kSteps[static_cast<size_t>(award.step)], "step of award", id);
    Expect(static_cast<int64_t>(row.last_entry()), static_cast<int64_t>(award.last_entry),
           "last entry of award", id);
    Expect(row.parts_size(), static_cast<int64_t>(award.parts.size()), "parts of award", id);
    std::map<int32_t, int64_t> loaded;
    for (const Model::Part& part : award.parts) loaded[part.year] = model_.Purse(id, part.year);
    for (const store::v1::AwardPartRow& part_row : row.parts()) {
      for (const Model::Part& part : award.parts) {
        if (part.fund != part_row.fund_id()) continue;
        Expect(part_row.amount_pence(), part.pence, "amount of award", id);
        Expect(part_row.committed_pence(), model_.Committed(id, part), "commitment of award", id);
        Expect(part_row.loaded_pence(), loaded[part.year], "loaded of award", id);
      }
    }
    std::map<int32_t, int64_t> used = loaded;
    for (const store::v1::PurseRow& purse : row.purses()) {
      Expect(purse.posted_pence(), loaded[purse.limit_year()], "purse of award", id);
      Expect(purse.pending_pence(), 0, "pending of a purse of award", id);
      loaded[purse.limit_year()] = 0;
    }
    for (const auto& [year, pence] : loaded) Expect(0, pence, "missing purse of award", id);
    for (const store::v1::LimitUseRow& use : row.limit_uses()) {
      Expect(use.used_pence(), used[use.limit_year()], "limit use of award", id);
      used[use.limit_year()] = 0;
    }
    for (const auto& [year, pence] : used) Expect(0, pence, "missing limit use of award", id);
  }

  void CheckRuns() {
    for (const auto& [started, run] : model_.runs()) {
      const auto row = reader_.Run(started);
      if (!row.ok() || !*row) {
        findings_.push_back(absl::StrCat("the row of run ", started, " is missing"));
        continue;
      }
      Expect(static_cast<int64_t>((*row)->accepted_count()),
             static_cast<int64_t>(run.accepted_count), "accepted rows of a run");
      Expect((*row)->accepted_pence(), run.accepted_pence, "accepted pence of a run");
      Expect(static_cast<int64_t>((*row)->refused_count()), static_cast<int64_t>(run.refused_count),
             "refused rows of a run");
      Expect((*row)->refused_pence(), run.refused_pence, "refused pence of a run");
      Expect(static_cast<int64_t>((*row)->finished_entry()),
             static_cast<int64_t>(run.finished_entry), "end of a run");
    }
  }

  // Each account is what its entries add up to, and both books sum to zero in both phases.
  void CheckBooks() {
    std::map<int, std::array<int64_t, 2>> expected;
    for (const auto& [id, fund] : model_.funds()) {
      const int64_t loaded = model_.LoadedOf(id);
      const int64_t committed = model_.CommittedOf(id);
      expected[journal::ACCOUNT_KIND_FUND_CONTROL][0] -= fund.allocated;
      expected[journal::ACCOUNT_KIND_FUND][0] += fund.allocated - loaded;
      expected[journal::ACCOUNT_KIND_FUND][1] -= committed;
      expected[journal::ACCOUNT_KIND_COMMITMENT][1] += committed;
      expected[journal::ACCOUNT_KIND_COUNCIL_PURSE][0] += loaded;
    }
    for (const Model::Load& load : model_.loads()) {
      if (!load.direct_payment) continue;
      expected[journal::ACCOUNT_KIND_FLOAT][0] -= load.pence;
      expected[journal::ACCOUNT_KIND_EXPENDITURE][0] += load.pence;
    }
    store::v1::TotalsRow totals;
    const auto values = store_.MultiGet(
        *view_.snapshot, std::vector<std::string>{engine::SingleKey(engine::Table::kTotals)});
    if (!values.ok() || (values->front() && !totals.ParseFromString(*values->front()))) {
      return findings_.push_back("the totals cannot be read");
    }
    std::array<std::array<int64_t, 2>, 2> books{};
    for (const store::v1::AccountTotalRow& total : totals.accounts()) {
      const auto found = expected.find(total.account());
      const std::array<int64_t, 2> sums =
          found == expected.end() ? std::array<int64_t, 2>{} : found->second;
      Expect(total.posted_pence(), sums[0], absl::StrCat("posted of account ", total.account()));
      Expect(total.pending_pence(), sums[1], absl::StrCat("pending of account ", total.account()));
      const size_t book = total.account() < journal::ACCOUNT_KIND_FLOAT ? 0 : 1;
      books[book][0] += total.posted_pence();
      books[book][1] += total.pending_pence();
      if (found != expected.end()) expected.erase(found);
    }
    for (const auto& [account, sums] : expected) {
      if (sums != std::array<int64_t, 2>{}) findings_.push_back("an account has no total");
    }
    for (const auto& book : books) {
      if (book != std::array<int64_t, 2>{}) findings_.push_back("a book does not sum to zero");
    }
  }

  // Nobody was ever given more in a year than the highest limit that was ever set.
  void CheckLimits() {
    int64_t highest = 0;
    for (const Model::Policy& policy : model_.policies()) highest = std::max(highest, policy.limit);
    std::map<std::pair<std::string, int32_t>, int64_t> used;
    for (const Model::Load& load : model_.loads()) used[{load.person, load.year}] += load.pence;
    for (const auto& [person_and_year, pence] : used) {
      if (pence > highest) findings_.push_back("a person was given more than any limit allows");
    }
  }

  const Model& model_;
  const storage::KvStore& store_;
  const engine::ReadView& view_;
  const engine::Reader reader_;
  Findings& findings_;
};

}  // namespace

void CheckRows(const Model& model, const storage::KvStore& store, const engine::ReadView& view,
               Findings& findings) {
  RowCheck(model, store, view, findings).Run();
}

}  // namespace cardledger::simulation
