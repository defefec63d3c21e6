#pragma once

// Finds numbers of payment cards in free text, where they have no business: this ledger knows cards
// by the issuer's tokens alone. Pure, any thread.
//
// What counts is a number of 13 to 19 digits that begins as one of the known schemes do and passes
// the Luhn check (ISO/IEC 7812-1). Single spaces or hyphens may stand between its digits. Where
// they do, the number may be followed or led by other groups of digits, such as the day it ends;
// a longer unbroken run of digits is something else. Digits of other scripts, and full-width ones,
// are digits too.

#include <string>

#include "absl/strings/string_view.h"

namespace cardledger::domain {

// `text` is UTF-8; what is none of it is passed over.
bool HasCardNumber(absl::string_view text);

// With every digit of each card number but the last four as an asterisk; the rest as it was.
std::string MaskCardNumbers(absl::string_view text);

}  // namespace cardledger::domain
