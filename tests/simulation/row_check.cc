#include "tests/simulation/row_check.h"

#include <array>
#include <map>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "services/domain/people.h"
#include "services/engine/keys.h"
#include "tests/simulation/london_calendar.h"

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
    CheckCards();
    CheckProviders();
    CheckSubjects();
    CheckReferrals();
    CheckWithheldLooks();
    CheckRuns();
    CheckBooks();
    CheckLimits();
  }

 private:
  template <typename Number>
  void Expect(Number stored, int64_t added_up, absl::string_view what, absl::string_view id = "") {
    if (static_cast<int64_t>(stored) == added_up) return;
    findings_.push_back(absl::StrCat(what, " ", absl::BytesToHexString(id), " is ", stored,
                                     ", its entries add up to ", added_up));
  }
  void ExpectText(absl::string_view stored, absl::string_view remembered, absl::string_view what,
                  absl::string_view id) {
    if (stored == remembered) return;
    findings_.push_back(absl::StrCat(what, " ", absl::BytesToHexString(id), " is ",
                                     absl::CHexEscape(stored), " and should be ",
                                     absl::CHexEscape(remembered)));
  }

  // Compares each row of a table with what the model has under that key, and their number.
  template <typename Rows, typename Map, typename Check>
  void CheckTable(const Rows& rows, const Map& remembered, absl::string_view what, Check check) {
    if (!rows.ok()) return findings_.push_back(rows.status().ToString());
    Expect(rows->size(), static_cast<int64_t>(remembered.size()), absl::StrCat("number of ", what));
    for (const auto& [id, row] : *rows) {
      const auto found = remembered.find(KeyOf(id));
      if (found == remembered.end()) {
        findings_.push_back(absl::StrCat("nobody made one of the ", what));
      } else {
        check(found->first, found->second, row);
      }
    }
  }
  static uint64_t KeyOf(uint64_t sequence) { return sequence; }
  template <typename IdType>
  static std::string KeyOf(const IdType& id) {
    return id.ToBytes();
  }

  void CheckFunds() {
    CheckTable(reader_.Funds(domain::FundId(), kRowsMax), model_.funds(), "funds",
               [this](const std::string& id, const Model::Fund& fund, const auto& row) {
                 ExpectText(row.code(), fund.code, "code of fund", id);
                 Expect(row.financial_year(), fund.year, "year of fund", id);
                 const store::v1::FundAmounts& amounts = row.amounts();
                 Expect(amounts.allocated_pence(), fund.allocated, "allocated of fund", id);
                 Expect(amounts.committed_pence(), model_.CommittedOf(id), "committed of fund", id);
                 Expect(amounts.loaded_pence(), model_.LoadedOf(id), "loaded of fund", id);
                 Expect(amounts.recovered_pence(), 0, "recovered of fund", id);
                 Expect(amounts.carried_pence(), model_.CarriedOf(id), "carried of fund", id);
               });
  }

  void CheckPersons() {
    std::map<std::string, std::set<std::string>> awards;
    for (const auto& [id, award] : model_.awards()) awards[award.person].insert(id);
    for (const auto& [id, person] : model_.persons()) {
      const auto person_id = domain::IdFromBytes<domain::PersonId>(id);
      const auto row = reader_.Person(person_id);
      if (!row.ok() || !*row) {
        findings_.push_back("a person's row is missing");
        continue;
      }
      CheckPerson(id, person, **row);
      std::set<std::string> named;
      for (const domain::AwardId& award : domain::AwardIdsOf(**row)) named.insert(award.ToBytes());
      if (named != awards[id]) findings_.push_back("a person's awards are not those proposed");
      if (person.reference.empty()) continue;  // erased
      const auto by_reference = reader_.PersonByReference(person.reference);
      if (!by_reference.ok() || *by_reference != person_id) {
        findings_.push_back("a person is not found by the case reference");
      }
    }
  }

  void CheckPerson(const std::string& id, const Model::Person& person,
                   const store::v1::PersonRow& row) {
    const bool changed = row.course().state() != journal::PERSON_STATE_UNSPECIFIED;
    Expect(changed ? row.course().state() : journal::PERSON_STATE_ACTIVE, person.state,
           "state of person", id);
    Expect(row.course().state_since_day(), person.since, "first day of the state of person", id);
    Expect(row.award_year_day(), person.award_year_day, "award year of person", id);
    Expect(row.last_entry(), static_cast<int64_t>(person.last_entry), "last entry of person", id);
    Expect(row.last_day(), person.last_day, "last day of person", id);
    Expect(row.course().legal_hold().entry(), static_cast<int64_t>(person.hold_entry),
           "legal hold of person", id);
    Expect(row.course().proposed_erasure().entry(),
           static_cast<int64_t>(person.proposed ? person.proposed->entry : 0),
           "proposed erasure of person", id);
    Expect(row.course().erasures_size(), static_cast<int64_t>(person.erased.size()),
           "erased classes of person", id);
    Expect(row.course().communication_entry(), static_cast<int64_t>(person.communication_entry),
           "communication needs of person", id);
    Expect(row.course().parties_size(), static_cast<int64_t>(person.parties.size()),
           "parties of person", id);
    for (size_t i = 0; i < person.parties.size() && findings_.empty(); ++i) {
      const Model::Party& party = person.parties[i];
      const store::v1::PartyRow& stored = row.course().parties(static_cast<int>(i));
      ExpectText(stored.id(), party.id, "party of person", id);
      Expect(stored.authority(), party.authority, "authority of a party of", id);
      Expect(stored.first_day(), party.first, "first day of a party of", id);
      Expect(stored.last_day(), party.last, "last day of a party of", id);
      if (std::vector<int>(stored.scopes().begin(), stored.scopes().end()) != party.scopes) {
        findings_.push_back("the scopes of a party are not those it was given");
      }
    }
    int64_t stored_exceptions = 0;
    int64_t exceptions = 0;
    for (const store::v1::LimitExceptionRow& each : row.course().exceptions()) {
      stored_exceptions += each.amount_pence();
    }
    for (const Model::Exception& each : person.exceptions) exceptions += each.pence;
    Expect(stored_exceptions, exceptions, "exceptions of person", id);
  }

  void CheckAwards() {
    CheckTable(reader_.AwardsAfter(domain::AwardId(), kRowsMax), model_.awards(), "awards",
               [this](const std::string& id, const Model::Award& award, const auto& row) {
                 CheckAward(id, award, row);
                 CheckParts(id, award, row);
                 CheckPurses(id, row);
                 CheckUse(id, row);
               });
  }

  void CheckAward(const std::string& id, const Model::Award& award,
                  const store::v1::AwardRow& row) {
    static constexpr std::array kSteps = {
        store::v1::AWARD_STEP_PROPOSED, store::v1::AWARD_STEP_APPROVED,
        store::v1::AWARD_STEP_CANCELLED, store::v1::AWARD_STEP_ENDED};
    Expect(row.step(), kSteps[static_cast<size_t>(award.step)], "step of award", id);
    Expect(row.last_entry(), static_cast<int64_t>(award.last_entry), "last entry of award", id);
    Expect(row.start_day(), award.start, "first day of award", id);
    Expect(row.end_day(), award.end, "last day of award", id);
    Expect(row.course().carried_year(), award.carried_year, "year carried of award", id);
    Expect(row.course().outcome(), award.outcome, "outcome of award", id);
    Expect(row.course().extended() ? 1 : 0, award.extended ? 1 : 0, "extension of award", id);
    if (award.is_running()) {
      Expect(row.released() ? 1 : 0, 0, "release of running award", id);
      Expect(row.schedule().next_due_day(), Model::NextDueDay(award, award.end),
             "next instalment of award", id);
    }
  }

  void CheckParts(const std::string& id, const Model::Award& award,
                  const store::v1::AwardRow& row) {
    Expect(row.parts_size(), static_cast<int64_t>(award.parts.size()), "parts of award", id);
    std::map<std::string, int64_t> standing = model_.StandingOf(id);
    for (size_t i = 0; i < award.parts.size() && findings_.empty(); ++i) {
      const Model::Part& part = award.parts[i];
      const store::v1::AwardPartRow& stored = row.parts(static_cast<int>(i));
      ExpectText(stored.fund_id(), part.fund, "fund of award", id);
      Expect(stored.amount_pence(), part.pence, "amount of award", id);
      Expect(stored.committed_pence(), model_.Committed(id, part), "commitment of award", id);
      Expect(stored.loaded_pence(), model_.Loaded(id, part.year), "loaded of award", id);
      Expect(stored.instalment_pence(), part.instalment, "instalment of award", id);
      Expect(stored.contribution_pence(), part.contribution, "contribution of award", id);
      Expect(stored.contributed_pence(), model_.Contributed(id, part.year), "contributed of award",
             id);
      Expect(stored.last_instalment_pence(), part.last_instalment, "last instalment of award", id);
      Expect(stored.standing_pence(), standing[part.fund], "standing of a fund on award", id);
    }
    std::map<std::string, int64_t> allowed;
    for (const store::v1::BudgetAllowanceRow& allowance : row.course().allowances()) {
      allowed[allowance.fund_id()] = allowance.amount_pence();
    }
    if (allowed != award.beyond) findings_.push_back("what seniors allow an award differs");
    const bool has_ended = award.has_ended() || award.step == Model::Step::kCancelled;
    for (const store::v1::AwardPartRow& part : row.parts()) {
      if (has_ended) Expect(part.committed_pence(), 0, "commitment of an ended award", id);
    }
  }

  void CheckPurses(const std::string& id, const store::v1::AwardRow& row) {
    Model::Purses purses = model_.PursesOf(id);
    for (const store::v1::PurseRow& purse : row.purses()) {
      Expect(purse.posted_pence(), purses[{purse.limit_year(), purse.kind()}], "purse of award",
             id);
      Expect(purse.pending_pence(), 0, "pending of a purse of award", id);
      purses.erase({purse.limit_year(), purse.kind()});
    }
    for (const auto& [purse, pence] : purses) Expect(0, pence, "missing purse of award", id);
  }

  void CheckUse(const std::string& id, const store::v1::AwardRow& row) {
    std::map<int32_t, int64_t> used;
    std::map<int32_t, int32_t> uncounted;
    for (const Model::Load& load : model_.loads()) {
      if (load.award != id || load.reversed_entry != 0) continue;
      if (load.counted == 0) {
        ++uncounted[load.day];
      } else {
        used[load.day] += load.counted;
      }
    }
    std::map<int32_t, int32_t> stored_uncounted;
    for (int i = 0; i < row.course().uncounted_load_days_size(); ++i) {
      stored_uncounted[row.course().uncounted_load_days(i)] = row.course().uncounted_loads(i);
    }
    if (stored_uncounted != uncounted) {
      findings_.push_back("the loads of an award that count nothing differ");
    }
    for (int i = 0; i < row.limit_use_days_size(); ++i) {
      Expect(row.limit_use_pence(i), used[row.limit_use_days(i)], "limit use of award", id);
      used.erase(row.limit_use_days(i));
    }
    for (const auto& [day, pence] : used) Expect(0, pence, "missing limit use of award", id);
  }

  void CheckWithheldLooks() {
    CheckTable(reader_.WithheldLooksAfter(0, kRowsMax), model_.withheld_looks(), "withheld looks",
               [this](uint64_t, const Model::Look& look, const auto& row) {
                 ExpectText(row.person_id(), look.person, "person of a look", "");
                 ExpectText(row.requested_by(), look.asked_by, "who asked for a look", "");
                 Expect(row.decided_entry() != 0, look.decided, "decision on a look");
                 Expect(row.approved(), look.approved, "approval of a look");
                 Expect(row.disclosed_entry() != 0, look.disclosed, "disclosure of a look");
                 Expect(row.review_day(), look.review, "review of a look");
               });
  }

  void CheckCards() {
    static const std::map<v1::CardState, store::v1::CardStep> steps = {
        {v1::CARD_STATE_REQUESTED, store::v1::CARD_STEP_REQUESTED},
        {v1::CARD_STATE_ISSUED, store::v1::CARD_STEP_ISSUED},
        {v1::CARD_STATE_ACTIVE, store::v1::CARD_STEP_ACTIVE},
        {v1::CARD_STATE_BLOCKED, store::v1::CARD_STEP_BLOCKED},
        {v1::CARD_STATE_REPLACED, store::v1::CARD_STEP_REPLACED},
        {v1::CARD_STATE_CLOSED, store::v1::CARD_STEP_CLOSED}};
    CheckTable(reader_.CardsAfter(domain::CardId(), kRowsMax), model_.cards(), "cards",
               [this](const std::string& id, const Model::Card& card, const auto& row) {
                 Expect(row.step(), steps.at(card.step), "step of card", id);
                 Expect(row.holder(), card.holder, "holder of card", id);
                 Expect(row.expiry_day(), card.expiry, "last day of card", id);
                 ExpectText(row.award_id(), card.award, "award of card", id);
                 ExpectText(row.party_id(), card.party, "party of card", id);
                 ExpectText(row.token(), card.token, "token of card", id);
                 ExpectText(row.replaced_by(), card.replaced_by, "successor of card", id);
                 ExpectText(row.replaces(), card.replaces, "predecessor of card", id);
                 ExpectText(row.limits().SerializeAsString(), card.limits.SerializeAsString(),
                            "limits of card", id);
                 if (card.step != v1::CARD_STATE_BLOCKED) return;
                 Expect(row.block_reason(), card.reason, "reason to block card", id);
                 Expect(row.review_day(), card.review, "review of card", id);
                 ExpectText(row.block_lead(), card.lead, "lead of card", id);
               });
    for (const auto& [id, card] : model_.cards()) {
      if (card.token.empty()) continue;
      const auto found = reader_.CardByToken(card.token);
      if (!found.ok() || *found != domain::IdFromBytes<domain::CardId>(id)) {
        findings_.push_back("a card is not found by its token");
      }
    }
  }

  void CheckProviders() {
    CheckTable(
        reader_.ProvidersAfter(domain::ProviderId(), kRowsMax), model_.providers(), "providers",
        [this](const std::string& id, auto kind, const auto& row) {
          Expect(row.kind(), kind, "kind of provider", id);
          const auto found = model_.provider_subjects().find(id);
          const std::vector<std::string> subjects(row.subjects().begin(), row.subjects().end());
          if (subjects != (found == model_.provider_subjects().end() ? std::vector<std::string>()
                                                                     : found->second)) {
            findings_.push_back("who signs in for a provider differs");
          }
        });
  }

  void CheckSubjects() {
    for (const std::string& subject : model_.Subjects()) {
      const auto row = reader_.Subject(subject);
      Model::Links links;
      if (row.ok()) {
        for (const store::v1::SubjectLink& link : row->links()) {
          links.emplace(static_cast<Model::Link>(link.kind()), link.id());
        }
      }
      const bool same = row.ok() && links == model_.LinksOf(subject) &&
                        row->links_size() == static_cast<int>(links.size());
      if (!same) findings_.push_back(absl::StrCat("the links of ", subject, " differ"));
    }
  }

  void CheckReferrals() {
    CheckTable(reader_.ReferralsAfter(0, kRowsMax), model_.referrals(), "referrals",
               [this](uint64_t, const Model::Referral& referral, const auto& row) {
                 ExpectText(row.referral().SerializeAsString(), referral.asked.SerializeAsString(),
                            "referral about", referral.award);
                 ExpectText(row.opened_by(), referral.opened_by, "opener of a referral about",
                            referral.award);
                 Expect(row.decided_entry(), static_cast<int64_t>(referral.decided_entry),
                        "decision about", referral.award);
                 Expect(row.approved() ? 1 : 0, referral.approved ? 1 : 0, "approval about",
                        referral.award);
               });
  }

  void CheckRuns() {
    for (const auto& [started, run] : model_.runs()) {
      const auto row = reader_.Run(started);
      if (!row.ok() || !*row) {
        findings_.push_back(absl::StrCat("the row of run ", started, " is missing"));
        continue;
      }
      Expect((*row)->accepted_count(), static_cast<int64_t>(run.accepted_count),
             "accepted rows of a run");
      Expect((*row)->accepted_pence(), run.accepted_pence, "accepted pence of a run");
      Expect((*row)->refused_count(), static_cast<int64_t>(run.refused_count),
             "refused rows of a run");
      Expect((*row)->refused_pence(), run.refused_pence, "refused pence of a run");
      Expect((*row)->finished_entry(), static_cast<int64_t>(run.finished_entry), "end of a run");
    }
  }

  using Sums = std::map<int, std::array<int64_t, 2>>;  // account -> posted, pending

  // What the accounts of the entitlement book come to by the rules, those of the money book by
  // what was moved and not undone.
  Sums ExpectedSums() const {
    Sums sums;
    for (const auto& [id, fund] : model_.funds()) {
      const int64_t loaded = model_.LoadedOf(id);
      const int64_t committed = model_.CommittedOf(id);
      sums[journal::ACCOUNT_KIND_FUND_CONTROL][0] -= fund.allocated;
      sums[journal::ACCOUNT_KIND_FUND][0] += fund.allocated - loaded - model_.CarriedOf(id);
      sums[journal::ACCOUNT_KIND_FUND][1] -= committed;
      sums[journal::ACCOUNT_KIND_COMMITMENT][1] += committed;
      sums[journal::ACCOUNT_KIND_COUNCIL_PURSE][0] += loaded;
    }
    const auto add = [&sums](const Model::Movement& movement) {
      for (const journal::Posting& leg : movement.legs) {
        const bool purse_of_council = leg.account() <= journal::ACCOUNT_KIND_COUNCIL_PURSE;
        if (purse_of_council || movement.reversed_entry != 0) continue;
        sums[leg.account()][0] += leg.amount_pence();
      }
    };
    for (const Model::Load& load : model_.loads()) add(load);
    for (const Model::Cash& cash : model_.cash()) add(cash);
    return sums;
  }

  // Each account is what its entries add up to, and both books sum to zero in both phases.
  void CheckBooks() {
    Sums expected = ExpectedSums();
    store::v1::TotalsRow totals;
    const auto values = store_.MultiGet(
        *view_.snapshot, std::vector<std::string>{engine::SingleKey(engine::Table::kTotals)});
    if (!values.ok() || (values->front() && !totals.ParseFromString(*values->front()))) {
      return findings_.push_back("the totals cannot be read");
    }
    std::array<std::array<int64_t, 2>, 2> books{};
    for (const store::v1::AccountTotalRow& total : totals.accounts()) {
      const std::array<int64_t, 2> sums = expected[total.account()];
      Expect(total.posted_pence(), sums[0], absl::StrCat("posted of account ", total.account()));
      Expect(total.pending_pence(), sums[1], absl::StrCat("pending of account ", total.account()));
      const size_t book = total.account() < journal::ACCOUNT_KIND_FLOAT ? 0 : 1;
      books[book][0] += total.posted_pence();
      books[book][1] += total.pending_pence();
      expected.erase(total.account());
    }
    for (const auto& [account, sums] : expected) {
      if (sums != std::array<int64_t, 2>{}) findings_.push_back("an account has no total");
    }
    for (const auto& book : books) {
      if (book != std::array<int64_t, 2>{}) findings_.push_back("a book does not sum to zero");
    }
  }

  // Where all policies count by the financial year, nobody was ever given more in one than the
  // highest limit that was ever set and what seniors have allowed.
  void CheckLimits() {
    int64_t highest = 0;
    for (const Model::Policy& policy : model_.policies()) {
      const policy::v1::SchemePolicy& scheme = policy.scheme;
      if (scheme.limit_year().limit_year() != policy::v1::LIMIT_YEAR_FINANCIAL_YEAR) return;
      highest = std::max(highest, scheme.annual_limit().pence());
    }
    for (const auto& [id, person] : model_.persons()) {
      std::map<int32_t, int64_t> used;
      for (const Model::Load& load : model_.loads()) {
        if (load.person == id && load.reversed_entry == 0) used[load.year] += load.counted;
      }
      for (const Model::Exception& each : person.exceptions) {
        used[FinancialYearOfNumber(each.limit_first)] -= each.pence;
      }
      for (const auto& [year, pence] : used) {
        if (pence > highest) findings_.push_back("a person was given more than any limit allows");
      }
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
