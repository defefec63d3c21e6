#include "clients/cli/render_lists.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {

namespace {

// What is due first comes first; what has no day, last.
std::vector<v1::WorkItem> ByDueDay(const google::protobuf::RepeatedPtrField<v1::WorkItem>& items) {
  std::vector<v1::WorkItem> sorted(items.begin(), items.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    if (a.has_due_date() != b.has_due_date()) return a.has_due_date();
    return a.has_due_date() && ToDay(a.due_date()) < ToDay(b.due_date());
  });
  return sorted;
}

}  // namespace

using client::FormatPence;

std::string RenderProvider(const v1::Provider& provider) {
  Facts facts;
  facts.Add("Provider", provider.name());
  facts.Add("Called", provider.display_name());
  facts.Add("Kind", Phrase(provider.kind()));
  facts.AddEach("Sign-ins", provider.subjects());
  return facts.Render();
}

std::string RenderProviders(const google::protobuf::RepeatedPtrField<v1::Provider>& providers) {
  Table table({{"Provider"}, {"Kind"}, {"Called"}});
  for (const v1::Provider& provider : providers) {
    table.AddRow({provider.name(), Phrase(provider.kind()), provider.display_name()});
  }
  return table.empty() ? "There are no providers.\n" : table.Render();
}

std::string RenderReferral(const v1::Referral& referral) {
  Facts facts;
  facts.Add("Referral", referral.name());
  facts.Add("State", Word(referral.state()));
  facts.Add("Asks for", absl::StrCat(FormatPence(referral.amount_pence()), " beyond the ",
                                     Phrase(referral.kind())));
  if (referral.has_limit_first_date()) {
    facts.Add("Limit year", absl::StrCat("from ", FormatDateInWords(referral.limit_first_date())));
  }
  if (!referral.fund().empty()) facts.Add("Fund", referral.fund());
  facts.Add("Award", referral.award());
  facts.Add("Person", referral.person());
  facts.Add("Opened by", referral.opened_by());
  facts.Add("Decided by", absl::StrCat(referral.senior(), ", until ",
                                       FormatDateInWords(referral.deadline_date())));
  return facts.Render();
}

std::string RenderReferrals(const google::protobuf::RepeatedPtrField<v1::Referral>& referrals) {
  Table table({{"Referral"},
               {"State"},
               {"Beyond"},
               {"Amount", Align::kRight},
               {"Until"},
               {"Senior"},
               {"Award"}});
  for (const v1::Referral& referral : referrals) {
    table.AddRow({referral.name(), Word(referral.state()), Phrase(referral.kind()),
                  FormatPence(referral.amount_pence()), FormatDate(referral.deadline_date()),
                  referral.senior(), referral.award()});
  }
  return table.empty() ? "There are no such referrals.\n" : table.Render();
}

std::string RenderWork(const google::protobuf::RepeatedPtrField<v1::WorkItem>& items) {
  Table table({{"By"},
               {"Overdue"},
               {"What is to be done"},
               {"Amount", Align::kRight},
               {"About"},
               {"Award"}});
  for (const v1::WorkItem& item : ByDueDay(items)) {
    table.AddRow({item.has_due_date() ? FormatDate(item.due_date()) : "",
                  item.overdue() ? "overdue" : "", item.what(),
                  item.amount_pence() == 0 ? "" : FormatPence(item.amount_pence()), item.name(),
                  item.award() == item.name() ? "" : item.award()});
  }
  return table.empty() ? "Nothing waits.\n" : table.Render();
}

}  // namespace cardledger::cli
