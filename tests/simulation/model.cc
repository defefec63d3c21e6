// Sums of what happened.

#include "tests/simulation/model.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/uuid.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

std::string IdIn(absl::string_view name) {
  const size_t slash = name.rfind('/');
  const auto id =
      base::Uuid::Parse(slash == absl::string_view::npos ? name : name.substr(slash + 1));
  CARDLEDGER_CHECK(id.has_value(), "a name ends in a UUID");
  return std::string(id->bytes());
}

std::string NameOf(absl::string_view collection, absl::string_view id) {
  const auto uuid = base::Uuid::FromBytes(id);
  CARDLEDGER_CHECK(uuid.has_value(), "an id is 16 bytes");
  return absl::StrCat(collection, "/", uuid->ToString());
}

uint64_t SequenceIn(absl::string_view name) {
  uint64_t sequence = 0;
  CARDLEDGER_CHECK(absl::SimpleAtoi(name.substr(name.rfind('/') + 1), &sequence),
                   "a name ends in a number");
  return sequence;
}

std::map<std::string, int64_t> Model::StandingOf(absl::string_view award) const {
  std::map<std::string, int64_t> standing;
  for (const Load& load : loads_) {
    if (load.award != award) continue;
    standing[load.fund] += load.council();
    for (const auto& [fund, pence] : load.given_back) standing[fund] -= pence;
  }
  for (const Carry& carry : carries_) {
    if (carry.award != award) continue;
    standing[carry.from] -= carry.pence;
    standing[carry.to] += carry.pence;
  }
  return standing;
}

int64_t Model::LoadedOf(absl::string_view fund) const {
  int64_t sum = 0;
  for (const Load& load : loads_) {
    if (load.fund == fund) sum += load.council();
    const auto back = load.given_back.find(std::string(fund));
    if (back != load.given_back.end()) sum -= back->second;
  }
  return sum;
}

int64_t Model::CommittedOf(absl::string_view fund) const {
  int64_t sum = 0;
  for (const auto& [id, award] : awards_) {
    for (const Part& part : award.parts) sum += part.fund == fund ? Committed(id, part) : 0;
  }
  return sum;
}

int64_t Model::CarriedOf(absl::string_view fund) const {
  int64_t sum = 0;
  for (const Carry& carry : carries_) {
    if (carry.to == fund) sum += carry.pence;
    if (carry.from == fund) sum -= carry.pence;
  }
  return sum;
}

int64_t Model::AvailableOf(absl::string_view fund) const {
  return funds_.at(std::string(fund)).allocated - LoadedOf(fund) - CommittedOf(fund) -
         CarriedOf(fund);
}

int64_t Model::Loaded(absl::string_view award, int32_t year) const {
  int64_t sum = 0;
  for (const Load& load : loads_) {
    if (load.award == award && load.year == year && load.reversed_entry == 0) sum += load.pence;
  }
  return sum;
}

int64_t Model::Loaded(absl::string_view award) const {
  int64_t sum = 0;
  for (const Load& load : loads_) {
    if (load.award == award && load.reversed_entry == 0) sum += load.pence;
  }
  return sum;
}

int64_t Model::Contributed(absl::string_view award, int32_t year) const {
  int64_t sum = 0;
  for (const Load& load : loads_) {
    if (load.award == award && load.year == year && load.reversed_entry == 0) {
      sum += load.contribution;
    }
  }
  return sum;
}

int64_t Model::Left(absl::string_view award, const Part& part) const {
  return part.pence - Loaded(award, part.year);
}

int64_t Model::StillExpected(absl::string_view award, const Part& part) const {
  return part.contribution - Contributed(award, part.year);
}

// Approval promises the council's part of what is left; each load takes its own out of the promise.
int64_t Model::Committed(const std::string& award, const Part& part) const {
  if (!awards_.at(award).is_running()) return 0;
  return Left(award, part) - StillExpected(award, part);
}

Model::Purses Model::PursesOf(absl::string_view award) const {
  Purses purses;
  for (const Load& load : loads_) {
    if (load.award != award || load.council() == 0) continue;
    purses[{load.limit_year, journal::PURSE_KIND_COUNCIL}] +=
        load.reversed_entry == 0 ? load.council() : 0;
  }
  for (const Cash& cash : cash_) {
    if (cash.award != award) continue;
    for (const auto& [year, pence] : cash.by_year) {
      purses[{year, cash.purse}] += cash.reversed_entry == 0 ? pence : 0;
    }
  }
  return purses;
}

int64_t Model::PurseOf(absl::string_view award, journal::PurseKind kind) const {
  int64_t sum = 0;
  for (const auto& [purse, pence] : PursesOf(award)) sum += purse.second == kind ? pence : 0;
  return sum;
}

int64_t Model::BalanceAt(absl::string_view award, int32_t day, uint64_t position) const {
  int64_t balance = 0;
  const auto add = [&](const Movement& movement, int64_t pence) {
    if (movement.award != award) return;
    if (movement.entry <= position && movement.day <= day) balance += pence;
    const bool undone = movement.reversed_entry != 0 && movement.reversed_entry <= position;
    if (undone && movement.reversed_day <= day) balance -= pence;
  };
  for (const Load& load : loads_) add(load, load.council());
  for (const Cash& cash : cash_) {
    for (const auto& [year, pence] : cash.by_year) add(cash, pence);
  }
  return balance;
}

const Model::Movement* Model::FindMovement(absl::string_view award, uint64_t entry) const {
  for (const Load& load : loads_) {
    if (load.award == award && load.entry == entry) return &load;
  }
  for (const Cash& cash : cash_) {
    if (cash.award == award && cash.entry == entry) return &cash;
  }
  return nullptr;
}

v1::CardState Model::StateOf(const Card& card, int32_t today) {
  if (card.step == v1::CARD_STATE_REPLACED || card.step == v1::CARD_STATE_CLOSED) return card.step;
  if (card.expiry != 0 && card.expiry < today) return v1::CARD_STATE_EXPIRED;
  return card.step;
}

// Death ends every part but the personal representative's, which has begun there.
bool Model::IsInForce(const Person& person, const Party& party, int32_t today) {
  const bool for_estate = party.authority == journal::AUTHORITY_PERSONAL_REPRESENTATIVE;
  if ((person.state == journal::PERSON_STATE_DECEASED) != for_estate) return false;
  return party.first <= today && (party.last == 0 || today <= party.last);
}

}  // namespace cardledger::simulation
