// Steps that read people and cards: who may act, and what may be used.

#include "absl/strings/str_join.h"

#include "base/number_text.h"
#include "services/domain/card_state.h"
#include "services/domain/london_time.h"
#include "services/domain/people.h"
#include "services/rpc/balance_resources.h"
#include "services/rpc/card_resources.h"
#include "tests/scenario/enum_words.h"
#include "tests/scenario/event_text.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;
using base::FormatPence;

constexpr absl::string_view kNotFound = "not found\n";

domain::Day Today(Step& step) {
  return domain::LondonDay(step.world.ledger().clock().WallMicroseconds());
}

StepAnswer FindPerson(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string reference, step.words.Take("case"));
  const auto view = step.world.ledger().view();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto person,
                              step.world.ledger().Read(*view).PersonByReference(reference));
  if (!person) return std::string(kNotFound);
  return absl::StrCat("person=", step.world.names().NameOf(person->bytes()), "\n");
}

template <typename Scope>
std::string ScopesText(const store::v1::PartyRow& party) {
  return absl::StrJoin(party.scopes(), ",", [](std::string* out, int32_t scope) {
    absl::StrAppend(out, EnumText(static_cast<Scope>(scope)));
  });
}

std::string PartyText(const store::v1::PartyRow& party, const store::v1::PersonRow& person,
                      domain::Day today, const Names& names) {
  const bool supporter = party.authority() == journal::AUTHORITY_UNSPECIFIED;
  return absl::StrCat("  ", names.NameOf(party.id()), " ",
                      supporter ? "SUPPORTER" : EnumText(party.authority()), " scopes=",
                      supporter ? ScopesText<journal::SupporterScope>(party)
                                : ScopesText<journal::RepresentativeScope>(party),
                      " from=", DayText(party.first_day()),
                      party.last_day() == 0 ? "" : absl::StrCat(" to=", DayText(party.last_day())),
                      domain::InForce(party, person, today) ? " in force" : " not in force", "\n");
}

StepAnswer ShowPerson(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("person"));
  const auto view = step.world.ledger().view();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row,
                              step.world.ledger().Read(*view).Person(
                                  domain::PersonId(step.world.names().IdOf("person", name))));
  if (!row) return std::string(kNotFound);
  std::string text = row->course().state() == journal::PERSON_STATE_UNSPECIFIED
                         ? "ACTIVE"
                         : absl::StrCat(EnumText(row->course().state()),
                                        " since=", DayText(row->course().state_since_day()));
  absl::StrAppend(
      &text, row->course().communication_entry() == 0 ? "" : " communication needs recorded", "\n");
  for (const store::v1::PartyRow& party : row->course().parties()) {
    absl::StrAppend(&text, PartyText(party, *row, Today(step), step.world.names()));
  }
  return text;
}

// What the last steps have left on the card.
std::string CardText(const store::v1::CardRow& row, const Names& names) {
  std::string text =
      absl::StrCat(" award=", names.NameOf(row.award_id()), " holder=", EnumText(row.holder()));
  if (!row.party_id().empty()) absl::StrAppend(&text, " ", names.NameOf(row.party_id()));
  if (row.limits().payment_pence() != 0) {
    absl::StrAppend(&text, " payment=", FormatPence(row.limits().payment_pence()));
  }
  if (row.limits().daily_pence() != 0) {
    absl::StrAppend(&text, " daily=", FormatPence(row.limits().daily_pence()));
  }
  if (row.limits().daily_count() != 0) {
    absl::StrAppend(&text, " daily_count=", row.limits().daily_count());
  }
  if (!row.last_four().empty()) {
    absl::StrAppend(&text, " last_four=", row.last_four(), " expires=", DayText(row.expiry_day()));
  }
  if (row.review_day() != 0) absl::StrAppend(&text, " review=", DayText(row.review_day()));
  if (!row.replaces().empty()) absl::StrAppend(&text, " replaces=", names.NameOf(row.replaces()));
  if (!row.replaced_by().empty()) {
    absl::StrAppend(&text, " replaced_by=", names.NameOf(row.replaced_by()));
  }
  return text;
}

StepAnswer ShowCard(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("card"));
  const auto view = step.world.ledger().view();
  const engine::Reader reader = step.world.ledger().Read(*view);
  const domain::CardId id(step.world.names().IdOf("card", name));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, reader.Card(id));
  if (!row) return std::string(kNotFound);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto award,
                              reader.Award(domain::IdFromBytes<domain::AwardId>(row->award_id())));
  CARDLEDGER_ASSIGN_OR_RETURN(
      const auto person, reader.Person(domain::IdFromBytes<domain::PersonId>(row->person_id())));
  if (!award || !person) return absl::DataLossError("a card without its award or its person");
  const domain::CardStanding standing = domain::StandingOf(*row, *award, *person, Today(step));
  std::string text = EnumText(standing.state);
  if (standing.reason != journal::CARD_BLOCK_REASON_UNSPECIFIED) {
    absl::StrAppend(&text, " because=", EnumText(standing.reason));
  }
  absl::StrAppend(&text, CardText(*row, step.world.names()));
  if (standing.state == v1::CARD_STATE_ACTIVE) {
    v1::GetCardBalanceResponse balance;
    rpc::FillCardBalance(id, *row, true, *award, balance);
    absl::StrAppend(&text, " one_payment_up_to=", FormatPence(balance.payment_max_pence()));
  }
  const std::string notice = rpc::CardNotice(standing);
  return absl::StrCat(text, "\n", notice.empty() ? "" : absl::StrCat("  ", notice, "\n"));
}

}  // namespace

void AddPeopleReadSteps(StepTable& table) {
  table["person find"] = FindPerson;
  table["person show"] = ShowPerson;
  table["card show"] = ShowCard;
}

}  // namespace cardledger::tests
