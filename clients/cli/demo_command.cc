#include <memory>

#include "clients/cli/command.h"
#include "clients/cli/demo.h"

namespace cardledger::cli {

void AddDemoCommand(CLI::App& root, Context& context) {
  auto options = std::make_shared<DemoOptions>();
  CLI::App* command = AddCommand(
      root, context,
      {.name = "demo",
       .purpose =
           "Fills a sandbox ledger with a council's year, and shows the annual limit at work",
       .details =
           "A Tier 3 fund of £111,000 and 111 invented people: awards of every power and "
           "schedule,\n"
           "loads up to today, contributions, cards, questions to a senior; and one penny more "
           "than\n"
           "the limit, which is refused. Running it again makes nothing twice; where it was\n"
           "interrupted, it goes on. Another seed makes other data, in a fresh ledger. It plays "
           "its\n"
           "own parts: --as and --roles are not used. Refuses a live ledger.",
       .example = "cardledger demo --policy deploy/policy/scheme-2026-04.textproto",
       .calls_as_subject = false},
      [&context, options] { return RunDemo(context, *options); });
  command->add_option("--policy", options->policy_path, "Brought into force where no policy is")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "What everything invented is made from")
      ->capture_default_str();
}

}  // namespace cardledger::cli
