#include "services/domain/state.h"

#include "services/domain/fund_amounts.h"
#include "services/domain/money.h"
#include "services/domain/people.h"

namespace cardledger::domain {

void ChangedRows::Clear() {
  funds.clear();
  persons.clear();
  awards.clear();
  cards.clear();
  providers.clear();
  runs.clear();
  referrals.clear();
  subjects.clear();
  withheld_looks.clear();
  new_policies = 0;
  totals = false;
}

namespace {

template <typename Rows, typename Key>
const typename Rows::mapped_type* Find(const Rows& rows, const Key& key) {
  const auto found = rows.find(key);
  return found == rows.end() ? nullptr : &found->second;
}

}  // namespace

const store::v1::FundRow* FindFund(const State& state, const FundId& id) {
  return Find(state.funds, id);
}

const store::v1::AwardRow* FindAward(const State& state, const AwardId& id) {
  return Find(state.awards, id);
}

const store::v1::PersonRow* FindPerson(const State& state, const PersonId& id) {
  return Find(state.persons, id);
}

const store::v1::CardRow* FindCard(const State& state, const CardId& id) {
  return Find(state.cards, id);
}

const store::v1::ProviderRow* FindProvider(const State& state, const ProviderId& id) {
  return Find(state.providers, id);
}

const store::v1::ReferralRow* FindReferral(const State& state, uint64_t opened_entry) {
  return Find(state.referrals, opened_entry);
}

const store::v1::WithheldLookRow* FindWithheldLook(const State& state, uint64_t requested_entry) {
  return Find(state.withheld_looks, requested_entry);
}

const store::v1::SubjectRow* FindSubject(const State& state, absl::string_view subject) {
  return Find(state.subjects, base::Sha256(subject));
}

std::vector<const store::v1::AwardRow*> AwardsOf(const State& state,
                                                 const store::v1::PersonRow& person) {
  std::vector<const store::v1::AwardRow*> awards;
  for (const AwardId& id : AwardIdsOf(person)) {
    awards.push_back(FindAward(state, id));
    CARDLEDGER_CHECK(awards.back() != nullptr, "a person's awards stand in the state");
  }
  return awards;
}

int64_t AvailableOf(const store::v1::FundRow& fund) { return AvailableOf(fund.amounts()); }

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
