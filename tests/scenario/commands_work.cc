// The step that lists what waits for somebody.

#include "base/number_text.h"
#include "services/domain/dates.h"
#include "services/domain/london_time.h"
#include "services/domain/names.h"
#include "services/domain/work.h"
#include "tests/scenario/enum_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

using base::FormatPence;

// More than any scenario has.
constexpr size_t kRowsMax = 1'000;

// The thing by its name in the scenario; an entry that opened or loaded something by its number.
std::string ThingText(const v1::WorkItem& item, const Names& names) {
  if (const auto award = domain::ParseAwardName(item.name())) {
    return absl::StrCat("award=", names.NameOf(award->bytes()));
  }
  const std::string of_award = names.NameOf(domain::AwardOf(item.award()).bytes());
  if (const auto card = domain::ParseCardName(item.name())) {
    return absl::StrCat("card=", names.NameOf(card->bytes()), " award=", of_award);
  }
  if (const auto referral = domain::ParseReferralName(item.name())) {
    return absl::StrCat("referral=", *referral, " award=", of_award);
  }
  return absl::StrCat("load=", *domain::ParseTransactionName(item.name()), " award=", of_award);
}

std::string ItemText(const v1::WorkItem& item, const Names& names) {
  std::string text = absl::StrCat("  ", ThingText(item, names));
  if (item.amount_pence() != 0) {
    absl::StrAppend(&text, " amount=", FormatPence(item.amount_pence()));
  }
  if (item.has_due_date()) {
    absl::StrAppend(&text, " due=", domain::FormatIsoDay(domain::DayOf(item.due_date())),
                    item.overdue() ? " overdue" : "");
  }
  return absl::StrCat(text, ": ", item.what(), "\n");
}

StepAnswer ListWork(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto kind, TakeEnum<v1::WorkKind>(step.words, "kind"));
  const auto view = step.world.ledger().view();
  const engine::Reader reader = step.world.ledger().Read(*view);
  domain::WorkDay day{domain::LondonDay(step.world.ledger().clock().WallMicroseconds())};
  const domain::ActivePolicy* policy = view->policies->InForce(day.today);
  day.policy = policy == nullptr ? nullptr : &policy->scheme;
  std::string text;
  const auto add = [&](const v1::WorkItem& item) {
    absl::StrAppend(&text, ItemText(item, step.world.names()));
  };
  CARDLEDGER_ASSIGN_OR_RETURN(const auto awards, reader.AwardsAfter({}, kRowsMax));
  for (const auto& [id, award] : awards) {
    for (const domain::AwardWork& work : domain::WorkOn(kind, id, award, day)) add(work.item);
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const auto cards, reader.CardsAfter({}, kRowsMax));
  for (const auto& [id, card] : cards) {
    if (kind != v1::WORK_KIND_REVIEW) break;
    if (const auto item = domain::ReviewOf(id, card, day)) add(*item);
  }
  CARDLEDGER_ASSIGN_OR_RETURN(const auto referrals, reader.ReferralsAfter(0, kRowsMax));
  for (const auto& [opened, referral] : referrals) {
    if (kind != v1::WORK_KIND_REFERRAL) break;
    if (const auto item = domain::DecisionOn(opened, referral, day)) add(*item);
  }
  return text.empty() ? std::string("nothing waits\n") : text;
}

}  // namespace

void AddWorkSteps(StepTable& table) { table["work"] = ListWork; }

}  // namespace cardledger::tests
