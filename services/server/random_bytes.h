#pragma once

// Random bytes from OpenSSL, seeded by the operating system. Any thread. Aborts when there are
// none: ids and salts must not be guessable.

#include <cstddef>
#include <string>

namespace cardledger::server {

std::string RandomBytes(size_t count);

}  // namespace cardledger::server
