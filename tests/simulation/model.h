#pragma once

// The ledger as docs/LIFE_OF_AN_AWARD.md says, kept apart from services/domain and far simpler: it
// remembers what happened and adds it up whenever it is asked. For each command it says which
// entries must follow; the auditor compares. It knows the order of refusals too: of all that apply,
// the lowest number. One thread.
// What it remembers it takes from entries that it has agreed with; it trusts nothing they say but
// what only the ledger can know: the id of a new person.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/policy/v1/scheme.pb.h"
#include "cardledger/v1/cards.pb.h"
#include "services/domain/command.h"

namespace cardledger::simulation {

// When and how a batch was decided.
struct Moment {
  int64_t recorded_us = 0;
  bool clock_unsure = false;
};

class Model {
 public:
  // Keys and ids are 16 raw bytes; days are days since 1970-01-01; money is pence.
  struct Fund {
    std::string code;
    int32_t year = 0;
    int64_t allocated = 0;
  };

  // A supporter or a representative.
  struct Party {
    std::string id;
    journal::v1::Authority authority = journal::v1::AUTHORITY_UNSPECIFIED;  // of a supporter
    std::vector<int> scopes;
    int32_t first = 0;
    int32_t last = 0;  // 0: no end
    std::string subject;
  };
  // What a subject of the identity provider has to do with a person or a provider.
  enum class Link { kPerson = 1, kSupporter, kRepresentative, kRelated, kProvider };
  using Links = std::set<std::pair<Link, std::string>>;
  // More than the annual limit, in one limit year.
  struct Exception {
    int32_t limit_first = 0;
    int64_t pence = 0;
  };
  struct Erased {
    uint64_t entry = 0;
    bool sealed_since = false;
  };
  struct ProposedErasure {
    uint64_t entry = 0;
    std::string proposer;
    std::set<int> classes;
    journal::v1::ErasureGround ground = journal::v1::ERASURE_GROUND_UNSPECIFIED;
  };
  // The details of one entry about a person.
  struct Sealed {
    std::string person;
    std::string award;
    std::vector<journal::v1::DetailKind> kinds;
    bool of_staff_alone = false;  // by a look, a legal hold or a relation
  };
  struct Person {
    std::string reference;
    uint64_t reference_changed = 0;  // the entry that put it right last, or erased it
    journal::v1::PersonState state = journal::v1::PERSON_STATE_ACTIVE;
    int32_t since = 0;
    std::vector<Party> parties;
    std::vector<Exception> exceptions;
    int32_t award_year_day = 0;  // first day of one of its award years, once a load has counted
    uint64_t communication_entry = 0;
    std::string subject;  // signs in
    std::vector<std::string> related;
    uint64_t last_entry = 0;  // that is in no award's chain
    int32_t last_day = 0;
    std::map<int, Erased> erased;  // by class
    std::optional<ProposedErasure> proposed;
    uint64_t hold_entry = 0;
    std::string held_by;
  };

  enum class Step { kProposed, kApproved, kCancelled, kEnded };
  struct Part {
    std::string fund;
    int32_t year = 0;
    int64_t pence = 0;
    int64_t instalment = 0;
    int64_t contribution = 0;  // expected
    int64_t last_instalment = 0;
  };
  struct Extension {
    std::string proposer;
    int32_t end = 0;
    std::vector<Part> added;
  };
  struct Award {
    std::string person;
    std::string proposer;
    journal::v1::Power power = journal::v1::POWER_UNSPECIFIED;
    journal::v1::Delivery delivery = journal::v1::DELIVERY_UNSPECIFIED;
    journal::v1::FundingModel funding_model = journal::v1::FUNDING_MODEL_UNSPECIFIED;
    bool net = true;  // of the contribution
    std::vector<journal::v1::FundingShare> shares;
    int32_t start = 0;
    int32_t end = 0;
    std::vector<Part> parts;  // earliest year first
    journal::v1::LoadFrequency frequency = journal::v1::LOAD_FREQUENCY_UNSPECIFIED;
    int32_t first_due = 0;
    int32_t taken_until = 0;  // day of the last instalment that was taken or refused
    int32_t carried_year = 0;
    Step step = Step::kProposed;
    bool was_approved = false;
    bool released = false;                  // what was left of the commitment, after the last day
    bool agreed = false;                    // a direct payment
    std::map<int32_t, int64_t> weekly;      // contribution, by the day it holds from
    std::map<std::string, int64_t> beyond;  // of a fund's budget, as seniors have allowed
    std::optional<Extension> extension;     // waits for its decision
    bool extended = false;
    journal::v1::Outcome outcome = journal::v1::OUTCOME_UNSPECIFIED;
    uint64_t created_entry = 0;
    uint64_t last_entry = 0;

