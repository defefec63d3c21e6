#pragma once

// The plan while it is written: steps by the chapter they belong to, ids that follow from the seed,
// days near the day of the demonstration, and the funds of the years that awards touch. Internal to
// clients/demo. One thread.

#include <array>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "clients/demo/plan.h"
#include "clients/demo/random.h"

namespace cardledger::demo {

// In the order in which they are made. Where a person is stands before the approvals, since
// instalments that fall due while they are away are refused; cards and needs stand behind them, so
// that the ledger takes what is due meanwhile.
enum class Chapter {
  kPeople,
  kWhereabouts,
  kProposals,
  kDecisions,
  kParties,
  kCards,
  kNeeds,
  // From here on the instalments that are due have been taken.
  kMoney,
  kEndings,
};
inline constexpr size_t kChapters = 9;

class Book {
 public:
  explicit Book(const Setting& setting);

  const Setting& setting() const { return setting_; }
  Random& random() { return random_; }

  // The request id of a step, which is named once.
  std::string Id(absl::string_view step) const;

  template <typename Message>
  void Add(Chapter chapter, Actor actor, Message request) {
    steps_[static_cast<size_t>(chapter)].push_back({actor, std::move(request)});
  }
  // As Add, with the request id of `step`. Returns it.
  template <typename Message>
  std::string AddAs(absl::string_view step, Chapter chapter, Actor actor, Message request) {
    request.set_request_id(Id(step));
    std::string id = request.request_id();
    Add(chapter, actor, std::move(request));
    return id;
  }
  void Show(absl::string_view what, absl::string_view command, absl::string_view name) {
    plan_.highlights.push_back({std::string(what), std::string(name), std::string(command)});
  }

  // The Monday on or before the day so many days before today; none before `earliest`.
  absl::CivilDay MondayBefore(int days) const;
  // So many days before today, and not before `first`.
  absl::CivilDay DaysAgo(int days, absl::CivilDay first) const;
  absl::CivilDay today() const { return setting_.today; }

  // funds/{id} of a financial year, into whose budget `pence` have to fit.
  std::string FundOf(int financial_year, int64_t pence);

  Plan& plan() { return plan_; }
  // All chapters in their order, behind funds with their budgets and `first`.
  Plan Close(std::vector<Step> first);

 private:
  std::string FundName(int financial_year) const;
  void AddFunds(std::vector<Step>& steps) const;

  const Setting setting_;
  Random random_;
  std::array<std::vector<Step>, kChapters> steps_;
  // Pence that awards take from each year's fund.
  std::map<int, int64_t> wanted_;
  Plan plan_;
};

// "DEMO-0007".
std::string CaseReference(int person);

}  // namespace cardledger::demo
