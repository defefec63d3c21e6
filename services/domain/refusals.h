#pragma once

// Builds a refusal with its facts in a fixed order. Used by the decisions alone.

#include <cstdint>
#include <optional>

#include "cardledger/journal/v1/refusal.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

class Refusal {
 public:
  explicit Refusal(journal::v1::RefusalReason reason) { refused_.set_reason(reason); }

  Refusal&& Number(journal::v1::FactKind kind, int64_t number) && {
    AddFact(kind).set_number(number);
    return std::move(*this);
  }
  Refusal&& OnDay(journal::v1::FactKind kind, Day day) && {
    AddFact(kind).set_number(day.number());
    return std::move(*this);
  }
  template <typename IdType>
  Refusal&& Of(journal::v1::FactKind kind, const IdType& id) && {
    AddFact(kind).set_id(id.ToBytes());
    return std::move(*this);
  }
  // Pence the command would have moved.
  Refusal&& Asked(int64_t pence) && {
    refused_.set_requested_pence(pence);
    return std::move(*this);
  }

  // The refusal puts a question to a senior.
  Refusal&& Opens(journal::v1::Referral referral) && {
    *refused_.mutable_referral() = std::move(referral);
    return std::move(*this);
  }
  // A load was refused: a transaction of its award.
  Refusal&& OfLoad() && {
    refused_.set_load(true);
    return std::move(*this);
  }
  // An instalment was refused: the schedule goes on.
  Refusal&& OfInstalment(const journal::v1::Instalment& instalment) && {
    *refused_.mutable_instalment() = instalment;
    return std::move(*this);
  }

  const journal::v1::Refused& refused() const { return refused_; }

 private:
  journal::v1::Fact& AddFact(journal::v1::FactKind kind) {
    journal::v1::Fact& fact = *refused_.add_facts();
    fact.set_kind(kind);
    return fact;
  }

  journal::v1::Refused refused_;
};

// What a decision gives: nothing when accepted.
using MaybeRefusal = std::optional<Refusal>;

}  // namespace cardledger::domain
