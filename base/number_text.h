#pragma once

// Numbers as people read them. Pure, any thread.

#include <cstdint>
#include <string>

namespace cardledger::base {

// "1,234,567".
std::string FormatCount(uint64_t count);

// Pence as pounds: "£1,000.00", "-£0.05".
std::string FormatPence(int64_t pence);

}  // namespace cardledger::base