    bool has_ended() const { return step == Step::kEnded || released; }
    bool is_live() const {
      return !has_ended() && (step == Step::kProposed || step == Step::kApproved);
    }
    // Whether commitments stand.
    bool is_running() const { return step == Step::kApproved && !released; }
  };

  // What every movement of an award's money has, and whether it was undone.
  struct Movement {
    uint64_t entry = 0;
    std::string award;
    int32_t day = 0;  // it counts for
    int64_t pence = 0;
    std::vector<journal::v1::Posting> legs;
    uint64_t reversed_entry = 0;
    int32_t reversed_day = 0;
    std::map<std::string, int64_t> given_back;  // by the reversal, to the funds that bore it
  };
  struct Load : Movement {
    std::string person;
    std::string fund;
    int32_t year = 0;  // of the fund
    int32_t limit_year = 0;
    int64_t contribution = 0;
    int64_t counted = 0;  // for the limit
    std::string loaded_by;
    bool waits_for_approval = false;  // an emergency load

    int64_t council() const { return pence - contribution; }
  };
  // Contributions and own money.
  struct Cash : Movement {
    journal::v1::PurseKind purse = journal::v1::PURSE_KIND_UNSPECIFIED;
    std::map<int32_t, int64_t> by_year;  // limit year; below zero where paid back
  };
  // A balance taken over 31 March.
  struct Carry {
    uint64_t entry = 0;
    std::string award;
    std::string from;
    std::string to;
    int64_t pence = 0;
  };

  struct Referral {
    journal::v1::Referral asked;
    std::string award;
    std::string person;
    std::string opened_by;
    uint64_t decided_entry = 0;
    bool approved = false;
  };

  // Of what would be withheld alone: nothing is decided by any other look.
  struct Look {
    std::string person;
    std::string asked_by;
    bool decided = false;
    bool approved = false;
    bool disclosed = false;
    int32_t review = 0;
  };

  struct Card {
    std::string award;
    v1::CardState step = v1::CARD_STATE_REQUESTED;  // the last one taken
    journal::v1::HolderKind holder = journal::v1::HOLDER_KIND_UNSPECIFIED;
    std::string party;
    journal::v1::CardLimits limits;
    std::string token;
    std::string last_four;
    int32_t expiry = 0;
    bool activated = false;
    journal::v1::CardBlockReason reason = journal::v1::CARD_BLOCK_REASON_UNSPECIFIED;
    std::string lead;
    int32_t review = 0;
    std::string replaced_by;
    std::string replaces;
    uint64_t created_entry = 0;
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
    policy::v1::SchemePolicy scheme;
  };
  // From its first day up to the first of the next.
  struct LimitYear {
    int32_t first = 0;
    int32_t next = 0;
    bool financial = true;

    int32_t year() const;
  };
  // What the ledger does itself, and when; in the order in which it is done.
  struct DueStep {
    int32_t day = 0;
    v1::DueKind kind = v1::DUE_KIND_UNSPECIFIED;

    friend auto operator<=>(const DueStep&, const DueStep&) = default;
  };

  // The entries that `command` must make now. Left out: the fingerprint, the id of a new person,
  // the bytes of commitments; of a refusal's facts only the figures are given.
  std::vector<journal::v1::Entry> Expect(const domain::Command& command,
                                         const Moment& moment) const;

  // The first entry, which makes the ledger.
  void Began(const journal::v1::Entry& entry);
  // `entry` has followed `command`, as expected; called for each of its entries.
  void Happened(const journal::v1::Entry& entry, const domain::Command& command);

  uint64_t position() const { return position_; }
  int64_t last_recorded_us() const { return last_recorded_us_; }
  const std::map<std::string, Fund>& funds() const { return funds_; }
  const std::map<std::string, Award>& awards() const { return awards_; }
  const std::map<std::string, Person>& persons() const { return persons_; }
  const std::map<uint64_t, Sealed>& sealed() const { return sealed_; }
  const std::map<std::string, journal::v1::ProviderKind>& providers() const { return providers_; }
  // Who signs in for each provider for which anybody ever did.
  const std::map<std::string, std::vector<std::string>>& provider_subjects() const {
    return provider_subjects_;
  }
  const std::map<std::string, Card>& cards() const { return cards_; }
  const std::map<uint64_t, Referral>& referrals() const { return referrals_; }
  const std::map<uint64_t, Look>& withheld_looks() const { return withheld_looks_; }
  const std::map<uint64_t, Run>& runs() const { return runs_; }
  const std::vector<Policy>& policies() const { return policies_; }
  const std::vector<Load>& loads() const { return loads_; }
  const std::vector<Cash>& cash() const { return cash_; }
  const std::vector<Carry>& carries() const { return carries_; }

