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
           "Fills a sandbox ledger with demonstration data, and shows the annual limit at work",
       .details =
           "A fund of £111,000, six invented persons, awards proposed by one and approved by "
           "another,\n"
           "loads up to £1,000, and one penny more, which is refused. Running it again makes "
           "nothing\n"
           "twice. It plays its own parts: --as and --roles are not used. Refuses a live ledger.",
       .example = "cardledger demo --policy deploy/policy/scheme-2026-04.textproto",
       .calls_as_subject = false},
      [&context, options] { return RunDemo(context, *options); });
  command->add_option("--policy", options->policy_path, "Brought into force where no policy is")
      ->capture_default_str();
}

}  // namespace cardledger::cli
