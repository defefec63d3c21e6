// Stories of cards, and of where people are.

#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"
#include "clients/demo/award_plan.h"
#include "clients/demo/card_plan.h"
#include "clients/demo/party_plan.h"
#include "clients/demo/sign_in_plan.h"
#include "clients/demo/stories.h"

namespace cardledger::demo {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kShowPerson = "person show";

// An approved award that runs, loaded every week.
AwardPlan Weekly(Book& book, int person, int days, journal::Power power = journal::POWER_S18_DUTY) {
  AwardShape shape;
  shape.person = person;
  shape.start = book.MondayBefore(days);
  shape.end = PhaseEnd(shape.start);
  shape.pence = 48'000 + 500 * person;
  shape.power = power;
  shape.frequency = journal::LOAD_FREQUENCY_WEEKLY;
  shape.goal = kGoalList[static_cast<size_t>(person) % kGoalCount].text;
  AwardPlan award(book, std::move(shape));
  award.Approve();
  return award;
}

}  // namespace

void WriteCardStories(Book& book) {
  CardPlan guarded(book, Weekly(book, 9, 52));
  guarded.Activate();
  guarded.Block(journal::CARD_BLOCK_REASON_SAFEGUARDING);
  guarded.Review();
  book.Show("a card blocked for safeguarding, with who leads and the next review", "card show",
            guarded.name());

  CardPlan lost(book, Weekly(book, 10, 47));
  lost.Activate();
  lost.Block(journal::CARD_BLOCK_REASON_LOST);
  CardPlan found = lost.Replace();
  found.Activate();
  book.Show("a lost card and the one in its place", "card show", found.name());

  const AwardPlan shared = Weekly(book, 11, 33);
  CardPlan(book, shared).Activate();
  const std::string supporter =
      AddSupporter(book, 11, {journal::SUPPORTER_SCOPE_BALANCE, journal::SUPPORTER_SCOPE_CARD});
  CardPlan supporters(book, shared, journal::HOLDER_KIND_SUPPORTER,
                      absl::StrCat("supporters/", supporter));
  supporters.Limit(2'000, 3'000, 2);
  supporters.Activate();
  book.Show("a supporter's card beside the person's, with limits of its own", "card show",
            supporters.name());
  book.Show("what that supporter sees: the balance, by the scope of that name",
            absl::StrCat("balance show --as ", SubjectOf("supporter", 11), " --roles supporter"),
            shared.person());

  const AwardPlan attorneys = Weekly(book, 12, 26);
  const std::string attorney = AddRepresentative(book, 12, journal::AUTHORITY_ATTORNEY_PROPERTY);
  CardPlan stolen(book, attorneys, journal::HOLDER_KIND_REPRESENTATIVE,
                  absl::StrCat("representatives/", attorney));
  stolen.Activate();
  stolen.Block(journal::CARD_BLOCK_REASON_STOLEN);
}

void WritePersonStories(Book& book) {
  constexpr absl::string_view kNote = "Told by the ward (invented)";
  for (int person = 13; person <= 14; ++person) {
    const AwardPlan award = Weekly(book, person, 40);
    CardPlan(book, award).Activate();
    SetState(book, person, journal::PERSON_STATE_HOSPITAL, book.today() - (person == 13 ? 15 : 9),
             Chapter::kWhereabouts, kNote);
    if (person == 13) {
      book.Show("in hospital, so that loads are refused meanwhile",
                "transaction list --reason audit", award.name());
    }
  }
  Weekly(book, 15, 35, journal::POWER_S117);
  SetState(book, 15, journal::PERSON_STATE_DETAINED, book.today() - 12, Chapter::kWhereabouts,
           "Told by the custody nurse (invented)");
  Weekly(book, 16, 61);
  SetState(book, 16, journal::PERSON_STATE_MOVING, book.today() - 6, Chapter::kWhereabouts,
           "Goes to live near a sister (invented)");

  const AwardPlan last = Weekly(book, 17, 54);
  CardPlan(book, last).Activate();
  AddSupporter(book, 17, {journal::SUPPORTER_SCOPE_BALANCE});
  SetState(book, 17, journal::PERSON_STATE_DECEASED, book.DaysAgo(5, last.shape().start),
           Chapter::kEndings, "Told by the family (invented)");
  AddRepresentative(book, 17, journal::AUTHORITY_PERSONAL_REPRESENTATIVE, Chapter::kEndings);
  book.Show("died: the award has ended, the card is blocked, somebody acts for the estate",
            kShowPerson, last.person());

  // An advocate, a deputy and an appointee; a supporter whose part has ended.
  Weekly(book, 34, 29, journal::POWER_S20_CARER);
  AddRepresentative(book, 34, journal::AUTHORITY_ADVOCATE);
  CardPlan returned(book, Weekly(book, 35, 43));
  returned.Activate();
  returned.Close();
  AddRepresentative(book, 35, journal::AUTHORITY_DEPUTY_PROPERTY);
  AddRepresentative(book, 35, journal::AUTHORITY_DWP_APPOINTEE);
  const AwardPlan many = Weekly(book, 36, 57);
  v1::EndSupporterRequest end;
  end.set_person(PersonName(book, 36));
  end.set_supporter(absl::StrCat(
      "supporters/",
      AddSupporter(book, 36,
                   {journal::SUPPORTER_SCOPE_BALANCE, journal::SUPPORTER_SCOPE_TRANSACTIONS})));
  *end.mutable_last_date() = cli::ToDate(book.today());
  book.AddAs("supporter/end", Chapter::kParties, Actor::kSocialWorker, end);
  AddRepresentative(book, 36, journal::AUTHORITY_AUTHORISED_PERSON);
  book.Show("several who act for one person, and one who no longer does", kShowPerson,
            many.person());
}

}  // namespace cardledger::demo