  // What each fund has put on the award: loads, less what was given back and carried away.
  std::map<std::string, int64_t> StandingOf(absl::string_view award) const;
  // Sums of what happened; what was reversed is left out.
  int64_t LoadedOf(absl::string_view fund) const;  // the council's part
  int64_t CommittedOf(absl::string_view fund) const;
  int64_t CarriedOf(absl::string_view fund) const;
  int64_t AvailableOf(absl::string_view fund) const;
  int64_t Loaded(absl::string_view award, int32_t year) const;  // contribution included
  int64_t Loaded(absl::string_view award) const;
  int64_t Contributed(absl::string_view award, int32_t year) const;
  // What the award still holds of a part, and what of that the person is to contribute.
  int64_t Left(absl::string_view award, const Part& part) const;
  int64_t StillExpected(absl::string_view award, const Part& part) const;
  int64_t Committed(const std::string& award, const Part& part) const;
  // By limit year and kind; those that ever held something.
  using Purses = std::map<std::pair<int32_t, journal::v1::PurseKind>, int64_t>;
  Purses PursesOf(absl::string_view award) const;
  int64_t PurseOf(absl::string_view award, journal::v1::PurseKind kind) const;
  // What stood on the award, counting days up to `day` and entries up to `position`.
  int64_t BalanceAt(absl::string_view award, int32_t day, uint64_t position) const;
  // The load, contribution or own money of that entry; null where it is none of this award.
  const Movement* FindMovement(absl::string_view award, uint64_t entry) const;

  // Whom a subject has to do with, found by going through all there is.
  Links LinksOf(absl::string_view subject) const;
  // Every subject that has to do with anybody.
  std::set<std::string> Subjects() const;

  // The policy for a day; null where none is in force.
  const Policy* PolicyFor(int32_t day) const;
  // `award` gives the first day where no award of its person was approved; without a policy a
  // financial year.
  LimitYear LimitYearOf(const Award& award, int32_t day, const Policy* policy) const;
  int64_t LimitOf(const Award& award, const LimitYear& year, const Policy& policy) const;
  int64_t Used(absl::string_view person, const LimitYear& year) const;

  // Due days of its schedule, up to `end`.
  static std::vector<int32_t> DueDays(const Award& award, int32_t end);
  // Shares each part out: what `left` says of it over the due days after those taken.
  static void SpreadOut(const Award& award, int32_t end, const std::vector<int64_t>& left,
                        std::vector<Part>& parts);
  // Its next instalment with `end` as its last day; 0 where none is left.
  static int32_t NextDueDay(const Award& award, int32_t end);
  // What comes next by itself.
  static std::optional<DueStep> NextStepOf(const Award& award);
  // What of a part the person is expected to contribute, with `end` as the last day.
  int64_t ExpectedContribution(const std::string& id, const Award& award, const Part& part,
                               int32_t end) const;

  // Where a card stands by itself on that day, whatever has become of its award and its person.
  static v1::CardState StateOf(const Card& card, int32_t today);
  static bool IsInForce(const Person& person, const Party& party, int32_t today);

 private:
  friend class Expectation;
  friend class Memory;

  uint64_t position_ = 0;
  int64_t last_recorded_us_ = 0;
  std::map<std::string, Fund> funds_;
  // model_privacy.cc
  bool IsErased(const Person& person, journal::v1::DetailKind kind, uint64_t entry) const;
  void RememberSealed(const journal::v1::Entry& entry);
  void RememberPrivacy(const journal::v1::Entry& entry, const domain::Command& command);

  std::map<std::string, Person> persons_;
  std::map<uint64_t, Sealed> sealed_;
  std::map<std::string, Award> awards_;
  std::map<std::string, journal::v1::ProviderKind> providers_;
  std::map<std::string, std::vector<std::string>> provider_subjects_;
  std::map<std::string, Card> cards_;
  std::map<uint64_t, Referral> referrals_;
  std::map<uint64_t, Look> withheld_looks_;
  std::map<uint64_t, Run> runs_;
  std::vector<Policy> policies_;
  std::vector<Load> loads_;
  std::vector<Cash> cash_;
  std::vector<Carry> carries_;
};

// The raw id in a name such as awards/3f0c…; aborts on other text.
std::string IdIn(absl::string_view name);
// The other way round.
std::string NameOf(absl::string_view collection, absl::string_view id);
// The number in a name such as transactions/17; aborts on other text.
uint64_t SequenceIn(absl::string_view name);

}  // namespace cardledger::simulation
