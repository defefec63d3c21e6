#include "services/engine/partial_state.h"

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/engine/reads.h"

namespace cardledger::engine {
namespace {

constexpr size_t kFundsAtATime = 1'000;

// One overload a request: reads what its decision looks at.
class Collector {
 public:
  Collector(const storage::KvStore& store, const ReadView& view, domain::State& state)
      : reader_(store, view), state_(state) {}

  absl::Status operator()(const v1::CreateFundRequest&) {
    domain::FundId after;
    while (true) {
      CARDLEDGER_ASSIGN_OR_RETURN(auto funds, reader_.Funds(after, kFundsAtATime));
      for (auto& [id, fund] : funds) state_.funds[id] = fund;
      if (funds.size() < kFundsAtATime) return absl::OkStatus();
      after = funds.back().first;
    }
  }
  absl::Status operator()(const v1::AllocateBudgetRequest& request) {
    return AddFund(domain::FundOf(request.fund()));
  }
  absl::Status operator()(const v1::TransferBudgetRequest& request) {
    CARDLEDGER_RETURN_IF_ERROR(AddFund(domain::FundOf(request.from_fund())));
    return AddFund(domain::FundOf(request.to_fund()));
  }
  absl::Status operator()(const v1::ProposeAwardRequest& request) {
    CARDLEDGER_RETURN_IF_ERROR(AddFunds(request.funding()));
    for (const v1::AwardEarmark& earmark : request.earmarks()) {
      CARDLEDGER_RETURN_IF_ERROR(AddProvider(domain::ProviderOf(earmark.provider())));
    }
    return AddPerson(domain::PersonOf(request.person()));
  }
  absl::Status operator()(const v1::ProposeExtensionRequest& request) {
    CARDLEDGER_RETURN_IF_ERROR(AddFunds(request.funding()));
    return AddAward(domain::AwardOf(request.award()));
  }
  absl::Status operator()(const v1::IssueCardRequest& request) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto other, reader_.CardByToken(request.token()));
    if (other) state_.cards_by_token[request.token()] = *other;
    return AddCard(domain::CardOf(request.card()));
  }
  absl::Status operator()(const v1::RequestCardRequest& request) {
    const domain::AwardId id = domain::AwardOf(request.award());
    CARDLEDGER_RETURN_IF_ERROR(AddAward(id));
    const store::v1::AwardRow* award = domain::FindAward(state_, id);
    if (award == nullptr) return absl::OkStatus();
    for (const std::string& bytes : award->course().card_ids()) {
      const auto card_id = domain::IdFromBytes<domain::CardId>(bytes);
      CARDLEDGER_ASSIGN_OR_RETURN(auto card, reader_.Card(card_id));
      if (!card) return absl::DataLossError("an award's card is missing");
      state_.cards[card_id] = *std::move(card);
    }
    return absl::OkStatus();
  }
  absl::Status operator()(const v1::DecideReferralRequest& request) {
    const uint64_t opened = domain::ReferralOf(request.referral());
    CARDLEDGER_ASSIGN_OR_RETURN(auto referral, reader_.Referral(opened));
    if (!referral) return absl::OkStatus();
    const auto award = domain::IdFromBytes<domain::AwardId>(referral->award_id());
    state_.referrals[opened] = *std::move(referral);
    return AddAward(award);
  }
  absl::Status operator()(const v1::RegisterPersonRequest& request) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto person, reader_.PersonByReference(request.case_reference()));
    return person ? AddPerson(*person) : absl::OkStatus();
  }
  absl::Status operator()(const v1::DecideWithheldLookRequest& request) {
    return AddWithheldLook(domain::LookOf(request.look()));
  }
  absl::Status operator()(const v1::ReviewWithheldLookRequest& request) {
    return AddWithheldLook(domain::LookOf(request.look()));
  }
  absl::Status operator()(const v1::BulkLoadStart&) { return absl::OkStatus(); }
  absl::Status operator()(const v1::BulkLoadFinish&) { return absl::OkStatus(); }
  absl::Status operator()(const v1::ActivatePolicyRequest&) { return absl::OkStatus(); }
  absl::Status operator()(const v1::ConfirmClockRequest&) { return absl::OkStatus(); }
  absl::Status operator()(const v1::RegisterProviderRequest&) { return absl::OkStatus(); }
  // All others are about one award, one person, one card or one provider.
  template <typename Request>
  absl::Status operator()(const Request& request) {
    if constexpr (requires { request.award(); }) {
      return AddAward(domain::AwardOf(request.award()));
    } else if constexpr (requires { request.card(); }) {
      return AddCard(domain::CardOf(request.card()));
    } else if constexpr (requires { request.provider(); }) {
      return AddProvider(domain::ProviderOf(request.provider()));
    } else {
      return AddPerson(domain::PersonOf(request.person()));
    }
  }

  absl::Status AddSubject(absl::string_view subject) {
    if (subject.empty()) return absl::OkStatus();
    CARDLEDGER_ASSIGN_OR_RETURN(auto row, reader_.Subject(subject));
    if (row.links_size() > 0) state_.subjects[base::Sha256(subject)] = std::move(row);
    return absl::OkStatus();
  }

 private:
  absl::Status AddFund(const domain::FundId& id) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto fund, reader_.Fund(id));
    if (fund) state_.funds[id] = *std::move(fund);
    return absl::OkStatus();
  }

  absl::Status AddWithheldLook(uint64_t requested) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto look, reader_.WithheldLook(requested));
    if (!look) return absl::OkStatus();
    const auto person = domain::IdFromBytes<domain::PersonId>(look->person_id());
    state_.withheld_looks[requested] = *std::move(look);
    return AddPerson(person);
  }

  absl::Status AddProvider(const domain::ProviderId& id) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto provider, reader_.Provider(id));
    if (provider) state_.providers[id] = *std::move(provider);
    return absl::OkStatus();
  }

  absl::Status AddFunds(const google::protobuf::RepeatedPtrField<v1::AwardFunding>& funding) {
    for (const v1::AwardFunding& part : funding) {
      CARDLEDGER_RETURN_IF_ERROR(AddFund(domain::FundOf(part.fund())));
    }
    return absl::OkStatus();
  }

  // The award with its person.
  absl::Status AddAward(const domain::AwardId& id) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto award, reader_.Award(id));
    if (!award) return absl::OkStatus();
    const auto person_id = domain::IdFromBytes<domain::PersonId>(award->person_id());
    CARDLEDGER_RETURN_IF_ERROR(AddPerson(person_id));
    if (state_.persons.contains(person_id)) return absl::OkStatus();
    return absl::DataLossError("an award's person is missing");
  }

  // The person with all awards, their funds and their open referrals: the annual limit is of all
  // awards together, and a death ends them all.
  absl::Status AddPerson(const domain::PersonId& person_id) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto person, reader_.Person(person_id));
    if (!person) return absl::OkStatus();
    const std::vector<domain::AwardId> ids = domain::AwardIdsOf(*person);
    CARDLEDGER_ASSIGN_OR_RETURN(auto rows, reader_.Awards(ids));
    for (size_t i = 0; i < ids.size(); ++i) {
      CARDLEDGER_RETURN_IF_ERROR(AddBehind(rows[i]));
      state_.awards[ids[i]] = std::move(rows[i]);
    }
    state_.persons[person_id] = *std::move(person);
    return absl::OkStatus();
  }

  // What an award's row names.
  absl::Status AddBehind(const store::v1::AwardRow& award) {
    for (const store::v1::AwardPartRow& part : award.parts()) {
      const auto fund = domain::IdFromBytes<domain::FundId>(part.fund_id());
      CARDLEDGER_RETURN_IF_ERROR(AddFund(fund));
      if (!state_.funds.contains(fund)) return absl::DataLossError("an award's fund is missing");
    }
    for (const journal::v1::FundPart& part : award.course().extension().added()) {
      CARDLEDGER_RETURN_IF_ERROR(AddFund(domain::IdFromBytes<domain::FundId>(part.fund_id())));
    }
    for (const uint64_t opened : award.course().open_referrals()) {
      CARDLEDGER_ASSIGN_OR_RETURN(auto referral, reader_.Referral(opened));
      if (!referral) return absl::DataLossError("an award's open referral is missing");
      state_.referrals[opened] = *std::move(referral);
    }
    return absl::OkStatus();
  }

  absl::Status AddCard(const domain::CardId& id) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto card, reader_.Card(id));
    if (!card) return absl::OkStatus();
    const auto award = domain::IdFromBytes<domain::AwardId>(card->award_id());
    state_.cards[id] = *std::move(card);
    CARDLEDGER_RETURN_IF_ERROR(AddAward(award));
    if (state_.awards.contains(award)) return absl::OkStatus();
    return absl::DataLossError("a card's award is missing");
  }

  const Reader reader_;
  domain::State& state_;
};

}  // namespace

absl::StatusOr<domain::State> ReadStateFor(const domain::Command& command,
                                           const storage::KvStore& store, const ReadView& view) {
  domain::State state;
  state.position = view.position;
  state.last_recorded_time_us = view.recorded_time_us;
  Collector collector(store, view, state);
  CARDLEDGER_RETURN_IF_ERROR(std::visit(collector, command.request));
  CARDLEDGER_RETURN_IF_ERROR(collector.AddSubject(domain::SubjectOf(command)));
  return state;
}

absl::StatusOr<std::optional<journal::v1::Entry>> ReadOriginalOf(const domain::Command& command,
                                                                 const storage::KvStore& store,
                                                                 const ReadView& view) {
  const uint64_t sequence = domain::OriginalOf(command);
  if (sequence == 0) return std::optional<journal::v1::Entry>();
  CARDLEDGER_ASSIGN_OR_RETURN(auto entries, Reader(store, view).Entries(sequence, 1));
  if (entries.empty()) return std::optional<journal::v1::Entry>();
  return std::optional(std::move(entries[0].entry));
}

}  // namespace cardledger::engine
