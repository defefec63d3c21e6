#pragma once

// The ledger as its rules say, kept apart from services/domain and far simpler: it remembers what
// happened and adds it up whenever it is asked. For each command it says which entry must follow;
// the auditor compares. It knows funds, persons, awards, loads, runs, policies and the clock's
// confirmation, and the order of refusals: of all that apply, the lowest number. One thread.
// It trusts nothing an entry says but what only the ledger can know: the id of a new person.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/command.h"

namespace cardledger::simulation {

// When and how a batch was decided.
struct Moment {
  int64_t recorded_us = 0;
  bool clock_unsure = false;
};

class Model {
 public:
  enum class Step { kProposed, kApproved, kCancelled };

  // Keys and ids are 16 raw bytes.
  struct Fund {
    std::string code;
    int32_t year = 0;
    int64_t allocated = 0;
  };
  struct Part {
    std::string fund;
    int32_t year = 0;
    int64_t pence = 0;
  };
  struct Award {
    std::string person;
    std::string proposer;
    bool direct_payment = false;
    int32_t start = 0;
    int32_t end = 0;
    std::vector<Part> parts;  // earliest year first
    Step step = Step::kProposed;
    uint64_t last_entry = 0;
  };
  struct Load {
    std::string award;
    std::string person;
    std::string fund;
    int32_t year = 0;
    int64_t pence = 0;
    bool direct_payment = false;
  };
  struct Run {
    uint64_t declared_count = 0;
    int64_t declared_pence = 0;
    uint64_t accepted_count = 0;
    int64_t accepted_pence = 0;
    uint64_t refused_count = 0;
    int64_t refused_pence = 0;
    uint64_t finished_entry = 0;
  };
  struct Policy {
    uint64_t entry = 0;
    int32_t valid_from = 0;
    int64_t limit = 0;
    int32_t days_max = 0;
    std::string meaning;  // the message the text spells
  };

  // The entry that `command` must make now. Left out: the fingerprint, the id of a new person, the
  // bytes of commitments; of a refusal's facts only the figures are given.
  journal::v1::Entry Expect(const domain::Command& command, const Moment& moment) const;

  // The first entry, which makes the ledger.
  void Began(const journal::v1::Entry& entry);
  // `entry` has followed `command`.
  void Happened(const journal::v1::Entry& entry, const domain::Command& command);

  uint64_t position() const { return position_; }
  int64_t last_recorded_us() const { return last_recorded_us_; }
  const std::map<std::string, Fund>& funds() const { return funds_; }
  const std::map<std::string, Award>& awards() const { return awards_; }
  const std::map<std::string, std::string>& persons() const { return persons_; }  // -> reference
  const std::map<uint64_t, Run>& runs() const { return runs_; }
  const std::vector<Policy>& policies() const { return policies_; }
  const std::vector<Load>& loads() const { return loads_; }

  // Sums of what happened.
  int64_t LoadedOf(absl::string_view fund) const;
  int64_t CommittedOf(absl::string_view fund) const;
  int64_t AvailableOf(absl::string_view fund) const;
  int64_t Purse(absl::string_view award, int32_t year) const;
  int64_t Committed(const std::string& award_id, const Part& part) const;
  int64_t Used(absl::string_view person, int32_t year) const;
  // The policy for a day; null where none is in force.
  const Policy* PolicyFor(int32_t day) const;

 private:
  friend class Expectation;

  uint64_t position_ = 0;
  int64_t last_recorded_us_ = 0;
  std::map<std::string, Fund> funds_;
  std::map<std::string, std::string> persons_;
  std::map<std::string, Award> awards_;
  std::map<uint64_t, Run> runs_;
  std::vector<Policy> policies_;
  std::vector<Load> loads_;
};

// The raw id in a name such as awards/3f0c…; aborts on other text.
std::string IdIn(absl::string_view name);
// The other way round.
std::string NameOf(absl::string_view collection, absl::string_view id);

}  // namespace cardledger::simulation
