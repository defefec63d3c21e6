#include <memory>
#include <string>

#include "clients/cli/civil_time.h"
#include "clients/cli/command.h"
#include "clients/cli/render.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

ExitCode ShowBalance(Context& context, const std::string& award) {
  InputErrors errors;
  v1::GetBalanceRequest request;
  request.set_award(errors.Take("AWARD", ParseName("awards", award)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetBalance(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderBalance(*response) + RenderReadPoint(response->read_point()));
}

struct EntitlementOptions {
  std::string person;
  std::string date;
};

ExitCode ShowEntitlement(Context& context, const EntitlementOptions& options) {
  InputErrors errors;
  v1::GetEntitlementStatusRequest request;
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  if (!options.date.empty()) {
    *request.mutable_date() = errors.Take("--date", ParseDate(options.date));
  }
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetEntitlementStatus(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderEntitlement(*response) + RenderReadPoint(response->read_point()));
}

}  // namespace

void AddBalanceCommands(CLI::App& root, Context& context) {
  constexpr char kBalanceExample[] =
      "cardledger balance show awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a";
  CLI::App* balance = AddGroup(root, {.name = "balance",
                                      .purpose = "What is on an award",
                                      .details = "",
                                      .example = kBalanceExample});
  auto award = std::make_shared<std::string>();
  CLI::App* command = AddCommand(*balance, context,
                                 {.name = "show",
                                  .purpose = "Shows what is on an award, by purse",
                                  .details = "Posted is moved for good, pending is reserved, "
                                             "available can be spent.",
                                  .example = kBalanceExample},
                                 [&context, award] { return ShowBalance(context, *award); });
  command->add_option("AWARD", *award, "awards/{id} or the id")->required();

  constexpr char kEntitlementExample[] =
      "cardledger entitlement show persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d --date 2026-07-01";
  CLI::App* entitlement = AddGroup(root, {.name = "entitlement",
                                          .purpose = "A person's annual limit",
                                          .details = "",
                                          .example = kEntitlementExample});
  auto options = std::make_shared<EntitlementOptions>();
  command = AddCommand(*entitlement, context,
                       {.name = "show",
                        .purpose = "Shows a person's annual limit, what is used and what is left",
                        .details = "",
                        .example = kEntitlementExample},
                       [&context, options] { return ShowEntitlement(context, *options); });
  command->add_option("PERSON", options->person, "persons/{id} or the id")->required();
  command->add_option("--date", options->date,
                      "A day of the limit year asked about, YYYY-MM-DD; today where left out");
}

}  // namespace cardledger::cli
