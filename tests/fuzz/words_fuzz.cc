// Amounts, days and names as people write them to the command line: what is read at all is shown as
// a text that is read as the same, and what is refused is refused in words.

#include <string>

#include "clients/cli/civil_time.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"
#include "tests/fuzz/fuzz_input.h"

namespace cli = cardledger::cli;
namespace client = cardledger::client;

namespace {

// `read` gives a value, `show` the text of it.
template <typename Read, typename Show>
void CheckShownAndRead(absl::string_view text, Read read, Show show) {
  const auto value = read(text);
  if (!value.ok()) {
    CARDLEDGER_CHECK(!value.status().message().empty(), "it says what would be accepted");
    return;
  }
  const auto again = read(show(*value));
  CARDLEDGER_CHECK(again.ok() && *again == *value, "what is shown is read as the same");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text = cardledger::tests::FuzzInput(data, size).rest();
  CheckShownAndRead(text, client::ParsePounds, client::FormatPence);
  CheckShownAndRead(text, client::ParseSignedPounds, client::FormatPence);
  CheckShownAndRead(text, cli::ParseDay, cli::FormatDay);
  CheckShownAndRead(text, cli::ParseFinancialYear, cli::FormatFinancialYear);
  CheckShownAndRead(
      text, [](absl::string_view t) { return cli::ParseName("awards", t); },
      [](const std::string& name) { return name; });
  CheckShownAndRead(
      text, [](absl::string_view t) { return cli::ParseSequenceName("policies", t); },
      [](const std::string& name) { return name; });
  const auto month = cli::ParseMonth(text);
  CARDLEDGER_CHECK(!month.ok() || cli::ParseDay(std::string(text) + "-01").ok(),
                   "a month has a first day");
  const auto instant = cli::ParseInstant(text);
  CARDLEDGER_CHECK(!instant.ok() || !cli::FormatInstant(*instant).empty(), "an instant is shown");
  return 0;
}
