#include "services/domain/state.h"

#include "services/domain/money.h"

namespace cardledger::domain {

void ChangedRows::Clear() {
  funds.clear();
  persons.clear();
  awards.clear();
  runs.clear();
  new_policies = 0;
  totals = false;
}

const store::v1::FundRow* FindFund(const State& state, const FundId& id) {
  const auto found = state.funds.find(id);
  return found == state.funds.end() ? nullptr : &found->second;
}

const store::v1::AwardRow* FindAward(const State& state, const AwardId& id) {
  const auto found = state.awards.find(id);
  return found == state.awards.end() ? nullptr : &found->second;
}

int64_t AvailableOf(const store::v1::FundRow& fund) {
  return AddPence(fund.posted_pence(), fund.pending_pence());
}

int64_t LimitUsed(const State& state, const PersonId& person, int32_t limit_year) {
  const auto row = state.persons.find(person);
  CARDLEDGER_CHECK(row != state.persons.end(), "an award's person stands in the state");
  int64_t used = 0;
  for (const std::string& award_id : row->second.award_ids()) {
    const store::v1::AwardRow* award = FindAward(state, IdFromBytes<AwardId>(award_id));
    CARDLEDGER_CHECK(award != nullptr, "a person's awards stand in the state");
    for (const store::v1::LimitUseRow& use : award->limit_uses()) {
      if (use.limit_year() == limit_year) used = AddPence(used, use.used_pence());
    }
  }
  return used;
}

int64_t AvailableOf(const store::v1::AwardRow& award) {
  int64_t available = 0;
  for (const store::v1::PurseRow& purse : award.purses()) {
    available = AddPence(available, AddPence(purse.posted_pence(), purse.pending_pence()));
  }
  return available;
}

int64_t CommittedOf(const store::v1::AwardRow& award) {
  int64_t committed = 0;
  for (const store::v1::AwardPartRow& part : award.parts()) {
    committed = AddPence(committed, part.committed_pence());
  }
  return committed;
}

}  // namespace cardledger::domain
