// Card numbers in free text: masking finds what the check finds, leaves none, and changes nothing
// but digits.

#include <string>

#include "base/check.h"
#include "services/domain/card_number.h"
#include "tests/fuzz/fuzz_input.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text = cardledger::tests::FuzzInput(data, size).rest();
  const std::string masked = cardledger::domain::MaskCardNumbers(text);
  CARDLEDGER_CHECK(!cardledger::domain::HasCardNumber(masked), "nothing is left of a number");
  CARDLEDGER_CHECK(cardledger::domain::HasCardNumber(text) == (masked != text),
                   "what is found is masked, and nothing else");
  return 0;
}
